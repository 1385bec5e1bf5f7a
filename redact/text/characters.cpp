#include "redact/text/characters.h"

#include <array>
#include <cstdlib>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include <utf8proc.h>

#include "redact/text/characters_data.h"
#include "redact/unicode.h"

namespace veil::redact {
namespace {

constexpr std::size_t kPlane = 0x10000;
constexpr std::size_t kSyllableMax = 6;  // letters

std::u32string compatible(char32_t c) {
  std::array<utf8proc_int32_t, 64> out{};
  const auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_IGNORE);
  int boundary = 0;
  const auto size =
      utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), out.data(),
                              static_cast<utf8proc_ssize_t>(out.size()), options, &boundary);
  std::u32string text;
  for (utf8proc_ssize_t i = 0; i < size && i < static_cast<utf8proc_ssize_t>(out.size()); ++i) {
    text.push_back(static_cast<char32_t>(out[static_cast<std::size_t>(i)]));
  }
  return text;
}

bool is_mark_of_accent(char32_t c) noexcept {
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME ||
         category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_CF;
}

// The many dots, dashes and brackets that keyboards offer, as one each; but those of placeholders.
char32_t plain_mark(char32_t c) noexcept {
  constexpr std::u32string_view dots =
      U"\u00B7\u2022\u2027\u2219\u22C5\u25CF\u25E6\u30FB\u2E31\u16EB\u1427\uA78F\u2024";
  constexpr std::u32string_view dashes = U"\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\uFE58";
  if (dots.find(c) != std::u32string_view::npos) return U'\u00B7';
  constexpr std::u32string_view opening = U"[\u3014\u3008\u27E8\uFE5D";
  constexpr std::u32string_view closing = U"]\u3015\u3009\u27E9\uFE5E";
  if (dashes.find(c) != std::u32string_view::npos) return U'-';
  if (opening.find(c) != std::u32string_view::npos) return U'(';
  if (closing.find(c) != std::u32string_view::npos) return U')';
  return c;
}

bool is_letter(char32_t c) noexcept {
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LL ||
         category == UTF8PROC_CATEGORY_LT || category == UTF8PROC_CATEGORY_LM ||
         category == UTF8PROC_CATEGORY_LO;
}

FoldedChar folded_plain(char32_t c) noexcept {
  if (c >= U'0' && c <= U'9') return {c, CharKind::digit};
  if (is_han(c)) {
    const bool listed = c >= kFirstIdeograph && c <= kLastIdeograph;
    return {listed ? kSimplified[c - kFirstIdeograph] : c, CharKind::han};
  }
  if (is_letter(c)) {
    const char32_t small = lower(c);
    return {small, CharKind::letter, small != c};
  }
  // Digits of other scripts.
  if (utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_ND) {
    return {c, CharKind::letter};
  }
  return {plain_mark(c), CharKind::mark};
}

bool ends_line(char32_t c) noexcept {
  return c == U'\n' || c == U'\r' || c == 0x0B || c == 0x0C || c == 0x85 || c == 0x2028 ||
         c == 0x2029;
}

FoldedChar folded_alone(char32_t c) {
  if (ends_line(c)) return {0, CharKind::line};
  if (c == U'\t' || is_space(c)) return {0, CharKind::blank};
  if (is_control(c) || is_mark_of_accent(c)) return {0, CharKind::none};
  std::u32string text;
  bool accents_only = true;
  for (const char32_t part : compatible(c)) {
    if (is_mark_of_accent(part)) continue;
    accents_only = false;
    text.push_back(part);
  }
  if (text.empty()) return {0, accents_only ? CharKind::none : CharKind::mark};
  if (text.size() > 1) return {0, CharKind::several};
  if (is_space(text[0])) return {0, CharKind::blank};
  FoldedChar folded = folded_plain(text[0]);
  folded.enclosed = folded.kind == CharKind::digit && c >= 0x2460 && c <= 0x2793;
  return folded;
}

