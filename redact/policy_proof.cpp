#include "redact/policy_proof.h"

#include <algorithm>

namespace veil::redact {

std::vector<Proof> prove_nevers(const Policy& policy) {
  std::vector<Proof> proofs;
  proofs.reserve(policy.nevers().size());
  for (const Never& never : policy.nevers()) {
    Proof proof{&never};
    for (const Grant& grant : policy.grants_of(never.role, never.cls)) {
      proof.granted = std::max(proof.granted, grant.strength);
    }
    for (const Compartment key : policy.keys_of(never.role)) {
      if (class_of(key) == never.cls) proof.key = std::max(proof.key, strength_of(key));
    }
    proofs.push_back(proof);
  }
  return proofs;
}

}  // namespace veil::redact
