// store/request_needs.h: which changes of a record's facts take the decision of several people.
// Pure. Thread safety: free functions.
#pragma once

#include "redact/policy.h"
#include "store/fact_change.h"
#include "store/request.h"

namespace veil::store {

// The words of a consent's subject, and of taking the guardian's conflict back.
std::string consent_words(const ConsentGiven& consent);
inline constexpr const char* kGuardianConflictOver = "guardian_conflict over";

// What must have been approved for this change; nothing if it needs no approval. Taking somebody
// off the conflict list and closing need one where the policy has a rule for it, a consent against
// the rules always. Denied if it is needed and the change cites none; InvalidArgument if it cites
// one that it does not need, or would need two.
Result<std::optional<RequestSubject>> request_needed(const redact::Policy& policy,
                                                     const RecordId& record,
                                                     const redact::Facts& before,
                                                     const FactChange& change);

}  // namespace veil::store
