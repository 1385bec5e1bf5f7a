// Numbers of digits: identity cards, telephones, cards, by check and by context.
#include <algorithm>
#include <array>
#include <optional>

#include "redact/text/reading.h"
#include "redact/text/runs.h"
#include "redact/veil/number.h"

namespace veil::redact {
namespace {

constexpr std::size_t kReach = 14;    // letters between a number and the word that names it
constexpr std::size_t kNear = 6;      // ... where the word is all there is to go by
constexpr std::size_t kShortest = 3;  // digits that are looked at at all

constexpr std::array kNumberCues = {Cue::id_card,  Cue::phone,    Cue::account,
                                    Cue::wechat,   Cue::qq,       Cue::passport,
                                    Cue::permit,   Cue::plate,    Cue::medical,
                                    Cue::student,  Cue::marriage, Cue::birth_certificate,
                                    Cue::property, Cue::matter,   Cue::disability,
                                    Cue::uscc,     Cue::postcode, Cue::serial,
                                    Cue::network,  Cue::position, Cue::keep};

bool is_mobile(std::string_view digits) noexcept {
  return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3' && digits[1] <= '9';
}

// The digits of an area code at the front, with its 0; 0: none.
std::size_t area_code(std::string_view digits) noexcept {
  if (digits.size() < 10 || digits[0] != '0' || digits[1] == '0') return 0;
  if (digits[1] == '1') return digits[2] == '0' ? 3 : 0;
  return digits[1] == '2' ? 3 : 4;
}

class Numbers {
 public:
  Numbers(Reading& reading, const Run& run) : reading_(reading), run_(run) {}

  void find() {
    for (std::size_t i = 0; i < run_.size();) {
      const std::size_t end = at_group(i);
      if (end > i) {
        i = end;
        continue;
      }
      do ++i;
      while (i < run_.size() && !run_.starts_group(i));
    }
  }

 private:
  // The end of what was found at the group that begins at `i`; `i` if nothing.
  std::size_t at_group(std::size_t i) {
    if (attached(i)) return i;
    cue_ = reading_.cue_before(run_.first_letter(i), kReach, kNumberCues);
    distance_ = cue_ == nullptr ? kReach + 1 : run_.first_letter(i) - cue_->end;
    for (const auto rule : {&Numbers::certificate, &Numbers::id_card, &Numbers::foreign,
                            &Numbers::in_three_parts, &Numbers::card, &Numbers::mobile,
                            &Numbers::landline, &Numbers::old_id_card, &Numbers::in_context}) {
      if (const std::size_t end = (this->*rule)(i); end > i) return end;
    }
    return i;
  }

  bool is_cue(Cue cue, std::size_t reach = kReach) const noexcept {
    return cue_ != nullptr && cue_->cue == cue && distance_ <= reach;
  }
  // Letters that touch the number make it a part of something else.
  bool attached(std::size_t i) const {
    const std::size_t letter = run_.first_letter(i);
    return run_.digits[i].joint == Joint::none && !reading_.starts_word(letter) &&
           reading_.text[letter - 1].kind == CharKind::letter;
  }
  bool ends(std::size_t end) const {
    return run_.starts_group(end) && reading_.ends_word(run_.end_letter(end));
  }
  // Whether groups of digits from `begin` to `end` are parted alike, or by one line break.
  bool even(std::size_t begin, std::size_t end) const {
    std::size_t lines = 0;
    std::optional<std::pair<Joint, char32_t>> joint;
    for (std::size_t i = begin + 1; i < end; ++i) {
      const Digit& digit = run_.digits[i];
      if (digit.joint == Joint::none) continue;
      if (digit.joint == Joint::line) {
        if (++lines > 1) return false;
        continue;
      }
      const std::pair now{digit.joint, digit.mark};
      if (joint && *joint != now) return false;
      joint = now;
    }
    return true;
  }
  std::string text(std::size_t begin, std::size_t end) const { return run_.text(begin, end); }
  std::size_t take(std::size_t begin, std::size_t end, SpanType type, Rule rule, int confidence) {
    // (010)65123456: with the bracket that opens before it.
    std::size_t first = run_.first_letter(begin);
    const std::u32string_view inside = reading_.text.view(first, run_.end_letter(end));
    const std::size_t open = std::min(inside.find(U'('), inside.size());
    const bool closes = inside.find(U')') < open;
    if (closes && first > 0 && reading_.text[first - 1].c == U'(') --first;
    reading_.add(first, run_.end_letter(end), type, rule, confidence);
    return end;
  }

  std::size_t certificate(std::size_t i) {
    const std::size_t end = i + 20;
    if (end > run_.size() || !ends(end)) return i;
    const std::string digits = text(i, end);
    if (!cn_id_passes(digits.substr(0, 18)) || digits[18] < '1' || digits[18] > '7' ||
        digits[19] < '1' || digits[19] > '4') {
      return i;
    }
    return take(i, end, SpanType::disability_cert, Rule::check, 99);
  }

