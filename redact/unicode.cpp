#include "redact/unicode.h"

#include <algorithm>
#include <cstdlib>

#include <utf8proc.h>

namespace veil::redact {

Step first_character(std::string_view text) noexcept {
  utf8proc_int32_t character = -1;
  const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &character);
  if (size <= 0 || character < 0) return {};
  return {static_cast<char32_t>(character), static_cast<std::size_t>(size)};
}

bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const Step step = first_character(text);
    if (step.size == 0) return false;
    text.remove_prefix(step.size);
  }
  return true;
}

std::optional<std::u32string> decode_utf8(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Step step = first_character(text);
    if (step.size == 0) return std::nullopt;
    out.push_back(step.character);
    text.remove_prefix(step.size);
  }
  return out;
}

void append_utf8(std::string& to, char32_t character) {
  utf8proc_uint8_t bytes[4];
  const auto size = utf8proc_encode_char(static_cast<utf8proc_int32_t>(character), bytes);
  to.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

std::string encode_utf8(std::u32string_view text) {
  std::string out;
  for (const char32_t character : text) append_utf8(out, character);
  return out;
}

namespace {

// Characters that folding leaves alone, alone and beside each other: most of what is ever folded.
bool is_folded(char32_t c) noexcept {
  return (c >= 0x20 && c < 0x7F) || (c >= 0x4E00 && c <= 0x9FFF);
}

}  // namespace

std::optional<std::u32string> fold(std::string_view text, std::size_t size_max) {
  if (text.size() > size_max) return std::nullopt;
  auto plain = decode_utf8(text);
  if (!plain) return std::nullopt;
  if (std::all_of(plain->begin(), plain->end(), is_folded)) return plain;
  utf8proc_uint8_t* folded = nullptr;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE |
                                                      UTF8PROC_COMPAT | UTF8PROC_IGNORE);
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &folded, options);
  if (size < 0) return std::nullopt;
  auto out = decode_utf8({reinterpret_cast<const char*>(folded), static_cast<std::size_t>(size)});
  std::free(folded);  // NOLINT(cppcoreguidelines-no-malloc): the library's contract
  if (!out) return std::nullopt;
  for (char32_t& character : *out) {
    if (is_control(character)) return std::nullopt;
    if (is_space(character)) character = U' ';
  }
  return out;
}

bool is_han(char32_t c) noexcept {
  return (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x2EE5F) ||
         (c >= 0x2F800 && c <= 0x2FA1F) || (c >= 0x30000 && c <= 0x323AF) || c == 0x3007;
}

bool is_space(char32_t character) noexcept {
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(character));
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

bool is_control(char32_t c) noexcept {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

bool is_bidi_control(char32_t c) noexcept {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

char32_t lower(char32_t character) noexcept {
  return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(character)));
}

char32_t upper(char32_t character) noexcept {
  return static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(character)));
}

std::size_t columns_of(char32_t c) noexcept {
  const int columns = utf8proc_charwidth(static_cast<utf8proc_int32_t>(c));
  return columns > 0 ? static_cast<std::size_t>(columns) : 0;
}

bool is_boundary(char32_t before, char32_t after, std::int32_t& state) noexcept {
  return utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(before),
                                          static_cast<utf8proc_int32_t>(after), &state);
}

}  // namespace veil::redact
