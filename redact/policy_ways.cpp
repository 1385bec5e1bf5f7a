#include "redact/policy_ways.h"

#include <algorithm>

namespace veil::redact {

std::vector<PurposeId> purposes_of(const Policy& policy, const Role& role, ClassId cls) {
  std::vector<PurposeId> out;
  for (const PurposeId purpose : role.purposes) {
    if (policy.covers(purpose, cls)) out.push_back(purpose);
  }
  return out;
}

std::vector<Grant> ways_of(const Policy& policy, const Role& role, ClassId cls) {
  std::vector<Grant> ways;
  for (Grant grant : policy.grants_of(role.id, cls)) {
    std::vector<PurposeId> open = purposes_of(policy, role, cls);
    const auto& named = grant.when.purposes;
    const auto closed = [&](PurposeId purpose) {
      return !named.empty() && std::find(named.begin(), named.end(), purpose) == named.end();
    };
    open.erase(std::remove_if(open.begin(), open.end(), closed), open.end());
    grant.when.purposes = std::move(open);
    grant.strength = std::min(grant.strength, policy.cap(role.id, cls));
    const bool something = grant.strength != Strength::withheld || grant.write;
    if (something && !grant.when.purposes.empty()) ways.push_back(std::move(grant));
  }
  return ways;
}

}  // namespace veil::redact
