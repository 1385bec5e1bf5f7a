#include "redact/text/ordinary_words.h"

#include <array>
#include <vector>

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
    case 2:
      return {kWords2, kWords2Count};
    case 3:
      return {kWords3, kWords3Count};
    case 4:
      return {kWords4, kWords4Count};
    default:
      return {nullptr, 0};
  }
}

// Where the words that begin with a character stand in a table.
class Starts {
 public:
  explicit Starts(std::size_t size) : places_(0x10001) {
    const Table table = table_of(size);
    std::size_t word = 0;
    for (std::size_t c = 0; c < places_.size(); ++c) {
      while (word < table.count && table.words[word * size] < c) ++word;
      places_[c] = static_cast<std::uint32_t>(word);
    }
  }
  std::size_t from(char32_t c) const noexcept { return places_[c]; }

 private:
  std::vector<std::uint32_t> places_;
};

const Starts& starts_of(std::size_t size) {
  static const std::array<Starts, 3> all = {Starts(2), Starts(3), Starts(4)};
  return all.at(size - 2);
}

}  // namespace

bool is_dictionary_word(std::u32string_view word) noexcept {
  const Table table = table_of(word.size());
  if (table.count == 0 || word[0] >= 0x10000) return false;
  const Starts& starts = starts_of(word.size());
  std::size_t low = starts.from(word[0]);
  std::size_t high = starts.from(word[0] + 1);
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    const std::uint16_t* at = table.words + middle * word.size();
    int order = 0;
    for (std::size_t i = 0; i < word.size() && order == 0; ++i) {
      order = at[i] < word[i] ? -1 : at[i] > word[i] ? 1 : 0;
    }
    if (order == 0) return true;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
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
