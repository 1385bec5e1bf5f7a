// Both engines of the dictionary against a search that asks at each place for each word.
#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <thread>
#include <unordered_map>

#include <catch2/catch.hpp>

#include "redact/text/dictionary.h"
#include "redact/unicode.h"

namespace veil::redact {
namespace {

using Hit = Dictionary::Hit;
using Hits = std::vector<Hit>;
using Words = std::vector<Dictionary::Word>;

Dictionary made(Words words, Dictionary::Engine engine) {
  auto made = Dictionary::make(std::move(words), engine);
  REQUIRE(made);
  return std::move(*made);
}

Hits found(const Dictionary& dictionary, std::string_view text) {
  // Ends where its memory ends, so that AddressSanitizer sees the first byte read past it.
  const std::vector<char> exact(text.begin(), text.end());
  Hits hits;
  REQUIRE(dictionary.find({exact.data(), exact.size()}, hits));
  return hits;
}

// Place by place, size by size; a set puts them in order.
Hits expected(const Words& words, std::string_view text) {
  std::map<std::size_t, std::unordered_multimap<std::string_view, std::uint32_t>> by_size;
  for (const auto& word : words) by_size[word.text.size()].emplace(word.text, word.tag);
  std::set<Hit> hits;
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const auto& [size, of_size] : by_size) {
      if (size > text.size() - at) break;
      const auto [from, to] = of_size.equal_range(text.substr(at, size));
      for (auto word = from; word != to; ++word) {
        hits.insert(
            {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + size), word->second});
      }
    }
  }
  return {hits.begin(), hits.end()};
}

void check(const Words& words, const std::vector<std::string>& texts) {
  const Dictionary fastest = made(words, Dictionary::Engine::fastest);
  const Dictionary portable = made(words, Dictionary::Engine::portable);
  CHECK(portable.engine() == "portable");
  for (const std::string& text : texts) {
    const Hits judge = expected(words, text);
    const bool fastest_agrees = found(fastest, text) == judge;
    const bool portable_agrees = found(portable, text) == judge;
    CHECK(fastest_agrees);
    CHECK(portable_agrees);
  }
}

// Texts of a few letters, so that words and texts meet often.
class Source {
 public:
  explicit Source(std::uint32_t seed) : random_(seed) {}

  std::size_t below(std::size_t limit) { return random_() % limit; }
  std::uint32_t tag() { return static_cast<std::uint32_t>(random_()); }
  std::string text(const std::vector<std::string>& letters, std::size_t count) {
    std::string out;
    while (count-- > 0) out += letters[below(letters.size())];
    return out;
  }
  // Words of which many are beginnings, ends, middles or repetitions of others.
  Words words(const std::vector<std::string>& letters, std::size_t count, std::size_t longest) {
    Words out;
    while (out.size() < count) {
      std::string word = text(letters, 1 + below(longest));
      if (!out.empty() && below(2) == 0) {
        const std::string& other = out[below(out.size())].text;
        const std::size_t from = below(other.size());
        word = other.substr(from, 1 + below(other.size() - from));
      }
      out.push_back({word, static_cast<std::uint32_t>(below(3) == 0 ? below(5) : out.size())});
    }
    return out;
  }

 private:
  std::mt19937 random_;
};

std::vector<std::string> bytes_as_letters() {
  std::vector<std::string> out;
  for (int byte = 0; byte < 256; ++byte) out.emplace_back(1, static_cast<char>(byte));
  return out;
}

// `count` ideographs.
std::vector<std::string> han_letters(std::size_t count) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(encode_utf8(std::u32string(1, static_cast<char32_t>(0x4E00 + i * 7))));
  }
  return out;
}

TEST_CASE("a dictionary finds overlapping words in order, with all their tags") {
  const Words words = {{"北京市", 7}, {"北京", 2},   {"京市", 1}, {"北京", 1},
                       {"北京", 2},   {"市海淀", 9}, {"QQ", 4},   {"海", 0}};
  for (const auto engine : {Dictionary::Engine::fastest, Dictionary::Engine::portable}) {
    const Dictionary dictionary = made(words, engine);
    Hits hits = {{5, 6, 7}};
    REQUIRE(dictionary.find("在北京市海淀QQQ", hits));
    CHECK(hits == Hits{{5, 6, 7},
                       {3, 9, 1},
                       {3, 9, 2},
                       {3, 12, 7},
                       {6, 12, 1},
                       {9, 18, 9},
                       {12, 15, 0},
                       {18, 20, 4},
                       {19, 21, 4}});
    CHECK(found(dictionary, "").empty());
    CHECK(found(dictionary, "北").empty());
  }
}

TEST_CASE("a dictionary without words finds nothing") {
  for (const auto engine : {Dictionary::Engine::fastest, Dictionary::Engine::portable}) {
    CHECK(found(made({}, engine), "北京").empty());
  }
}

