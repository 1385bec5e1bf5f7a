// tools/veil/policy_report.h: what the linter proves and finds, and what differs between two
// policies, as text and as JSON. Thread safety: none; one thread.
#pragma once

#include "redact/policy.h"
#include "redact/policy_diff.h"
#include "tools/veil/console.h"

namespace veil::tools {

// Each `never` rule and that it holds, then the findings, then how many there are.
void print_lint(Console& console, const redact::Policy& policy,
                const std::vector<redact::Finding>& findings);
// What is about nobody first, then by role: + gains, - loses, ~ changes.
void print_diff(Console& console, const std::vector<redact::PolicyChange>& changes);

}  // namespace veil::tools
