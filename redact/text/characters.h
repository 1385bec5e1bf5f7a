// redact/text/characters.h: what one character becomes when a text is folded, and how it sounds.
// Promise: total. Thread safety: the tables are made once, on first use, and then constant.
#pragma once

#include <bitset>
#include <cstdint>
#include <string_view>

namespace veil::redact {

enum class CharKind : std::uint8_t {
  none,     // of no width: left out of the folded text
  blank,    // left out, and noted before the next character
  line,     // ends a line: likewise
  han,      // ideographs
  letter,   // of any other script
  digit,    // folded to '0' to '9'
  mark,     // punctuation and symbols
  several,  // becomes more than one character (see expand)
};

struct FoldedChar {
  char32_t c = 0;  // small, narrow, simplified, without accents
  CharKind kind = CharKind::mark;
  bool upper = false;     // was a capital letter
  bool enclosed = false;  // was a digit in a circle or brackets: a list's number, mostly
};
FoldedChar fold_char(char32_t c) noexcept;

// What a character of kind `several` becomes; at most 18.
std::u32string_view expand(char32_t c);

// Characters of the basic plane, a bit each.
class CharSet {
 public:
  explicit CharSet(std::u32string_view all) {
    for (const char32_t c : all) {
      if (c < bits_.size()) bits_.set(c);
    }
  }
  bool has(char32_t c) const noexcept { return c < bits_.size() && bits_[c]; }

 private:
  std::bitset<0x10000> bits_;
};

// Pinyin without tones; empty for what is no ideograph of the basic plane. ü is u.
std::string_view sound_of(char32_t c) noexcept;
std::uint16_t sound_number(char32_t c) noexcept;  // 0: none; equal for equal sounds
std::string_view surname_sound_of(char32_t c) noexcept;
// Whether all of `word` (small letters) is pinyin syllables, and of how many at least; 0 if not.
unsigned syllables_of(std::string_view word) noexcept;

// 0 to 9 for Chinese numerals that are said digit by digit (〇零幺一两... 壹贰...); else -1.
int numeral_of(char32_t c) noexcept;
// The digit that a letter looks like, of those that people and machines mistake for one; else -1.
int lookalike_of(char32_t c) noexcept;

}  // namespace veil::redact
