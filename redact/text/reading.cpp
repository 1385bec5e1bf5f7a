#include "redact/text/reading.h"

#include <algorithm>

namespace veil::redact {
namespace {

// A sentence ends: what a cue says does not reach further.
bool ends_sentence(char32_t c) noexcept {
  return c == U'。' || c == U';' || c == U'；' || c == U'!' || c == U'?' || c == U'|';
}

}  // namespace

void Reading::add(std::size_t begin, std::size_t end, SpanType type, Rule rule, int confidence) {
  if (begin >= end) return;
  found.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), type, rule,
                   static_cast<std::uint8_t>(confidence)});
}

std::size_t Reading::first_cue(std::size_t at) const {
  const auto found_at =
      std::lower_bound(cues.begin(), cues.end(), at,
                       [](const CueHit& cue, std::size_t place) { return cue.begin < place; });
  return static_cast<std::size_t>(found_at - cues.begin());
}

const CueHit* Reading::cue_before(std::size_t at, std::size_t reach,
                                  std::span<const Cue> wanted) const {
  std::size_t border = at > reach ? at - reach : 0;
  for (std::size_t i = at; i > border; --i) {
    if (ends_sentence(text[i - 1].c)) border = i;
  }
  const CueHit* best = nullptr;
  constexpr std::size_t kCueMax = 24;  // letters of the longest cue
  for (std::size_t i = first_cue(border > kCueMax ? border - kCueMax : 0);
       i < cues.size() && cues[i].begin < at; ++i) {
    const CueHit& cue = cues[i];
    if (cue.end > at || cue.end <= border) continue;
    if (std::find(wanted.begin(), wanted.end(), cue.cue) == wanted.end()) continue;
    if (best == nullptr || cue.end > best->end ||
        (cue.end == best->end && cue.begin < best->begin)) {
      best = &cue;
    }
  }
  return best;
}

const CueHit* Reading::cue_ending_at(std::size_t at, std::span<const Cue> wanted) const {
  const CueHit* cue = cue_before(at, 1, wanted);
  return cue != nullptr && cue->end == at ? cue : nullptr;
}

const CueHit* Reading::cue_beginning_at(std::size_t at, std::span<const Cue> wanted) const {
  for (std::size_t i = first_cue(at); i < cues.size() && cues[i].begin == at; ++i) {
    if (std::find(wanted.begin(), wanted.end(), cues[i].cue) != wanted.end()) return &cues[i];
  }
  return nullptr;
}

bool Reading::has_cue(Cue wanted) const noexcept {
  return std::any_of(cues.begin(), cues.end(),
                     [wanted](const CueHit& cue) { return cue.cue == wanted; });
}

bool Reading::starts_word(std::size_t at) const noexcept {
  return at == 0 || !text[at - 1].is_word() || text[at].gap != Gap::none;
}

bool Reading::ends_word(std::size_t at) const noexcept {
  return at >= text.size() || !text[at].is_word() || text[at].gap != Gap::none;
}

}  // namespace veil::redact
