// redact/text/placeholder.h: what stands in the place of a span. Internal to redact/text.
// Thread safety: free functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "redact/text/span.h"

namespace veil::redact {

// The text with a placeholder for each span: in Chinese or English, as most of the text is.
// Requires (asserted) spans that ascend and do not meet.
std::string replaced(std::string_view text, const std::vector<Span>& spans);

}  // namespace veil::redact
