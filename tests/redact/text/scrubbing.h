// tests/redact/text/scrubbing.h: what tests of text scrubbing share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "redact/text/scrub.h"

namespace veil::tests {

using Values = std::vector<redact::KnownValue>;

inline std::vector<redact::Span> spans_of(std::string_view text, const Values& values = {}) {
  auto spans = redact::find_spans(text, redact::KnownForms(values));
  REQUIRE(spans);
  return *spans;
}

inline std::string scrubbed(std::string_view text, const Values& values = {}) {
  auto done = redact::scrub(text, redact::KnownForms(values));
  REQUIRE(done);
  return done->text;
}

// The text with what each span is in its place: 电话<PHONE>。
inline std::string marked(std::string_view text, const Values& values = {}) {
  std::string out;
  std::size_t at = 0;
  for (const redact::Span& span : spans_of(text, values)) {
    out += std::string(text.substr(at, span.begin - at)) + '<' +
           std::string(redact::to_string(span.type)) + '>';
    at = span.end;
  }
  return out + std::string(text.substr(at));
}

// One fact about what is recognised, and a text that shows it.
struct MarkedRow {
  const char* why;
  const char* text;
  const char* marked;
};
inline void check_marks(const std::vector<MarkedRow>& rows) {
  for (const MarkedRow& row : rows) {
    CAPTURE(row.why, row.text);
    CHECK(marked(row.text) == row.marked);
  }
}

}  // namespace veil::tests
