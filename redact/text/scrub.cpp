#include "redact/text/scrub.h"

#include "redact/text/merge.h"
#include "redact/text/placeholder.h"
#include "redact/text/reading.h"

namespace veil::redact {

Result<std::vector<Span>> find_spans(std::string_view text, const KnownFinder& known) {
  const FoldedText folded(text);
  Reading reading(folded);
  auto hits = known.find(folded);
  if (!hits) return fail(hits.error());
  find_known(reading, *hits);
  find_case_numbers(reading);
  find_numbers(reading);
  find_tokens(reading);
  find_dates(reading);
  find_places(reading);
  find_organisations(reading);
  find_chinese_names(reading);
  find_latin_names(reading);
  find_repeats(reading);
  keep(reading);
  return merged(reading);
}

Result<Scrubbed> scrub(std::string_view text, const KnownFinder& known) {
  auto spans = find_spans(text, known);
  if (!spans) return fail(spans.error());
  std::string out = replaced(text, *spans);
  return Scrubbed{std::move(out), std::move(*spans)};
}

}  // namespace veil::redact
