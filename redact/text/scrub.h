// redact/text/scrub.h: free text without what identifies (DESIGN 9, docs/redaction.md).
// Finds the record's known values in every form, numbers by their checks and by what stands beside
// them, names by cue, places and organisations; puts typed placeholders in their place that stay
// the same for the same person: 【女方】【孩子1】【人物2】【地址】.
// Promise: no byte outside a span changes; spans lie at borders of characters, ascend and do not
// meet; the result is UTF-8 for any bytes; scrubbing twice changes nothing; time is linear in the
// length. Fails closed: with an error there is no text. Thread safety: free functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crypto/result.h"
#include "redact/text/known.h"
#include "redact/text/span.h"

namespace veil::redact {

struct Scrubbed {
  std::string text;
  std::vector<Span> spans;  // of the original
};

Result<std::vector<Span>> find_spans(std::string_view text, const KnownFinder& known);
Result<Scrubbed> scrub(std::string_view text, const KnownFinder& known);

}  // namespace veil::redact
