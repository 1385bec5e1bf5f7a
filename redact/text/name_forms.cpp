// The forms of a person's name: given name alone, 小王, 王姐, pinyin either way round, other
// characters of the same sound.
#include <algorithm>
#include <array>

#include "redact/text/forms.h"
#include "redact/text/ordinary_words.h"
#include "redact/text/words.h"
#include "redact/unicode.h"

namespace veil::redact {
namespace {

constexpr std::size_t kLatinMin = 4;  // letters of a part of a name that stands for it alone

FormTag tag_of(const KnownValue& value, Rule rule, bool weak = false) {
  return {SpanType::person, rule, value.part, weak, std::min(value.number, kNumberMax)};
}

std::u32string latin(std::u32string_view name, bool is_surname) {
  std::u32string out;
  for (const char32_t c : name) {
    const std::string_view sound = is_surname ? surname_sound_of(c) : sound_of(c);
    for (const char letter : sound) out.push_back(static_cast<char32_t>(letter));
  }
  return out;
}

// ü as those write it whose keyboards have none.
std::u32string with_v(std::u32string_view name, std::u32string written) {
  constexpr std::u32string_view umlauts = U"吕绿女旅律履侣铝驴闾";
  if (std::none_of(name.begin(), name.end(),
                   [&](char32_t c) { return umlauts.find(c) != umlauts.npos; }))
    return {};
  for (std::size_t i = 1; i < written.size(); ++i) {
    if (written[i] == U'u' && (written[i - 1] == U'l' || written[i - 1] == U'n')) written[i] = U'v';
  }
  return written;
}

void add_pinyin(std::u32string_view surname, std::u32string_view given, const KnownValue& value,
                FormSet& forms) {
  const std::u32string first = latin(surname, true);
  const std::u32string second = latin(given, false);
  if (second.empty()) return;
  const FormTag whole = tag_of(value, Rule::known);
  forms.add_text(first + second, whole);
  forms.add_text(second + first, whole);
  if (const auto v = with_v(surname, first); !v.empty()) {
    forms.add_text(v + second, whole);
    forms.add_text(second + v, whole);
  }
  if (const auto v = with_v(given, second); !v.empty()) {
    forms.add_text(first + v, whole);
    forms.add_text(v + first, whole);
  }
  if (given.size() >= 2 && second.size() >= kLatinMin)
    forms.add_text(second, tag_of(value, Rule::known_part));
}

// What people are called by their surname.
void add_titles(std::u32string_view surname, const KnownValue& value, FormSet& forms) {
  static constexpr std::array<std::u32string_view, 45> titles = {
      U"老倌", U"班长", U"组长",   U"主管", U"经理", U"老汉", U"老太", U"师",   U"同学",
      U"姐",   U"哥",   U"嫂",     U"叔",   U"姨",   U"婶",   U"妹",   U"弟",   U"爷",
      U"奶",   U"伯",   U"妈",     U"爸",   U"总",   U"氏",   U"阿姨", U"大姐", U"大哥",
      U"大嫂", U"大妈", U"大爷",   U"大娘", U"女士", U"先生", U"小姐", U"太太", U"师傅",
      U"老师", U"老板", U"老板娘", U"某某", U"婆婆", U"奶奶", U"爷爷", U"叔叔", U"队长"};
  const FormTag tag = tag_of(value, Rule::known_called);
  for (const auto title : titles)
    forms.add_text(std::u32string(surname) + std::u32string(title), tag);
  if (surname.size() > 1) return;
  for (const char32_t before : {U'小', U'老', U'阿', U'大'}) {
    forms.add_text(std::u32string(1, before) + std::u32string(surname), tag);
  }
}

// What people are called by their given name.
void add_diminutives(std::u32string_view given, const KnownValue& value, FormSet& forms) {
  const FormTag tag = tag_of(value, Rule::known_called);
  for (const char32_t c : given) {
    for (const char32_t before : {U'小', U'阿', U'老'})
      forms.add_text(std::u32string{before, c}, tag);
    forms.add_text(std::u32string{c, c}, tag);
    for (const char32_t after :
         {U'儿', U'姐', U'哥', U'妹', U'姨', U'嫂', U'子', U'娃', U'叔', U'婶'}) {
      forms.add_text(std::u32string{c, after},
                     tag_of(value, Rule::known_called, after == U'子' || after == U'儿'));
    }
  }
  if (given.size() < 2) return;
  for (const std::u32string_view after :
       {U"姐", U"哥", U"妹", U"姨", U"嫂", U"婶", U"叔", U"妈", U"爸"}) {
    forms.add_text(std::u32string(given) + std::u32string(after), tag);
  }
}

// Given name and father's name, parted by a dot.
void add_dotted(std::u32string_view folded, const KnownValue& value, FormSet& forms) {
  std::u32string joined;
  std::u32string blank;
  std::vector<std::u32string> parts(1);
  for (const char32_t c : folded) {
    if (c == U'\u00B7' || c == U'.') {
      parts.emplace_back();
      blank.push_back(U'.');
    } else {
      parts.back().push_back(c);
      joined.push_back(c);
      blank.push_back(c);
    }
  }
  forms.add_text(folded, tag_of(value, Rule::known));
  forms.add_text(joined, tag_of(value, Rule::known));
  forms.add_text(blank, tag_of(value, Rule::known));
  forms.add_sound(joined, tag_of(value, Rule::known_sound));
  for (const auto& part : parts)
    forms.add_text(part, tag_of(value, Rule::known_part, is_ordinary_word(part)));
}

}  // namespace

bool is_ordinary_word(std::u32string_view letters) {
  const FoldedText text(encode_utf8(letters));
  if (is_dictionary_word(letters) || word_at(text, 0, Cue::not_name) == text.size()) return true;
  for (const CueHit& cue : find_cues(text)) {
    if (cue.begin == 0 && cue.end == text.size()) return true;
  }
  return word_at(text, 0, Cue::after_name) == text.size() ||
         word_at(text, 0, Cue::title_after) == text.size();
}

void add_name_forms(std::u32string_view folded, const KnownValue& value, FormSet& forms) {
  if (folded.find(U'\u00B7') != folded.npos ||
      (folded.size() > 3 && folded.find(U'.') != folded.npos)) {
    return add_dotted(folded, value, forms);
  }
  std::u32string name;
  for (const char32_t c : folded) {
    if (is_han(c)) name.push_back(c);
  }
  if (name.empty()) return;
  const bool ordinary = is_ordinary_word(name);
  forms.add_text(name, tag_of(value, Rule::known, ordinary));
  const FoldedText text(encode_utf8(name));
  std::size_t surname = name.size() > 2 ? compound_surname_at(text, 0) : 0;
  if (surname == 0) surname = is_surname(name[0]) && name.size() <= 4 ? 1 : 0;
  const std::u32string_view family(name.data(), surname);
  const std::u32string_view given(name.data() + surname, name.size() - surname);
  forms.add_sound(name, tag_of(value, Rule::known_sound, name.size() == 2));
  add_pinyin(family, given, value, forms);
  if (surname == 0) {
    // Peoples whose names have no surname are called by two of its syllables.
    if (name.size() >= 4) {
      forms.add_text(name.substr(0, 2), tag_of(value, Rule::known_part, true));
      forms.add_text(name.substr(name.size() - 2), tag_of(value, Rule::known_part, true));
    }
    return;
  }
  if (given.size() >= 2)
    forms.add_text(given, tag_of(value, Rule::known_part, is_ordinary_word(given)));
  if (family.size() > 1) forms.add_text(family, tag_of(value, Rule::known_part));
  add_titles(family, value, forms);
  if (given.size() <= 2) add_diminutives(given, value, forms);
}

void add_alias_forms(std::u32string_view folded, const KnownValue& value, FormSet& forms) {
  // 丫丫, 阿莲, 小玉 may be words, but in a note about her they are she.
  const bool pet =
      folded.size() == 2 && (folded[0] == folded[1] || folded[0] == U'阿' || folded[0] == U'小');
  forms.add_text(folded, tag_of(value, Rule::known, !pet && is_ordinary_word(folded)));
  if (folded.size() >= 3 && is_surname(folded[0])) {
    add_name_forms(folded, value, forms);
  } else if (folded.size() >= 2) {
    const std::u32string sounded = latin(folded, false);
    if (sounded.size() >= kLatinMin) forms.add_text(sounded, tag_of(value, Rule::known));
    if (folded.size() >= 3) forms.add_sound(folded, tag_of(value, Rule::known_sound));
  }
}

void add_latin_name_forms(const FoldedText& text, const KnownValue& value, FormSet& forms) {
  std::vector<std::u32string> parts;
  for (const Letter& letter : text.letters()) {
    if (letter.kind != CharKind::letter && letter.kind != CharKind::han) continue;
    if (parts.empty() || letter.gap != Gap::none) parts.emplace_back();
    parts.back().push_back(letter.c);
  }
  if (parts.empty()) return;
  std::u32string whole;
  for (const auto& part : parts) whole += part;
  const FormTag tag = tag_of(value, Rule::known);
  forms.add_text(whole, tag);
  if (parts.size() == 1) return;
  std::u32string last_first = parts.back();
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) last_first += parts[i];
  std::u32string first_last;
  for (std::size_t i = 1; i < parts.size(); ++i) first_last += parts[i];
  forms.add_text(last_first, tag);
  forms.add_text(first_last + parts.front(), tag);
  for (const auto& part : parts) {
    const bool common = part.size() < kLatinMin || is_latin_surname(encode_utf8(part));
    forms.add_text(part, tag_of(value, Rule::known_part, common));
  }
  if (first_last.size() >= kLatinMin) forms.add_text(first_last, tag_of(value, Rule::known_part));
}

}  // namespace veil::redact
