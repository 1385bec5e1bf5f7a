// The forms of employers and schools: without the place, without what the law calls them,
// abbreviated, in pinyin.
#include <algorithm>
#include <array>

#include "redact/text/forms.h"
#include "redact/text/latin_words.h"
#include "redact/text/ordinary_words.h"
#include "redact/text/organisations.h"
#include "redact/text/units.h"
#include "redact/unicode.h"

namespace veil::redact {
namespace {

constexpr std::size_t kPrefixMin = 4;  // letters of a name's beginning that stand for it
constexpr std::size_t kNameMin = 2;
constexpr std::size_t kLatinMin = 6;

struct Body {
  std::u32string own;                  // without places
  std::vector<std::u32string> places;  // 梅州 梅县 松口
};

// Letters of the division that the name begins with; 0: none.
std::size_t region_at(const FoldedText& text, const std::vector<CueHit>& cues, std::size_t i) {
  std::size_t longest = 0;
  for (const CueHit& cue : cues) {
    const bool place = cue.cue == Cue::province || cue.cue == Cue::city || cue.cue == Cue::county ||
                       cue.cue == Cue::short_place;
    if (place && cue.begin == i) longest = std::max<std::size_t>(longest, cue.end - cue.begin);
  }
  if (longest > 0) {
    constexpr std::u32string_view endings = U"省市区县";
    const bool goes_on =
        endings.find(text.c(static_cast<std::ptrdiff_t>(i + longest))) != endings.npos;
    return longest + (goes_on ? 1U : 0U);
  }
  // 洞井街道, 松口镇, 板桥区: no list has them all.
  constexpr std::size_t kUnlistedMax = 5;
  for (std::size_t size = 3; size <= kUnlistedMax && i + size < text.size(); ++size) {
    const std::u32string name = text.part(i, i + size);
    for (const std::u32string_view ending : {U"街道", U"镇", U"乡", U"区", U"县", U"市"}) {
      const bool word =
          ending.size() == 1 && is_listed(std::u32string_view(name).substr(size - 2),
                                          U" 城镇 乡镇 村镇 市区 城区 社区 小区 园区 校区 厂区 "
                                          U"山区 地区 城市 超市 门市 都市 家乡 同乡 县市 ");
      if (name.ends_with(ending) && size >= ending.size() + 2 && !word) return size;
    }
  }
  return 0;
}

std::u32string short_place(std::u32string name) {
  for (const std::u32string_view ending : {U"街道", U"省", U"市", U"区", U"县", U"镇", U"乡"}) {
    if (name.size() >= ending.size() + 2 && name.ends_with(ending)) {
      name.resize(name.size() - ending.size());
      break;
    }
  }
  return name;
}

Body read_body(const FoldedText& text) {
  Body out;
  const auto cues = find_cues(text);
  std::size_t from = 0;
  for (std::size_t size = region_at(text, cues, 0);
       size > 0 && from + size + kNameMin <= text.size(); size = region_at(text, cues, from)) {
    out.places.push_back(short_place(text.part(from, from + size)));
    from += size;
  }
  out.own = text.part(from, text.size());
  return out;
}

class BodyForms {
 public:
  BodyForms(const KnownValue& value, SpanType type, FormSet& forms)
      : value_(value), type_(type), forms_(forms) {}

  void add(const FoldedText& text) {
    plain(text.part(0, text.size()), false);
    if (std::none_of(text.letters().begin(), text.letters().end(),
                     [](const Letter& one) { return one.kind == CharKind::han; })) {
      return latin(text);
    }
    // (太仓) as it is said: without brackets, and without the place.
    const std::u32string letters = text.part(0, text.size());
    std::u32string whole;
    std::u32string bare;
    bool inside = false;
    for (const char32_t c : letters) {
      inside = c == U'(' || (inside && c != U')');
      if (c != U'(' && c != U')') {
        whole.push_back(c);
        if (!inside) bare.push_back(c);
      }
    }
    const bool has_class =
        letters.find(U'班') != letters.npos || letters.find(U"年级") != letters.npos;
    chinese(has_class ? letters : whole);
    if (bare != whole && !has_class) chinese(bare);
  }

