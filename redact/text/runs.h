// redact/text/runs.h: the numbers of a text, whatever their digits are written in and whatever
// stands between them. Internal to redact/text. Thread safety: values and free functions.
#pragma once

#include <string>
#include <vector>

#include "redact/text/folded.h"

namespace veil::redact {

// What stood before a digit.
enum class Joint : std::uint8_t { none, blank, line, mark };

struct Digit {
  char c = '0';               // or 'X' at the end of a number
  Joint joint = Joint::none;  // none: the same group as the digit before
  char32_t mark = 0;          // which one, for Joint::mark
  std::uint32_t letter = 0;
};

// Digits with nothing but blanks, line breaks or short marks between them.
struct Run {
  std::vector<Digit> digits;
  bool spoken = false;  // 一三八 or 壹叁捌

  std::size_t size() const noexcept { return digits.size(); }
  std::string text(std::size_t begin, std::size_t end) const;
  bool starts_group(std::size_t i) const noexcept {
    return i == 0 || i >= digits.size() || digits[i].joint != Joint::none;
  }
  std::size_t first_letter(std::size_t i) const noexcept { return digits[i].letter; }
  std::size_t end_letter(std::size_t end) const noexcept { return digits[end - 1].letter + 1; }
};

// Runs of at least `shortest` digits, in the order of the text.
std::vector<Run> find_runs(const FoldedText& text, std::size_t shortest);

}  // namespace veil::redact