  std::size_t id_card(std::size_t i) {
    const std::size_t end = i + 18;
    if (end > run_.size() || !ends(end) || !cn_id_passes(text(i, end))) return i;
    return take(i, end, SpanType::id_card, Rule::check, 99);
  }

  std::size_t old_id_card(std::size_t i) {
    const std::size_t end = i + 15;
    if (end > run_.size() || !ends(end) || !cn_id_passes(text(i, end))) return i;
    if (is_cue(Cue::serial) || is_cue(Cue::account)) return i;
    return take(i, end, SpanType::id_card, Rule::check, is_cue(Cue::id_card) ? 95 : 80);
  }

  std::size_t card(std::size_t i) {
    for (std::size_t size = 19; size >= 15; --size) {
      const std::size_t end = i + size;
      if (end > run_.size() || !ends(end) || !even(i, end)) continue;
      const std::string digits = text(i, end);
      const bool issued = digits[0] == '4' || digits[0] == '5' || digits[0] == '9' ||
                          digits.starts_with("62") || digits.starts_with("60") ||
                          digits.starts_with("35") || digits.starts_with("37");
      const bool said = is_cue(Cue::account);
      const bool serial = is_cue(Cue::serial, kNear) && !digits.starts_with("62");
      const bool passes = size >= 16 && account_passes(digits);
      if (issued && passes && !serial) return take(i, end, SpanType::bank_card, Rule::check, 95);
      if (said) return take(i, end, SpanType::bank_card, Rule::context, 90);
      if (size >= 16 && !serial && run_.digits[i].c == '6' && digits.starts_with("62") &&
          cue_ == nullptr && group_of_four(i, end)) {
        return take(i, end, SpanType::bank_card, Rule::shape, 70);
      }
    }
    return i;
  }
  bool group_of_four(std::size_t begin, std::size_t end) const {
    for (std::size_t i = begin + 1; i < end; ++i) {
      if (run_.starts_group(i) != ((i - begin) % 4 == 0)) return false;
    }
    return true;
  }

  // +852 9123 4567: a plus sign and what follows it.
  std::size_t foreign(std::size_t i) {
    const std::size_t letter = run_.first_letter(i);
    const bool plus =
        letter > 0 && reading_.text[letter - 1].c == U'+' && reading_.text[letter].gap == Gap::none;
    if (!plus && !text(i, std::min(i + 4, run_.size())).starts_with("00")) return i;
    std::size_t end = i;
    for (std::size_t k = i + 1; k <= run_.size() && k <= i + 17; ++k) {
      if (run_.starts_group(k) && k - i >= 8) end = k;
      if (k < run_.size() && run_.digits[k].joint == Joint::line && k - i >= 8) break;
    }
    const std::string head = text(i, std::min(i + 4, run_.size()));
    const bool chinese = head.starts_with(plus ? "86" : "0086");
    if (chinese) return i;
    if (end == i || (!plus && !is_cue(Cue::phone))) return i;
    reading_.add(letter - (plus ? 1 : 0), run_.end_letter(end), SpanType::phone, Rule::shape, 90);
    return end;
  }

  // 415-555-0182: how numbers are written in North America.
  std::size_t in_three_parts(std::size_t i) {
    const std::size_t end = i + 10;
    if (end > run_.size() || !ends(end) || run_.digits[i].c < '2' || !even(i, end)) return i;
    for (std::size_t k = i + 1; k < end; ++k) {
      if (run_.starts_group(k) != (k == i + 3 || k == i + 6)) return i;
    }
    const bool marked = run_.digits[i + 3].joint == Joint::mark || is_cue(Cue::phone);
    return marked ? take(i, end, SpanType::phone, Rule::shape, 80) : i;
  }

  std::size_t mobile(std::size_t i) {
    for (const std::string_view prefix : {"", "86", "0086", "0"}) {
      const std::size_t end = i + prefix.size() + 11;
      if (end > run_.size() || !ends(end) || text(i, i + prefix.size()) != prefix) continue;
      if (!is_mobile(text(i + prefix.size(), end))) continue;
      // One more digit in the same rhythm: a longer number.
      if (end < run_.size() && single_digits(i, end) && run_.digits[end].joint == Joint::blank) {
        continue;
      }
      if (is_cue(Cue::serial, 3) || is_date_then_number(i + prefix.size())) continue;
      const std::size_t letter = run_.first_letter(i);
      const bool plus = letter > 0 && reading_.text[letter - 1].c == U'+';
      reading_.add(letter - (plus ? 1 : 0), run_.end_letter(end), SpanType::phone, Rule::shape, 95);
      return end;
    }
    return i;
  }
  bool single_digits(std::size_t begin, std::size_t end) const {
    for (std::size_t i = begin + 1; i < end; ++i) {
      if (!run_.starts_group(i)) return false;
    }
    return true;
  }
  // Groups that make a mobile number only because they stand in a row: 13, 2023, 10, 150.
  bool is_date_then_number(std::size_t i) const {
    std::size_t groups = 1;
    std::size_t marks = 0;
    for (std::size_t k = i + 1; k < i + 11 && k < run_.size(); ++k) {
      if (run_.digits[k].joint == Joint::none) continue;
      ++groups;
      if (run_.digits[k].joint == Joint::mark) ++marks;
    }
    return groups > 2 && marks > 0 && marks + 1 != groups && !even(i, i + 11);
  }