const std::array<FoldedChar, kPlane>& table() {
  static const auto made = [] {
    auto out = std::make_unique<std::array<FoldedChar, kPlane>>();
    for (char32_t c = 0; c < kPlane; ++c) {
      const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
      (*out)[c] = surrogate ? FoldedChar{0xFFFD, CharKind::mark} : folded_alone(c);
    }
    // Circled numbers above the tens are lists' numbers; digits in circles without a zero of NFKC.
    (*out)[0x24EA] = {U'0', CharKind::digit, false, true};
    (*out)[0x24FF] = {U'0', CharKind::digit, false, true};
    for (char32_t i = 0; i < 9; ++i) {
      for (const char32_t first : {0x2776U, 0x2780U, 0x278AU, 0x24F5U, 0x2474U, 0x2488U}) {
        (*out)[first + i] = {U'1' + i, CharKind::digit, false, true};
      }
    }
    return out;
  }();
  return *made;
}

const std::unordered_set<std::string_view>& syllables() {
  static const auto made = [] {
    std::unordered_set<std::string_view> out;
    for (std::size_t i = 1; i < kSyllableCount; ++i) {
      const std::string_view one = kSyllables[i];
      const bool vowel = one.find_first_of("aeiou") != std::string_view::npos;
      if (vowel) out.insert(one);
    }
    for (const char* more : {"lv", "nv", "lve", "nve"}) out.insert(more);
    return out;
  }();
  return made;
}

}  // namespace

FoldedChar fold_char(char32_t c) noexcept {
  static const auto& plane = table();
  if (c < kPlane) return plane[c];
  if (is_han(c)) {
    const auto text = c >= 0x2F800 && c <= 0x2FA1F ? compatible(c) : std::u32string(1, c);
    return folded_plain(text.size() == 1 ? text[0] : c);
  }
  return folded_alone(c);
}

std::u32string_view expand(char32_t c) {
  static thread_local std::u32string out;
  out.clear();
  for (const char32_t part : compatible(c)) {
    if (!is_mark_of_accent(part) && out.size() < 18) out.push_back(part);
  }
  return out;
}

std::uint16_t sound_number(char32_t c) noexcept {
  return c >= kFirstIdeograph && c <= kLastIdeograph ? kSound[c - kFirstIdeograph] : 0;
}

std::string_view sound_of(char32_t c) noexcept {
  return kSyllables[sound_number(c)];
}

std::string_view surname_sound_of(char32_t c) noexcept {
  const bool listed = c >= kFirstIdeograph && c <= kLastIdeograph;
  return kSyllables[listed ? kSurnameSound[c - kFirstIdeograph] : 0];
}

unsigned syllables_of(std::string_view word) noexcept {
  constexpr std::size_t kWordMax = 32;
  if (word.empty() || word.size() > kWordMax) return 0;
  std::array<unsigned, kWordMax + 1> fewest{};  // plus one; 0: not reached
  fewest[0] = 1;
  for (std::size_t at = 0; at < word.size(); ++at) {
    if (fewest[at] == 0) continue;
    for (std::size_t size = 1; size <= kSyllableMax && at + size <= word.size(); ++size) {
      if (!syllables().contains(word.substr(at, size))) continue;
      unsigned& there = fewest[at + size];
      if (there == 0 || there > fewest[at] + 1) there = fewest[at] + 1;
    }
  }
  return fewest[word.size()] == 0 ? 0 : fewest[word.size()] - 1;
}

int numeral_of(char32_t c) noexcept {
  static const auto values = [] {
    auto out = std::make_unique<std::array<std::int8_t, kPlane>>();
    out->fill(-1);
    for (const std::u32string_view digits :
         {U"零一二三四五六七八九", U"〇壹贰叁肆伍陆柒捌玖", U"○幺两仨"}) {
      for (std::size_t i = 0; i < digits.size(); ++i)
        out->at(digits[i]) = static_cast<std::int8_t>(i);
    }
    out->at(U'弌') = 1;
    return out;
  }();
  return c < kPlane ? (*values)[c] : -1;
}

int lookalike_of(char32_t c) noexcept {
  switch (c) {
    case U'o':
    case U'о':  // Cyrillic
    case U'ο':  // Greek
      return 0;
    case U'l':
    case U'i':
    case U'і':  // Cyrillic
    case U'ι':
      return 1;
    case U'з':  // Cyrillic
      return 3;
    default:
      return -1;
  }
}

}  // namespace veil::redact
