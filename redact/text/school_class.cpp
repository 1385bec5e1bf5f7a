// Classes behind schools, branches behind firms.
#include <array>

#include "redact/text/latin_words.h"
#include "redact/text/organisations.h"

namespace veil::redact {
namespace {

char32_t letter(const FoldedText& text, std::size_t i) {
  return text.c(static_cast<std::ptrdiff_t>(i));
}

bool is_count(char32_t c) noexcept {
  return (c >= U'0' && c <= U'9') || numeral_of(c) >= 0 || c == U'十';
}

// P3, F.4B, 7(4), 3-2, 2103: what a class is called without the word.
std::size_t past_code(const FoldedText& text, std::size_t i) {
  constexpr std::size_t kCodeMax = 8;
  std::size_t end = i;
  bool digit = false;
  while (end < text.size() && end - i < kCodeMax) {
    const Letter& one = text[end];
    const bool latin = one.kind == CharKind::letter && one.c < 0x80 &&
                       (end == i || digit || text[end - 1].c != one.c);
    const bool mark =
        one.c == U'(' || one.c == U')' || one.c == U'-' || (one.c == U'.' && end == i + 1);
    if (end > i && one.gap != Gap::none) break;
    if (one.kind != CharKind::digit && !latin && !mark) break;
    if (latin && end > i && !digit) break;
    digit = digit || one.kind == CharKind::digit;
    ++end;
  }
  while (end > i && (text[end - 1].c == U'-' || text[end - 1].c == U'(')) --end;
  return digit ? end : i;
}

// Grade 2, Class 3-2, Year 9, Form 3B
std::size_t past_latin_class(const FoldedText& text, std::size_t i, bool twice = true) {
  const LatinWord word = latin_word_at(text, i);
  if (is_listed(word.plain, U" class grade year form primary secondary p s f k ") &&
      word.end < text.size()) {
    std::size_t at = word.end;
    if (letter(text, at) == U'.') ++at;
    const std::size_t end =
        at < text.size() && text[at].gap != Gap::line ? past_code(text, at) : at;
    if (end > at) {
      // Class 2, Grade 7
      const bool more = twice && letter(text, end) == U',' && end + 1 < text.size();
      const std::size_t next = more ? past_latin_class(text, end + 1, false) : end + 1;
      return more && next > end + 1 ? next : end;
    }
  }
  return i;
}

// 大三, 高一, 初二, 研一
std::size_t past_stage(const FoldedText& text, std::size_t i) {
  constexpr std::u32string_view stages = U"大高初研职";
  const bool stage = stages.find(letter(text, i)) != stages.npos && is_count(letter(text, i + 1));
  return stage && i + 1 < text.size() ? i + 2 : i;
}

}  // namespace

std::size_t past_class(const FoldedText& text, std::size_t end) {
  std::size_t at = end;
  if (at >= text.size() || text[at].gap == Gap::line) return end;
  const bool comma = letter(text, at) == U',' || letter(text, at) == U'、';
  if (comma) ++at;
  if (at >= text.size()) return end;
  if (const std::size_t latin = past_latin_class(text, at); latin > at) return latin;
  const std::size_t code = past_code(text, at);
  const bool cohort =
      letter(text, code) == U'级' || letter(text, code) == U'班' || letter(text, code) == U'届';
  if (code > at && !cohort && (text[at].kind == CharKind::letter || letter(text, code - 1) == U')'))
    return code;
  constexpr std::size_t kClassMax = 12;
  std::size_t best = end;
  for (std::size_t i = at; i < text.size() && i - at < kClassMax; ++i) {
    const Letter& one = text[i];
    const bool inside = one.kind == CharKind::han || one.is_word() || one.c == U'(' ||
                        one.c == U')' || one.c == U'.' || one.c == U'-';
    if (!inside || (one.gap == Gap::line && i > at)) break;
    constexpr std::u32string_view stops = U"的在老师读上就家长说是有被把和与跟";
    if (stops.find(one.c) != stops.npos || (one.c == U'学' && letter(text, i + 1) != U'院')) break;
    if (one.c == U'班' && letter(text, i + 1) != U'主' && letter(text, i + 1) != U'长')
      best = i + 1;
    if (text.part(i, i + 2) == U"年级") best = i + 2;
    if (one.c == U'级' && i > at && is_count(letter(text, i - 1))) best = i + 1;
    if (const std::size_t stage = past_stage(text, i); stage > i) best = std::max(best, stage);
    // 护理2103
    if (one.kind == CharKind::digit && i > at && text[i - 1].kind == CharKind::han && !comma) {
      const std::size_t number = past_code(text, i);
      if (number - i >= 3 && letter(text, number) != U'年') best = std::max(best, number);
    }
  }
  if (best == end && !comma && letter(text, end) == U'部') return end + 1;
  return best;
}

std::size_t past_branch(const FoldedText& text, std::size_t end) {
  constexpr std::size_t kBranchMax = 6;
  std::size_t at = end;
  // (望江店)
  if (letter(text, end) == U'(') ++at;
  for (std::size_t i = at; i < text.size() && i - at < kBranchMax; ++i) {
    const Letter& one = text[i];
    if ((one.kind != CharKind::han && !one.is_word()) || one.gap == Gap::line) break;
    constexpr std::u32string_view ends = U"站店摊铺厂档";
    const std::size_t closed = at > end ? (letter(text, i + 1) == U')' ? i + 2 : end) : i + 1;
    if (i > at && ends.find(one.c) != ends.npos) return closed;
    for (const std::u32string_view word :
         {U"标段", U"车间", U"柜台", U"分店", U"分公司", U"门店", U"项目部", U"食堂", U"分厂"}) {
      if (at == end && text.part(i, i + word.size()) == word) return i + word.size();
    }
    constexpr std::u32string_view stops = U"的在上做打当任工务老因被拖欠作为和与跟是有开,";
    if (stops.find(one.c) != stops.npos) break;
  }
  return end;
}

}  // namespace veil::redact
