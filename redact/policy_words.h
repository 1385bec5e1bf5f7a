// redact/policy_words.h: the rules of a policy in the words of its language, for those who check
// and compare them. Thread safety: free functions.
#pragma once

#include <string>
#include <vector>

#include "redact/policy.h"

namespace veil::redact {

// "assigned, reason, 08:00-20:00"; empty if there is no condition.
std::string words_of(const Policy& policy, const Conditions& when);
// "full, write when assigned, reason"
std::string words_of(const Policy& policy, const Grant& grant);
// "1 of supervisor, handler, within 72 hours"
std::string words_of(const Policy& policy, const RequestRule& rule);
// "age_band [0, 12, 18]"; money in yuan; "nothing" for the kind none.
std::string words_of(const Field& field, const VeilRule& rule);
// "a, b"
std::string joined(const std::vector<std::string>& words);

}  // namespace veil::redact
