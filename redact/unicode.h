// redact/unicode.h: reading UTF-8 for rules: checking, folding, code points.
// Promise: total over any bytes. Folding is for recognising only: what a person wrote is kept as it
// is. Thread safety: free functions, no shared state.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace veil::redact {

// Well-formed UTF-8: shortest forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text) noexcept;

// The first code point of `text` and its size in bytes; size 0 where the bytes are not UTF-8.
struct Step {
  char32_t character = 0;
  std::size_t size = 0;
};
Step first_character(std::string_view text) noexcept;

// Nothing unless `text` is well-formed.
std::optional<std::u32string> decode_utf8(std::string_view text);
void append_utf8(std::string& to, char32_t character);
std::string encode_utf8(std::u32string_view text);

// The form that rules compare: NFKC (full-width becomes plain), invisible characters dropped, every
// kind of space one ' '. Nothing for text that is not UTF-8, holds control characters, or is longer
// than `size_max` bytes.
std::optional<std::u32string> fold(std::string_view text, std::size_t size_max);

// Ideographs that Chinese names are written in, all planes; not kana, not hangul.
bool is_han(char32_t character) noexcept;
// Zs, Zl, Zp: every kind of space.
bool is_space(char32_t character) noexcept;
// C0, C1 and DEL.
bool is_control(char32_t character) noexcept;
// Characters that turn the direction of the text around them: a line can be made to read as
// another.
bool is_bidi_control(char32_t character) noexcept;

// Of letters that have both; others as they are.
char32_t lower(char32_t character) noexcept;
char32_t upper(char32_t character) noexcept;

// Columns that a character takes in a terminal: 0, 1 or 2.
std::size_t columns_of(char32_t character) noexcept;
// Whether what people see as one character may end between two code points. `state` is 0 at the
// first pair of a text and handed on from pair to pair.
bool is_boundary(char32_t before, char32_t after, std::int32_t& state) noexcept;

}  // namespace veil::redact
