// redact/schema.h: which entities, fields, classes and code lists a store has.
// A Schema is made by the policy parser only, and is whole: every name and number it holds
// resolves. Thread safety: immutable after parsing.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "redact/strength.h"
#include "redact/text/span.h"
#include "redact/value.h"
#include "redact/veil/veil.h"

namespace veil::redact {

struct Label {
  std::string zh;
  std::string en;
};

enum class FieldType : std::uint8_t {
  string,  // short text in one line: case numbers, agencies
  text,    // free text
  name,    // a person's name
  cn_id,   // GB 11643 number
  phone,
  address,
  account,  // bank account or card
  date,
  money,
  number,
  boolean,
  code,   // one entry of a code list
  codes,  // several
  file,
  person,  // a member of staff, by roster name; host facts only
  uscc,    // GB 32100 code of an organisation
};
std::string_view to_string(FieldType type) noexcept;
std::optional<FieldType> parse_field_type(std::string_view word) noexcept;

// The facts that the host must read to decide. Fields marked with one live in the host section
// only.
enum class FactKind : std::uint8_t {
  none,
  created_by,
  created_at,
  opened_on,
  assigned,
  conflicts,
  status,
  // Of a consent: one row of an entity with many rows is one consent.
  consent_scope,
  consent_recipient,
  consent_giver,
  consent_until,
  consent_withdrawn,
  guardian_conflict,
  // Of a referral, likewise.
  referral_to,
  referral_status,
  referral_offered,
  referral_until,
};
constexpr bool is_of_consent(FactKind fact) noexcept {
  return fact >= FactKind::consent_scope && fact <= FactKind::consent_withdrawn;
}
constexpr bool is_of_referral(FactKind fact) noexcept {
  return fact >= FactKind::referral_to && fact <= FactKind::referral_until;
}
std::string_view to_string(FactKind fact) noexcept;
std::optional<FactKind> parse_fact_kind(std::string_view word) noexcept;

struct CodeList {
  std::string name;
  std::string edition;  // of the entries below; older editions' entries are kept with theirs
  struct Item {
    std::string code;
    std::string edition;
    Label label;
    std::string group;    // code of the group that a veil may show instead; empty if none
    bool closed = false;  // as a status: the record takes no more writes
  };
  std::vector<Item> items;
  std::vector<Item> groups;
  // The entry of the list's own edition; an older one only if the code is no longer in use.
  const Item* find(std::string_view code) const noexcept;
  const Item* find(std::string_view code, std::string_view edition) const noexcept;
  const Item* find_group(std::string_view code) const noexcept;
};

struct Entity {
  EntityId id = 0;
  std::string name;
  Label label;
  bool many = false;  // else exactly one row, number 0, in every record
};

struct Class {
  ClassId id = 0;
  std::string name;
  Label label;
  bool hidden = false;  // presence hidden: a value and its absence look alike below full
};

struct Field {
  FieldId id = 0;
  std::string name;  // "person.phone"
  EntityId entity = 0;
  ClassId cls = 0;
  FieldType type = FieldType::string;
  Label label;
  VeilRule veiled;  // how the veiled strength is made; kind none: that strength holds nothing
  VeilRule counted;
  std::string codes;  // name of the code list, for code and codes
  FactKind fact = FactKind::none;
  std::optional<Part> known;  // a value that text scrubbing looks for, and whose it is
  bool index = false;         // can be found by exact search (redact/normal_form.h)
  std::string keep_why;  // why `keep` in a weaker strength harms nobody, where that is not plain
  const VeilRule& rule(Strength strength) const noexcept;  // of veiled or counted
};

class Schema {
 public:
  const std::vector<Entity>& entities() const noexcept { return entities_; }
  const std::vector<Class>& classes() const noexcept { return classes_; }
  const std::vector<Field>& fields() const noexcept { return fields_; }  // in order of the policy
  const std::map<std::string, CodeList, std::less<>>& code_lists() const noexcept { return codes_; }

  const Entity* entity(EntityId id) const noexcept;
  const Entity* entity(std::string_view name) const noexcept;
  const Class* cls(ClassId id) const noexcept;
  const Class* cls(std::string_view name) const noexcept;
  const Field* field(FieldId id) const noexcept;
  // By name ("person.phone"), or entity and field each by name or zh label ("救助对象.联系电话").
  const Field* field(std::string_view name) const noexcept;
  // The field of a host fact; null if the policy has none.
  const Field* field(FactKind fact) const noexcept;
  // Whether a record of this status takes no more writes.
  bool is_closed(std::string_view status) const noexcept;
  const CodeList* code_list(std::string_view name) const noexcept;

 private:
  friend class PolicyParser;
  std::vector<Entity> entities_;
  std::vector<Class> classes_;
  std::vector<Field> fields_;
  std::map<std::string, CodeList, std::less<>> codes_;
  // Places in the vectors above by id, plus one; 0: no such id.
  std::vector<std::uint16_t> entity_at_;
  std::vector<std::uint16_t> class_at_;
  std::vector<std::uint16_t> field_at_;
};

// Reads what a person typed or a table holds into a value of the field's type: "1989-07-02",
// "1989-07", "12800.50", "不详" or "unknown" for Unknown. Empty text is InvalidArgument: the caller
// knows what an empty cell means. Errors name the reason, never the text.
Result<Value> parse_value(const Schema& schema, const Field& field, std::string_view text);

// InvalidArgument unless `value` is of a kind that the field takes, within its limits.
Result<> check_value(const Schema& schema, const Field& field, const Value& value);

enum class Language : std::uint8_t { zh, en };

// For people: "32 岁", "1989-07", "朝阳区", "¥12,800.50", the label of a code.
std::string show_value(const Schema& schema, const Field& field, const Value& value,
                       Language language);

}  // namespace veil::redact
