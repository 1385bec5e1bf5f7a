#include "redact/text/ordinary_words.h"

#include <array>

#include "redact/text/ordinary_words_data.h"

namespace veil::redact {
namespace {

constexpr std::size_t kWordMax = 4;

struct Table {
  const std::uint16_t* words;
  std::size_t count;
};

Table table_of(std::size_t size) noexcept {
  switch (size) {
    case 2: return {kWords2, kWords2Count};
    case 3: return {kWords3, kWords3Count};
    case 4: return {kWords4, kWords4Count};
    default: return {nullptr, 0};
  }
}

}  // namespace

bool is_dictionary_word(std::u32string_view word) noexcept {
  const Table table = table_of(word.size());
  std::size_t low = 0;
  std::size_t high = table.count;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    const std::uint16_t* at = table.words + middle * word.size();
    int order = 0;
    for (std::size_t i = 0; i < word.size() && order == 0; ++i) {
      order = at[i] < word[i] ? -1 : at[i] > word[i] ? 1 : 0;
    }
    if (order == 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}

bool is_inside_word(const FoldedText& text, std::size_t begin, std::size_t end) noexcept {
  for (std::size_t size = end - begin + 1; size <= kWordMax; ++size) {
    const std::size_t first = end > size ? end - size : 0;
    for (std::size_t from = first; from <= begin && from + size <= text.size(); ++from) {
      std::array<char32_t, kWordMax> word{};
      bool whole = true;
      for (std::size_t i = 0; i < size && whole; ++i) {
        const Letter& letter = text[from + i];
        whole = letter.kind == CharKind::han && (i == 0 || letter.gap == Gap::none);
        word[i] = letter.c;
      }
      if (whole && is_dictionary_word({word.data(), size})) return true;
    }
  }
  return false;
}

}  // namespace veil::redact