 private:
  FormTag tag(bool weak) const {
    return {type_, Rule::known_part, value_.part, weak, std::min(value_.number, kNumberMax)};
  }
  void plain(std::u32string_view letters, bool weak) {
    forms_.add_text(letters,
                    {type_, Rule::known, value_.part, weak, std::min(value_.number, kNumberMax)});
  }

  void chinese(const std::u32string& letters) {
    const FoldedText text(encode_utf8(letters));
    if (text.size() != letters.size()) return;
    const Body body = read_body(text);
    forms_.add_text(body.own, tag(false));
    name(body.own, body.places);
    if (type_ == SpanType::school) abbreviations(body);
    // What stands in a market or a park: 中纺市场 | 北区丽人坊
    for (const std::u32string_view within :
         {U"市场", U"广场", U"大厦", U"商城", U"园区", U"软件园", U"工业园", U"产业园", U"科技园",
          U"商场", U"医院", U"集团"}) {
      const std::size_t at = body.own.find(within);
      if (at == body.own.npos || at + within.size() + kNameMin >= body.own.size()) continue;
      const std::u32string part = body.own.substr(at + within.size());
      if (trades_at(part) < part.size()) name(part, body.places);
    }
  }

  // A name without places: its beginnings, alone and behind each place.
  void name(const std::u32string& own, const std::vector<std::u32string>& places) {
    const std::size_t core = own.size() - legal_size(own);
    for (std::size_t size = kPrefixMin; size < own.size(); ++size) {
      if (size > core && size != own.size()) continue;
      const auto part = std::u32string_view(own).substr(0, size);
      const bool weak =
          trades_at(part) == part.size() || is_dictionary_word(part) || is_school_word(part);
      forms_.add_text(part, tag(weak));
      for (const auto& place : places) forms_.add_text(place + std::u32string(part), tag(false));
    }
    for (const auto& place : places) forms_.add_text(place + own.substr(0, core), tag(false));
    distinctive(own, places);
    // 南海 晟隆 五金: what stands right before the trade, behind a place that no list knows.
    for (std::size_t at = kPrefixMin; at <= core && at <= kPrefixMin + 2 && at < own.size(); ++at) {
      if (!begins_kind(std::u32string_view(own).substr(at)) ||
          begins_kind(std::u32string_view(own).substr(at - 2)))
        continue;
      const std::u32string late = own.substr(at - 2);
      const bool plain = is_dictionary_word(late.substr(0, 2)) || trades_at(late) >= 2;
      for (std::size_t size = kPrefixMin; size <= late.size(); ++size)
        forms_.add_text(late.substr(0, size), tag(plain && size < kPrefixMin));
      if (!plain) forms_.add_text(late.substr(0, 2), tag(true));
      break;
    }
    swapped(own.substr(0, core), places);
    // 恒山矿 for 恒山矿业
    for (const std::u32string_view trade : {U"矿业", U"煤业", U"鞋业", U"酒业", U"药业"}) {
      const std::size_t at = own.find(trade);
      if (at != own.npos && at >= kNameMin)
        forms_.add_text(own.substr(0, at + 1) + own.substr(at + 2), tag(false));
    }
  }
  // The word that only this body is called by: 晟隆 of 晟隆五金制品厂.
  void distinctive(const std::u32string& own, const std::vector<std::u32string>& places) {
    std::size_t size = kNameMin;
    while (size < own.size() && size < kPrefixMin &&
           !begins_kind(std::u32string_view(own).substr(size)))
      ++size;
    if (size >= own.size() || !begins_kind(std::u32string_view(own).substr(size))) return;
    const std::u32string word = own.substr(0, size);
    const bool weak = is_dictionary_word(word) || is_ordinary_word(word) ||
                      trades_at(word) == size || is_school_word(word) || numeral_of(word[0]) >= 0 ||
                      word[0] == U'第';
    forms_.add_text(word, tag(weak));
    if (size >= 3) forms_.add_text(word.substr(0, size), tag(weak));
    if (!weak) {
      for (const auto& place : places) forms_.add_text(place + word, tag(false));
    }
    pinyin(word, weak);
  }
  // 太仓莱茵泰克 and 莱茵泰克太仓
  void swapped(const std::u32string& core, const std::vector<std::u32string>& places) {
    const std::size_t size = std::min<std::size_t>(core.size(), kPrefixMin);
    if (size < kPrefixMin || places.empty()) return;
    for (const auto& place : places) forms_.add_text(core.substr(0, size) + place, tag(false));
  }
  void pinyin(std::u32string_view word, bool weak) {
    std::u32string out;
    for (const char32_t c : word) {
      for (const char letter : sound_of(c)) out.push_back(static_cast<char32_t>(letter));
    }
    if (out.size() < kLatinMin) return;
    forms_.add_text(out, tag(true));
    static constexpr std::array<std::u32string_view, 7> schools = {
        U"primaryschool", U"primary",    U"middleschool",   U"school",
        U"kindergarten",  U"highschool", U"secondaryschool"};
    if (type_ != SpanType::school) return;
    for (const auto kind : schools)
      forms_.add_text(out + std::u32string(kind), tag(weak && word.size() < kNameMin));
  }

