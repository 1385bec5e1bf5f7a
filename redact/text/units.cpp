#include "redact/text/units.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "redact/text/ordinary_words.h"

namespace veil::redact {
namespace {

constexpr std::size_t kNameMax = 7;    // letters of a place's own name
constexpr std::size_t kNameSure = 4;   // beyond, it may have begun with other words
constexpr std::size_t kWholeMax = 16;  // in a text that is all address
constexpr std::size_t kNumberMax = 10;
constexpr std::size_t kBareMax = 5;  // digits of a door without a word behind

bool is_number_word(char32_t c) noexcept {
  return numeral_of(c) >= 0 || c == U'十' || c == U'百' || c == U'廿';
}

// Words that end like places: 知道, 农村, 家里.
bool is_word_not_place(std::u32string_view name, const UnitEnding& ending) {
  if (name.empty()) return true;
  constexpr std::u32string_view plain =
      U"农全本乡外各同进出回驻下家心城院夜村屋手屎这那哪眼怀肚嘴店楼房山水道马公铁线思网半一二三两"
      U"几走迷邻集赶大小沿老新学"
      U"医法检通故原返来去往过带让问修铺逛上贫困空整单自住该某每入离厂校园车店床屏条";
  const bool is_short = ending.word.size() == 1 && name.size() == 1;
  if (is_short && plain.find(name[0]) != plain.npos) return true;
  if (name.back() == ending.word.front() && ending.word.size() == 1) return true;
  if (ending.word.size() == 1) {
    // 学院, 政府, 校园; 小路, 公路
    constexpr std::u32string_view bodies =
        U" 学院 医院 法院 政府 家庭 法庭 开庭 校园 公园 乐园 影院 剧院 检院 出院 住院 县城 进城 "
        U"全城 家园 陵园 果园 菜园 园区 ";
    constexpr std::u32string_view ways = U"小马公铁水泥土山岔沿半这那条";
    const std::u32string tail{U' ', name.back(), ending.word[0], U' '};
    if (bodies.find(tail) != bodies.npos) return true;
    if (ending.kind == UnitKind::road && name.size() > 2 && ways.find(name.back()) != ways.npos)
      return true;
  }
  static constexpr std::array<std::u32string_view, 74> words = {
      U"居民", U"农民", U"安置", U"拆迁", U"高档", U"老旧", U"整个", U"附近", U"隔壁", U"住宅",
      U"封闭", U"单身", U"职工", U"员工", U"学生", U"工厂", U"公司", U"集体", U"厂里", U"学校",
      U"单位", U"男生", U"女生", U"教师", U"贫困", U"示范", U"文明", U"美丽", U"留守", U"行政",
      U"自然", U"脱贫", U"重点", U"帮扶", U"商业", U"城市", U"乡间", U"山间", U"水泥", U"高速",
      U"柏油", U"盘山", U"回家", U"上班", U"上学", U"放学", U"下班", U"必经", U"一条", U"这条",
      U"那条", U"两个", U"三个", U"几个", U"多个", U"某个", U"幸福", U"温馨", U"美好", U"和谐",
      U"共同", U"后",   U"城中", U"村中", U"屋后", U"乡村", U"偏远", U"我们", U"咱们", U"他们",
      U"她们", U"各个", U"全部", U"知"};
  return std::find(words.begin(), words.end(), name) != words.end();
}

class Units {
 public:
  Units(const FoldedText& text, const std::vector<CueHit>& cues, UnitsIn in)
      : text_(text), cues_(cues), whole_(in == UnitsIn::whole) {}

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
  std::size_t floor() const noexcept { return out_.empty() ? 0 : out_.back().end; }
  bool follows(std::size_t i) const noexcept { return !out_.empty() && out_.back().end == i; }

  std::size_t add(std::size_t begin, std::size_t end, UnitKind kind, bool weak = false) {
    out_.push_back(
        {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), kind, weak});
    return end;
  }

  std::size_t unit_at(std::size_t i, std::size_t cue) {
    if (const std::size_t end = region_at(i, cue); end > i) return end;
    if (const std::size_t end = number_at(i); end > i) return end;
    if (const std::size_t end = beside_at(i); end > i) return end;
    return text_[i].kind == CharKind::han ? ending_at(i) : i;
  }

