// redact/veil/code.h: the group of a code: 家庭暴力 for each of its kinds.
// Thread safety: free functions.
#pragma once

#include <optional>
#include <vector>

#include "redact/schema.h"

namespace veil::redact {

// Nothing for a code or edition that the list does not have, or an entry without a group.
std::optional<CodeEntry> group_of(const CodeList& list, const CodeEntry& entry);
// The groups of all entries, each once, in the order of the list, so that neither number nor order
// of the entries is said. Nothing if one of them has no group.
std::optional<std::vector<CodeEntry>> groups_of(const CodeList& list,
                                                const std::vector<CodeEntry>& entries);

}  // namespace veil::redact
