// store/policy_change.h: another policy for a store that is in use. Whoever holds the custodian's
// identity signs here; the vault checks (Vault::apply_charter), and asks for an approved request
// where the policy in force says so. Thread safety: free functions.
#pragma once

#include "crypto/identity.h"
#include "store/vault.h"

namespace veil::store {

// Makes the next charter with this policy and puts it in force: draws the keys of what is new, and
// grants keys to the roles that newly need them. Weaker strengths that the new veils would make
// otherwise are withheld until they are made again; those to whose class fields were only added
// stay. A role whose grants are gone keeps the keys that it held: the vault gives it no shares.
// InvalidArgument if the policy may not follow; Denied unless `custodian` is the store's only
// custodian and, where it takes one, a request for exactly this is approved.
Result<> change_policy(Vault& vault, const crypto::Identity& custodian, std::string_view policy,
                       std::uint64_t now_ms);

}  // namespace veil::store
