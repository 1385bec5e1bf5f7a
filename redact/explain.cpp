#include "redact/explain.h"

#include <algorithm>

#include "redact/policy_ways.h"

namespace veil::redact {

std::vector<Explanation> explain(const Policy& policy, const Facts& facts, Ask ask, RoleId role,
                                 ClassId cls) {
  std::vector<Explanation> out;
  const Role* who = policy.role(role);
  if (who == nullptr || policy.schema().cls(cls) == nullptr) return out;
  ask.role = role;
  ask.action = who->can(Action::read) ? Action::read : Action::list;
  for (const PurposeId purpose : who->purposes) {
    ask.purpose = purpose;
    Explanation one{role, purpose, *decide(policy, facts, ask).of(cls), {}};
    for (Grant& way : ways_of(policy, *who, cls)) {
      const auto& in = way.when.purposes;
      if (std::find(in.begin(), in.end(), purpose) == in.end()) continue;
      auto lacks = unmet(policy, facts, ask, way.when);
      one.ways.push_back({std::move(way), std::move(lacks)});
    }
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace veil::redact
