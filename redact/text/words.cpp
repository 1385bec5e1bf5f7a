#include "redact/text/words.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <unordered_set>

#include "redact/text/characters_data.h"
#include "redact/text/dictionary.h"
#include "redact/text/names_data.h"
#include "redact/unicode.h"
#include "redact/veil/name.h"
#include "redact/veil/regions.h"

namespace veil::redact {
namespace {

constexpr std::size_t kShortWordMax = 4;  // letters of a word in the lists of word_at

// Calls `each` with every word of a list whose words stand between blanks.
template <typename Text, typename Each>
void for_each_word(Text list, const Each& each) {
  while (!list.empty()) {
    const std::size_t size = std::min(list.find(' '), list.size());
    if (size > 0) each(list.substr(0, size));
    list.remove_prefix(std::min(size + 1, list.size()));
  }
}

bool is_short_list(Cue cue) noexcept {
  return cue == Cue::title_after || cue == Cue::office_after || cue == Cue::after_name ||
         cue == Cue::before_name || cue == Cue::not_name || cue == Cue::short_kin;
}

// As the folded text has it.
std::string folded_word(std::string_view word) {
  return FoldedText(word).bytes();
}

void add_regions(std::string_view table, std::vector<Dictionary::Word>& to) {
  constexpr std::size_t kCodeSize = 6;
  constexpr std::size_t kShortestCounty = 3;  // letters: 区 and 县 of one letter are words
  std::string code;
  for_each_word(table, [&](std::string_view entry) {
    const std::size_t digits = std::min(entry.find_first_not_of("0123456789"), entry.size());
    code = digits == kCodeSize ? std::string(entry.substr(0, digits))
                               : code.substr(0, 4) + std::string(entry.substr(0, digits));
    std::string name = folded_word(entry.substr(digits));
    const auto letters = decode_utf8(name);
    if (!letters || letters->size() < 2) return;
    const bool province = code.ends_with("0000");
    const bool city = !province && code.ends_with("00");
    const Cue cue = province ? Cue::province : city ? Cue::city : Cue::county;
    if (cue == Cue::county && letters->size() < kShortestCounty) return;
    to.push_back({name, static_cast<std::uint32_t>(cue)});
    constexpr std::u32string_view endings = U"省市区县旗州盟";
    const bool cut = letters->size() >= 3 && endings.find(letters->back()) != endings.npos;
    if (!cut || (cue == Cue::county && letters->back() == U'区')) return;
    to.push_back({encode_utf8(std::u32string_view(*letters).substr(0, letters->size() - 1)),
                  static_cast<std::uint32_t>(Cue::short_place)});
  });
}

std::vector<Dictionary::Word> fixed_words() {
  std::vector<Dictionary::Word> words;
  for (std::size_t i = 0; i < kCueWordsCount; ++i) {
    const Cue cue = kCueWords[i].cue;
    if (is_short_list(cue)) continue;
    for_each_word(kCueWords[i].words, [&](std::string_view word) {
      words.push_back({folded_word(word), static_cast<std::uint32_t>(cue)});
    });
  }
  add_regions(kRegionsCurrent, words);
  add_regions(kRegionsWithdrawn, words);
  add_regions(
      "620000甘肃 110000北京 120000天津 310000上海 500000重庆 150000内蒙古 450000广西 "
      "540000西藏 640000宁夏 650000新疆 810000香港 820000澳门 710000台湾",
      words);
  return words;
}

Dictionary made_by(Dictionary::Engine engine) {
  auto dictionary = Dictionary::make(fixed_words(), engine);
  VEIL_REQUIRE(dictionary.has_value());  // the list is the program's own
  return std::move(*dictionary);
}

// The fastest engine takes a tenth of a second to make: only a long text is worth it.
const Dictionary& dictionary_for(std::size_t text_size) {
  constexpr std::size_t kLong = std::size_t{64} * 1024;
  static const Dictionary portable = made_by(Dictionary::Engine::portable);
  if (text_size < kLong) return portable;
  static const Dictionary fastest = made_by(Dictionary::Engine::fastest);
  return fastest;
}

// Words of up to four letters of the basic plane, each packed into one number.
class ShortWords {
 public:
  void insert(std::u32string_view word) {
    if (word.empty() || word.size() > kShortWordMax) return;
    std::uint64_t key = 0;
    for (const char32_t c : word) key = key << 16 | c;
    words_.insert(key);
    firsts_.at(word.front()) |= static_cast<std::uint8_t>(1U << (word.size() - 1));
    lasts_.at(word.back()) |= static_cast<std::uint8_t>(1U << (word.size() - 1));
  }
  std::size_t longest_at(const FoldedText& text, std::size_t at) const {
    return longest(text, at, firsts_, text.c(static_cast<std::ptrdiff_t>(at)), true);
  }
  std::size_t longest_ending(const FoldedText& text, std::size_t at) const {
    return longest(text, at, lasts_, text.c(static_cast<std::ptrdiff_t>(at) - 1), false);
  }

 private:
  using Sizes = std::array<std::uint8_t, 0x10000>;  // by letter, a bit for each length
  std::size_t longest(const FoldedText& text, std::size_t at, const Sizes& sizes, char32_t c,
                      bool forward) const {
    if (c >= sizes.size() || sizes[c] == 0) return 0;
    for (std::size_t size = kShortWordMax; size > 0; --size) {
      if ((sizes[c] >> (size - 1) & 1) == 0 || (!forward && size > at)) continue;
      const auto word = forward ? text.view(at, at + size) : text.view(at - size, at);
      if (word.size() != size) continue;
      std::uint64_t key = 0;
      for (const char32_t letter : word) key = letter < 0x10000 ? key << 16 | letter : 0;
      if (words_.contains(key)) return size;
    }
    return 0;
  }

