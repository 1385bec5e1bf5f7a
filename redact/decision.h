// redact/decision.h: the pure decision: what one session may see of one record, and why not more.
// Deny by default. Grants whose every condition holds are compared and the strongest wins; then the
// session's purpose, the `never` rules and last the record's conflict list take away.
// Thread safety: free functions, no shared state.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "redact/facts.h"
#include "redact/policy.h"

namespace veil::redact {

struct Ask {
  PersonId person = 0;
  RoleId role = 0;
  PurposeId purpose = 0;
  Action action = Action::read;
  std::uint64_t now_ms = 0;   // UTC, by the vault's clock
  bool reason_given = false;  // a written reason of the policy's length
  bool approved = false;      // an approved, unexpired request covers this record
  bool break_glass = false;   // this person broke the glass of this record, and it is open
};

// Why a class is not seen in a stronger form. The number is part of the log entry: append only.
enum class Why : std::uint8_t {
  granted = 0,  // it is seen in full
  no_grant = 1,
  not_assigned = 2,
  no_consent = 3,
  no_reason = 4,
  outside_hours = 5,
  not_own_intake = 6,
  not_approved = 7,
  not_for_purpose = 8,
  never = 9,
  conflict = 10,
  no_action = 11,  // the role may not do this at all
  not_referred = 12,
  no_break_glass = 13,
  suspended = 14,  // the person: a break-glass of hers was not reviewed in time, or not approved
  stale = 15,      // its weaker form is to be made again (store/rules.h): never of decide()
};
std::string_view to_string(Why why) noexcept;

struct ClassDecision {
  ClassId cls = 0;
  Strength strength = Strength::withheld;
  bool write = false;
  Why why = Why::no_grant;
};

struct Decision {
  std::vector<ClassDecision> classes;  // every class of the schema, in its order
  bool anything = false;               // some class is seen or may be written
  const ClassDecision* of(ClassId cls) const noexcept;
};

// Whether the session may search the field now, before any record is looked at; granted, or why
// not.
Why decide_search(const Policy& policy, FieldId field, const Ask& ask);

// `facts` of a record that is being created: created_by = the person, nobody else.
Decision decide(const Policy& policy, const Facts& facts, const Ask& ask);

// Every condition that does not hold, in the order in which decide() names the first of them; empty
// if all hold. A role that the policy does not have meets none.
std::vector<Why> unmet(const Policy& policy, const Facts& facts, const Ask& ask,
                       const Conditions& when);

}  // namespace veil::redact
