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

bool is_well_made(const VeilsInForce& now, const Head& head, const DirectoryEntry& entry) {
  if (redact::strength_of(entry.compartment) == redact::Strength::full) return true;
  const CompartmentKey* known = now.charter.compartment_key(entry.compartment);
  if (known == nullptr) return false;
  const auto& accepted = known->accepted_rules;
  const auto in_force = now.rules.find(entry.compartment);
  const bool by_rules =
      std::find(accepted.begin(), accepted.end(), entry.rules) != accepted.end() ||
      (in_force != now.rules.end() && in_force->second == entry.rules);
  if (!by_rules || !now.policy.scrubs(entry.compartment)) return by_rules;
  return entry.known_version != 0 && entry.known_version == head.known_version;
}

bool is_current(const VeilsInForce& now, const Head& head, redact::ClassId cls,
                redact::Strength strength) {
  if (strength == redact::Strength::full) return true;
  const redact::Compartment weaker = redact::compartment_of(cls, strength);
  std::multiset<std::uint64_t> balance;
  for (const DirectoryEntry& entry : head.directory) {
    if (entry.compartment == redact::compartment_of(cls, redact::Strength::full)) {
      balance.insert(entry.content_version);
    }
  }
  for (const DirectoryEntry& entry : head.directory) {
    if (entry.compartment != weaker) continue;
    const auto at = balance.find(entry.content_version);
    if (at == balance.end() || !is_well_made(now, head, entry)) return false;
    balance.erase(at);
  }
  return balance.empty();
}

std::uint64_t known_version_after(const Head* before, std::uint64_t record_version,
                                  bool known_changed) noexcept {
  const bool anew = known_changed || before == nullptr || before->known_version == 0;
  return anew ? record_version : before->known_version;
}

}  // namespace veil::store