  std::size_t region_at(std::size_t i, std::size_t cue) {
    for (std::size_t k = cue; k < cues_.size() && cues_[k].begin == i; ++k) {
      const Cue is = cues_[k].cue;
      if (is == Cue::province || is == Cue::city || is == Cue::county) {
        return add(i, cues_[k].end, UnitKind::region);
      }
      // 水北镇 holds 北镇.
      if (is == Cue::short_place)
        return add(is_behind(i) && i - floor() <= 2 ? floor() : i, cues_[k].end, UnitKind::region,
                   true);
    }
    return unlisted_region_at(i);
  }
  // 板桥区: in a text that is all address.
  std::size_t unlisted_region_at(std::size_t i) {
    constexpr std::u32string_view endings = U"省市区县旗州盟";
    constexpr std::size_t kRegionMax = 5;
    const bool starts =
        i == 0 || follows(i) || (!whole_ && (breaks_before(text_, i) || is_hard_stop(c(i - 1))));
    if (text_[i].kind != CharKind::han || !starts ||
        (!whole_ && (is_hard_stop(c(i)) || is_soft_stop(c(i)))))
      return i;
    constexpr std::u32string_view words =
        U" 城市 市区 社区 小区 山区 地区 城区 园区 辖区 校区 灾区 片区 景区 专区 牧区 林区 郊区 "
        U"县市 国旗 红旗 锦旗 夜市 超市 "
        U"门市 股市 上市 都市 全市 本市 厂区 库区 新区 库区 病区 院区 街区 商区 战区 禁区 误区 "
        U"特区 乡县 ";
    for (std::size_t k = i + 1; k < text_.size() && k <= i + (whole_ ? kRegionMax : kRegionMax - 2);
         ++k) {
      const bool stops = is_hard_stop(c(k)) || (is_soft_stop(c(k)) && c(k + 1) != U'旗');
      if (text_[k].kind != CharKind::han || text_[k].gap != Gap::none || (!whole_ && stops))
        return i;
      if (begins_region(k)) return i;
      if (k < i + 2 || endings.find(c(k)) == endings.npos) continue;
      if (words.find(U' ' + text_.part(k - 1, k + 1) + U' ') != words.npos) return i;
      if (unit_ending_at(text_, k - 1) != nullptr && whole_) continue;
      return add(i, k + 1, UnitKind::region, !whole_);
    }
    return i;
  }

  bool begins_region(std::size_t i) const {
    auto it = std::lower_bound(cues_.begin(), cues_.end(), i,
                               [](const CueHit& cue, std::size_t at) { return cue.begin < at; });
    for (; it != cues_.end() && it->begin == i; ++it) {
      if (it->cue == Cue::province || it->cue == Cue::city || it->cue == Cue::county ||
          it->cue == Cue::short_place)
        return true;
    }
    return false;
  }

  // Past the digits or numerals of a number that begins at `i`: 12, 十二, 5-2-301, A3, 附3, 16甲.
  std::size_t number_end(std::size_t i) const {
    constexpr std::u32string_view before = U"附负第甲乙丙丁";
    std::size_t from = i;
    if (before.find(c(i)) != before.npos) ++from;
    if (text_[i].kind == CharKind::letter && text_[i].c < 0x80) {
      from = i + 1;
      if (c(from) == U'-') ++from;
    }
    if (from >= text_.size()) return text_[i].upper ? from : i;
    const bool digit = text_[from].kind == CharKind::digit;
    std::size_t end = from;
    while (end < text_.size() && end - i < kNumberMax) {
      const Letter& letter = text_[end];
      const bool part = letter.kind == CharKind::digit || (!digit && is_number_word(letter.c));
      const bool joint = end > from &&
                         (letter.c == U'-' || letter.c == U'之' || letter.c == U'/') &&
                         end + 1 < text_.size() && text_[end + 1].kind == CharKind::digit;
      if (!part && !joint) break;
      ++end;
    }
    if (end == from)
      return text_[i].kind == CharKind::letter && text_[i].upper && from == i + 1 ? from : i;
    if (end < text_.size() && text_[end].kind == CharKind::letter && text_[end].c < 0x80 &&
        text_[end].gap == Gap::none &&
        !(end + 1 < text_.size() && text_[end + 1].is_word() && text_[end + 1].gap == Gap::none)) {
      ++end;
    }
    return end;
  }

