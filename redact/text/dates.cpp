// Days: of birth, where a word says so, and of what happened. Days of laws and feasts stay.
#include <algorithm>
#include <array>
#include <optional>

#include "redact/text/reading.h"

namespace veil::redact {
namespace {

constexpr std::size_t kReach = 12;

struct Read {
  int value = -1;
  std::size_t end = 0;
};

bool is_ascii_letter(const Letter& letter) noexcept {
  return letter.kind == CharKind::letter && letter.c < 0x80;
}

class Dates {
 public:
  explicit Dates(Reading& reading) : reading_(reading), text_(reading.text) {}

  void find() {
    for (std::size_t i = 0; i < text_.size();) {
      const std::size_t end = date_at(i);
      if (end <= i) {
        ++i;
        continue;
      }
      classify(i, end);
      i = end;
    }
  }

 private:
  const Letter& at(std::size_t i) const noexcept {
    return text_.at(static_cast<std::ptrdiff_t>(i));
  }
  char32_t c(std::size_t i) const noexcept { return at(i).c; }

  // The end of the date that begins at `i`; `i` if none does.
  std::size_t date_at(std::size_t i) const {
    const Letter& letter = text_[i];
    if (letter.kind == CharKind::digit || (letter.kind == CharKind::han && is_numeral(letter.c))) {
      if (i > 0 && joined_number(i)) return i;
      for (const auto rule : {&Dates::chinese, &Dates::marked, &Dates::compact, &Dates::day_first,
                              &Dates::short_birth, &Dates::short_day}) {
        if (const std::size_t end = (this->*rule)(i); end > i) return end;
      }
    }
    if (is_ascii_letter(letter) && reading_.starts_word(i)) return month_first(i);
    if (letter.kind == CharKind::han) return moon_or_this_month(i);
    return i;
  }
  bool joined_number(std::size_t i) const {
    const Letter& before = text_[i - 1];
    if (text_[i].gap != Gap::none) return false;
    if (text_[i].kind == CharKind::digit)
      return before.is_word() || before.c == U'.' || before.c == U'-';
    return is_numeral(before.c);
  }
  static bool is_numeral(char32_t c) noexcept {
    return numeral_of(c) >= 0 || c == U'十' || c == U'廿' || c == U'卅';
  }

  // A number of at most `longest` digits, Arabic or Chinese.
  Read number(std::size_t i, std::size_t longest) const {
    Read read{0, i};
    while (read.end < text_.size() && read.end - i < longest &&
           at(read.end).kind == CharKind::digit &&
           (read.end == i || at(read.end).gap == Gap::none)) {
      read.value = read.value * 10 + static_cast<int>(c(read.end) - U'0');
      ++read.end;
    }
    if (read.end > i) {
      const bool longer = at(read.end).kind == CharKind::digit && at(read.end).gap == Gap::none;
      return longer ? Read{} : read;
    }
    return longest == 4 ? year_in_words(i) : small_in_words(i);
  }
  Read year_in_words(std::size_t i) const {
    Read read{0, i};
    while (read.end < text_.size() && read.end - i < 4 && numeral_of(c(read.end)) >= 0) {
      read.value = read.value * 10 + numeral_of(c(read.end));
      ++read.end;
    }
    return read.end - i == 4 || read.end - i == 2 ? read : Read{};
  }
  // Up to 31: 二, 十, 十二, 二十, 二十一, 三一
  Read small_in_words(std::size_t i) const {
    std::size_t at_letter = i;
    int tens = 0;
    int ones = 0;
    bool some = false;
    if (c(i) == U'卅') return {30, i + 1};
    if (c(i) == U'廿') {
      const int more = numeral_of(c(i + 1));
      return {20 + std::max(more, 0), more > 0 ? i + 2 : i + 1};
    }
    if (numeral_of(c(at_letter)) >= 0) {
      ones = numeral_of(c(at_letter++));
      some = true;
    }
    if (c(at_letter) == U'十') {
      tens = some ? ones : 1;
      ones = 0;
      some = true;
      if (numeral_of(c(++at_letter)) > 0) ones = numeral_of(c(at_letter++));
    } else if (some && numeral_of(c(at_letter)) >= 0) {
      tens = ones;
      ones = numeral_of(c(at_letter++));
    }
    return some ? Read{tens * 10 + ones, at_letter} : Read{};
  }
  static bool is_year(const Read& read, std::size_t digits) noexcept {
    if (digits == 4) return read.value >= 1900 && read.value <= 2100;
    return digits == 2 && read.value >= 0;
  }
  static bool is_month(const Read& read) noexcept { return read.value >= 1 && read.value <= 12; }
  static bool is_day(const Read& read) noexcept { return read.value >= 1 && read.value <= 31; }

