// The forms of addresses, schools, employers and dates.
#include <algorithm>
#include <array>

#include "redact/text/forms.h"
#include "redact/text/units.h"
#include "redact/unicode.h"

namespace veil::redact {
namespace {

FormTag tag_of(const KnownValue& value, SpanType type, Rule rule, bool weak = false) {
  return {type, rule, value.part, weak, std::min(value.number, kNumberMax)};
}

// The name of a body without the place before it: 余杭区实验小学 -> 实验小学
std::u32string_view without_place(const FoldedText& text, std::u32string_view letters) {
  std::size_t from = 0;
  for (const CueHit& cue : find_cues(text)) {
    const bool place = cue.cue == Cue::province || cue.cue == Cue::city || cue.cue == Cue::county ||
                       cue.cue == Cue::short_place;
    if (place && cue.begin == from && cue.end + 3 < letters.size()) {
      from = cue.end;
      constexpr std::u32string_view endings = U"省市区县";
      if (endings.find(letters[from]) != endings.npos && from + 3 < letters.size()) ++from;
    }
  }
  return letters.substr(from);
}

}  // namespace

void add_address_forms(const FoldedText& text, const KnownValue& value, FormSet& forms) {
  const std::u32string letters = text.part(0, text.size());
  forms.add_text(letters, tag_of(value, SpanType::address, Rule::known));
  const auto units = find_units(text, find_cues(text));
  const FormTag part = tag_of(value, SpanType::address, Rule::known_part);
  constexpr std::size_t kNameMin = 3;  // letters
  for (std::size_t i = 0; i < units.size(); ++i) {
    const Unit& unit = units[i];
    const std::u32string name = text.part(unit.begin, unit.end);
    const bool own = unit.kind == UnitKind::village || unit.kind == UnitKind::road || unit.kind == UnitKind::estate;
    if (own && name.size() >= kNameMin) forms.add_text(name, part);
    if (own && name.size() >= kNameMin + 1) {
      // 望湖小区 is 望湖, among those who live there.
      const std::u32string cut = name.substr(0, name.size() - (unit.kind == UnitKind::estate ? 2 : 1));
      if (cut.size() >= 2) forms.add_text(cut, tag_of(value, SpanType::address, Rule::known_part, true));
    }
    if (unit.kind == UnitKind::town) {
      forms.add_text(name, tag_of(value, SpanType::address, Rule::known_part, name.size() < kNameMin));
    }
    // From every unit on to the end: the address as it is cut.
    if (i > 0 && unit.kind != UnitKind::number) forms.add_text(text.part(unit.begin, text.size()), part);
  }
}

void add_body_forms(const FoldedText& text, const KnownValue& value, SpanType type, FormSet& forms) {
  static constexpr std::array<std::u32string_view, 10> endings = {
      U"有限责任公司", U"股份有限公司", U"有限公司", U"分公司", U"公司", U"集团", U"幼儿园", U"小学", U"中学", U"学校"};
  const std::u32string letters = text.part(0, text.size());
  forms.add_text(letters, tag_of(value, type, Rule::known));
  if (text.size() == 0 || text[0].kind != CharKind::han) {
    // A name in letters: its first word alone.
    std::u32string first;
    for (const Letter& letter : text.letters()) {
      if (!first.empty() && letter.gap != Gap::none) break;
      first.push_back(letter.c);
    }
    if (first.size() >= 5) forms.add_text(first, tag_of(value, type, Rule::known_part, true));
    return;
  }
  const std::u32string own(without_place(text, letters));
  const FormTag part = tag_of(value, type, Rule::known_part);
  forms.add_text(own, part);
  // Without the class behind the school, and without what all firms are called.
  for (const CueHit& cue : find_cues(FoldedText(encode_utf8(own)))) {
    const bool ends = (cue.cue == Cue::school || cue.cue == Cue::firm) && cue.begin >= 2;
    if (ends) forms.add_text(own.substr(0, cue.end), part);
  }
  for (const auto ending : endings) {
    const std::size_t at = own.find(ending);
    if (at == own.npos || at < 2) continue;
    const std::u32string core = own.substr(0, at);
    const bool weak = is_ordinary_word(core) || core.size() < 3;
    forms.add_text(core, tag_of(value, type, Rule::known_part, weak));
    if (type == SpanType::school && core.size() == 2) {
      const char32_t kind = ending == U"幼儿园" ? U'幼' : ending == U"小学" ? U'小' : U'中';
      forms.add_text(std::u32string{core[0], kind}, tag_of(value, type, Rule::known_part, true));
      forms.add_text(core + kind, part);
    }
    break;
  }
}

void add_date_forms(std::string_view iso, const KnownValue& value, SpanType type, FormSet& forms) {
  if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return;
  const auto number = [&iso](std::size_t at, std::size_t size) {
    std::u32string out;
    for (const char c : iso.substr(at, size)) out.push_back(static_cast<char32_t>(c));
    return out;
  };
  const auto short_of = [](std::u32string two) { return two[0] == U'0' ? two.substr(1) : two; };
  const std::u32string year = number(0, 4);
  const std::u32string month = number(5, 2);
  const std::u32string day = number(8, 2);
  const FormTag tag = tag_of(value, type, Rule::known);
  for (const auto& [m, d] : {std::pair{month, day}, std::pair{short_of(month), short_of(day)}}) {
    forms.add_text(year + U"年" + m + U"月" + d + U"日", tag);
    forms.add_text(m + U"月" + d + U"日", tag_of(value, type, Rule::known_part));
    for (const std::u32string_view mark : {U"-", U"/", U"."}) {
      forms.add_text(year + std::u32string(mark) + m + std::u32string(mark) + d, tag);
    }
  }
  forms.add_text(year + month + day, tag);
}

}  // namespace veil::redact