  std::size_t number_at(std::size_t i) {
    const Letter& first = text_[i];
    if (first.kind == CharKind::mark ||
        (i > 0 && first.is_word() && text_[i - 1].is_word() && first.gap == Gap::none)) {
      return i;
    }
    if (const std::size_t end = side_at(i); end > i) return end;
    const std::size_t end = number_end(i);
    if (end == i) return i;
    const std::size_t word = number_word_at(text_, end);
    if (word > 0) return numbered(i, end, end + word);
    // A bare number behind another unit: 3幢501.
    const bool behind =
        follows(i) && out_.back().kind != UnitKind::region && out_.back().kind != UnitKind::town;
    const bool whole =
        end >= text_.size() || !(text_[end].is_word() && text_[end].gap == Gap::none);
    constexpr std::u32string_view counted =
        U"年月人岁元次个天名日点米块分时万千百余多度斤公级届班%:";
    const bool count = counted.find(c(end)) != counted.npos || text_[i].gap == Gap::line;
    const bool has_digit =
        std::any_of(text_.letters().begin() + static_cast<std::ptrdiff_t>(i),
                    text_.letters().begin() + static_cast<std::ptrdiff_t>(end),
                    [](const Letter& one) { return one.kind == CharKind::digit; });
    const bool is_short =
        end - i <= kBareMax || text_.part(i, end).find(U'-') != std::u32string::npos;
    const bool letter = end == i + 1 && text_[i].upper && !out_.empty() &&
                        out_.back().kind == UnitKind::number && text_[i].gap == Gap::none;
    if (!behind && is_door_row(i, end) && whole) return add(i, end, UnitKind::number);
    return behind && whole && !count && (has_digit || letter) && is_short
               ? add(i, end, UnitKind::number)
               : i;
  }

  // 7-1-1602
  bool is_door_row(std::size_t i, std::size_t end) const {
    std::array<std::size_t, 4> sizes{};
    std::size_t part = 0;
    for (std::size_t k = i; k < end; ++k) {
      if (c(k) == U'-')
        ++part;
      else if (text_[k].kind != CharKind::digit)
        return false;
      else
        ++sizes[part];
      if (part > 2) return false;
    }
    return part == 2 && sizes[0] <= 2 && sizes[1] <= 2 && sizes[2] >= 3 && sizes[2] <= 4;
  }

  // 12号, 三组, 五村, 八一路
  std::size_t numbered(std::size_t i, std::size_t word, std::size_t end) {
    const std::u32string kind = text_.part(word, end);
    if (i > 0 && c(i - 1) == U'月' && (kind == U"号" || kind == U"队")) return i;
    const bool behind = follows(i) || whole_;
    const bool spoken = text_[i].kind == CharKind::han;
    static constexpr std::array<std::u32string_view, 10> roads = {
        U"路", U"街", U"村", U"胡同", U"马路", U"大街", U"支路", U"条", U"道", U"道街"};
    if (std::find(roads.begin(), roads.end(), kind) != roads.end()) {
      // A bus has a number too, and 一路 is a word.
      const bool goes_on = end < text_.size() && text_[end].kind == CharKind::digit;
      if (!behind && !(spoken && goes_on && word - i >= 2)) return i;
      return add(i, end, kind == U"村" ? UnitKind::village : UnitKind::road);
    }
    static constexpr std::array<std::u32string_view, 12> only_behind = {
        U"家", U"里", U"段", U"期", U"场", U"村", U"户", U"层", U"床", U"厅", U"园", U"区"};
    if (!behind && std::find(only_behind.begin(), only_behind.end(), kind) != only_behind.end())
      return i;
    if (kind == U"家" && c(i) != U'第') return i;
    std::size_t last = end;
    if (kind == U"号" || kind == U"号院") {
      constexpr std::u32string_view tails = U"甲乙丙丁";
      if (tails.find(c(last)) != tails.npos && text_[last].gap == Gap::none) ++last;
      if (c(last) == U'之' && last + 1 < text_.size() &&
          (text_[last + 1].kind == CharKind::digit || is_number_word(c(last + 1))))
        last += 2;
    }
    return add(i, last, UnitKind::number, !is_door_word(kind));
  }