  // 2024年5月6日, 24年5月6号, 5月6日, 二〇二四年五月六日
  std::size_t chinese(std::size_t i) const {
    Read first = number(i, 4);
    if (first.value < 0) first = number(i, 2);
    if (first.value >= 0 && c(first.end) == U'年' && is_year(first, first.end - i)) {
      std::size_t next = first.end + 1;
      const Read month = number(next, 2);
      if (!is_month(month) || c(month.end) != U'月') return i;
      const std::size_t end = day(month.end + 1);
      return end > 0 ? end : i;
    }
    const Read month = number(i, 2);
    if (!is_month(month) || c(month.end) != U'月') return i;
    const std::size_t end = day(month.end + 1);
    return end > 0 ? end : i;
  }
  std::size_t day(std::size_t i) const {
    if (c(i) == U'份') return 0;
    if (c(i) == U'初' || c(i) == U'廿') {
      const Read rest = small_in_words(c(i) == U'初' ? i + 1 : i);
      return rest.value > 0 ? rest.end : 0;
    }
    const Read read = number(i, 2);
    if (!is_day(read)) return 0;
    if (c(read.end) == U'日' || c(read.end) == U'号') return read.end + 1;
    if (c(read.end) == U'生') return read.end;
    // 9月14: without its 日, where nothing is counted.
    const bool figures = text_[i].kind == CharKind::digit;
    constexpr std::u32string_view after = U"晚早凌夜那当";
    const Letter& next = at(read.end);
    const bool ends =
        next.gap != Gap::none || next.kind == CharKind::mark || after.find(next.c) != after.npos;
    return figures && ends && next.c != U'%' && next.c != U'.' && next.c != U'/' ? read.end : 0;
  }

  // 正月十五, 腊月初八, 上月二十四日, 下个月3号
  std::size_t moon_or_this_month(std::size_t i) const {
    constexpr std::u32string_view moons = U"正冬腊";
    if (moons.find(c(i)) != moons.npos && c(i + 1) == U'月') {
      const std::size_t end = day(i + 2);
      if (end > 0) return end;
      const Read read = small_in_words(i + 2);
      return is_day(read) ? read.end : i;
    }
    constexpr std::u32string_view which = U"上下本这当";
    if (which.find(c(i)) == which.npos) return i;
    const std::size_t month = c(i + 1) == U'个' ? i + 2 : i + 1;
    if (c(month) != U'月') return i;
    const Read read = number(month + 1, 2);
    const bool said = is_day(read) && (c(read.end) == U'日' || c(read.end) == U'号');
    return said ? read.end + 1 : i;
  }

  // 95.6.23, 19-06-82: where a word says that it is of birth.
  std::size_t short_birth(std::size_t i) const {
    if (text_[i].kind != CharKind::digit ||
        reading_.cue_before(i, 4, std::array{Cue::birth}) == nullptr)
      return i;
    const Read first = number(i, 2);
    const char32_t mark = c(first.end);
    if (first.value < 0 || (mark != U'-' && mark != U'/' && mark != U'.')) return i;
    const Read second = number(first.end + 1, 2);
    if (second.value < 0 || c(second.end) != mark) return i;
    const Read third = number(second.end + 1, 2);
    return third.value < 0 ? i : third.end;
  }
  // 7/30 21:47, 4.17晚: month and day alone, at the beginning of a line or before a time of day.
  std::size_t short_day(std::size_t i) const {
    if (text_[i].kind != CharKind::digit) return i;
    const Read month = number(i, 2);
    const char32_t mark = c(month.end);
    if (!is_month(month) || (mark != U'/' && mark != U'.' && mark != U'-')) return i;
    const Read day_of = number(month.end + 1, 2);
    if (!is_day(day_of) || at(month.end + 1).gap != Gap::none || at(day_of.end).c == mark ||
        day_of.end == month.end + 1)
      return i;
    constexpr std::u32string_view times = U"晚早凌夜上下中当";
    const Letter& next = at(day_of.end);
    const Read hour = number(day_of.end, 2);
    const bool timed = next.gap == Gap::blank && hour.value >= 0 && c(hour.end) == U':';
    const bool line = text_[i].gap == Gap::line && next.gap == Gap::blank && mark != U'.';
    return timed || line || times.find(next.c) != times.npos ? day_of.end : i;
  }

