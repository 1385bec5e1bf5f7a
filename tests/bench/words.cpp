#include "tests/bench/words.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "redact/text/dictionary.h"
#include "redact/unicode.h"
#include "redact/veil/regions.h"
#include "tests/bench/bare_scan.h"

namespace veil::bench {
namespace {

using redact::Dictionary;

constexpr std::size_t kWords = 10'000;
constexpr std::size_t kTextSize = 4096;

[[noreturn]] void stop(const char* what) {
  std::fprintf(stderr, "bench: words: %s\n", what);
  std::exit(1);
}

// Of a text in any languages the lines that are Chinese.
std::vector<std::string> chinese_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    const auto plain = std::count_if(line.begin(), line.end(), [](char c) { return c >= 0; });
    if (static_cast<std::size_t>(plain) * 3 < line.size()) lines.push_back(line);
  }
  if (lines.empty()) stop("no Chinese to search");
  return lines;
}

// A table of the divisions is codes and names.
void add_names(std::string_view table, std::vector<std::string>& to) {
  std::string name;
  for (const char byte : std::string(table) + " ") {
    if (byte == ' ') {
      if (!name.empty()) to.push_back(std::move(name));
      name.clear();
    } else if (std::isdigit(static_cast<unsigned char>(byte)) == 0) {
      name.push_back(byte);
    }
  }
}

// The names of the divisions, and up to kWords invented words of the characters in the texts.
std::vector<std::string> words_of_list(const std::vector<std::string>& lines,
                                       std::mt19937& random) {
  std::vector<std::string> words;
  add_names(redact::kRegionsCurrent, words);
  add_names(redact::kRegionsWithdrawn, words);
  add_names(redact::kRegionsShort, words);
  std::u32string characters;
  for (const std::string& line : lines) characters += redact::decode_utf8(line).value_or(U"");
  std::erase_if(characters, [](char32_t character) { return !redact::is_han(character); });
  while (words.size() < kWords) {
    std::u32string word;
    for (std::size_t size = 2 + random() % 7; size > 0; --size) {
      word.push_back(characters[random() % characters.size()]);
    }
    words.push_back(redact::encode_utf8(word));
  }
  return words;
}

std::string text_of(const std::vector<std::string>& lines, const std::vector<std::string>& words,
                    std::mt19937& random) {
  std::string text;
  while (text.size() < kTextSize) {
    text += lines[random() % lines.size()];
    if (random() % 6 == 0) text += words[random() % words.size()];
  }
  return text;
}

}  // namespace

struct Words::Inside {
  std::vector<std::string> texts;
  std::unique_ptr<const Dictionary> fastest;
  std::unique_ptr<const Dictionary> portable;
  std::unique_ptr<const BareScan> bare;
  std::vector<Dictionary::Hit> hits;
  std::size_t places = 0;  // in all texts

  void search(const Dictionary& dictionary) {
    std::size_t count = 0;
    for (const std::string& text : texts) {
      hits.clear();
      if (!dictionary.find(text, hits)) stop("the search failed");
      count += hits.size();
    }
    check(count);
  }
  // Whoever is measured must have found the same.
  void check(std::size_t count) {
    if (places == 0) places = count;
    if (count != places) stop("not all find the same");
  }
};

Words::Words(const std::string& chinese) : inside_(std::make_unique<Inside>()) {
  std::mt19937 random(2026);
  const auto lines = chinese_lines(chinese);
  auto words = words_of_list(lines, random);
  while (inside_->texts.size() < kTexts) inside_->texts.push_back(text_of(lines, words, random));
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  std::vector<Dictionary::Word> list;
  for (const std::string& word : words) list.push_back({word, 0});
  auto fastest = Dictionary::make(list, Dictionary::Engine::fastest);
  auto portable = Dictionary::make(list, Dictionary::Engine::portable);
  if (!fastest || !portable) stop("no dictionary of this list");
  inside_->fastest = std::make_unique<const Dictionary>(std::move(*fastest));
  inside_->portable = std::make_unique<const Dictionary>(std::move(*portable));
  if (BareScan::possible()) inside_->bare = std::make_unique<const BareScan>(words);
}

Words::~Words() = default;

bool Words::has_limit() const {
  return inside_->bare != nullptr;
}

void Words::fastest() {
  inside_->search(*inside_->fastest);
}

void Words::portable() {
  inside_->search(*inside_->portable);
}

void Words::limit() {
  std::size_t count = 0;
  for (const std::string& text : inside_->texts) count += inside_->bare->count(text);
  inside_->check(count);
}

}  // namespace veil::bench
