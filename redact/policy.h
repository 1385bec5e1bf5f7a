// redact/policy.h: the rules: who may see what, in which strength, under which conditions.
// Promise: a Policy that parses is whole and strict: unknown and duplicate keys, dangling names,
// reused ids and out-of-range numbers are refused, each with line and column. What lint() finds is
// worse than bad style: init refuses a policy with findings. Thread safety: immutable after
// parsing.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "redact/requests.h"
#include "redact/schema.h"

namespace veil::redact {

struct Ask;
struct Decision;
struct Facts;

enum class Action : std::uint8_t {
  read = 1,
  list = 2,
  create = 3,
  write = 4,
  history = 5,
  read_log = 6,
  manage_people = 7,
};
std::string_view to_string(Action action) noexcept;
std::optional<Action> parse_action(std::string_view word) noexcept;

// In place of a field: the key of the lexicon, which names the known values of each record in
// tokens.
inline constexpr FieldId kLexicon = 0;

inline constexpr std::string_view kConsentScopes = "consent_scope";  // the code list of scopes

// How far a referral to the role's body must have come.
enum class Referred : std::uint8_t {
  any = 0,       // no such condition
  offered = 1,   // offered and still to be answered, or accepted
  accepted = 2,  // accepted, and neither done nor revoked
};

// Conditions of a grant; all must hold. An unmet one takes this grant away, a weaker one then
// applies.
struct Conditions {
  bool assigned = false;
  bool reason = false;       // the session states a written reason
  bool approved = false;     // an approved request covers the record
  bool break_glass = false;  // the person broke the glass of the record, and it is still open
  std::string consent;       // scope that a valid consent for this body must cover
  Referred referred = Referred::any;
  int hours_from = 0;  // local time of the policy's zone, [from, to); 0, 24: always
  int hours_to = 24;
  int own_intake_days = 0;  // created by this person at most so many days ago; 0: no such condition
  std::vector<PurposeId> purposes;  // empty: all of the role's
};

struct Grant {
  RoleId role = 0;
  ClassId cls = 0;
  Strength strength = Strength::withheld;  // what may be read; withheld for a write-only grant
  bool write = false;                      // may write the class (all of its strengths)
  Conditions when;
};

struct Purpose {
  PurposeId id = 0;
  std::string name;
  Label label;
  std::vector<ClassId> classes;  // the session sees no other
};

struct Role {
  RoleId id = 0;
  std::string name;
  Label label;
  std::vector<PurposeId> purposes;
  std::vector<Action> may;
  std::string body;      // the organisation, as consents name recipients
  bool auditor = false;  // gets the keys of the access log, never a class key
  bool can(Action action) const noexcept;
};

// "Never": holds whatever the grants say, and is proven by the linter.
struct Never {
  RoleId role = 0;
  ClassId cls = 0;
  Strength above = Strength::withheld;  // nothing stronger than this
  std::string why;
};

// What a role may search for, whether or not it may read it: a search says which records hold one
// given value, and shows no more of them than the session may see anyway.
struct Search {
  RoleId role = 0;
  FieldId field = 0;
  std::vector<FieldId> shows;  // what an answer holds of each record
  unsigned daily = 0;          // searches of one person in a day of the policy's zone, of all kinds
  Conditions when;             // reason, hours, purposes: those that need no record
};

class Policy {
 public:
  // Errors: InvalidArgument, message "line L, column C: ...". Values of the file may be quoted: a
  // policy holds no secrets.
  static Result<Policy> parse(std::string_view toml);

  const std::string& id() const noexcept { return id_; }
  const std::string& version() const noexcept { return version_; }
  int utc_offset_minutes() const noexcept { return utc_offset_minutes_; }
  unsigned reason_size_min() const noexcept { return reason_size_min_; }
  const Schema& schema() const noexcept { return schema_; }
  const std::vector<Role>& roles() const noexcept { return roles_; }
  const std::vector<Purpose>& purposes() const noexcept { return purposes_; }
  const std::vector<Grant>& grants() const noexcept { return grants_; }
  const std::vector<Never>& nevers() const noexcept { return nevers_; }

  const std::vector<Search>& searches() const noexcept { return searches_; }
  const std::vector<RequestRule>& requests() const noexcept { return requests_; }
  // For a kind that opens by itself the asking role does not matter. Null: nobody may ask.
  const RequestRule* request_rule(RequestKind kind, RoleId asking) const noexcept;
  const std::optional<BreakGlassRule>& break_glass() const noexcept { return break_glass_; }
  // Whether some grant of the role has the condition break_glass.
  bool may_break_glass(RoleId role) const noexcept;

  const Role* role(RoleId id) const noexcept;
  const Role* role(std::string_view name) const noexcept;
  const Purpose* purpose(PurposeId id) const noexcept;
  const Purpose* purpose(std::string_view name) const noexcept;

