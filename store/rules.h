// store/rules.h: the veil rules of a policy as the directory of a record names them.
// Thread safety: free functions.
#pragma once

#include <map>

#include "redact/policy.h"
#include "store/charter.h"
#include "store/head.h"

namespace veil::store {

// Of each weaker compartment: the first 8 bytes of its veil_rules_hash.
std::map<redact::Compartment, RulesHash> rules_of(const redact::Policy& policy);

// What is in force for the weaker strengths.
struct VeilsInForce {
  const redact::Policy& policy;
  const Charter& charter;
  const std::map<redact::Compartment, RulesHash>& rules;  // rules_of(policy)
};

// Whether this section of a weaker strength may be shown: it was made by veil rules that the
// charter accepts, or that are in force, and, if it may hold scrubbed texts, when scrubbing looked
// for all that it looks for now.
bool is_well_made(const VeilsInForce& now, const Head& head, const DirectoryEntry& entry);

// A weaker strength is current when each of its sections stands beside one of full with the same
// content, and is well made. Full always is.
bool is_current(const VeilsInForce& now, const Head& head, redact::ClassId cls,
                redact::Strength strength);

// The known version of a record after a commit. Never 0, which in a section says that its texts are
// still to be scrubbed.
std::uint64_t known_version_after(const Head* before, std::uint64_t record_version,
                                  bool known_changed) noexcept;

}  // namespace veil::store
