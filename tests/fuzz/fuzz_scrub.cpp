// Any text beside any record: spans are in order and cut no character, nothing outside them
// changes, what comes out is UTF-8 and stays as it is when it is scrubbed again, and a lexicon of
// forms finds what the values find.
// An input is the record, one value a line (its kind, whose it is, its text), a zero byte, the
// text.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <set>

#include "crypto/bytes.h"
#include "redact/text/scrub.h"
#include "redact/unicode.h"

namespace {

using veil::redact::first_character;
using veil::redact::FoldedText;
using veil::redact::FormHit;
using veil::redact::KnownForms;
using veil::redact::KnownKind;
using veil::redact::KnownValue;
using veil::redact::Part;
using veil::redact::Scrubbed;
using veil::redact::Span;
using veil::redact::Step;

constexpr std::size_t kValuesMost = 16;
constexpr std::size_t kTextMost = 4096;

void require(bool holds) {
  if (!holds) std::abort();
}

std::vector<KnownValue> values_of(std::string_view record) {
  constexpr unsigned kinds = static_cast<unsigned>(KnownKind::line) + 1;
  constexpr unsigned parts = static_cast<unsigned>(Part::matter) + 1;
  std::vector<KnownValue> out;
  while (record.size() > 2 && out.size() < kValuesMost) {
    const std::string_view line = record.substr(0, std::min(record.find('\n'), record.size()));
    record.remove_prefix(std::min(line.size() + 1, record.size()));
    if (line.size() < 3) continue;
    const auto kind = static_cast<std::uint8_t>(line[0]) % kinds;
    const auto whose = static_cast<std::uint8_t>(line[1]);
    out.push_back({static_cast<KnownKind>(kind), static_cast<Part>(whose % parts), whose / parts,
                   std::string(line.substr(2))});
  }
  return out;
}

std::string valid(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const Step step = first_character(text.substr(at));
    veil::redact::append_utf8(out, step.size == 0 ? 0xFFFD : step.character);
    at += std::max<std::size_t>(step.size, 1);
  }
  return out;
}

void check(std::string_view text, const Scrubbed& done) {
  std::set<std::size_t> borders = {text.size()};
  for (std::size_t at = 0; at < text.size();) {
    borders.insert(at);
    at += std::max<std::size_t>(first_character(text.substr(at)).size, 1);
  }
  std::string_view left = done.text;
  std::size_t at = 0;
  const auto take = [&left](const std::string& part) {
    require(left.starts_with(part));
    left.remove_prefix(part.size());
  };
  for (const Span& span : done.spans) {
    require(span.begin >= at && span.begin < span.end && span.end <= text.size());
    require(borders.contains(span.begin) && borders.contains(span.end));
    take(valid(text.substr(at, span.begin - at)));
    take("【");
    const std::size_t end = left.find("】");
    require(end != std::string_view::npos && end > 0);
    left.remove_prefix(end + std::string_view("】").size());
    at = span.end;
  }
  take(valid(text.substr(at)));
  require(left.empty() && veil::redact::is_utf8(done.text));
}

using Hit = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;

void check_lexicon(const FoldedText& text, const std::vector<KnownValue>& values) {
  std::map<std::string, std::uint32_t> lexicon;
  std::map<std::pair<veil::redact::Alphabet, unsigned>, veil::redact::FormLength> lengths;
  for (const veil::redact::Form& form : veil::redact::forms_of(values)) {
    require(lexicon.emplace(form.key, veil::redact::pack(form.tag)).second);
    const veil::redact::FormLength length = veil::redact::length_of(form.key);
    lengths.emplace(std::pair(length.alphabet, length.count), length);
  }
  std::vector<veil::redact::FormLength> list;
  list.reserve(lengths.size());
  for (const auto& [key, length] : lengths) list.push_back(length);
  std::vector<Hit> asked;
  for (const veil::redact::Piece& piece : veil::redact::pieces_of(text, list)) {
    const auto at = lexicon.find(piece.key);
    if (at != lexicon.end()) asked.emplace_back(piece.begin, piece.end, at->second);
  }
  const auto hits = KnownForms(values).find(text);
  require(hits.has_value());
  std::vector<Hit> found;
  for (const FormHit& hit : *hits)
    found.emplace_back(hit.begin, hit.end, veil::redact::pack(hit.tag));
  std::sort(asked.begin(), asked.end());
  std::sort(found.begin(), found.end());
  require(asked == found);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = veil::text_of(veil::BytesView(data, size));
  const std::size_t zero = std::min(input.find('\0'), input.size());
  const auto values = values_of(input.substr(0, zero));
  const std::string_view text = input.substr(std::min(zero + 1, input.size())).substr(0, kTextMost);
  const KnownForms known(values);
  const auto done = veil::redact::scrub(text, known);
  require(done.has_value());
  check(text, *done);
  const auto spans = veil::redact::find_spans(text, known);
  require(spans.has_value() && *spans == done->spans);
  const auto again = veil::redact::scrub(done->text, known);
  require(again.has_value() && again->text == done->text);
  check_lexicon(FoldedText(text), values);
  return 0;
}
