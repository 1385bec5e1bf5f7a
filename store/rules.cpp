#include "store/rules.h"

#include <algorithm>
#include <set>

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

bool is_current(const Charter& charter, const Head& head, redact::ClassId cls,
                redact::Strength strength) {
  if (strength == redact::Strength::full) return true;
  const redact::Compartment weaker = redact::compartment_of(cls, strength);
  const CompartmentKey* known = charter.compartment_key(weaker);
  std::multiset<std::uint64_t> balance;
  for (const DirectoryEntry& entry : head.directory) {
    if (entry.compartment == redact::compartment_of(cls, redact::Strength::full)) {
      balance.insert(entry.content_version);
    }
  }
  for (const DirectoryEntry& entry : head.directory) {
    if (entry.compartment != weaker) continue;
    const auto at = balance.find(entry.content_version);
    if (at == balance.end() || known == nullptr ||
        std::find(known->accepted_rules.begin(), known->accepted_rules.end(), entry.rules) ==
            known->accepted_rules.end()) {
      return false;
    }
    balance.erase(at);
  }
  return balance.empty();
}

}  // namespace veil::store
