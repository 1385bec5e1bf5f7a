// redact/text/word_finder.h: the list of a dictionary in order, and what its engines have in
// common. Promise: a WordList holds each text once, ascending by bytes, with its tags ascending.
// Thread safety: immutable once made.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "redact/text/dictionary.h"

namespace veil::redact {

class WordList {
 public:
  explicit WordList(std::vector<Dictionary::Word> words);

  std::size_t size() const noexcept { return text_ends_.size() - 1; }
  std::string_view text(std::size_t word) const noexcept {
    return std::string_view(texts_).substr(text_ends_[word],
                                           text_ends_[word + 1] - text_ends_[word]);
  }
  std::span<const std::uint32_t> tags(std::size_t word) const noexcept {
    return std::span(tags_).subspan(tag_ends_[word], tag_ends_[word + 1] - tag_ends_[word]);
  }

 private:
  std::string texts_;  // one after another
  std::vector<std::uint32_t> text_ends_{0};
  std::vector<std::uint32_t> tags_;
  std::vector<std::uint32_t> tag_ends_{0};
};

class WordFinder {
 public:
  WordFinder() = default;
  WordFinder(const WordFinder&) = delete;
  WordFinder& operator=(const WordFinder&) = delete;
  virtual ~WordFinder() = default;

  // As Dictionary::find; `text` is below 4 GiB.
  virtual void find(std::string_view text, std::vector<Dictionary::Hit>& hits) const = 0;
  virtual std::string_view name() const noexcept = 0;
};

using SharedWords = std::shared_ptr<const WordList>;
std::unique_ptr<const WordFinder> portable_finder(SharedWords list);
// Null where the library is not there or cannot take the list.
std::unique_ptr<const WordFinder> hyperscan_finder(SharedWords list);

}  // namespace veil::redact
