#include "redact/text/scrub.h"

#include <algorithm>
#include <utility>

#include "redact/text/merge.h"
#include "redact/text/placeholder.h"
#include "redact/text/reading.h"
#include "redact/unicode.h"

namespace veil::redact {
namespace {

// A text is read in pieces that stay in the processor's cache; each is read with some of what
// stands before and after it, more than any rule looks at.
constexpr std::size_t kPiece = std::size_t{128} * 1024;
constexpr std::size_t kContext = std::size_t{4} * 1024;
// Once what was found is replaced, what was beside it may be seen otherwise; it settles at the
// second reading, mostly.
constexpr std::size_t kReadingsMax = 16;

using Spans = std::vector<Span>;

Result<Spans> spans_of_piece(std::string_view text, const KnownFinder& known) {
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

// Nothing is taken out of what already stands for something.
bool in_placeholder(std::string_view text, const Span& span) {
  constexpr std::size_t kLongest = 48;  // bytes
  const std::size_t from = span.begin > kLongest ? span.begin - kLongest : 0;
  const std::size_t open = text.substr(from, span.begin + 3 - from).rfind("【");
  if (open == std::string_view::npos) return false;
  return placeholder_end(text, from + open) >= span.end;
}

std::size_t character_border(std::string_view text, std::size_t at) {
  std::size_t border = std::min(at, text.size());
  for (std::size_t back = 0; back < 3 && border > 0 && border < text.size(); ++back) {
    if ((static_cast<unsigned char>(text[border]) & 0xC0) != 0x80) break;
    --border;
  }
  return border;
}

// After the last line break of the piece, if there is one not too far away.
std::size_t piece_end(std::string_view text, std::size_t begin) {
  if (text.size() - begin <= kPiece + kContext) return text.size();
  const std::string_view tail = text.substr(begin + kPiece - kContext, kContext);
  const std::size_t line = tail.rfind('\n');
  if (line != tail.npos) return begin + kPiece - kContext + line + 1;
  return character_border(text, begin + kPiece);
}

void add(const Span& span, Spans& to) {
  if (!to.empty() && span.begin < to.back().end) {
    to.back().end = std::max(to.back().end, span.end);
    return;
  }
  to.push_back(span);
}

// Bytes from one border of characters to another.
using Region = std::pair<std::size_t, std::size_t>;

// Reads what begins in a region.
Result<> read_region(std::string_view text, const Region& region, const KnownFinder& known,
                     Spans& out) {
  for (std::size_t begin = region.first; begin < region.second;) {
    const std::size_t end = std::min(piece_end(text, begin), region.second);
    const std::size_t from = character_border(text, begin > kContext ? begin - kContext : 0);
    const std::size_t to = character_border(text, end + kContext);
    auto spans = spans_of_piece(text.substr(from, to - from), known);
    if (!spans) return fail(spans.error());
    for (Span span : *spans) {
      span.begin += from;
      span.end += from;
      if (span.begin < begin || span.begin >= end || in_placeholder(text, span)) continue;
      add(span, out);
    }
    begin = end;
  }
  return {};
}

// What lies around the placeholders of spans that were not there before: nothing else is seen
// otherwise than it was. A text of one piece is read whole.
std::vector<Region> regions_around_new(const Spans& before, const Spans& now,
                                       const Replaced& made) {
  const std::string_view text = made.text;
  if (text.size() <= kPiece) return {{0, text.size()}};
  std::vector<Region> out;
  for (std::size_t i = 0; i < now.size(); ++i) {
    const auto old =
        std::lower_bound(before.begin(), before.end(), now[i],
                         [](const Span& a, const Span& b) { return a.begin < b.begin; });
    if (old != before.end() && old->begin == now[i].begin && old->end == now[i].end) continue;
    const auto [first, last] = made.places[i];
    const Region region{character_border(text, first > kContext ? first - kContext : 0),
                        character_border(text, last + kContext)};
    if (!out.empty() && region.first <= out.back().second) {
      out.back().second = region.second;
    } else {
      out.push_back(region);
    }
  }
  return out;
}

Result<Spans> read_regions(std::string_view text, const std::vector<Region>& regions,
                           const KnownFinder& known) {
  Spans out;
  for (const Region& region : regions) {
    auto read = read_region(text, region, known, out);
    if (!read) return fail(read.error());
  }
  return out;
}

// The place in the text before: inside a placeholder, the border of what it stands for.
class WayBack {
 public:
  WayBack(const Spans& spans, const Replaced& made) : spans_(spans), places_(made.places) {}

  std::size_t begin_of(std::size_t at) {
    advance(at);
    if (next_ < places_.size() && at > places_[next_].first) return spans_[next_].begin;
    return outside(at);
  }
  std::size_t end_of(std::size_t at) {
    advance(at);
    if (next_ < places_.size() && at > places_[next_].first) return spans_[next_].end;
    return outside(at);
  }

 private:
  void advance(std::size_t at) {
    while (next_ < places_.size() && places_[next_].second <= at) ++next_;
  }
  std::size_t outside(std::size_t at) const {
    if (next_ == 0) return at;
    return spans_[next_ - 1].end + (at - places_[next_ - 1].second);
  }

  const Spans& spans_;
  const std::vector<std::pair<std::size_t, std::size_t>>& places_;
  std::size_t next_ = 0;
};

Spans united(const Spans& a, const Spans& b) {
  Spans all = a;
  all.insert(all.end(), b.begin(), b.end());
  std::stable_sort(all.begin(), all.end(),
                   [](const Span& x, const Span& y) { return x.begin < y.begin; });
  Spans out;
  for (const Span& span : all) add(span, out);
  return out;
}

// A text in which each byte that was no UTF-8 is U+FFFD, and the way back.
class Valid {
 public:
  explicit Valid(std::string_view text) {
    text_.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
      const Step step = first_character(text.substr(at));
      if (step.size == 0) {
        made_.push_back(text_.size());
        append_utf8(text_, 0xFFFD);
        ++at;
        continue;
      }
      text_.append(text.substr(at, step.size));
      at += step.size;
    }
  }
  const std::string& text() const noexcept { return text_; }
  // At the border of a character.
  std::size_t before(std::size_t at) const {
    constexpr std::size_t kMore = 2;  // bytes of U+FFFD, but one
    const auto made = std::lower_bound(made_.begin(), made_.end(), at) - made_.begin();
    return at - kMore * static_cast<std::size_t>(made);
  }

 private:
  std::string text_;
  std::vector<std::size_t> made_;  // where U+FFFD was put, ascending
};

Result<Scrubbed> scrub_valid(std::string_view text, const KnownFinder& known) {
  auto spans = read_regions(text, {{0, text.size()}}, known);
  if (!spans) return fail(spans.error());
  Spans before;
  for (std::size_t reading = 0; reading < kReadingsMax; ++reading) {
    Replaced made = replaced(text, *spans);
    if (spans->empty()) return Scrubbed{std::move(made.text), {}};
    auto more = read_regions(made.text, regions_around_new(before, *spans, made), known);
    if (!more) return fail(more.error());
    if (more->empty()) return Scrubbed{std::move(made.text), std::move(*spans)};
    WayBack way(*spans, made);
    for (Span& span : *more) {
      span.begin = way.begin_of(span.begin);
      span.end = way.end_of(span.end);
    }
    Spans now = united(*spans, *more);
    before = std::exchange(*spans, std::move(now));
  }
  return fail(Code::Unsupported, "scrub: the text does not settle");
}

}  // namespace

Result<Spans> find_spans(std::string_view text, const KnownFinder& known) {
  auto done = scrub(text, known);
  if (!done) return fail(done.error());
  return std::move(done->spans);
}

Result<Scrubbed> scrub(std::string_view text, const KnownFinder& known) {
  if (is_utf8(text)) return scrub_valid(text, known);
  const Valid valid(text);
  auto done = scrub_valid(valid.text(), known);
  if (!done) return done;
  for (Span& span : done->spans) {
    span.begin = valid.before(span.begin);
    span.end = valid.before(span.end);
  }
  return done;
}

}  // namespace veil::redact
