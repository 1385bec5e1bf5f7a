#include "redact/text/units.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace veil::redact {
namespace {

constexpr std::size_t kNameMax = 6;    // letters of a place's own name
constexpr std::size_t kNumberMax = 8;  // digits

struct Ending {
  std::u32string_view word;
  UnitKind kind;
};
// Longer ones first.
constexpr std::array kEndings = {
    Ending{U"居民小区", UnitKind::estate}, Ending{U"员工宿舍", UnitKind::estate}, Ending{U"职工宿舍", UnitKind::estate},
    Ending{U"安置小区", UnitKind::estate}, Ending{U"家属院", UnitKind::estate},   Ending{U"家属楼", UnitKind::estate},
    Ending{U"安置房", UnitKind::estate},   Ending{U"城中村", UnitKind::village},  Ending{U"自然村", UnitKind::village},
    Ending{U"小区", UnitKind::estate},     Ending{U"花园", UnitKind::estate},     Ending{U"公寓", UnitKind::estate},
    Ending{U"家园", UnitKind::estate},     Ending{U"新村", UnitKind::estate},     Ending{U"新苑", UnitKind::estate},
    Ending{U"嘉园", UnitKind::estate},     Ending{U"佳园", UnitKind::estate},     Ending{U"雅苑", UnitKind::estate},
    Ending{U"名苑", UnitKind::estate},     Ending{U"华庭", UnitKind::estate},     Ending{U"豪庭", UnitKind::estate},
    Ending{U"月庭", UnitKind::estate},     Ending{U"宿舍", UnitKind::estate},     Ending{U"大厦", UnitKind::estate},
    Ending{U"公馆", UnitKind::estate},     Ending{U"山庄", UnitKind::estate},     Ending{U"新城", UnitKind::estate},
    Ending{U"名城", UnitKind::estate},     Ending{U"桂花城", UnitKind::estate},   Ending{U"大院", UnitKind::estate},
    Ending{U"社区", UnitKind::estate},     Ending{U"街道", UnitKind::town},       Ending{U"开发区", UnitKind::town},
    Ending{U"苏木", UnitKind::town},       Ending{U"大道", UnitKind::road},       Ending{U"大街", UnitKind::road},
    Ending{U"胡同", UnitKind::road},       Ending{U"国道", UnitKind::road},       Ending{U"弄堂", UnitKind::road},
    Ending{U"步行街", UnitKind::road},     Ending{U"嘎查", UnitKind::village},    Ending{U"镇", UnitKind::town},
    Ending{U"乡", UnitKind::town},         Ending{U"村", UnitKind::village},      Ending{U"庄", UnitKind::village},
    Ending{U"屯", UnitKind::village},      Ending{U"寨", UnitKind::village},      Ending{U"堡", UnitKind::village},
    Ending{U"湾", UnitKind::village},      Ending{U"坳", UnitKind::village},      Ending{U"冲", UnitKind::village},
    Ending{U"坪", UnitKind::village},      Ending{U"塘", UnitKind::village},      Ending{U"沟", UnitKind::village},
    Ending{U"岭", UnitKind::village},      Ending{U"营", UnitKind::village},      Ending{U"垭", UnitKind::village},
    Ending{U"坝", UnitKind::village},      Ending{U"路", UnitKind::road},         Ending{U"街", UnitKind::road},
    Ending{U"巷", UnitKind::road},         Ending{U"弄", UnitKind::road},         Ending{U"里", UnitKind::road},
    Ending{U"苑", UnitKind::estate},       Ending{U"府", UnitKind::estate},       Ending{U"庭", UnitKind::estate},
    Ending{U"院", UnitKind::estate},       Ending{U"城", UnitKind::estate}};

// Letters that stand before a place and are no part of its name.
bool is_stop(char32_t c) noexcept {
  constexpr std::u32string_view stops =
      U"的在住到于从去往至是了和与及或把被将向对给让由就又也都还很不没有来回搬租经离进出站走跑送接叫说称系为该本其她他我你这那每各同附近让带逃躲藏前过";
  return stops.find(c) != stops.npos;
}

// Words that end like places: 知道, 农村, 家里.
bool is_word_not_place(std::u32string_view name, const Ending& ending) noexcept {
  constexpr std::u32string_view plain = U"农全本乡外各同进出回驻下家心城院夜村屋手屎这那哪眼怀肚嘴店楼房山水道马公铁线思网半一二三两几走同迷邻集赶大小沿老新学医法检";
  if (name.size() == 1 && plain.find(name[0]) != plain.npos) {
    return ending.word.size() == 1;
  }
  return name.empty();
}

bool is_number_word(char32_t c) noexcept {
  return numeral_of(c) >= 0 || c == U'十' || c == U'百';
}

class Units {
 public:
  Units(const FoldedText& text, const std::vector<CueHit>& cues) : text_(text), cues_(cues) {}

  std::vector<Unit> find() {
    std::size_t cue = 0;
    for (std::size_t i = 0; i < text_.size();) {
      while (cue < cues_.size() && cues_[cue].begin < i) ++cue;
      const std::size_t end = unit_at(i, cue);
      i = end > i ? end : i + 1;
    }
    return std::move(out_);
  }

 private:
  char32_t c(std::size_t i) const noexcept { return text_.c(static_cast<std::ptrdiff_t>(i)); }

