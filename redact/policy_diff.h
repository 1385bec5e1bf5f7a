// redact/policy_diff.h: what one policy allows and another does not: who gains, who loses, what
// else changes. Promise: two policies that can decide differently for anyone have a difference, and
// so have two that differ in anything but order and layout of the file. Things are the same if
// their ids are, so that the successor of a policy is compared by what records hold. Thread safety:
// free functions.
#pragma once

#include <string>
#include <vector>

#include "redact/policy.h"

namespace veil::redact {

struct PolicyChange {
  enum class Kind : std::uint8_t { gain, loss, other };
  Kind kind = Kind::other;
  std::string role;     // whose; empty if it is about no single role
  std::string subject;  // "class locate", "field person.phone", "action create", ...
  std::string what;     // in the words of the policy language
  friend bool operator==(const PolicyChange&, const PolicyChange&) = default;
};
std::string_view to_string(PolicyChange::Kind kind) noexcept;

// Changes without a role first, then by role in the order of the policies.
std::vector<PolicyChange> diff(const Policy& before, const Policy& after);

}  // namespace veil::redact