TEST_CASE("a dictionary refuses empty words and those over its limit") {
  CHECK(Dictionary::make({{"a", 0}, {"", 0}}).error().code == Code::InvalidArgument);
  const std::string longest(Dictionary::kWordSizeMax, 'x');
  CHECK(Dictionary::make({{longest + "x", 0}}).error().code == Code::InvalidArgument);
  check({{longest, 1}, {"x", 2}, {longest, 3}},
        {longest, longest + "x", longest.substr(1), std::string(600, 'x')});
}

TEST_CASE("a word is found at the very begin and end of a text of any size") {
  for (std::size_t size = 1; size < 24; ++size) {
    const std::string word(size, 'w');
    std::vector<std::string> texts = {word};
    for (std::size_t before = 0; before < 20; ++before) {
      texts.push_back(std::string(before, '.') + word);
      texts.push_back(word + std::string(before, '.'));
      texts.push_back(std::string(before, '.') + word.substr(1));
    }
    check({{word, 1}}, texts);
  }
}

TEST_CASE("zero bytes are bytes") {
  using namespace std::string_literals;
  check({{"a\0\0\0\0\0"s, 1}, {"a"s, 2}, {"\0"s, 3}, {"b\0\0"s, 4}},
        {"a"s, "a\0"s, "a\0\0\0\0\0\0"s, "b"s, "b\0"s, "xb\0\0"s, "\0\0\0\0\0\0\0\0\0\0\0\0"s});
}

// Hyperscan 5.4.0 gives up in the middle of the second text.
TEST_CASE("a list that the library cannot always search finds all the same") {
  const std::string letters(35, 'a');
  const std::string split = std::string(23, 'a') + '\x10' + letters;
  check({{"a", 1}, {"aa", 2}, {"aaa", 0}, {"aaaaaa", 0}, {"aaaaaaa", 1}, {split, 2}},
        {"baab", "b" + split + split.substr(1), letters});
}

TEST_CASE("both engines find what is there: random lists and texts") {
  const auto seed = static_cast<std::uint32_t>(GENERATE(take(40, random(0, 1'000'000))));
  CAPTURE(seed);
  Source source(seed);
  const std::vector<std::vector<std::string>> alphabets = {
      {"a"},
      {"a", "b"},
      {"a", "b", std::string(1, '\0'), "\xFF", "\x80", "\xE4"},
      {"王", "玉", "北", "京", "a", " "},
      han_letters(300),
      bytes_as_letters()};
  for (const auto& letters : alphabets) {
    const Words words = source.words(letters, 1 + source.below(60), 1 + source.below(12));
    std::vector<std::string> texts;
    for (int i = 0; i < 8; ++i) texts.push_back(source.text(letters, source.below(300)));
    texts.push_back(words[source.below(words.size())].text);
    check(words, texts);
  }
}

// Words of whole characters have few sizes, which the judge needs on long texts.
Words whole_words(Source& source, const std::vector<std::string>& letters, std::size_t count) {
  Words out;
  while (out.size() < count) {
    out.push_back({source.text(letters, 1 + source.below(4)), source.tag()});
  }
  return out;
}

// With words of the list strewn over it, cut anywhere.
std::string long_text(Source& source, const std::vector<std::string>& letters, const Words& words,
                      std::size_t size) {
  std::string text = source.text(letters, size / 3);
  for (std::size_t i = 0; i < size / 1000; ++i) {
    const std::string& word = words[source.below(words.size())].text;
    text.replace(source.below(text.size() - word.size()), word.size(), word);
  }
  return text;
}

TEST_CASE("both engines find what is there: ten thousand words") {
  Source source(20261);
  const auto letters = han_letters(2500);
  const Words words = whole_words(source, letters, 10'000);
  check(words, {long_text(source, letters, words, 500'000)});
}

TEST_CASE("both engines find what is there: a text of several megabytes") {
  Source source(20262);
  const auto letters = han_letters(3000);
  Words words = whole_words(source, letters, 300);
  std::erase_if(words, [](const auto& word) { return word.text.size() == 3; });
  check(words, {long_text(source, letters, words, 5'000'000)});
}

TEST_CASE("several threads search with one dictionary") {
  Source source(2026);
  const auto letters = han_letters(40);
  const Words words = source.words(letters, 500, 4);
  const std::string text = source.text(letters, 2000);
  const Hits judge = expected(words, text);
  for (const auto engine : {Dictionary::Engine::fastest, Dictionary::Engine::portable}) {
    const Dictionary dictionary = made(words, engine);
    std::vector<std::size_t> agreed(6);
    std::vector<std::thread> threads;
    for (std::size_t& count : agreed) {
      threads.emplace_back([&dictionary, &text, &judge, &count] {
        for (int i = 0; i < 20; ++i) {
          Hits hits;
          if (dictionary.find(text, hits) && hits == judge) ++count;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(agreed == std::vector<std::size_t>(6, 20));
  }
}

TEST_CASE("a copy of a dictionary outlives it") {
  Dictionary copy = made({{"xyz", 2}}, Dictionary::Engine::portable);
  {
    const Dictionary first = made({{"abc", 1}}, Dictionary::Engine::fastest);
    copy = first;
  }
  CHECK(found(copy, "xyzabc") == Hits{{3, 6, 1}});
}

}  // namespace
}  // namespace veil::redact