  std::size_t unit_at(std::size_t i, std::size_t cue) {
    for (std::size_t k = cue; k < cues_.size() && cues_[k].begin == i; ++k) {
      const Cue is = cues_[k].cue;
      if (is == Cue::province || is == Cue::city || is == Cue::county) {
        return add(i, cues_[k].end, UnitKind::region);
      }
    }
    if (const std::size_t end = number_at(i); end > i) return add(i, end, UnitKind::number);
    if (text_[i].kind != CharKind::han) return beside_at(i);
    if (const std::size_t end = beside_at(i); end > i) return end;
    return ending_at(i);
  }

  std::size_t add(std::size_t begin, std::size_t end, UnitKind kind) {
    out_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), kind});
    return end;
  }

  // 12号, 3幢, 十二单元, 5-2-301, 6#
  std::size_t number_at(std::size_t i) const {
    const bool digit = text_[i].kind == CharKind::digit;
    const bool word = is_number_word(text_[i].c);
    const bool letter = text_[i].kind == CharKind::letter && text_[i].upper;
    if (!digit && !word && !letter && c(i) != U'甲') return i;
    std::size_t end = i;
    if (letter) ++end;
    while (end < text_.size() && end - i < kNumberMax &&
           (text_[end].kind == CharKind::digit || (!digit && is_number_word(text_[end].c)) ||
            (end > i && (c(end) == U'-' || c(end) == U'之') && text_[end - 1].kind != CharKind::mark))) {
      ++end;
    }
    if (end == i) return i;
    if (end > i && (c(end - 1) == U'-')) --end;
    static constexpr std::array<std::u32string_view, 34> words = {
        U"号楼", U"号院", U"号房", U"号铺", U"号摊", U"号门", U"单元", U"门洞", U"村民小组", U"小组", U"号", U"幢", U"栋", U"座", U"室",
        U"楼", U"层", U"组", U"队", U"社", U"弄", U"户", U"期", U"#", U"巷", U"排", U"院", U"门", U"屋", U"园", U"区", U"房", U"支弄", U"大队"};
    std::size_t longest = 0;
    for (const auto one : words) {
      if (one.size() > longest && text_.part(end, end + one.size()) == one) longest = one.size();
    }
    if (longest > 0) return end + longest;
    // A bare number behind another unit: 3幢501.
    const bool follows = !out_.empty() && out_.back().end == i && out_.back().kind != UnitKind::region &&
                         out_.back().kind != UnitKind::town;
    const bool whole = end >= text_.size() || !(text_[end].is_word() && text_[end].gap == Gap::none);
    const bool unit_after = c(end) == U'年' || c(end) == U'月' || c(end) == U'人' || c(end) == U'岁' || c(end) == U'元' || c(end) == U'次' || c(end) == U'个';
    return follows && digit && whole && end - i >= 1 && !unit_after ? end : i;
  }

  // 东头, (小卖部楼上), 村口
  std::size_t beside_at(std::size_t i) {
    const bool follows = !out_.empty() && out_.back().end == i && out_.back().kind != UnitKind::region;
    if (!follows) return i;
    static constexpr std::array<std::u32string_view, 18> words = {
        U"东头", U"西头", U"南头", U"北头", U"村口", U"村头", U"后院", U"旁边", U"隔壁", U"对面", U"附近", U"东侧", U"西侧", U"南侧",
        U"北侧", U"尽头", U"后面", U"楼上"};
    for (const auto word : words) {
      if (text_.part(i, i + word.size()) == word) return add(i, i + word.size(), UnitKind::beside);
    }
    if (c(i) != U'(') return i;
    constexpr std::size_t kNoteMax = 12;
    std::size_t end = i + 1;
    bool place = false;
    while (end < text_.size() && end - i < kNoteMax && c(end) != U')') {
      constexpr std::u32string_view signs = U"楼店院房边旁对后侧口场内间";
      place = place || signs.find(c(end)) != signs.npos;
      if (text_[end].kind == CharKind::mark) return i;
      ++end;
    }
    return place && c(end) == U')' ? add(i, end + 1, UnitKind::beside) : i;
  }

  // A name that ends like a place.
  std::size_t ending_at(std::size_t i) {
    const std::size_t floor = out_.empty() ? 0 : out_.back().end;
    for (const Ending& ending : kEndings) {
      if (text_.part(i, i + ending.word.size()) != ending.word) continue;
      std::size_t begin = i;
      while (begin > floor && i - begin < kNameMax && text_[begin - 1].kind == CharKind::han &&
             !is_stop(text_[begin - 1].c)) {
        --begin;
      }
      begin = past_cues(begin, i);
      const std::size_t end = i + ending.word.size();
      if (is_word_not_place(text_.part(begin, i), ending)) continue;
      return add(begin, end, ending.kind);
    }
    return i;
  }
  // Words that say that a place follows are no part of its name.
  std::size_t past_cues(std::size_t begin, std::size_t end) const {
    std::size_t from = begin;
    const auto at = std::lower_bound(cues_.begin(), cues_.end(), begin,
                                     [](const CueHit& cue, std::size_t place) { return cue.end <= place; });
    for (auto it = at; it != cues_.end() && it->begin < end; ++it) {
      const bool no_place = it->cue != Cue::short_place && it->cue != Cue::firm && it->cue != Cue::school &&
                            it->cue != Cue::keep && it->cue != Cue::public_body;
      if (no_place && it->end <= end && it->end > from) from = it->end;
    }
    return from;
  }

  const FoldedText& text_;
  const std::vector<CueHit>& cues_;
  std::vector<Unit> out_;
};

}  // namespace

std::vector<Unit> find_units(const FoldedText& text, const std::vector<CueHit>& cues) {
  return Units(text, cues).find();
}

}  // namespace veil::redact
