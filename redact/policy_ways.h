// redact/policy_ways.h: the ways in which a role can see or write a class: its grants as they work.
// Thread safety: free functions.
#pragma once

#include <vector>

#include "redact/policy.h"

namespace veil::redact {

// The grants of a role for a class, the strongest first: each in strength as far as the `never`
// rules leave it, with exactly the purposes in which it works. What works in none, and what a rule
// takes away whole, is left out. A grant without other conditions than purposes holds always.
std::vector<Grant> ways_of(const Policy& policy, const Role& role, ClassId cls);

// The purposes in which a role sees or writes anything of the class, in its own order.
std::vector<PurposeId> purposes_of(const Policy& policy, const Role& role, ClassId cls);

}  // namespace veil::redact
