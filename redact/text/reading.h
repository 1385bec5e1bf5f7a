// redact/text/reading.h: one text as its rules read it, and what they find. Internal to
// redact/text.
// Thread safety: a Reading belongs to one thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "redact/text/folded.h"
#include "redact/text/known.h"
#include "redact/text/span.h"
#include "redact/text/words.h"

namespace veil::redact {

struct Found {
  std::uint32_t begin = 0;  // letters
  std::uint32_t end = 0;
  SpanType type = SpanType::person;
  Rule rule = Rule::shape;
  std::uint8_t confidence = 0;
  Part part = Part::other;
  std::uint32_t number = 0;
};

class Reading {
 public:
  explicit Reading(const FoldedText& of) : text(of), cues(find_cues(of)) {}

  const FoldedText& text;
  std::vector<CueHit> cues;
  std::vector<Found> found;

  void add(std::size_t begin, std::size_t end, SpanType type, Rule rule, int confidence);

  // The cue of one of `wanted` that ends at most `reach` letters before `at` in the same sentence,
  // nearest first; null if another cue of `others` is nearer.
  const CueHit* cue_before(std::size_t at, std::size_t reach, std::span<const Cue> wanted) const;
  const CueHit* cue_ending_at(std::size_t at, std::span<const Cue> wanted) const;
  const CueHit* cue_beginning_at(std::size_t at, std::span<const Cue> wanted) const;
  // First of the cues that begin at `at` or later.
  std::size_t first_cue(std::size_t at) const;
  bool has_cue(Cue cue) const noexcept;

  // Letters and digits without a gap around `at`.
  bool starts_word(std::size_t at) const noexcept;
  bool ends_word(std::size_t at) const noexcept;  // `at`: past the end
};

void find_known(Reading& reading, std::span<const FormHit> hits);
void find_numbers(Reading& reading);
void find_tokens(Reading& reading);  // numbers with letters, addresses of mail and the net
void find_dates(Reading& reading);
void find_case_numbers(Reading& reading);
void find_places(Reading& reading);
void find_organisations(Reading& reading);
void find_chinese_names(Reading& reading);
void find_latin_names(Reading& reading);
void find_repeats(Reading& reading);
// Takes away what stays readable.
void keep(Reading& reading);

}  // namespace veil::redact
