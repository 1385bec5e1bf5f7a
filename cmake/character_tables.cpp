// Writes the tables that redact/text/characters.h reads, from ICU, when the library is built:
//   character_tables OUT.cpp
// Traditional characters and their simplified forms (transliterator Hant-Hans), and the toneless
// pinyin of each ideograph (Han-Latin; Han-Latin/Names where a surname sounds otherwise).
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <unicode/translit.h>
#include <unicode/unistr.h>

namespace {

constexpr int kFirst = 0x3400;
constexpr int kLast = 0x9FFF;

// What becomes of each ideograph, read alone.
std::vector<icu::UnicodeString> transliterated(const char* id) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> rules(
      icu::Transliterator::createInstance(id, UTRANS_FORWARD, status));
  if (U_FAILURE(status)) throw std::runtime_error(id);
  std::vector<icu::UnicodeString> out;
  for (int c = kFirst; c <= kLast; ++c) {
    icu::UnicodeString one(static_cast<UChar32>(c));
    rules->transliterate(one);
    out.push_back(one.trim());
  }
  return out;
}

// Syllables and, for each ideograph, the place of its own; place 0 is none.
struct Sounds {
  std::map<std::string, int> places = {{"", 0}};
  std::vector<std::string> syllables = {""};
  std::vector<int> of;

  void add(const icu::UnicodeString& read) {
    std::string syllable;
    read.toUTF8String(syllable);
    const bool plain =
        syllable.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
    if (!plain) syllable.clear();
    const auto [at, is_new] = places.emplace(syllable, static_cast<int>(syllables.size()));
    if (is_new) syllables.push_back(syllable);
    of.push_back(at->second);
  }
};

void write_numbers(std::ostream& out, const char* name, const std::vector<int>& numbers) {
  out << "const std::uint16_t " << name << "[] = {";
  for (std::size_t i = 0; i < numbers.size(); ++i)
    out << (i % 20 == 0 ? "\n" : "") << numbers[i] << ',';
  out << "};\n";
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) return 2;
  std::vector<int> simplified;
  int c = kFirst;
  for (const auto& form : transliterated("Hant-Hans")) {
    simplified.push_back(form.length() == 1 ? form.charAt(0) : c);
    ++c;
  }
  // Without tones; ü is u, as many write it.
  Sounds common;
  for (const auto& read : transliterated("Han-Latin; NFD; [:Mn:] Remove; NFC")) common.add(read);
  Sounds surnames = common;
  surnames.of.clear();
  for (const auto& read : transliterated("Han-Latin/Names; NFD; [:Mn:] Remove; NFC"))
    surnames.add(read);
  std::ofstream out(argv[1]);
  out << "#include \"redact/text/characters_data.h\"\nnamespace veil::redact {\n";
  write_numbers(out, "kSimplified", simplified);
  write_numbers(out, "kSound", common.of);
  write_numbers(out, "kSurnameSound", surnames.of);
  out << "const char* const kSyllables[] = {";
  for (const auto& syllable : surnames.syllables) out << '"' << syllable << "\",";
  out << "};\nconst std::size_t kSyllableCount = " << surnames.syllables.size() << ";\n}\n";
  return out.flush() ? 0 : 1;
} catch (const std::exception& fault) {
  std::cerr << fault.what() << '\n';
  return 1;
}
