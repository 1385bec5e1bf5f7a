#include "redact/text/runs.h"

#include <optional>

namespace veil::redact {
namespace {

constexpr std::size_t kSpokenMin = 6;  // numerals in a row that are a number and not words
constexpr std::size_t kSureMin = 5;    // true digits of a word whose letters look like digits
constexpr std::size_t kMarksMax = 2;   // between two digits
constexpr std::size_t kRunMax = 4096;  // digits; longer ones are cut
constexpr std::size_t kTokenMax = 40;  // letters of a word with lookalikes

enum class Style : std::uint8_t { none, plain, enclosed, spoken };

bool joins(char32_t c) noexcept {
  constexpr std::u32string_view marks = U"-.·/()~";
  return marks.find(c) != marks.npos;
}

bool is_x(char32_t c) noexcept {
  return c == U'x' || c == 0x445 || c == 0x3C7 || c == 0xD7;
}

struct Read {
  int value = -1;
  Style style = Style::none;
};

// Reads the letters of a text as digits, word by word.
class Reader {
 public:
  explicit Reader(const FoldedText& text) : text_(text) {}

  Read read(std::size_t i) {
    const Letter& letter = text_[i];
    if (letter.kind == CharKind::digit) {
      return {static_cast<int>(letter.c - U'0'), letter.enclosed ? Style::enclosed : Style::plain};
    }
    if (letter.kind == CharKind::han) {
      const int value = numeral_of(letter.c);
      return value >= 0 ? Read{value, Style::spoken} : Read{};
    }
    const int value = lookalike_of(letter.c);
    if (value < 0 || !in_number(i)) return {};
    return {value, Style::plain};
  }

 private:
  // Whether the word around `i` is a number but for letters that look like digits.
  bool in_number(std::size_t i) {
    if (i < word_end_) return word_is_number_;
    std::size_t begin = i;
    while (begin > 0 && joined(begin) && i - begin < kTokenMax) --begin;
    word_end_ = i + 1;
    while (word_end_ < text_.size() && joined(word_end_) && word_end_ - begin < kTokenMax) {
      ++word_end_;
    }
    std::size_t digits = 0;
    word_is_number_ = true;
    for (std::size_t k = begin; k < word_end_; ++k) {
      const Letter& letter = text_[k];
      const bool last_x = k + 1 == word_end_ && is_x(letter.c);
      if (letter.kind == CharKind::digit)
        ++digits;
      else if (lookalike_of(letter.c) < 0 && !last_x)
        word_is_number_ = false;
    }
    word_is_number_ = word_is_number_ && digits >= kSureMin;
    return word_is_number_;
  }
  bool joined(std::size_t i) const {
    return text_[i].gap == Gap::none && text_[i].is_word() && text_[i - 1].is_word();
  }

  const FoldedText& text_;
  std::size_t word_end_ = 0;
  bool word_is_number_ = false;
};

// The digits from `at`, until something stands between them that joins nothing.
class Collector {
 public:
  Collector(const FoldedText& text, Reader& reader) : text_(text), reader_(reader) {}

  Run collect(std::size_t at, Style style) {
    Run run;
    run.spoken = style == Style::spoken;
    next_ = at;
    Joint joint = Joint::none;
    char32_t mark = 0;
    while (next_ < text_.size() && run.size() < kRunMax) {
      const Read read = reader_.read(next_);
      const bool may_be_x =
          run.size() >= 17 && is_x(text_[next_].c) && joint == Joint::none &&
          (text_[next_].gap == Gap::none || run.digits.back().joint != Joint::none);
      const bool turns = read.style != style && mixes(read.style) && mixes(style) &&
                         !run.digits.empty() && joint == Joint::none &&
                         text_[next_].gap == Gap::none;
      if (read.style != style && !may_be_x && !turns) break;
      if (turns) {
        style = read.style;
        joint = Joint::mark;
      }
      if (text_[next_].gap != Gap::none && !run.digits.empty() && joint == Joint::none) {
        joint = text_[next_].gap == Gap::line ? Joint::line : Joint::blank;
      }
      run.digits.push_back({may_be_x ? 'X' : static_cast<char>('0' + read.value), joint, mark,
                            static_cast<std::uint32_t>(next_)});
      ++next_;
      if (may_be_x) break;
      joint = Joint::none;
      mark = 0;
      const std::size_t here = next_;
      std::size_t marks = 0;
      while (next_ < text_.size() && marks < kMarksMax && joins(text_[next_].c)) {
        mark = text_[next_].c;
        joint = Joint::mark;
        ++next_;
        ++marks;
      }
      if (marks > 0 && (next_ >= text_.size() || reader_.read(next_).style != style)) {
        next_ = here;
        break;
      }
    }
    return run;
  }
  std::size_t next() const noexcept { return next_; }
  // 137六五零二: said half in figures.
  static bool mixes(Style style) noexcept {
    return style == Style::plain || style == Style::spoken;
  }

 private:
  const FoldedText& text_;
  Reader& reader_;
  std::size_t next_ = 0;
};

}  // namespace

std::string Run::text(std::size_t begin, std::size_t end) const {
  std::string out;
  for (std::size_t i = begin; i < end; ++i) out.push_back(digits[i].c);
  return out;
}

std::vector<Run> find_runs(const FoldedText& text, std::size_t shortest) {
  std::vector<Run> out;
  Reader reader(text);
  Collector collector(text, reader);
  for (std::size_t i = 0; i < text.size();) {
    const CharKind kind = text[i].kind;
    const bool possible =
        kind == CharKind::digit || kind == CharKind::han || kind == CharKind::letter;
    const Style style = possible ? reader.read(i).style : Style::none;
    if (style == Style::none) {
      ++i;
      continue;
    }
    Run run = collector.collect(i, style);
    i = collector.next();
    const std::size_t least = run.spoken ? std::max(shortest, kSpokenMin) : shortest;
    if (run.size() >= least) out.push_back(std::move(run));
  }
  return out;
}

}  // namespace veil::redact
