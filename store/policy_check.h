// store/policy_check.h: whether a policy may follow the one in force. Internal to the vault and to
// those who make charters. Thread safety: free functions.
#pragma once

#include "redact/policy.h"
#include "store/charter.h"

namespace veil::store {

// The policy, if it is without findings by itself and as a successor, and has a version that none
// of the charters had: so that an older policy does not come back. `chain`: signed charters from
// version 1. InvalidArgument names the first thing that is wrong.
Result<redact::Policy> check_next_policy(const std::vector<Bytes>& chain,
                                         const redact::Policy& before, std::string_view text);

}  // namespace veil::store
