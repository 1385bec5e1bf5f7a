// Numbers of files: （2024）浙0106民初331号, 杭西检刑诉〔2024〕12号. What has been published stays:
// 法释〔2022〕17号.
#include <algorithm>
#include <array>

#include "redact/text/reading.h"

namespace veil::redact {
namespace {

constexpr std::size_t kAfterMax = 28;   // letters between the year and 号
constexpr std::size_t kBeforeMax = 18;  // letters before the year

class CaseNumbers {
 public:
  explicit CaseNumbers(Reading& reading) : reading_(reading), text_(reading.text) {}

  void find() {
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (c(i) == U'(') year_at(i);
      if (text_[i].kind == CharKind::han) bare_court(i);
      if (c(i) == U'字') penalty(i);
      if (text_[i].upper && text_[i].c < 0x80 && reading_.starts_word(i)) latin(i);
    }
  }

 private:
  char32_t c(std::size_t i) const noexcept { return text_.c(static_cast<std::ptrdiff_t>(i)); }

  void year_at(std::size_t open) {
    std::size_t i = open + 1;
    while (i < text_.size() && text_[i].kind == CharKind::digit && i - open <= 4) ++i;
    const bool four = i - open == 5;
    const bool words = !four && spoken_year(open + 1);
    if (words) i = open + 5;
    if ((!four && !words) || c(i) != U')') return;
    const std::size_t end = number_after(i + 1);
    if (end == 0) return;
    const std::size_t begin = issuer_before(open);
    if (reading_.text.view(i + 1, end).find(U"不动产权") != std::u32string_view::npos &&
        begin < open) {
      reading_.add(begin, end, SpanType::cert_no, Rule::shape, 95);
      return;
    }
    if (begin == open ? is_court(i + 1) : is_of_case(begin, open)) {
      reading_.add(begin, end, SpanType::case_no, Rule::shape, 95);
    }
  }
  // 浙0106民初331号, 2024粤0306民保令77: without brackets around the year, or without the year.
  void bare_court(std::size_t i) {
    if (kProvinces.find(c(i)) == kProvinces.npos) return;
    const std::size_t code = digits_at(i + 1);
    if (code - i - 1 < 2 || code - i - 1 > 4) return;
    std::size_t kind = code;
    constexpr std::u32string_view kinds = U"民刑行执破赔保财调认申监终初再督令特强外减更辖诉前撤";
    while (kind < text_.size() && kinds.find(c(kind)) != kinds.npos && kind - code < 6) ++kind;
    const std::size_t number = digits_at(kind);
    if (kind == code || number == kind) return;
    std::size_t begin = i;
    while (begin > 0 && i - begin < 4 && text_[begin - 1].kind == CharKind::digit &&
           text_[begin].gap == Gap::none)
      --begin;
    if (i - begin != 4 && i != begin) begin = i;
    reading_.add(begin, c(number) == U'号' ? number + 1 : number, SpanType::case_no, Rule::shape,
                 95);
  }
  std::size_t digits_at(std::size_t i) const {
    std::size_t end = i;
    while (end < text_.size() && text_[end].kind == CharKind::digit) ++end;
    return end;
  }
  // 沙公(渝)行罚决字557号
  void penalty(std::size_t i) {
    constexpr std::u32string_view acts = U"决立受拘诫告罚调";
    const std::size_t first = c(i + 1) == U'第' ? i + 2 : i + 1;
    const std::size_t end = digits_at(first);
    if (i == 0 || acts.find(c(i - 1)) == acts.npos || end == first || c(end) != U'号') return;
    const std::size_t begin = issuer_before(i);
    if (i - begin >= 3) reading_.add(begin, end + 1, SpanType::case_no, Rule::shape, 90);
  }
  // Zhe 0106 Min Chu 331, Hangu Jian Xing Bu Su (2024) No. 31: pinyin of the same.
  void latin(std::size_t i) {
    std::size_t at = i;
    std::size_t words = 0;
    std::size_t numbers = 0;
    bool year = false;
    std::size_t end = i;
    while (at < text_.size() && words < 9) {
      if (text_[at].kind == CharKind::letter && text_[at].upper &&
          (text_[at].gap == Gap::blank || at == i)) {
        std::size_t next = at;
        std::string word;
        while (next < text_.size() && text_[next].kind == CharKind::letter &&
               text_[next].c < 0x80 && (next == at || text_[next].gap == Gap::none))
          word.push_back(static_cast<char>(text_[next++].c));
        if (word != "no" && syllables_of(word) == 0) break;
        ++words;
        at = c(next) == U'.' ? next + 1 : next;
      } else if (text_[at].kind == CharKind::digit) {
        at = digits_at(at);
        ++numbers;
        end = at;
      } else if (c(at) == U'(' && digits_at(at + 1) == at + 5 && c(at + 5) == U')') {
        year = true;
        at += 6;
      } else {
        break;
      }
    }
    const std::u32string_view head = text_.view(i, i + 5);
    if (head == U"fashi" || head == U"guofa" || head.starts_with(U"no")) return;
    if (words >= 3 && ((numbers >= 2) || (year && numbers >= 1)))
      reading_.add(i, end, SpanType::case_no, Rule::shape, 85);
  }
  bool spoken_year(std::size_t at) const {
    for (std::size_t k = at; k < at + 4; ++k) {
      if (numeral_of(c(k)) < 0) return false;
    }
    return true;
  }
  // Past 号; 0 if there is none.
  std::size_t number_after(std::size_t at) const {
    bool digit = false;
    for (std::size_t i = at; i < text_.size() && i - at < kAfterMax; ++i) {
      if (c(i) == U'号') return digit ? i + 1 : 0;
      if (text_[i].kind == CharKind::digit || numeral_of(c(i)) >= 0) digit = true;
      const bool inside = text_[i].is_word() || text_[i].kind == CharKind::han || c(i) == U'-' ||
                          c(i) == U'(' || c(i) == U')' || c(i) == U'第';
      if (!inside || (i > at && text_[i].gap == Gap::line && digit)) return 0;
    }
    return 0;
  }
  // Of a court: a province's character, or 最高法, and a code.
  bool is_court(std::size_t at) const {
    return text_.at(static_cast<std::ptrdiff_t>(at)).kind == CharKind::han ||
           text_.at(static_cast<std::ptrdiff_t>(at)).kind == CharKind::digit;
  }
  // Letters before the year that may be the office's short name.
  std::size_t issuer_before(std::size_t open) const {
    std::size_t begin = open;
    constexpr std::u32string_view stops = U"号见据按以为是的:由经字书";
    int depth = 0;
    while (begin > 0 && open - begin < kBeforeMax) {
      const Letter& letter = text_[begin - 1];
      const bool bracket = letter.c == U')' || letter.c == U'(';
      if (letter.kind != CharKind::han && !bracket) break;
      if (letter.c == U')') ++depth;
      if (letter.c == U'(' && --depth < 0) break;
      if (text_[begin].gap == Gap::line && begin < open) break;
      if (stops.find(letter.c) != stops.npos && letter.c != U'字') break;
      if (const CueHit* cue =
              reading_.cue_ending_at(begin, std::array{Cue::matter, Cue::name, Cue::home});
          cue != nullptr && begin < open)
        break;
      --begin;
    }
    // A bracket that opens outside is no part of it.
    while (begin < open && (c(begin) == U')' || (c(begin) == U'(' && !closes(begin, open))))
      ++begin;
    return begin;
  }
  bool closes(std::size_t from, std::size_t to) const {
    for (std::size_t i = from + 1; i < to; ++i) {
      if (c(i) == U')') return true;
    }
    return false;
  }
  // A file of a case names the office and the kind of case; documents of ministries and their like
  // do not.
  bool is_of_case(std::size_t begin, std::size_t open) const {
    const std::u32string_view issuer = text_.view(begin, open);
    static constexpr std::array<std::u32string_view, 22> published = {
        U"法释", U"法发",   U"法办",   U"法研",   U"国办发", U"国发",  U"国函",   U"中办发",
        U"中发", U"高检发", U"高检会", U"公通字", U"妇字",   U"民发",  U"民办发", U"司发",
        U"卫",   U"教",     U"人社部", U"财",     U"国妇",   U"主席令"};
    for (const auto one : published) {
      if (issuer.starts_with(one) && issuer.size() <= one.size() + 4) return false;
    }
    if (issuer.ends_with(U"第") || issuer.ends_with(U"令")) return false;
    if (issuer.find(U"不动产") != issuer.npos) return true;
    static constexpr std::array<std::u32string_view, 18> kinds = {
        U"检", U"行罚", U"罚决", U"立字", U"拘字", U"受案", U"刑诉", U"告诫", U"捕",
        U"救", U"支",   U"调字", U"仲案", U"劳仲", U"执",   U"初",   U"公(",  U"妇援"};
    for (const auto kind : kinds) {
      if (issuer.find(kind) != issuer.npos && issuer.size() >= 3) return true;
    }
    return reading_.cue_ending_at(begin, std::array{Cue::matter}) != nullptr && issuer.size() >= 3;
  }

  Reading& reading_;
  const FoldedText& text_;
};

}  // namespace

void find_case_numbers(Reading& reading) {
  CaseNumbers(reading).find();
}

}  // namespace veil::redact
