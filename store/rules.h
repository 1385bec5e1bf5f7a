// store/rules.h: the veil rules of a policy as the directory of a record names them.
// Thread safety: free functions.
#pragma once

#include <map>

#include "redact/policy.h"
#include "store/head.h"

namespace veil::store {

// Of each weaker compartment: the first 8 bytes of its veil_rules_hash.
std::map<redact::Compartment, RulesHash> rules_of(const redact::Policy& policy);

}  // namespace veil::store
