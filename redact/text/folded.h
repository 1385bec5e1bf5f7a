// redact/text/folded.h: a working copy of a text on which rules are read, with the way back.
// Width, zero-width and variation marks, accents, small and capital letters, traditional forms,
// digits of every kind and blanks are made alike; the text itself is never changed.
// Promise: total over any bytes (what is not UTF-8 stands as U+FFFD and is never found).
// Thread safety: immutable once made.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "redact/text/characters.h"

namespace veil::redact {

// What forms of known values are written in.
enum class Alphabet : std::uint8_t {
  text = 't',    // the folded text: letters, ideographs, digits; no blanks
  digits = 'd',  // the digits of a number, whatever separates them
  sound = 's',   // pinyin of ideographs, one syllable each
};

// What stood before a character and was left out.
enum class Gap : std::uint8_t { none, blank, line };

struct Letter {
  char32_t c = 0;
  std::uint32_t begin = 0;  // bytes of the text
  std::uint16_t size = 0;   // with what of no width follows it
  CharKind kind = CharKind::mark;
  Gap gap = Gap::none;
  bool upper = false;
  bool enclosed = false;

  std::uint32_t end() const noexcept { return begin + size; }
  bool is_word() const noexcept { return kind == CharKind::letter || kind == CharKind::digit; }
};

class FoldedText {
 public:
  // Of at most kSizeMax bytes: longer texts are read piece by piece (scrub.cpp).
  static constexpr std::size_t kSizeMax = std::size_t{1} << 24;
  explicit FoldedText(std::string_view text);

  std::size_t size() const noexcept { return letters_.size(); }
  const Letter& operator[](std::size_t i) const noexcept { return letters_[i]; }
  // A mark that nothing looks for, past either end.
  const Letter& at(std::ptrdiff_t i) const noexcept {
    return static_cast<std::size_t>(i) < letters_.size() ? letters_[static_cast<std::size_t>(i)]
                                                         : outside();
  }
  const std::vector<Letter>& letters() const noexcept { return letters_; }
  char32_t c(std::ptrdiff_t i) const noexcept {
    return static_cast<std::size_t>(i) < chars_.size() ? chars_[static_cast<std::size_t>(i)] : 0;
  }

  // Whether there are letters at all that a rule of these begins with.
  bool has_capitals() const noexcept { return has_capitals_; }  // of the Latin alphabet
  bool has_digits() const noexcept { return has_digits_; }

  // The letters as UTF-8, and which letter each byte belongs to.
  const std::string& bytes() const noexcept { return bytes_; }
  std::uint32_t letter_of(std::size_t byte) const noexcept { return letter_of_[byte]; }
  std::u32string part(std::size_t begin, std::size_t end) const {
    return std::u32string(view(begin, end));
  }
  // The same in place; cut at the end of the text.
  std::u32string_view view(std::size_t begin, std::size_t end) const noexcept {
    if (begin >= chars_.size() || end <= begin) return {};
    return {chars_.data() + begin, std::min(end, chars_.size()) - begin};
  }

 private:
  static const Letter& outside() noexcept;
  void add(char32_t c, std::uint32_t begin, std::uint16_t size);
  void push(const FoldedChar& folded, std::uint32_t begin, std::uint16_t size);

  std::vector<Letter> letters_;
  std::u32string chars_;
  std::string bytes_;
  std::vector<std::uint32_t> letter_of_;
  Gap gap_ = Gap::line;
  bool has_capitals_ = false;
  bool has_digits_ = false;
};

}  // namespace veil::redact
