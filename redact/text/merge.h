// redact/text/merge.h: from what rules found to spans of the text. Internal to redact/text.
// Thread safety: free functions.
#pragma once

#include <vector>

#include "redact/text/reading.h"

namespace veil::redact {

// Union of all that was found, labelled by priority: ascending, none meeting another.
std::vector<Span> merged(const Reading& reading);

}  // namespace veil::redact