  std::unordered_set<std::uint64_t> words_;
  Sizes firsts_{};
  Sizes lasts_{};
};

constexpr std::size_t kCueCount = static_cast<std::size_t>(Cue::not_name) + 1;

const ShortWords& short_words(Cue list) {
  static const auto made = [] {
    std::array<std::unique_ptr<ShortWords>, kCueCount> out;
    const auto add = [&out](Cue cue, std::string_view words) {
      auto& to = out.at(static_cast<std::size_t>(cue));
      if (!to) to = std::make_unique<ShortWords>();
      for_each_word(words, [&](std::string_view word) {
        const auto letters = decode_utf8(folded_word(word));
        if (letters) to->insert(*letters);
      });
    };
    for (std::size_t i = 0; i < kCueWordsCount; ++i) {
      if (is_short_list(kCueWords[i].cue)) add(kCueWords[i].cue, kCueWords[i].words);
    }
    add(Cue::not_name, kNotNames);
    return out;
  }();
  return *made.at(static_cast<std::size_t>(list));
}

// A word of letters of the alphabet must not be a part of another.
bool stands_alone(const FoldedText& text, std::size_t begin, std::size_t end) {
  const auto at = [&text](std::size_t i) -> const Letter& {
    return text.at(static_cast<std::ptrdiff_t>(i));
  };
  const bool joined_before = begin > 0 && at(begin).kind == CharKind::letter &&
                             at(begin - 1).kind == CharKind::letter && at(begin).gap == Gap::none;
  const bool joined_after = at(end).kind == CharKind::letter &&
                            at(end - 1).kind == CharKind::letter && at(end).gap == Gap::none;
  const bool in_number = at(begin).kind == CharKind::digit &&
                         ((begin > 0 && at(begin - 1).is_word() && at(begin).gap == Gap::none) ||
                          (at(end).is_word() && at(end).gap == Gap::none));
  return !joined_before && !joined_after && !in_number;
}

}  // namespace

std::vector<CueHit> find_cues(const FoldedText& text) {
  static thread_local std::vector<Dictionary::Hit> hits;
  hits.clear();
  // The list is the program's own, and the text is short enough.
  VEIL_REQUIRE(dictionary_for(text.bytes().size()).find(text.bytes(), hits).has_value());
  std::vector<CueHit> out;
  out.reserve(hits.size());
  for (const Dictionary::Hit& hit : hits) {
    const std::uint32_t begin = text.letter_of(hit.begin);
    const std::uint32_t end = text.letter_of(hit.end - 1) + 1;
    if (!stands_alone(text, begin, end)) continue;
    out.push_back({begin, end, static_cast<Cue>(hit.tag)});
  }
  std::stable_sort(out.begin(), out.end(), [](const CueHit& a, const CueHit& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  return out;
}

std::size_t word_at(const FoldedText& text, std::size_t at, Cue list) {
  return short_words(list).longest_at(text, at);
}

std::size_t word_ending_at(const FoldedText& text, std::size_t at, Cue list) {
  return at == 0 ? 0 : short_words(list).longest_ending(text, at);
}

bool is_surname(char32_t c) noexcept {
  static const CharSet all(kSurnames);
  return all.has(c);
}

bool is_given_char(char32_t c) noexcept {
  static const CharSet all(kGivenChars);
  return all.has(c) || c > kLastIdeograph || (c >= 0x3400 && c < 0x4E00);
}

std::size_t compound_surname_at(const FoldedText& text, std::size_t at) {
  static const auto all = [] {
    std::unordered_set<std::u32string> out;
    std::u32string_view list = kCompoundSurnames;
    while (!list.empty()) {
      const std::size_t size = std::min(list.find(U' '), list.size());
      out.emplace(list.substr(0, size));
      list.remove_prefix(std::min(size + 1, list.size()));
    }
    return out;
  }();
  static const CharSet firsts = [] {
    std::u32string first;
    for (const auto& one : all) first.push_back(one[0]);
    return CharSet(first);
  }();
  if (!firsts.has(text.c(static_cast<std::ptrdiff_t>(at)))) return 0;
  for (std::size_t size = 4; size >= 2; --size) {
    if (at + size < text.size() && all.contains(text.part(at, at + size))) return size;
  }
  return 0;
}

bool is_latin_surname(std::string_view word) {
  static const auto all = [] {
    std::unordered_set<std::string> out;
    for (const char32_t c : kSurnames) out.emplace(surname_sound_of(c));
    std::u32string_view list = kCompoundSurnames;
    while (!list.empty()) {
      const std::size_t size = std::min(list.find(U' '), list.size());
      std::string word_of;
      for (const char32_t c : list.substr(0, size)) word_of += surname_sound_of(c);
      out.insert(word_of);
      list.remove_prefix(std::min(size + 1, list.size()));
    }
    for_each_word(
        std::string_view(
            "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh "
            "santos reyes cruz bautista garcia ramos mendoza torres flores aquino kim park "
            "choi jung wong chan leung cheung lau tsang tsui yip kwok ng chow yeung lam "
            "chiu hui mak tse lv lyu nv"),
        [&out](std::string_view name) { out.emplace(name); });
    out.erase("");
    return out;
  }();
  return all.contains(std::string(word));
}

}  // namespace veil::redact
