// redact/text/word_set.h: whether a word is in a fixed list: a static WordSet per list.
// Thread safety: immutable once made.
#pragma once

#include <algorithm>
#include <bitset>
#include <string_view>
#include <unordered_set>

namespace veil::redact {

class WordSet {
 public:
  // `list` outlives the set: words between blanks.
  explicit WordSet(std::u32string_view list) {
    while (!list.empty()) {
      const std::size_t size = std::min(list.find(U' '), list.size());
      if (size > 0) add(list.substr(0, size));
      list.remove_prefix(std::min(size + 1, list.size()));
    }
  }
  bool contains(std::u32string_view word) const {
    return !word.empty() && word.size() <= longest_ && starts_[word[0] % kStarts] &&
           words_.contains(word);
  }

 private:
  static constexpr std::size_t kStarts = 4096;
  void add(std::u32string_view word) {
    words_.insert(word);
    starts_.set(word[0] % kStarts);
    longest_ = std::max(longest_, word.size());
  }

  std::unordered_set<std::u32string_view> words_;
  std::bitset<kStarts> starts_;  // of first letters: most words are told by it
  std::size_t longest_ = 0;
};

}  // namespace veil::redact
