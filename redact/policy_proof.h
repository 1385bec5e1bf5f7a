// redact/policy_proof.h: that the `never` rules of a policy hold.
// Thread safety: free functions.
#pragma once

#include <vector>

#include "redact/policy.h"

namespace veil::redact {

// One `never` rule for one role and class.
struct Proof {
  const Never* rule = nullptr;            // of the policy, which must outlive the proof
  Strength granted = Strength::withheld;  // the most that any grant gives, conditions aside
  Strength key = Strength::withheld;      // the strongest key of the class that the role holds
  bool holds() const noexcept { return granted <= rule->above && key <= rule->above; }
};

// In the order of the policy. A policy without findings holds all of them.
std::vector<Proof> prove_nevers(const Policy& policy);

}  // namespace veil::redact