  static std::size_t legal_size(std::u32string_view own) {
    for (const std::u32string_view ending : {U"有限责任公司", U"股份有限公司", U"集团有限公司",
                                             U"有限公司", U"分公司", U"公司", U"集团"}) {
      if (own.ends_with(ending) && own.size() >= ending.size() + kNameMin) return ending.size();
    }
    return 0;
  }
  static bool begins_kind(std::u32string_view rest) {
    if (trades_at(rest) > 0) return true;
    const FoldedText text(encode_utf8(rest));
    const auto cues = find_cues(text);
    return std::any_of(cues.begin(), cues.end(), [](const CueHit& cue) {
      return cue.begin == 0 &&
             (cue.cue == Cue::firm || cue.cue == Cue::school || cue.cue == Cue::hospital);
    });
  }
  static bool is_school_word(std::u32string_view word) {
    static constexpr std::array<std::u32string_view, 18> words = {
        U"中心小学", U"实验小学", U"实验中学", U"民族中学", U"民族小学", U"希望小学",
        U"特殊教育", U"职业技术", U"第一",     U"第二",     U"第三",     U"第四",
        U"第五",     U"实验",     U"中心",     U"民族",     U"外国语",   U"附属"};
    return std::find(words.begin(), words.end(), word) != words.end();
  }

