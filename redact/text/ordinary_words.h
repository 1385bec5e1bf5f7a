// redact/text/ordinary_words.h: which Chinese words are in a dictionary, names of people left out.
// Thread safety: free functions over constants.
#pragma once

#include <string_view>

#include "redact/text/folded.h"

namespace veil::redact {

// Words of two to four ideographs.
bool is_dictionary_word(std::u32string_view word) noexcept;
// Whether the letters are a part of a longer word there: 得水 in 如鱼得水.
bool is_inside_word(const FoldedText& text, std::size_t begin, std::size_t end) noexcept;

}  // namespace veil::redact
