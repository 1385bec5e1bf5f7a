#include "redact/schema.h"

#include <algorithm>
#include <array>

namespace veil::redact {
namespace {

constexpr std::array<std::string_view, 16> kTypeWords = {
    "string", "text",   "name",    "cn_id", "phone", "address", "account", "date",
    "money",  "number", "boolean", "code",  "codes", "file",    "person",  "uscc"};
constexpr std::array<std::string_view, 17> kFactWords = {"none",
                                                         "created_by",
                                                         "created_at",
                                                         "opened_on",
                                                         "assigned",
                                                         "conflicts",
                                                         "status",
                                                         "consent_scope",
                                                         "consent_recipient",
                                                         "consent_giver",
                                                         "consent_until",
                                                         "consent_withdrawn",
                                                         "guardian_conflict",
                                                         "referral_to",
                                                         "referral_status",
                                                         "referral_offered",
                                                         "referral_until"};

template <class Enum, std::size_t N>
std::optional<Enum> parse_word(const std::array<std::string_view, N>& words,
                               std::string_view word) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) return std::nullopt;
  return static_cast<Enum>(found - words.begin());
}

template <class T>
const T* by_id(const std::vector<T>& all, const std::vector<std::uint16_t>& at, std::uint16_t id) {
  if (id >= at.size() || at[id] == 0) return nullptr;
  return &all[at[id] - 1U];
}

template <class T>
const T* by_name(const std::vector<T>& all, std::string_view name) {
  for (const T& one : all) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

}  // namespace

std::string_view to_string(FieldType type) noexcept {
  return kTypeWords[static_cast<std::size_t>(type)];
}

std::optional<FieldType> parse_field_type(std::string_view word) noexcept {
  return parse_word<FieldType>(kTypeWords, word);
}

std::string_view to_string(FactKind fact) noexcept {
  return kFactWords[static_cast<std::size_t>(fact)];
}

std::optional<FactKind> parse_fact_kind(std::string_view word) noexcept {
  return parse_word<FactKind>(kFactWords, word);
}

const CodeList::Item* CodeList::find(std::string_view code) const noexcept {
  const Item* older = nullptr;
  for (const Item& item : items) {
    if (item.code != code) continue;
    if (item.edition == edition) return &item;
    older = &item;
  }
  return older;
}

const CodeList::Item* CodeList::find(std::string_view code,
                                     std::string_view of_edition) const noexcept {
  for (const Item& item : items) {
    if (item.code == code && item.edition == of_edition) return &item;
  }
  return nullptr;
}

const CodeList::Item* CodeList::find_group(std::string_view code) const noexcept {
  for (const Item& group : groups) {
    if (group.code == code) return &group;
  }
  return nullptr;
}

const VeilRule& Field::rule(Strength strength) const noexcept {
  VEIL_REQUIRE(strength == Strength::veiled || strength == Strength::counted);
  return strength == Strength::veiled ? veiled : counted;
}

const Entity* Schema::entity(EntityId id) const noexcept {
  return by_id(entities_, entity_at_, id);
}
const Entity* Schema::entity(std::string_view name) const noexcept {
  return by_name(entities_, name);
}
const Class* Schema::cls(ClassId id) const noexcept {
  return by_id(classes_, class_at_, id);
}
const Class* Schema::cls(std::string_view name) const noexcept {
  return by_name(classes_, name);
}
const Field* Schema::field(FieldId id) const noexcept {
  return by_id(fields_, field_at_, id);
}

const Field* Schema::field(std::string_view name) const noexcept {
  if (const Field* field = by_name(fields_, name)) return field;
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return nullptr;
  const std::string_view entity_word = name.substr(0, dot);
  const std::string_view field_word = name.substr(dot + 1);
  for (const Field& field : fields_) {
    const Entity* owner = entity(field.entity);
    if (entity_word != owner->name && entity_word != owner->label.zh) continue;
    const std::string_view own_word = std::string_view(field.name).substr(owner->name.size() + 1);
    if (field_word == field.label.zh || field_word == own_word) return &field;
  }
  return nullptr;
}

const Field* Schema::field(FactKind fact) const noexcept {
  if (fact == FactKind::none) return nullptr;
  const auto found = std::find_if(fields_.begin(), fields_.end(),
                                  [&](const Field& field) { return field.fact == fact; });
  return found == fields_.end() ? nullptr : &*found;
}

bool Schema::is_closed(std::string_view status) const noexcept {
  const Field* of_status = field(FactKind::status);
  const CodeList* list = of_status != nullptr ? code_list(of_status->codes) : nullptr;
  const CodeList::Item* item = list != nullptr ? list->find(status) : nullptr;
  return item != nullptr && item->closed;
}

const CodeList* Schema::code_list(std::string_view name) const noexcept {
  const auto found = codes_.find(name);
  return found == codes_.end() ? nullptr : &found->second;
}

}  // namespace veil::redact
