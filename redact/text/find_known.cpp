// Hits of known values: which of them count where they stand.
#include <array>

#include "redact/text/ordinary_words.h"
#include "redact/text/reading.h"

namespace veil::redact {
namespace {

constexpr std::array kNameCues = {Cue::name,    Cue::nickname, Cue::kin,     Cue::role,
                                  Cue::en_name, Cue::en_kin,   Cue::en_role, Cue::en_title};

class Known {
 public:
  explicit Known(Reading& reading) : reading_(reading), text_(reading.text) {}

  void take(const FormHit& hit) {
    if (hit.begin >= hit.end || hit.end > text_.size() || !stands_alone(hit)) return;
    if (hit.tag.weak && !counts(hit)) return;
    if (is_part_of_word(hit)) return;
    if (hit.tag.rule == Rule::known_called && !is_called(hit)) return;
    if (hit.tag.type == SpanType::person && is_brand(hit)) return;
    if (hit.tag.type == SpanType::person && is_small_word(hit)) return;
    reading_.found.push_back({hit.begin, hit.end, hit.tag.type, hit.tag.rule, confidence(hit.tag),
                              hit.tag.part, hit.tag.number});
  }

 private:
  char32_t c(std::size_t i) const noexcept { return text_.c(static_cast<std::ptrdiff_t>(i)); }
  static std::uint8_t confidence(const FormTag& tag) noexcept {
    if (tag.rule == Rule::known) return tag.weak ? 80 : 100;
    return tag.rule == Rule::known_part ? 95 : 85;
  }

  // Letters must not go on: "lina" is not in "carolina". Digits may: a number hides whole.
  bool stands_alone(const FormHit& hit) const {
    const bool letter_before = text_[hit.begin].kind == CharKind::letter && hit.begin > 0 &&
                               text_[hit.begin - 1].kind == CharKind::letter &&
                               text_[hit.begin].gap == Gap::none;
    const bool letter_after = text_[hit.end - 1].kind == CharKind::letter &&
                              hit.end < text_.size() && text_[hit.end].kind == CharKind::letter &&
                              text_[hit.end].gap == Gap::none;
    if (letter_before || letter_after) return false;
    const std::size_t size = hit.end - hit.begin;
    const bool short_number = text_[hit.begin].kind == CharKind::digit && size < 8;
    return !short_number || (reading_.starts_word(hit.begin) && reading_.ends_word(hit.end));
  }

