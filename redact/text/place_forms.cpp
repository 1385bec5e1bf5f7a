// The forms of addresses and of dates.
#include <algorithm>
#include <array>

#include "redact/text/forms.h"
#include "redact/text/latin_words.h"
#include "redact/text/ordinary_words.h"
#include "redact/text/units.h"

namespace veil::redact {
namespace {

constexpr std::size_t kNameMin = 3;   // letters of a place that stands for itself
constexpr std::size_t kLatinMin = 6;  // ... in Latin letters

FormTag tag_of(const KnownValue& value, SpanType type, Rule rule, bool weak = false) {
  return {type, rule, value.part, weak, std::min(value.number, kNumberMax)};
}

std::u32string pinyin_of(std::u32string_view han) {
  std::u32string out;
  for (const char32_t c : han) {
    const std::string_view sound = sound_of(c);
    if (sound.empty()) return {};
    for (const char letter : sound) out.push_back(static_cast<char32_t>(letter));
  }
  return out;
}

// What the ending of a place is called in English, and its own sound.
struct EndingNames {
  std::u32string_view ending;
  std::u32string_view names;
};
constexpr std::array kEndingNames = {
    EndingNames{U"大道", U"avenue ave boulevard blvd dadao road rd"},
    EndingNames{U"大街", U"street st avenue ave dajie"},
    EndingNames{U"胡同", U"hutong alley lane"},
    EndingNames{U"路", U"road rd lu"},
    EndingNames{U"街", U"street st jie road"},
    EndingNames{U"巷", U"lane alley xiang"},
    EndingNames{U"弄", U"lane long alley"},
    EndingNames{U"里", U"li lane"},
    EndingNames{U"自然村", U"village"},
    EndingNames{U"新村", U"newvillage xincun village"},
    EndingNames{U"村", U"village vlg cun"},
    EndingNames{U"嘎查", U"gacha village"},
    EndingNames{U"镇", U"town township zhen"},
    EndingNames{U"乡", U"township town xiang"},
    EndingNames{U"街道", U"subdistrict street jiedao"},
    EndingNames{U"小区",
                U"community estate residence residentialarea residentialcommunity compound gardens "
                U"garden xiaoqu"},
    EndingNames{U"花园", U"garden gardens huayuan estate"},
    EndingNames{U"家园", U"homeland homes jiayuan garden gardens"},
    EndingNames{U"公寓", U"apartments apartment gongyu"},
    EndingNames{U"大厦", U"building bldg mansion tower dasha plaza"},
    EndingNames{U"广场", U"plaza square guangchang"},
    EndingNames{U"山庄", U"villa villas shanzhuang"},
    EndingNames{U"苑", U"garden gardens court yuan estate"},
    EndingNames{U"园", U"garden gardens yuan park"},
    EndingNames{U"庄", U"zhuang village"},
    EndingNames{U"屯", U"tun village"},
    EndingNames{U"寨", U"zhai village"},
};

template <typename Each>
void for_each_listed(std::u32string_view list, const Each& each) {
  while (!list.empty()) {
    const std::size_t size = std::min(list.find(U' '), list.size());
    if (size > 0) each(list.substr(0, size));
    list.remove_prefix(std::min(size + 1, list.size()));
  }
}

// 前进西: qianjinwest; 中山三: zhongshan3rd, zhongshansan
std::vector<std::u32string> latin_cores(std::u32string_view core) {
  std::vector<std::u32string> out{pinyin_of(core)};
  if (core.size() < 3) return out;
  constexpr std::u32string_view sides = U"东西南北中";
  static constexpr std::array<std::u32string_view, 5> side_names = {U"east", U"west", U"south",
                                                                    U"north", U"middle"};
  const std::u32string stem = pinyin_of(core.substr(0, core.size() - 1));
  if (const std::size_t side = sides.find(core.back()); side != sides.npos) {
    out.push_back(stem + std::u32string(side_names[side]));
    if (side == 4) out.push_back(stem + U"central");
  }
  static constexpr std::array<std::u32string_view, 6> ordinals = {
      U"", U"1st first", U"2nd second", U"3rd third", U"4th fourth", U"5th fifth"};
  const int digit = numeral_of(core.back());
  if (digit >= 1 && digit <= 5) {
    for_each_listed(ordinals[static_cast<std::size_t>(digit)],
                    [&](std::u32string_view word) { out.push_back(stem + std::u32string(word)); });
    out.push_back(stem + std::u32string(1, static_cast<char32_t>(U'0' + digit)));
  }
  return out;
}

// Liulang Road, Liulang Rd and Liulanglu for 柳浪路.
void add_latin_place(std::u32string_view name, const KnownValue& value, FormSet& forms) {
  const FormTag part = tag_of(value, SpanType::address, Rule::known_part);
  const FormTag weak = tag_of(value, SpanType::address, Rule::known_part, true);
  const EndingNames* best = nullptr;
  for (const EndingNames& one : kEndingNames) {
    if (name.size() > one.ending.size() && name.ends_with(one.ending) &&
        (best == nullptr || one.ending.size() > best->ending.size()))
      best = &one;
  }
  if (best == nullptr) {
    const std::u32string whole = pinyin_of(name);
    if (whole.size() >= kLatinMin + 2) forms.add_text(whole, part);
    return;
  }
  const auto core = name.substr(0, name.size() - best->ending.size());
  if (core.size() < 2) return;
  for (const std::u32string& written : latin_cores(core)) {
    if (written.empty()) continue;
    for_each_listed(best->names, [&](std::u32string_view ending) {
      forms.add_text(written + std::u32string(ending), part);
    });
    if (written.size() >= kLatinMin) forms.add_text(written, weak);
  }
}

// 望湖 for 望湖小区: as it is where no word is called so.
void add_place_name(const std::u32string& name, UnitKind kind, const KnownValue& value,
                    FormSet& forms) {
  const auto tag = [&value](bool weak) {
    return tag_of(value, SpanType::address, Rule::known_part, weak);
  };
  forms.add_text(name, tag(name.size() < kNameMin || is_dictionary_word(name)));
  add_latin_place(name, value, forms);
  static constexpr std::array<std::u32string_view, 34> endings = {
      U"居民小区", U"安置小区", U"村民委员会", U"村委会", U"自然村", U"社区",     U"小区",
      U"花园",     U"公寓",     U"家园",       U"大厦",   U"广场",   U"新村",     U"街道",
      U"大道",     U"大街",     U"胡同",       U"家属院", U"宿舍",   U"员工宿舍", U"山庄",
      U"嘎查",     U"苏木",     U"小组",       U"路",     U"街",     U"巷",       U"村",
      U"镇",       U"乡",       U"庄",         U"屯",     U"寨",     U"社"};
  for (const auto ending : endings) {
    if (!name.ends_with(ending) || name.size() < ending.size() + 2) continue;
    const auto cut = std::u32string_view(name).substr(0, name.size() - ending.size());
    const std::size_t sure_size = kind == UnitKind::village ? kNameMin : kNameMin + 1;
    const bool sure = cut.size() >= sure_size && kind != UnitKind::road && !is_dictionary_word(cut);
    forms.add_text(cut, tag(!sure));
    // 尚勇村 for 尚勇村委会
    if (ending == U"村委会" || ending == U"村民委员会" || ending == U"自然村")
      forms.add_text(std::u32string(cut) + U"村", tag(false));
    return;
  }
}

// 3-2-502 for 3幢2单元502室
void add_doors(const FoldedText& text, const KnownValue& value, FormSet& forms) {
  std::vector<std::u32string> groups;
  bool goes_on = false;
  for (const Letter& letter : text.letters()) {
    if (letter.kind != CharKind::digit) {
      goes_on = false;
      continue;
    }
    if (!goes_on) groups.emplace_back();
    groups.back().push_back(letter.c);
    goes_on = true;
  }
  constexpr std::size_t kRoomMin = 3;
  const FormTag tag = tag_of(value, SpanType::address, Rule::known_part);
  if (groups.size() < 2 || groups.back().size() < kRoomMin || groups.back().size() > 4) return;
  const std::u32string& room = groups.back();
  const std::u32string& before = groups[groups.size() - 2];
  if (before.size() > 3) return;
  if (groups.size() >= 3 && groups[groups.size() - 3].size() <= 3) {
    const std::u32string& building = groups[groups.size() - 3];
    forms.add_text(joined({building, U"-", before, U"-", room}), tag);
    for (const std::u32string_view word : {U"栋", U"幢", U"号楼", U"座", U"-"})
      forms.add_text(joined({building, word, room}), tag);
  }
  for (const std::u32string_view word : {U"栋", U"幢", U"号楼", U"座", U"-"})
    forms.add_text(joined({before, word, room}), tag);
}

// Road and rd, building and bldg: a word as it may be written.
std::vector<std::u32string_view> spellings_of(std::u32string_view word) {
  static constexpr std::array<std::u32string_view, 14> same = {U"road rd rd.",
                                                               U"street st st.",
                                                               U"avenue ave ave. av",
                                                               U"building bldg bldg. blg",
                                                               U"estate est est.",
                                                               U"gardens garden gdn gdns",
                                                               U"lane ln",
                                                               U"boulevard blvd",
                                                               U"court ct crt",
                                                               U"edificio edf. edf edif. edif",
                                                               U"avenida av. av",
                                                               U"village vlg",
                                                               U"tower twr",
                                                               U"mansion mansions"};
  for (const auto list : same) {
    if (!is_listed(word, list)) continue;
    std::vector<std::u32string_view> out;
    for_each_listed(list, [&out](std::u32string_view one) { out.push_back(one); });
    return out;
  }
  return {word};
}

// One part of an address in Latin letters: Wah Sum Estate.
void add_latin_part(const std::vector<LatinWord>& words, std::size_t from, std::size_t to,
                    const KnownValue& value, FormSet& forms) {
  while (from < to && (words[from].digit || is_door_prefix(words[from].plain))) {
    const bool single = from + 1 < to && words[from + 1].plain.size() == 1;
    from += is_door_prefix(words[from].plain) && single ? 2U : 1U;
  }
  if (from >= to || is_region_kind(words[to - 1].plain)) return;
  const bool prefixed = is_street_prefix(words[from].plain);
  const bool kind = is_street_kind(words[to - 1].plain);
  if ((!prefixed && !kind) || to - from < 2) return;
  std::u32string core;
  for (std::size_t i = from + (prefixed ? 1U : 0U); i < to - (kind ? 1U : 0U); ++i)
    core += words[i].plain;
  const std::size_t names = to - from - (prefixed ? 1U : 0U) - (kind ? 1U : 0U);
  const FormTag part = tag_of(value, SpanType::address, Rule::known_part);
  if (kind) {
    for (const auto word : spellings_of(words[to - 1].plain))
      forms.add_text(core + std::u32string(word), part);
  }
  if (prefixed) {
    for (const auto word : spellings_of(words[from].plain))
      forms.add_text(std::u32string(word) + core, part);
  }
  const bool sure = names >= 2 && core.size() >= kLatinMin;
  if (core.size() >= 5)
    forms.add_text(core, tag_of(value, SpanType::address, Rule::known_part, !sure));
}

void add_latin_address(const FoldedText& text, const KnownValue& value, FormSet& forms) {
  const auto words = latin_words(text);
  for (std::size_t i = 0; i < words.size();) {
    std::size_t k = i + 1;
    while (k < words.size() && text.c(static_cast<std::ptrdiff_t>(words[k - 1].end)) != U',' &&
           k - i < 8)
      ++k;
    add_latin_part(words, i, k, value, forms);
    i = k;
  }
}

}  // namespace

void add_address_forms(const FoldedText& text, const KnownValue& value, FormSet& forms) {
  forms.add_text(text.part(0, text.size()), tag_of(value, SpanType::address, Rule::known));
  add_doors(text, value, forms);
  const bool has_han = std::any_of(text.letters().begin(), text.letters().end(),
                                   [](const Letter& one) { return one.kind == CharKind::han; });
  if (!has_han) return add_latin_address(text, value, forms);
  std::size_t from = 0;
  const auto name_between = [&](std::size_t begin, std::size_t end) {
    // A name that no list knows stands between two units.
    while (begin < end && text[begin].kind != CharKind::han) ++begin;
    std::size_t to = begin;
    while (to < end && text[to].kind == CharKind::han) ++to;
    if (to - begin >= 2) add_place_name(text.part(begin, to), UnitKind::estate, value, forms);
  };
  for (const Unit& unit : find_units(text, find_cues(text), UnitsIn::whole)) {
    name_between(from, unit.begin);
    from = unit.end;
    const bool own = unit.kind == UnitKind::village || unit.kind == UnitKind::road ||
                     unit.kind == UnitKind::estate || unit.kind == UnitKind::town;
    if (own) add_place_name(text.part(unit.begin, unit.end), unit.kind, value, forms);
  }
  name_between(from, text.size());
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
    forms.add_text(joined({year, U"年", m, U"月", d, U"日"}), tag);
    forms.add_text(joined({m, U"月", d, U"日"}), tag_of(value, type, Rule::known_part));
    for (const std::u32string_view mark : {U"-", U"/", U"."}) {
      forms.add_text(joined({year, mark, m, mark, d}), tag);
    }
  }
  forms.add_text(year + month + day, tag);
}

}  // namespace veil::redact