  // 东院, 西单元, 北楼: a part without a number, behind another unit.
  std::size_t side_at(std::size_t i) {
    constexpr std::u32string_view sides = U"东西南北前后中左右上下";
    if (!follows(i) || sides.find(c(i)) == sides.npos || out_.back().kind == UnitKind::region)
      return i;
    for (const std::u32string_view word :
         {U"单元", U"院", U"户", U"室", U"屋", U"楼", U"厢房", U"侧", U"头", U"门"}) {
      if (word == U"门" && out_.back().kind != UnitKind::estate) continue;
      const std::size_t end = i + 1 + word.size();
      if (text_.part(i + 1, end) == word && c(end) != U'里') return add(i, end, UnitKind::beside);
    }
    return i;
  }

  // 村口, (小卖部楼上), 地下室
  std::size_t beside_at(std::size_t i) {
    if (!follows(i) || out_.back().kind == UnitKind::region) return i;
    static constexpr std::array<std::u32string_view, 16> words = {
        U"村口", U"村头",   U"村尾",   U"后院", U"尽头", U"地下室", U"车库",   U"底商",
        U"门面", U"负一层", U"负一楼", U"顶楼", U"阁楼", U"交叉口", U"交汇处", U"交界处"};
    for (const auto word : words) {
      if (text_.part(i, i + word.size()) == word) return add(i, i + word.size(), UnitKind::beside);
    }
    if (const std::size_t end = landmark_at(i); end > i) return add(i, end, UnitKind::beside);
    if (c(i) != U'(') return i;
    constexpr std::size_t kNoteMax = 12;
    std::size_t end = i + 1;
    bool place = false;
    while (end < text_.size() && end - i < kNoteMax && c(end) != U')') {
      constexpr std::u32string_view signs = U"楼店院房边旁对后侧口栋幢";
      place = place || signs.find(c(end)) != signs.npos;
      if (text_[end].kind == CharKind::mark) return i;
      ++end;
    }
    return place && c(end) == U')' ? add(i, end + 1, UnitKind::beside) : i;
  }

  // 小学旁, 祠堂后面: where in a village.
  std::size_t landmark_at(std::size_t i) const {
    if (out_.back().kind != UnitKind::village && out_.back().kind != UnitKind::road) return i;
    for (const std::u32string_view mark :
         {U"小学", U"学校", U"卫生室", U"村委会", U"村部", U"小卖部", U"超市",
          U"祠堂", U"庙",   U"大桥",   U"桥头",   U"水库", U"水井",   U"井",
          U"市场", U"教堂", U"清真寺", U"加油站", U"邮局", U"信用社"}) {
      if (text_.part(i, i + mark.size()) != mark) continue;
      const std::size_t from = i + mark.size();
      for (const std::u32string_view side :
           {U"旁边", U"旁", U"对面", U"后面", U"后边", U"隔壁", U"背后", U"东侧", U"西侧", U"南侧",
            U"北侧", U"东边", U"西边"}) {
        if (text_.part(from, from + side.size()) == side) return from + side.size();
      }
    }
    return i;
  }

  // 人民法院 and 卫生院 behind a region are bodies.
  bool is_body_end(std::size_t i, std::size_t end) const {
    constexpr std::size_t kBodyMax = 12;
    auto it = std::lower_bound(cues_.begin(), cues_.end(), i > kBodyMax ? i - kBodyMax : 0,
                               [](const CueHit& cue, std::size_t at) { return cue.begin < at; });
    for (; it != cues_.end() && it->begin < i; ++it) {
      const bool body = it->cue == Cue::public_body || it->cue == Cue::hospital;
      if (body && it->end == end) return true;
    }
    return false;
  }

