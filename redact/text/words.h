// redact/text/words.h: the fixed words that rules look for, by what they tell. Chinese words are
// written in simplified characters, others in small letters without blanks, as folded text is.
// Thread safety: constants; the dictionary is made once, on first use.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "redact/text/folded.h"

namespace veil::redact {

enum class Cue : std::uint8_t {
  // What number or name follows.
  id_card,
  phone,
  account,
  wechat,
  qq,
  passport,
  permit,  // of Hong Kong, Macao, Taiwan residents
  plate,
  medical,
  disability,
  student,
  marriage,
  birth_certificate,
  property,
  matter,  // a case, a petition
  uscc,
  postcode,
  position,  // on the earth
  network,
  birth,        // a date of birth follows
  birth_after,  // ... or came before
  serial,       // a number that names no person
  // Dates of laws and days.
  law_date,
  holiday,
  // Names.
  name,          // 姓名, 名叫: a name follows
  nickname,      // 小名: any short word follows
  kin,           // 母亲, 丈夫
  short_kin,     // 夫, 女: only where they stand alone
  role,          // 邻居, 证人: private persons
  office,        // 民警, 法官: persons in office
  title_after,   // 女士, 某某: follow a name or a surname
  office_after,  // 警官, 法官
  after_name,    // 说, 称, 于, 到: stand after a name
  before_name,   // 与, 由, 被: stand before a name
  // English.
  en_name,
  en_kin,
  en_role,
  en_office,
  en_title,
  en_given,
  // Places and bodies.
  province,
  city,
  county,
  short_place,  // without its ending: 杭州
  public_body,
  hospital,
  school,    // endings of schools' names
  firm,      // endings of firms' names
  home,      // 住, 户籍地: an address follows
  works_at,  // 就职于: a workplace follows
  studies_at,
  shop_name,  // 店名: what a firm is called follows
  // What stays.
  keep,      // as it stands
  brand,     // named like a person
  product,   // what follows a brand
  not_name,  // ordinary words that begin like a name
};

struct CueHit {
  std::uint32_t begin = 0;  // letters
  std::uint32_t end = 0;
  Cue cue = Cue::keep;
};

// Every fixed word in a text, ascending by begin; longer ones first.
std::vector<CueHit> find_cues(const FoldedText& text);

// Letters of the longest word of a list that begins, or ends, at `at`; 0: none. For the lists whose
// words are everywhere and matter beside names only: title_after, office_after, after_name,
// before_name, not_name, short_kin.
std::size_t word_at(const FoldedText& text, std::size_t at, Cue list);
std::size_t word_ending_at(const FoldedText& text, std::size_t at, Cue list);

// One list of words, separated by blanks.
struct CueWords {
  Cue cue = Cue::keep;
  std::string_view words;
};
extern const CueWords kCueWords[];  // words_data.cpp
extern const std::size_t kCueWordsCount;
extern const std::string_view kNotNames;  // names_data.cpp

// What provinces are for short, on plates and in the numbers of courts.
inline constexpr std::u32string_view kProvinces =
    U"京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

bool is_surname(char32_t c) noexcept;
// Letters of the compound surname that begins there, if a given name may follow; 0: none.
std::size_t compound_surname_at(const FoldedText& text, std::size_t at);
// Whether people are given names with that character.
bool is_given_char(char32_t c) noexcept;
// The surnames' pinyin; of Vietnamese and other peoples too.
bool is_latin_surname(std::string_view word);

}  // namespace veil::redact