  // A form that is an ordinary word too.
  bool counts(const FormHit& hit) const {
    switch (hit.tag.type) {
      case SpanType::person:
        return hit.tag.rule == Rule::known_sound ? beside_cue(hit) : as_name(hit);
      case SpanType::address:
        return reading_.cue_before(hit.begin, 4, std::array{Cue::home}) != nullptr;
      case SpanType::school:
      case SpanType::workplace:
        return reading_.cue_before(hit.begin, 3, std::array{Cue::works_at, Cue::studies_at}) !=
               nullptr;
      default:
        return after_tail_word(hit);
    }
  }
  // 尾号1234, 后四位是1234, ending in 1234
  bool after_tail_word(const FormHit& hit) const {
    const std::size_t from = hit.begin > 12 ? hit.begin - 12 : 0;
    const std::u32string_view before = text_.view(from, hit.begin);
    for (const std::u32string_view word :
         {U"尾号", U"后四位", U"末四位", U"最后四位", U"后6位", U"后4位", U"后六位", U"末尾",
          U"ending", U"lastfour", U"last4", U"endsin", U"结尾"}) {
      if (before.find(word) != before.npos) return true;
    }
    return false;
  }
  bool beside_cue(const FormHit& hit) const {
    return reading_.cue_before(hit.begin, 3, kNameCues) != nullptr ||
           word_ending_at(text_, hit.begin, Cue::short_kin) > 0;
  }
  // Where a name stands and an ordinary word would not: at the start of a clause or behind a cue,
  // before a mark or a word that follows names.
  bool as_name(const FormHit& hit) const {
    if (text_[hit.begin].kind == CharKind::letter) return latin_as_name(hit);
    constexpr std::u32string_view degrees = U"很太真最更挺好不非常极感觉得了着过上下里";
    const char32_t before = c(hit.begin - 1);
    if (hit.begin > 0 && text_[hit.begin].gap == Gap::none && degrees.find(before) != degrees.npos)
      return false;
    const bool left = hit.begin == 0 || text_[hit.begin - 1].kind != CharKind::han ||
                      text_[hit.begin].gap != Gap::none || beside_cue(hit) ||
                      reading_.cue_ending_at(hit.begin, kNameCues) != nullptr ||
                      word_ending_at(text_, hit.begin, Cue::before_name) > 0 ||
                      word(hit.begin - 2) || word_ending_at(text_, hit.begin, Cue::short_kin) > 0;
    if (!left) return false;
    constexpr std::u32string_view word_tails = U"地得极起极";
    if (word_tails.find(c(hit.end)) != word_tails.npos) return false;
    // A given name that is a word: a mark behind it says nothing yet.
    const bool part = hit.tag.rule != Rule::known;
    const bool said = beside_cue(hit) || word_ending_at(text_, hit.begin, Cue::before_name) > 0 ||
                      word_ending_at(text_, hit.begin, Cue::short_kin) > 0;
    if (part && !said && word_at(text_, hit.end, Cue::after_name) == 0 &&
        word_at(text_, hit.end, Cue::title_after) == 0)
      return false;
    const bool right = hit.end >= text_.size() || text_[hit.end].kind != CharKind::han ||
                       text_[hit.end].gap != Gap::none ||
                       word_at(text_, hit.end, Cue::after_name) > 0 || word(hit.end) ||
                       c(hit.end) == U'家' || word_at(text_, hit.end, Cue::title_after) > 0;
    return right;
  }
  bool word(std::size_t i) const {
    return i + 1 < text_.size() && is_dictionary_word(text_.view(i, i + 2));
  }
  // An English word in small letters: angel.
  bool is_small_word(const FormHit& hit) const {
    if (text_[hit.begin].kind != CharKind::letter || text_[hit.begin].upper ||
        text_[hit.begin].c >= 0x250)
      return false;
    std::string word;
    for (std::size_t i = hit.begin; i < hit.end; ++i) {
      if (i > hit.begin && text_[i].gap != Gap::none) return false;
      word.push_back(static_cast<char>(text_[i].c & 0x7F));
    }
    const Letter& before = text_.at(static_cast<std::ptrdiff_t>(hit.begin) - 1);
    const Letter& after = text_.at(static_cast<std::ptrdiff_t>(hit.end));
    const bool in_english = before.kind == CharKind::letter || after.kind == CharKind::letter;
    return in_english && syllables_of(word) == 0 && !latin_as_name(hit);
  }
  bool latin_as_name(const FormHit& hit) const {
    return text_[hit.begin].upper || reading_.cue_before(hit.begin, 2, kNameCues) != nullptr;
  }
  // Two characters in the middle of an idiom are nobody's name: 得水 in 如鱼得水.
  bool is_part_of_word(const FormHit& hit) const {
    if (hit.tag.type != SpanType::person || hit.end - hit.begin != 2 ||
        text_[hit.begin].kind != CharKind::han)
      return false;
    return is_inside_word(text_, hit.begin, hit.end) && !beside_cue(hit);
  }
  // 李宁牌, 周大福金镯
  bool is_brand(const FormHit& hit) const {
    for (std::size_t i = reading_.first_cue(hit.begin > 2 ? hit.begin - 2 : 0);
         i < reading_.cues.size() && reading_.cues[i].begin <= hit.begin; ++i) {
      const CueHit& cue = reading_.cues[i];
      if (cue.cue == Cue::brand && cue.end >= hit.end &&
          reading_.cue_beginning_at(cue.end, std::array{Cue::product}) != nullptr) {
        return true;
      }
    }
    return false;
  }
  // 小王 is not in 小王庄.
  bool is_called(const FormHit& hit) const {
    constexpr std::u32string_view places = U"庄村屯镇乡寨堡湾沟路街巷桥河店集营岭坪";
    if (text_[hit.begin].kind != CharKind::han) return true;
    return places.find(c(hit.end)) == places.npos ||
           text_.at(static_cast<std::ptrdiff_t>(hit.end)).gap == Gap::line;
  }

  Reading& reading_;
  const FoldedText& text_;
};

}  // namespace

void find_known(Reading& reading, std::span<const FormHit> hits) {
  Known known(reading);
  for (const FormHit& hit : hits) known.take(hit);
}

}  // namespace veil::redact
