// redact/text/placeholder.h: what stands in the place of a span. Internal to redact/text.
// Thread safety: free functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "redact/text/span.h"

namespace veil::redact {

// A text with placeholders, and where they stand in it, one for each span.
struct Replaced {
  std::string text;
  std::vector<std::pair<std::size_t, std::size_t>> places;  // bytes of the new text
};
// In Chinese or English, as most of the text is.
// Requires (asserted) spans that ascend and do not meet.
Replaced replaced(std::string_view text, const std::vector<Span>& spans);

// The end of the placeholder that begins at `at`, of either language; `at` if none does.
std::size_t placeholder_end(std::string_view text, std::size_t at);

}  // namespace veil::redact
