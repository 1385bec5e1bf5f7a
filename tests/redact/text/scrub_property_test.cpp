// What holds of scrubbing whatever the text is: notes, mixtures of their parts, any bytes.
#include <algorithm>
#include <map>
#include <set>

#include "redact/unicode.h"
#include "tests/redact/text/notes.h"
#include "tests/redact/text/scrubbing.h"

namespace veil::tests {
namespace {

std::string valid(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const redact::Step step = redact::first_character(text.substr(at));
    redact::append_utf8(out, step.size == 0 ? 0xFFFD : step.character);
    at += std::max<std::size_t>(step.size, 1);
  }
  return out;
}

// Ascending, not empty, not meeting, at the borders of characters.
void check_spans(std::string_view text, const std::vector<redact::Span>& spans) {
  std::set<std::size_t> borders;
  for (std::size_t at = 0; at < text.size();) {
    borders.insert(at);
    at += std::max<std::size_t>(redact::first_character(text.substr(at)).size, 1);
  }
  borders.insert(text.size());
  std::size_t last = 0;
  for (const redact::Span& span : spans) {
    CHECK(span.begin >= last);
    CHECK(span.end > span.begin);
    CHECK(span.end <= text.size());
    CHECK(borders.contains(span.begin));
    CHECK(borders.contains(span.end));
    CHECK(span.confidence <= 100);
    last = span.end;
  }
}

// Between placeholders stands what stood between the spans.
void check_text(std::string_view text, const redact::Scrubbed& done) {
  CHECK(redact::is_utf8(done.text));
  std::string_view left = done.text;
  std::size_t at = 0;
  const auto take = [&left](const std::string& part) {
    REQUIRE(left.starts_with(part));
    left.remove_prefix(part.size());
  };
  for (const redact::Span& span : done.spans) {
    take(valid(text.substr(at, span.begin - at)));
    take("【");
    const std::size_t end = left.find("】");
    REQUIRE(end != std::string_view::npos);
    CHECK(end > 0);
    left.remove_prefix(end + std::string_view("】").size());
    at = span.end;
  }
  take(valid(text.substr(at)));
  CHECK(left.empty());
}

void check_all(std::string_view text, const Values& values) {
  const redact::KnownForms known(values);
  const auto done = redact::scrub(text, known);
  REQUIRE(done);
  const auto spans = redact::find_spans(text, known);
  REQUIRE(spans);
  CHECK(*spans == done->spans);
  check_spans(text, done->spans);
  check_text(text, *done);
}

std::string any_bytes(std::mt19937& rng) {
  std::string out(rng() % 200, '\0');
  for (char& byte : out) byte = static_cast<char>(rng() % 4 == 0 ? rng() : 0x80 + rng() % 0x70);
  return out;
}

// Hits as a lexicon has them: it knows tokens of forms, and sees only pieces of the text.
std::multimap<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> by_pieces(
    const redact::FoldedText& text, const Values& values) {
  std::map<std::string, std::uint32_t> lexicon;
  std::set<redact::FormLength> lengths;
  for (const redact::Form& form : redact::forms_of(values)) {
    lexicon.emplace(form.key, redact::pack(form.tag));
    lengths.insert(redact::length_of(form.key));
  }
  const std::vector<redact::FormLength> list(lengths.begin(), lengths.end());
  std::multimap<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> out;
  for (const redact::Piece& piece : redact::pieces_of(text, list)) {
    const auto at = lexicon.find(piece.key);
    if (at != lexicon.end()) out.emplace(std::pair(piece.begin, piece.end), at->second);
  }
  return out;
}

template <class Map>
std::vector<std::string> sorted(const Map& hits) {
  std::vector<std::string> out;
  for (const auto& [place, tag] : hits) {
    out.push_back(std::to_string(place.first) + "-" + std::to_string(place.second) + ":" +
                  std::to_string(tag));
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("nothing outside a span changes, and spans are in order: notes", "[redact][text]") {
  std::mt19937 rng(1);
  for (const std::string& note : notes()) {
    CAPTURE(note);
    check_all(note, any_values(rng));
  }
}

TEST_CASE("nothing outside a span changes, and spans are in order: mixtures",
          "[redact][text][property]") {
  const auto seed = GENERATE(take(300, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const std::string text = mixture(rng);
  CAPTURE(text);
  check_all(text, any_values(rng));
}

TEST_CASE("nothing outside a span changes, and spans are in order: any bytes",
          "[redact][text][property]") {
  const auto seed = GENERATE(take(300, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const std::string text = any_bytes(rng);
  CAPTURE(text);
  check_all(text, any_values(rng));
}

TEST_CASE("a lexicon of forms finds what the values themselves find", "[redact][text][property]") {
  const auto seed = GENERATE(take(100, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const std::string text = mixture(rng);
  CAPTURE(text);
  const Values values = any_values(rng);
  const redact::FoldedText folded(text);
  const auto hits = redact::KnownForms(values).find(folded);
  REQUIRE(hits);
  std::multimap<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> found;
  for (const redact::FormHit& hit : *hits) {
    found.emplace(std::pair(hit.begin, hit.end), redact::pack(hit.tag));
  }
  CHECK(sorted(found) == sorted(by_pieces(folded, values)));
}

TEST_CASE("scrubbing twice changes nothing: notes", "[redact][text][!mayfail]") {
  std::mt19937 rng(1);
  for (const std::string& note : notes()) {
    const Values values = any_values(rng);
    const std::string once = scrubbed(note, values);
    CHECK(scrubbed(once, values) == once);
  }
}

TEST_CASE("scrubbing twice changes nothing: mixtures", "[redact][text][property][!mayfail]") {
  const auto seed = GENERATE(take(300, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const std::string text = mixture(rng);
  CAPTURE(text);
  const Values values = any_values(rng);
  const std::string once = scrubbed(text, values);
  CHECK(scrubbed(once, values) == once);
}

TEST_CASE("scrubbing twice changes nothing: any bytes", "[redact][text][property][!mayfail]") {
  const auto seed = GENERATE(take(300, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const std::string text = any_bytes(rng);
  const Values values = any_values(rng);
  const std::string once = scrubbed(text, values);
  CHECK(scrubbed(once, values) == once);
}

}  // namespace veil::tests
