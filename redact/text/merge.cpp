#include "redact/text/merge.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include <array>
#include "redact/text/forms.h"

namespace veil::redact {
namespace {

// The better name for a stretch: a known value before a guess, then the type's own priority.
bool better(const Found& a, const Found& b) noexcept {
  const bool a_known = a.rule <= Rule::known_sound;
  const bool b_known = b.rule <= Rule::known_sound;
  if (a_known != b_known) return a_known;
  const std::uint32_t a_size = a.end - a.begin;
  const std::uint32_t b_size = b.end - b.begin;
  if (a_known && a.rule != b.rule) return a.rule < b.rule;
  if (a.type != b.type) return a.type < b.type;
  return a_size > b_size;
}

Span span_of(const Found& found, const FoldedText& text) {
  return {text[found.begin].begin,
          text[found.end - 1].end(),
          found.type,
          found.rule,
          found.confidence,
          found.part,
          found.number};
}

// Parts of one address go together over the comma between them.
bool continues(const Found& last, const Found& next, const FoldedText& text) {
  if (last.type != SpanType::address || next.type != SpanType::address) return false;
  if (next.begin == last.end) return true;
  return next.begin == last.end + 1 && text[last.end].kind == CharKind::mark;
}

}  // namespace

void find_repeats(Reading& reading) {
  struct Name {
    std::u32string letters;
    Found found;
  };
  std::unordered_map<char32_t, std::vector<Name>> names;
  for (const Found& found : reading.found) {
    if (found.type != SpanType::person || found.rule == Rule::known || found.end - found.begin < 2)
      continue;
    std::u32string letters = reading.text.part(found.begin, found.end);
    if (is_ordinary_word(letters)) continue;
    auto& same = names[letters[0]];
    const bool is_new = std::none_of(same.begin(), same.end(),
                                     [&](const Name& one) { return one.letters == letters; });
    if (is_new && found.confidence >= 70) same.push_back({std::move(letters), found});
  }
  if (names.empty()) return;
  for (std::size_t i = 0; i < reading.text.size(); ++i) {
    const auto at = names.find(reading.text[i].c);
    if (at == names.end()) continue;
    for (const Name& name : at->second) {
      const std::size_t end = i + name.letters.size();
      if (end > reading.text.size() || reading.text.view(i, end) != name.letters) continue;
      const bool latin = reading.text[i].kind == CharKind::letter;
      if (latin && (!reading.starts_word(i) || !reading.ends_word(end))) continue;
      Found again = name.found;
      again.begin = static_cast<std::uint32_t>(i);
      again.end = static_cast<std::uint32_t>(end);
      again.rule = name.found.begin == i ? name.found.rule : Rule::repeat;
      reading.found.push_back(again);
    }
  }
}

void keep(Reading& reading) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> kept;
  for (const CueHit& cue : reading.cues) {
    if (cue.cue == Cue::keep) kept.emplace_back(cue.begin, cue.end);
    const CueHit* product = cue.cue == Cue::brand
                                ? reading.cue_beginning_at(cue.end, std::array{Cue::product})
                                : nullptr;
    if (product != nullptr) kept.emplace_back(cue.begin, product->end);
  }
  std::erase_if(reading.found, [&](const Found& found) {
    if (found.rule <= Rule::known_sound || found.rule == Rule::check) return false;
    return std::any_of(kept.begin(), kept.end(), [&](const auto& one) {
      return one.first <= found.begin && found.end <= one.second;
    });
  });
}

std::vector<Span> merged(const Reading& reading) {
  std::vector<Found> all = reading.found;
  std::sort(all.begin(), all.end(), [](const Found& a, const Found& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::vector<Span> out;
  for (std::size_t i = 0; i < all.size();) {
    Found together = all[i];
    Found best = all[i];
    std::size_t k = i + 1;
    while (k < all.size() &&
           (all[k].begin < together.end || continues(together, all[k], reading.text))) {
      together.end = std::max(together.end, all[k].end);
      if (better(all[k], best)) best = all[k];
      ++k;
    }
    best.begin = together.begin;
    best.end = together.end;
    out.push_back(span_of(best, reading.text));
    i = k;
  }
  return out;
}

}  // namespace veil::redact
