// Any list of words in any text: both engines of the dictionary find what asking for each word at
// each place finds. An input is how many words there are, each with its size before it, then the
// text; the whole input is searched as well, so that words are met.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "crypto/bytes.h"
#include "redact/text/dictionary.h"

namespace {

using veil::redact::Dictionary;

constexpr std::size_t kWordsMost = 32;

void require(bool holds) {
  if (!holds) std::abort();
}

// Takes a number from the front; 0 where nothing is left.
std::size_t take_number(std::string_view& input) {
  if (input.empty()) return 0;
  const auto number = static_cast<std::uint8_t>(input[0]);
  input.remove_prefix(1);
  return number;
}

std::vector<Dictionary::Word> take_words(std::string_view& input) {
  std::vector<Dictionary::Word> words(take_number(input) % (kWordsMost + 1));
  for (auto& word : words) {
    const std::size_t size = take_number(input);
    word.text = input.substr(0, size);
    word.tag = static_cast<std::uint32_t>(size % 3);
    input.remove_prefix(word.text.size());
  }
  std::erase_if(words, [](const auto& word) { return word.text.empty(); });
  return words;
}

std::vector<Dictionary::Hit> expected(const std::vector<Dictionary::Word>& words,
                                      std::string_view text) {
  std::vector<Dictionary::Hit> hits;
  for (std::uint32_t at = 0; at < text.size(); ++at) {
    for (const auto& word : words) {
      if (!text.substr(at).starts_with(word.text)) continue;
      hits.push_back({at, at + static_cast<std::uint32_t>(word.text.size()), word.tag});
    }
  }
  std::sort(hits.begin(), hits.end());
  hits.erase(std::unique(hits.begin(), hits.end()), hits.end());
  return hits;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = veil::text_of({data, size});
  std::string_view text = input;
  const auto words = take_words(text);
  const auto fastest = Dictionary::make(words, Dictionary::Engine::fastest);
  const auto portable = Dictionary::make(words, Dictionary::Engine::portable);
  require(fastest && portable);
  for (const std::string_view searched : {text, input}) {
    const auto judge = expected(words, searched);
    for (const Dictionary* dictionary : {&*fastest, &*portable}) {
      std::vector<Dictionary::Hit> hits;
      require(dictionary->find(searched, hits).has_value());
      require(hits == judge);
    }
  }
  return 0;
}