  // 实中 for 实验中学, 二小 for 第二小学, 师院 for 师范学院; behind a place they are the body's
  // alone.
  void abbreviations(const Body& body) {
    std::u32string own = body.own;
    std::vector<std::u32string> out;
    struct Kind {
      std::u32string_view ending;
      std::u32string_view short_ending;
    };
    static constexpr std::array kKinds = {
        Kind{U"职业技术学院", U"职院"}, Kind{U"职业学院", U"职院"},
        Kind{U"职业技术学校", U"职校"}, Kind{U"职业高级中学", U"职高"},
        Kind{U"职业中学", U"职中"},     Kind{U"师范大学", U"师大"},
        Kind{U"师范学院", U"师院"},     Kind{U"外国语学校", U"外校"},
        Kind{U"外国语大学", U"外"},     Kind{U"外国语学院", U"外"},
        Kind{U"理工大学", U"理工"},     Kind{U"民族大学", U"民大"},
        Kind{U"医科大学", U"医大"},     Kind{U"农业大学", U"农大"},
        Kind{U"工业大学", U"工大"},     Kind{U"财经大学", U"财大"},
        Kind{U"外国语学校", U"外国语"}, Kind{U"中心小学", U"中小"},
        Kind{U"实验小学", U"实小"},     Kind{U"实验中学", U"实中"},
        Kind{U"实验小学", U"实验"},     Kind{U"实验中学", U"实验"},
        Kind{U"实验学校", U"实验"},     Kind{U"高级中学", U"高中"},
        Kind{U"高级中学", U"中"},       Kind{U"民族中学", U"民中"},
        Kind{U"民族小学", U"民小"},     Kind{U"小学", U"小"},
        Kind{U"中学", U"中"},           Kind{U"幼儿园", U"幼"},
        Kind{U"大学", U"大"},           Kind{U"学院", U"院"},
        Kind{U"特殊教育学校", U"特校"}, Kind{U"寄宿制学校", U"寄校"}};
    for (const Kind& kind : kKinds) {
      const std::size_t at = own.find(kind.ending);
      if (at == own.npos) continue;
      std::u32string stem = own.substr(0, at);
      if (stem.starts_with(U"第")) stem.erase(0, 1);
      const std::u32string rest = own.substr(at + kind.ending.size());
      const std::u32string brief = stem + std::u32string(kind.short_ending);
      if (brief.size() < kNameMin) continue;
      out.push_back(brief);
      if (!rest.empty()) {
        out.push_back(brief + rest);
        if (rest.ends_with(U"班")) out.push_back(brief + rest.substr(0, rest.size() - 1));
      }
      if (stem.size() >= 2) out.push_back(stem.substr(0, 1) + std::u32string(kind.short_ending));
    }
    for (const std::u32string& brief : out) {
      const bool higher =
          own.ends_with(U"大学") && brief.size() >= kNameMin && !is_dictionary_word(brief);
      if (brief.size() >= kNameMin)
        forms_.add_text(brief, tag(brief.size() <= 3 && !has_digit(brief) && !higher));
      for (const std::u32string& place : body.places) {
        forms_.add_text(place + brief, tag(false));
        forms_.add_text(place.substr(0, 1) + brief, tag(brief.size() < 2 || place.size() < 2));
      }
    }
  }
  static bool has_digit(std::u32string_view word) {
    return std::any_of(word.begin(), word.end(), [](char32_t c) { return c >= U'0' && c <= U'9'; });
  }

  // Two words and more of a name in letters; the first alone where it stands as an employer.
  void latin(const FoldedText& text) {
    const auto words = latin_words(text);
    const auto is_kind = [&words](std::size_t i) {
      return words[i].plain.size() < 2 ||
             is_listed(words[i].plain,
                       U" school primary middle high secondary kindergarten college university "
                       U"company co ltd limited inc corp group "
                       U"trading international intl the of and de da do factory plant shop store "
                       U"hotel restaurant centre center "
                       U"nursing home technology tech education no experimental central software "
                       U"park market supermarket "
                       U"middleschool textile garment electronics logistics hope first second "
                       U"third number ");
    };
    constexpr std::size_t kStarts = 4;
    constexpr std::size_t kWordsMax = 6;
    for (std::size_t from = 0; from < words.size() && from < kStarts; ++from) {
      std::size_t named = 0;
      for (std::size_t to = from; to < words.size() && to < from + kWordsMax; ++to) {
        if (to > from && text.c(static_cast<std::ptrdiff_t>(words[to - 1].end)) == U',') break;
        named += is_kind(to) && !words[to].digit ? 0U : 1U;
        if (to == from || named == 0) continue;
        const bool sure = named >= 2 || (from == 0 && to > from) || (named == 1 && !is_kind(from));
        forms_.add_text(text.part(words[from].begin, words[to].end), tag(!sure));
        if (words[from].digit) break;
      }
    }
    if (!words.empty() && words[0].plain.size() >= 4 && !is_kind(0))
      forms_.add_text(words[0].plain, tag(true));
  }

  const KnownValue& value_;
  SpanType type_;
  FormSet& forms_;
};

}  // namespace

void add_body_forms(const FoldedText& text, const KnownValue& value, SpanType type,
                    FormSet& forms) {
  BodyForms(value, type, forms).add(text);
}

}  // namespace veil::redact
