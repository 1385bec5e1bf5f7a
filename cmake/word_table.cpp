// Writes the table that redact/text/ordinary_words.h reads, from the word list of jieba:
//   word_table DICT OUT.cpp
// Words of two to four ideographs that are no names of people and not too rare, each length sorted,
// one behind the other.
#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

constexpr int kRare = 3;  // occurrences in the list's own texts

// Ideographs of the basic plane only; empty if there is anything else.
std::u16string ideographs(const std::string& word) {
  std::u16string out;
  for (std::size_t i = 0; i + 2 < word.size() + 0; i += 3) {
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(word[i + k]); };
    const unsigned c = (byte(0) & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
    if ((byte(0) & 0xF0U) != 0xE0 || c < 0x4E00 || c > 0x9FFF) return {};
    out.push_back(static_cast<char16_t>(c));
  }
  return out.size() * 3 == word.size() ? out : std::u16string();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  std::array<std::vector<std::u16string>, 5> words;
  std::ifstream in(argv[1]);
  for (std::string line; std::getline(in, line);) {
    std::istringstream parts(line);
    std::string word;
    std::string kind;
    int count = 0;
    parts >> word >> count >> kind;
    if (kind.starts_with("nr") || count < kRare) continue;
    const std::u16string letters = ideographs(word);
    if (letters.size() >= 2 && letters.size() <= 4) words[letters.size()].push_back(letters);
  }
  std::ofstream out(argv[2]);
  out << "#include \"redact/text/ordinary_words_data.h\"\nnamespace veil::redact {\n";
  for (std::size_t size = 2; size <= 4; ++size) {
    if (words[size].empty()) {
      std::cerr << argv[1] << ": no words of " << size << " characters\n";
      return 1;
    }
    std::sort(words[size].begin(), words[size].end());
    out << "const std::uint16_t kWords" << size << "[] = {";
    for (std::size_t i = 0; i < words[size].size(); ++i) {
      for (const char16_t c : words[size][i]) out << static_cast<unsigned>(c) << ',';
      if (i % 8 == 7) out << '\n';
    }
    out << "};\nconst std::size_t kWords" << size << "Count = " << words[size].size() << ";\n";
  }
  out << "}\n";
  return out.flush() ? 0 : 1;
}
