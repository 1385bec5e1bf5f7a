// redact/text/latin_words.h: words of texts in Latin letters, and which of them are parts of
// addresses. Internal to redact/text. Thread safety: values and free functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "redact/text/folded.h"

namespace veil::redact {

// Int'l, 5-B, Xi'an and G/F are one word each.
struct LatinWord {
  std::uint32_t begin = 0;  // letters of the text
  std::uint32_t end = 0;
  std::u32string plain;  // letters and digits alone
  bool upper = false;    // begins with a capital
  bool digit = false;    // holds a digit
};
// The word that begins at `i`; empty if none does.
LatinWord latin_word_at(const FoldedText& text, std::size_t i);
std::vector<LatinWord> latin_words(const FoldedText& text);

// Whether `word` is in a list of words with blanks between. The list is a literal: a set is made of
// it once for each thread.
bool is_listed(std::u32string_view word, std::u32string_view list);
bool is_pinyin(std::u32string_view word);

// Room, flat, block: a number follows. Road, village: a name came before. Rua: a name follows.
bool is_door_prefix(std::u32string_view word);
bool is_street_kind(std::u32string_view word);
bool is_region_kind(std::u32string_view word);
bool is_street_prefix(std::u32string_view word);
// West, 3rd: may stand inside a street's name.
bool is_street_part(std::u32string_view word);

}  // namespace veil::redact