  // A name that ends like a place.
  std::size_t ending_at(std::size_t i) {
    const UnitEnding* ending = unit_ending_at(text_, i);
    if (ending == nullptr) return i;
    std::size_t end = i + ending->word.size();
    if (follows(i) && i > 0) return go_on(i, *ending);
    const bool behind = is_behind(i);
    if (ending->behind && !(behind && closes(end))) return i;
    const std::size_t begin = behind ? floor() : name_begin(i, *ending);
    if (is_body_end(i, end)) return i;
    if (is_word_not_place(text_.part(begin, i), *ending) && !(behind && begin < i)) return i;
    UnitKind kind = ending->kind;
    bool weak = ending->weak;
    // 上坪 is 上坪村.
    for (const UnitEnding* more = end < text_.size() ? unit_ending_at(text_, end) : nullptr;
         more != nullptr && !more->weak && !more->behind;
         more = end < text_.size() ? unit_ending_at(text_, end) : nullptr) {
      if (is_dictionary_word(text_.part(end - 1, end + more->word.size())) || c(end - 1) == c(end))
        break;
      kind = more->kind;
      weak = false;
      end += more->word.size();
    }
    return add(begin, end, kind, weak);
  }

  // An ending without a name of its own behind a unit: 重工街 九路 小区, 西安 路.
  std::size_t go_on(std::size_t i, const UnitEnding& ending) {
    Unit& last = out_.back();
    const std::size_t end = i + ending.word.size();
    const bool short_region = last.kind == UnitKind::region && last.weak;
    const bool named = last.kind == UnitKind::village || last.kind == UnitKind::road ||
                       last.kind == UnitKind::estate;
    if ((short_region || (named && last.kind == UnitKind::village)) && ending.behind &&
        closes(end) && text_[i].gap == Gap::none) {
      return add(i, end, ending.kind, true);
    }
    if (c(i - 1) == c(i)) return i;
    if (text_[i].gap == Gap::line || ending.behind || (ending.weak && !short_region && !whole_))
      return i;
    if (last.kind == UnitKind::number && ending.kind == UnitKind::estate)
      return add(i, end, UnitKind::estate, ending.weak);
    if (!named && !short_region) return i;
    const bool numbered =
        end < text_.size() && (text_[end].kind == CharKind::digit || is_number_word(c(end)));
    if (short_region && ending.weak && ending.kind != UnitKind::estate && !numbered) return i;
    last.end = static_cast<std::uint32_t>(end);
    last.kind = ending.kind;
    last.weak = ending.weak;
    return end;
  }

  bool closes(std::size_t end) const {
    return end >= text_.size() || breaks_before(text_, end + 0) ||
           text_[end].kind != CharKind::han || is_hard_stop(c(end)) || is_soft_stop(c(end)) ||
           is_number_word(c(end));
  }

  // Whether nothing but a name stands between the last unit and `i`.
  bool is_behind(std::size_t i) const {
    if (out_.empty()) return whole_ && i > 0 && i <= kWholeMax;
    const std::size_t from = floor();
    if (i <= from || i - from > (whole_ ? kWholeMax : kNameMax)) return false;
    if (whole_) return true;
    const UnitKind kind = out_.back().kind;
    constexpr std::u32string_view never =
        U"的在住到于从去至是了与或把被将给就很不没有搬租离们称她他我你吗呢吧个";
    if (kind == UnitKind::beside || (kind == UnitKind::number && out_.size() < 2)) return false;
    if (kind == UnitKind::number && out_[out_.size() - 2].end + kNameMax < out_.back().begin)
      return false;
    for (std::size_t k = from; k < i; ++k) {
      if (text_[k].kind != CharKind::han || never.find(c(k)) != never.npos) return false;
      if (text_[k].gap == Gap::blank && k > from) return false;
      if (text_[k].gap == Gap::line && kind == UnitKind::number) return false;
    }
    return past_cues(from, i) == from;
  }

