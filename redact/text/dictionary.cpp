#include "redact/text/dictionary.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "redact/text/word_finder.h"

namespace veil::redact {

WordList::WordList(std::vector<Dictionary::Word> words) {
  std::sort(words.begin(), words.end(), [](const auto& a, const auto& b) {
    return std::tie(a.text, a.tag) < std::tie(b.text, b.tag);
  });
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool same_text = i > 0 && words[i].text == words[i - 1].text;
    if (same_text && words[i].tag == words[i - 1].tag) continue;
    if (!same_text) {
      texts_ += words[i].text;
      text_ends_.push_back(static_cast<std::uint32_t>(texts_.size()));
      tag_ends_.push_back(tag_ends_.back());
    }
    tags_.push_back(words[i].tag);
    ++tag_ends_.back();
  }
}

Result<Dictionary> Dictionary::make(std::vector<Word> words, Engine engine) {
  static_assert(kWordsMax * kWordSizeMax <= std::numeric_limits<std::uint32_t>::max());
  if (words.size() > kWordsMax) return fail(Code::InvalidArgument, "dictionary: too many words");
  for (const Word& word : words) {
    if (word.text.empty()) return fail(Code::InvalidArgument, "dictionary: an empty word");
    if (word.text.size() > kWordSizeMax)
      return fail(Code::InvalidArgument, "dictionary: a word is too long");
  }
  const auto list = std::make_shared<const WordList>(std::move(words));
  if (engine == Engine::fastest) {
    if (auto finder = hyperscan_finder(list)) return Dictionary(std::move(finder));
  }
  return Dictionary(portable_finder(list));
}

Dictionary::Dictionary(std::shared_ptr<const WordFinder> finder) noexcept
    : finder_(std::move(finder)) {}

Result<> Dictionary::find(std::string_view text, std::vector<Hit>& hits) const {
  if (text.size() > std::numeric_limits<std::uint32_t>::max())
    return fail(Code::InvalidArgument, "dictionary: the text is too long");
  finder_->find(text, hits);
  return {};
}

std::string_view Dictionary::engine() const noexcept {
  return finder_->name();
}

}  // namespace veil::redact
