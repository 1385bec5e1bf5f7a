// store/rules.h: the veil rules of a policy as the directory of a record names them.
// Thread safety: free functions.
#pragma once

#include <map>

#include "redact/policy.h"
#include "store/charter.h"
#include "store/head.h"

namespace veil::store {

// Of each weaker compartment: the first 8 bytes of its veil_rules_hash.
std::map<redact::Compartment, RulesHash> rules_of(const redact::Policy& policy);

// A weaker strength is current when each of its sections stands beside one of full with the same
// content, and was made by veil rules that the charter accepts. Full always is.
bool is_current(const Charter& charter, const Head& head, redact::ClassId cls,
                redact::Strength strength);

}  // namespace veil::store
