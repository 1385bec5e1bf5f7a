#include "store/rules.h"

#include <algorithm>

namespace veil::store {

std::map<redact::Compartment, RulesHash> rules_of(const redact::Policy& policy) {
  std::map<redact::Compartment, RulesHash> out;
  for (const redact::Compartment compartment : policy.compartments()) {
    if (redact::strength_of(compartment) == redact::Strength::full) continue;
    const Hash whole = policy.veil_rules_hash(compartment);
    std::copy_n(whole.begin(), out[compartment].size(), out[compartment].begin());
  }
  return out;
}

}  // namespace veil::store