  std::size_t name_begin(std::size_t i, const UnitEnding& ending) const {
    const std::size_t low = floor();
    std::size_t begin = i;
    while (begin > low && i - begin < kNameMax && text_[begin - 1].kind == CharKind::han) {
      if (text_[begin].gap != Gap::none && begin < i) break;
      if (text_[begin].gap == Gap::line) break;
      const char32_t before = text_[begin - 1].c;
      if (is_hard_stop(before) || (is_soft_stop(before) && !keeps_soft(begin - 1, i, ending)))
        break;
      --begin;
    }
    begin = past_cues(begin, i);
    constexpr std::size_t kBoundMax = 6;
    const bool bound = begin == low || breaks_before(text_, begin) || is_hard_stop(c(begin - 1));
    return i - begin > (bound ? kBoundMax : kNameSure) ? shortened(begin, i) : begin;
  }
  // Whether a letter that mostly is a word of its own belongs to the name: 跃进路, 颐和路, 前刘村.
  bool keeps_soft(std::size_t at, std::size_t i, const UnitEnding& ending) const {
    const std::size_t have = i - at - 1;
    const std::size_t end = i + ending.word.size();
    const bool numbered =
        end < text_.size() && (text_[end].kind == CharKind::digit || is_number_word(c(end)));
    if (have == 0 && (ending.weak || (!numbered && is_dictionary_word(text_.part(at, end)))))
      return false;
    const bool first = at == 0 || breaks_before(text_, at) || is_hard_stop(c(at - 1));
    constexpr std::u32string_view named = U"和同向前来";
    if (have >= 1 && named.find(c(at)) != named.npos && is_dictionary_word(text_.part(at, at + 2)))
      return true;
    if (first && have == 1)
      return c(at) != U'系' && c(at) != U'经' && c(at) != U'近' && c(at) != U'回';
    if (first) return have > 1 && is_dictionary_word(text_.part(at, at + 2));
    if (is_dictionary_word(text_.part(at - 1, at + 1)) && have <= 1 &&
        ending.kind != UnitKind::village)
      return true;
    return have == 0 && ending.kind == UnitKind::road && !is_soft_stop(c(at - 1));
  }
  // A long name begins with other words, unless it sounds foreign.
  std::size_t shortened(std::size_t begin, std::size_t i) const {
    std::size_t foreign = 0;
    for (std::size_t k = begin; k < i; ++k) foreign += is_foreign_sound(c(k)) ? 1U : 0U;
    if (foreign * 3 >= (i - begin) * 2) return begin;
    constexpr std::u32string_view divisions = U"区县市镇乡";
    if (text_.part(begin, i).find_first_of(divisions) != std::u32string::npos) return begin;
    while (i - begin >= 4 && is_dictionary_word(text_.part(begin, begin + 2))) begin += 2;
    return i - begin > kNameSure ? i - kNameSure : begin;
  }
  // Words that say that a place follows are no part of its name.
  std::size_t past_cues(std::size_t begin, std::size_t end) const {
    std::size_t from = begin;
    constexpr std::size_t kCueMax = 12;
    const std::size_t back = begin > kCueMax ? begin - kCueMax : 0;
    auto it = std::lower_bound(cues_.begin(), cues_.end(), back,
                               [](const CueHit& cue, std::size_t at) { return cue.begin < at; });
    static constexpr std::array inside = {Cue::short_place, Cue::firm,  Cue::school,  Cue::keep,
                                          Cue::public_body, Cue::brand, Cue::product, Cue::hospital,
                                          Cue::province,    Cue::city,  Cue::county,  Cue::account,
                                          Cue::holiday};
    for (; it != cues_.end() && it->begin < end; ++it) {
      if (std::find(inside.begin(), inside.end(), it->cue) != inside.end()) continue;
      if (it->end - it->begin < 2 && it->cue != Cue::home) continue;
      if (it->end <= end && it->end > from) from = it->end;
    }
    return from;
  }

  const FoldedText& text_;
  const std::vector<CueHit>& cues_;
  bool whole_;
  std::vector<Unit> out_;
};

}  // namespace

std::vector<Unit> find_units(const FoldedText& text, const std::vector<CueHit>& cues, UnitsIn in) {
  return Units(text, cues, in).find();
}

}  // namespace veil::redact