  // 2024-05-06, 2024/5/6, 2024.5.6, 06/05/2024
  std::size_t marked(std::size_t i) const {
    const Read first = number(i, 4);
    const char32_t mark = c(first.end);
    if (first.value < 0 || text_[i].kind != CharKind::digit) return i;
    if (mark != U'-' && mark != U'/' && mark != U'.') return i;
    const Read second = number(first.end + 1, 2);
    if (second.value < 0 || c(second.end) != mark) return i;
    const Read third = number(second.end + 1, 4);
    if (third.value < 0 || (c(third.end) == mark && at(third.end + 1).kind == CharKind::digit))
      return i;
    const std::size_t long_year = first.end - i;
    const std::size_t late_year = third.end - second.end - 1;
    if (long_year == 4 && is_year(first, 4) && is_month(second) && is_day(third) && late_year <= 2)
      return third.end;
    if (long_year <= 2 && late_year == 4 && is_year(third, 4) && is_day(first) && is_day(second) &&
        (is_month(first) || is_month(second))) {
      return third.end;
    }
    return i;
  }

  // 20240506, alone
  std::size_t compact(std::size_t i) const {
    if (!reading_.starts_word(i) || i + 8 > text_.size() || !reading_.ends_word(i + 8)) return i;
    int value = 0;
    for (std::size_t k = i; k < i + 8; ++k) {
      if (text_[k].kind != CharKind::digit || (k > i && text_[k].gap != Gap::none)) return i;
      value = value * 10 + static_cast<int>(text_[k].c - U'0');
    }
    const int year = value / 10000;
    const int month = value / 100 % 100;
    const int day_of = value % 100;
    const bool valid =
        year >= 1920 && year <= 2049 && month >= 1 && month <= 12 && day_of >= 1 && day_of <= 31;
    if (!valid || reading_.cue_before(i, 6, std::array{Cue::serial, Cue::matter}) != nullptr)
      return i;
    return i + 8;
  }

  // The month's number; its word ends at `end`.
  int month_word(std::size_t i, std::size_t& end) const {
    static constexpr std::array<std::u32string_view, 12> months = {
        U"january", U"february", U"march",     U"april",   U"may",      U"june",
        U"july",    U"august",   U"september", U"october", U"november", U"december"};
    end = i;
    std::u32string word;
    while (end < text_.size() && is_ascii_letter(text_[end]) &&
           (end == i || text_[end].gap == Gap::none) && word.size() < 10) {
      word.push_back(text_[end++].c);
    }
    if (word == U"sept") return 9;
    for (std::size_t m = 0; m < months.size(); ++m) {
      if (word.size() >= 3 && months[m].starts_with(word) &&
          (word.size() == 3 || word == months[m])) {
        return static_cast<int>(m) + 1;
      }
    }
    return 0;
  }
  std::size_t year_after(std::size_t i) const {
    std::size_t next = i;
    if (c(next) == U',' || c(next) == U'.') ++next;
    const Read year = number(next, 4);
    return year.end - next == 4 && at(next).kind == CharKind::digit && is_year(year, 4) ? year.end
                                                                                        : i;
  }
  // 6 May 2024, 6th of May
  std::size_t day_first(std::size_t i) const {
    const Read day_of = number(i, 2);
    if (!is_day(day_of) || text_[i].kind != CharKind::digit) return i;
    std::size_t next = day_of.end;
    for (const std::u32string_view ending : {U"st", U"nd", U"rd", U"th"}) {
      if (text_.view(next, next + 2) == ending && at(next).gap == Gap::none) {
        next += 2;
        break;
      }
    }
    if (text_.view(next, next + 2) == U"of") next += 2;
    if (c(next) == U'-') ++next;
    std::size_t end = 0;
    if (month_word(next, end) == 0) return i;
    if (c(end) == U'-') ++end;
    return year_after(end);
  }
  // May 6, 2024
  std::size_t month_first(std::size_t i) const {
    std::size_t end = 0;
    if (month_word(i, end) == 0) return i;
    if (c(end) == U'.') ++end;
    const Read day_of = number(end, 2);
    if (!is_day(day_of) || at(end).kind != CharKind::digit) return i;
    std::size_t next = day_of.end;
    for (const std::u32string_view ending : {U"st", U"nd", U"rd", U"th"}) {
      if (text_.view(next, next + 2) == ending && at(next).gap == Gap::none) next += 2;
    }
    return year_after(next);
  }