  std::size_t landline(std::size_t i) {
    for (const std::size_t size : {12U, 11U, 10U}) {
      const std::size_t end = i + size;
      if (end > run_.size() || !ends(end) || !even_landline(i, end)) continue;
      const std::string digits = text(i, end);
      const std::size_t area = area_code(digits);
      const std::size_t local = size - area;
      if (area == 0 || (local != 7 && local != 8)) continue;
      const bool parted = run_.starts_group(i + area);
      if (!parted && !is_cue(Cue::phone)) continue;
      if (is_cue(Cue::serial, kNear)) continue;
      return take(i, extension(end), SpanType::phone, parted ? Rule::shape : Rule::context, 90);
    }
    return i;
  }
  bool even_landline(std::size_t begin, std::size_t end) const {
    std::size_t groups = 0;
    for (std::size_t i = begin + 1; i < end; ++i) groups += run_.starts_group(i) ? 1U : 0U;
    return groups <= 2;
  }
  // 0571-8888 8888-801
  std::size_t extension(std::size_t end) const {
    std::size_t next = end;
    if (next < run_.size() && run_.digits[next].mark == U'-') {
      do ++next;
      while (next < run_.size() && !run_.starts_group(next));
      if (next - end <= 5 && reading_.ends_word(run_.end_letter(next))) return next;
    }
    return end;
  }

  // What the word before says it is, whatever its checks say.
  std::size_t in_context(std::size_t i) {
    if (cue_ == nullptr || distance_ > kNear) return i;
    std::size_t end = i;
    do ++end;
    while (end < run_.size() && run_.digits[end].joint != Joint::line &&
           (run_.digits[end].joint != Joint::mark || run_.digits[end].mark == U'-'));
    std::size_t group = i + 1;
    while (group < run_.size() && !run_.starts_group(group)) ++group;
    const std::size_t size = end - i;
    if (!reading_.ends_word(run_.end_letter(end))) return i;
    switch (cue_->cue) {
      case Cue::id_card:
        if (size >= 14 && size <= 20) return take(i, end, SpanType::id_card, Rule::context, 85);
        break;
      case Cue::phone:
        if (could_be_phone(i, end) && !is_date(i, end)) {
          return take(i, end, SpanType::phone, Rule::context, 80);
        }
        if (could_be_phone(i, group)) {
          return take(i, group, SpanType::phone, Rule::context, 80);
        }
        break;
      case Cue::account:
        if (size >= 9 && size <= 25 && !is_mobile(text(i, end))) {
          return take(i, end, SpanType::bank_card, Rule::context, 80);
        }
        if (tail(i, group)) return take(i, group, SpanType::bank_card, Rule::context, 80);
        break;
      case Cue::disability:
        if (size >= 16 && size <= 22)
          return take(i, end, SpanType::disability_cert, Rule::context, 85);
        break;
      case Cue::qq:
      case Cue::wechat:
        if (group - i >= 5 && group - i <= 11 && distance_ <= 3) {
          return take(i, group, cue_->cue == Cue::qq ? SpanType::qq : SpanType::wechat,
                      Rule::context, 85);
        }
        break;
      case Cue::postcode:
        if (group - i == 6 && distance_ <= 3)
          return take(i, group, SpanType::postcode, Rule::context, 90);
        break;
      default:
        break;
    }
    return i;
  }
  // Local numbers, and mobile ones with a digit too few or too many.
  bool could_be_phone(std::size_t begin, std::size_t end) const {
    const std::string digits = text(begin, end);
    if (digits.size() == 7 || digits.size() == 8) return digits[0] != '0' && digits[0] != '1';
    const bool begins = (digits[0] == '1' && digits[1] >= '3') || digits[0] == '0';
    return begins && digits.size() >= 9 && digits.size() <= 13;
  }
  bool is_date(std::size_t begin, std::size_t end) const {
    const std::string digits = text(begin, end);
    return digits.starts_with("20") && (run_.starts_group(begin + 4) && end > begin + 4) &&
           digits.size() <= 8;
  }
  // 尾号1234
  bool tail(std::size_t i, std::size_t group) const {
    return distance_ == 0 && group - i >= 3 && group - i <= 6 &&
           reading_.text.part(cue_->begin, cue_->end).ends_with(U"尾号");
  }

  Reading& reading_;
  const Run& run_;
  const CueHit* cue_ = nullptr;
  std::size_t distance_ = 0;
};

}  // namespace

void find_numbers(Reading& reading) {
  for (const Run& run : find_runs(reading.text, kShortest)) Numbers(reading, run).find();
}

}  // namespace veil::redact