  // The grants of a role for a class, the strongest first, equals in the order of the policy.
  std::span<const Grant> grants_of(RoleId role, ClassId cls) const noexcept;
  // What the `never` rules leave a role of a class; full where no rule speaks.
  Strength cap(RoleId role, ClassId cls) const noexcept;
  bool covers(PurposeId purpose, ClassId cls) const noexcept;

  // The compartments that exist: every class in full, and each weaker strength that some grant
  // uses. Ascending.
  const std::vector<Compartment>& compartments() const noexcept { return compartments_; }
  bool has_compartment(Compartment compartment) const noexcept;
  // The compartments whose keys a role holds: what some grant lets it read and no `never` takes
  // away, with the weaker ones of the same class that exist. Ascending. Conditions do not matter
  // here: they bind the vault's share.
  std::vector<Compartment> keys_of(RoleId role) const;
  // Classes that a role may write, and whether it holds their full key (else it writes blind).
  bool may_write(RoleId role, ClassId cls) const noexcept;

  // What the role may search the field for; null if it may not.
  const Search* search(RoleId role, FieldId field) const noexcept;
  // The fields that can be searched for. Ascending.
  const std::vector<FieldId>& indexed() const noexcept { return indexed_; }
  // The fields whose values text scrubbing looks for. Ascending.
  const std::vector<FieldId>& known() const noexcept { return known_; }
  // Whether the compartment exists and some field of it is made by scrubbing.
  bool scrubs(Compartment compartment) const noexcept;
  bool scrubs_class(ClassId cls) const noexcept;  // one that exists of its weaker strengths

  // What has an index key: indexed(), and kLexicon where some field is known. Ascending.
  std::vector<FieldId> index_keys() const;
  // Those of them that a role holds: of fields that it searches, and that it writes, as writing
  // makes their tokens; kLexicon if it writes a known field, or writes or reads in full a text that
  // is scrubbed. Ascending.
  std::vector<FieldId> index_keys_of(RoleId role) const;

  // BLAKE2b-256 over the canonical veil rules of the compartment's fields; the directory of a
  // record keeps its first 8 bytes. The message is
  //   PAE("veil/rules/1", compartment, PAE(rule, rule, ...))
  //   rule = PAE(field id, type number, kind number, PAE(bound, ...), code list, PAE(item, ...))
  //   item = PAE(code, edition, group)
  // with the rules in ascending order of field id. Type and kind number are those of FieldType and
  // VeilKind; a bound is its two's complement in 64 bits (money: fen); the name of the code list is
  // empty for fields without one; items stand there for the kind `group` only, ordered by the bytes
  // of code, then of edition; for the kind `scrub` one PAE(field id) for each of known(). A field
  // counts if it is of the compartment's class, is no host fact and its rule in the compartment's
  // strength is not `none`; so a full compartment has no rules.
  Hash veil_rules_hash(Compartment compartment) const;

 private:
  friend class PolicyParser;
  friend Decision decide(const Policy& policy, const Facts& facts, const Ask& ask);
  bool holds_lexicon(RoleId role) const;
  std::size_t cell(std::size_t row, std::size_t class_at) const noexcept {
    return row * schema_.classes().size() + class_at;
  }

  std::string id_;
  std::string version_;
  int utc_offset_minutes_ = 480;
  unsigned reason_size_min_ = 8;
  Schema schema_;
  std::vector<Role> roles_;
  std::vector<Purpose> purposes_;
  std::vector<Grant> grants_;
  std::vector<Never> nevers_;
  std::vector<Search> searches_;  // by (role, field)
  std::vector<FieldId> indexed_;
  std::vector<FieldId> known_;
  std::vector<Compartment> scrubbed_;
  std::vector<RequestRule> requests_;
  std::optional<BreakGlassRule> break_glass_;
  std::vector<Compartment> compartments_;
  // Made once from the above, so that a decision only looks up. A cell is a (role, class) or
  // (purpose, class), by place. grants_ is sorted by cell; those of cell i are
  // [grants_from_[i], grants_from_[i + 1]).
  std::vector<std::uint16_t> role_at_;  // place by id, plus one; 0: no such id
  std::vector<std::uint16_t> purpose_at_;
  std::vector<std::uint32_t> grants_from_;
  std::vector<Strength> caps_;
  std::vector<bool> covers_;
};

struct Finding {
  std::string rule;     // "never", "keep", "low-variety", ...
  std::string message;  // names the policy's words
};
// Everything that is wrong with a policy that parses. Empty: it may be put in force.
std::vector<Finding> lint(const Policy& policy);
// The rules that bind a successor: ids are never reused or renamed, field types never change.
std::vector<Finding> lint_succession(const Policy& before, const Policy& after);

}  // namespace veil::redact