  // 去年十月二号, 农历八月初四, 甲辰年四月廿六: with the words before that belong to it.
  std::size_t with_year_words(std::size_t begin) const {
    for (const std::u32string_view word :
         {U"去年", U"今年", U"前年", U"明年", U"当年", U"同年", U"农历", U"阴历", U"闰"}) {
      if (begin >= word.size() && text_.view(begin - word.size(), begin) == word)
        return begin - word.size();
    }
    constexpr std::u32string_view stems = U"甲乙丙丁戊己庚辛壬癸";
    const bool cycle =
        begin >= 3 && c(begin - 1) == U'年' && stems.find(c(begin - 3)) != stems.npos;
    return cycle ? begin - 3 : begin;
  }

  void classify(std::size_t found, std::size_t end) {
    if (of_law(found, end)) return;
    const std::size_t begin = with_year_words(found);
    const bool birth = reading_.cue_before(begin, kReach, std::array{Cue::birth}) != nullptr ||
                       reading_.cue_beginning_at(end, std::array{Cue::birth_after}) != nullptr ||
                       (c(end) == U',' && reading_.cue_beginning_at(
                                              end + 1, std::array{Cue::birth_after}) != nullptr);
    reading_.add(begin, end, birth ? SpanType::date_birth : SpanType::date,
                 birth ? Rule::context : Rule::shape, 90);
  }
  // Dates of laws, and days that are named because everybody keeps them.
  bool of_law(std::size_t begin, std::size_t end) const {
    std::size_t after = end;
    while (c(after) == U'起' || c(after) == U'正' || c(after) == U'式' || c(after) == U')' ||
           c(after) == U'是' || c(after) == U'为' || c(after) == U'日' || c(after) == U'第')
      ++after;
    if (reading_.cue_beginning_at(after, std::array{Cue::holiday}) != nullptr) return true;
    if (reading_.cue_beginning_at(end, std::array{Cue::holiday}) != nullptr) return true;
    const bool law_after = reading_.cue_beginning_at(after, std::array{Cue::law_date}) != nullptr ||
                           reading_.cue_beginning_at(end, std::array{Cue::law_date}) != nullptr;
    if (law_after && names_law(begin)) return true;
    return reading_.cue_before(begin, 10, std::array{Cue::law_date}) != nullptr && names_law(begin);
  }
  // Whether a law is named shortly before.
  bool names_law(std::size_t at_letter) const {
    constexpr std::size_t kLawReach = 60;
    const std::size_t from = at_letter > kLawReach ? at_letter - kLawReach : 0;
    const std::u32string_view before = text_.view(from, at_letter);
    for (const std::u32string_view sign :
         {U"》", U"法", U"条例", U"规定", U"code", U"law", U"act", U"办法", U"国标", U"标准"}) {
      if (before.find(sign) != before.npos) return true;
    }
    return false;
  }

  Reading& reading_;
  const FoldedText& text_;
};

}  // namespace

void find_dates(Reading& reading) {
  Dates(reading).find();
}

}  // namespace veil::redact
