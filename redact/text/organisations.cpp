// Employers and schools that have a name of their own; not what everybody calls 一家超市, and not
// public bodies.
#include "redact/text/organisations.h"

#include <algorithm>
#include <array>

#include "redact/text/ordinary_words.h"
#include "redact/text/units.h"

namespace veil::redact {
namespace {

constexpr std::size_t kNameMax = 12;
constexpr std::size_t kShortest = 2;

class Organisations {
 public:
  explicit Organisations(Reading& reading) : reading_(reading), text_(reading.text) {}

  void find() {
    extend_known();
    std::size_t done = 0;
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (const std::size_t size = work_word_at(i); size > 0) worked_before(i, i + size);
    }
    for (const CueHit& cue : reading_.cues) {
      if (cue.cue == Cue::firm || cue.cue == Cue::school) {
        if (cue.begin < done) continue;
        const bool is_school = cue.cue == Cue::school;
        if (quoted_name(cue.end, is_school ? SpanType::school : SpanType::workplace)) continue;
        const std::size_t end = body(cue, is_school ? SpanType::school : SpanType::workplace);
        done = std::max(done, end);
      }
      if (cue.cue == Cue::works_at) {
        worked_before(cue.begin, cue.end);
        works_behind(cue);
      }
      if (cue.cue == Cue::shop_name) named_after(cue.end);
      if (cue.cue == Cue::firm) noted_name(cue.end);
    }
  }

 private:
  char32_t c(std::size_t i) const noexcept { return text_.c(static_cast<std::ptrdiff_t>(i)); }

  // Classes and branches behind what the record knows.
  void extend_known() {
    const std::size_t count = reading_.found.size();
    for (std::size_t i = 0; i < count; ++i) {
      const Found one = reading_.found[i];
      if (one.type == SpanType::school)
        longer(one, past_class(text_, past_kind(one.end, Cue::school)));
      if (one.type == SpanType::workplace)
        longer(one, past_branch(text_, past_kind(one.end, Cue::firm)));
    }
  }
  std::size_t past_kind(std::size_t end, Cue kind) const {
    const CueHit* cue = reading_.cue_beginning_at(end, std::array{kind});
    return cue != nullptr ? cue->end : end;
  }
  void longer(Found one, std::size_t end) {
    if (end <= one.end) return;
    one.end = static_cast<std::uint32_t>(end);
    reading_.found.push_back(one);
  }

  // The end of what was hidden; 0: nothing.
  std::size_t body(const CueHit& cue, SpanType type) {
    const std::size_t begin = name_before(cue);
    const auto wanted = type == SpanType::school ? Cue::studies_at : Cue::works_at;
    const bool said = reading_.cue_before(begin, 3, std::array{wanted}) != nullptr;
    if (!is_name(begin, cue, said, type)) return 0;
    const std::size_t end =
        type == SpanType::school ? past_class(text_, cue.end) : past_branch(text_, cue.end);
    if (is_public(end)) return 0;
    reading_.add(begin, end, type, Rule::organisation, said ? 90 : 75);
    return end;
  }
  bool is_public(std::size_t end) const {
    return reading_.cue_beginning_at(end, std::array{Cue::public_body}) != nullptr;
  }

  // Where the name begins that ends in the word of `kind`.
  std::size_t name_before(const CueHit& kind) const {
    std::size_t begin = kind.begin;
    while (begin > 0 && kind.begin - begin < kNameMax) {
      const Letter& letter = text_[begin - 1];
      const bool inside = letter.kind == CharKind::han ||
                          (letter.kind == CharKind::letter && letter.c < 0x80) ||
                          letter.kind == CharKind::digit;
      if (!inside || text_[begin].gap == Gap::line ||
          (text_[begin].gap == Gap::blank && !spaced(begin)) || is_stop(begin - 1, kind))
        break;
      --begin;
    }
    return past_cues(begin, kind);
  }
  // 悦 己 美 容: blanks everywhere part nothing.
  bool spaced(std::size_t i) const {
    return i >= 2 && text_[i - 1].gap == Gap::blank &&
           (i + 1 >= text_.size() || text_[i + 1].gap == Gap::blank);
  }
  bool is_stop(std::size_t at, const CueHit& kind) const {
    constexpr std::u32string_view hard =
        U"的在到于从去至是了与及或把被给就也还很没叫说称该其她他你我这那每某们着过家所";
    constexpr std::u32string_view soft =
        U"和往将向对让由又都不有来回系为本各同附近一个位名间座里外前后因现原曾任当做开经营租找进出"
        U"入读念上下等离两几";
    const char32_t letter = c(at);
    if (inside_place(at, kind.begin)) return false;
    if (hard.find(letter) != hard.npos)
      return !(letter == U'家' && at + 1 < text_.size() && c(at + 1) != U'公' &&
               is_dictionary_word(text_.part(at, at + 2)));
    if (soft.find(letter) == soft.npos) return false;
    if (letter == U'和' && at + 1 == kind.begin && at > 0 && text_[at - 1].kind == CharKind::han)
      return false;
    const bool foreign = at > 0 && is_foreign_sound(c(at - 1)) && is_foreign_sound(c(at + 1));
    if (foreign && (letter == U'里' || letter == U'来' || letter == U'都')) return false;
    // 和平, 同心, 天和, 永和: a part of a word belongs to the name.
    const bool with_next =
        at + 1 < kind.begin && is_dictionary_word(text_.part(at, at + 2)) && is_name_start(letter);
    const bool with_last = at > 0 && text_[at - 1].kind == CharKind::han && letter == U'和' &&
                           is_dictionary_word(text_.part(at - 1, at + 1));
    return !with_next && !with_last;
  }
  // 成都 holds a letter that mostly is a word.
  bool inside_place(std::size_t at, std::size_t end) const {
    constexpr std::size_t kPlaceMax = 4;
    for (std::size_t i = reading_.first_cue(at > kPlaceMax ? at - kPlaceMax : 0);
         i < reading_.cues.size() && reading_.cues[i].begin <= at; ++i) {
      const CueHit& cue = reading_.cues[i];
      const bool place = cue.cue == Cue::short_place || cue.cue == Cue::city ||
                         cue.cue == Cue::county || cue.cue == Cue::province;
      if (place && cue.end > at && cue.end <= end) return true;
    }
    return false;
  }
  static bool is_name_start(char32_t c) noexcept {
    constexpr std::u32string_view starts = U"和同向";
    return starts.find(c) != starts.npos;
  }
  // Behind the last word that says that a body's name follows.
  std::size_t past_cues(std::size_t begin, const CueHit& kind) const {
    constexpr std::size_t kCueMax = 8;
    static constexpr std::array inside = {
        Cue::short_place, Cue::province, Cue::city,     Cue::county,  Cue::firm,    Cue::school,
        Cue::keep,        Cue::en_given, Cue::hospital, Cue::brand,   Cue::product, Cue::account,
        Cue::birth_after, Cue::holiday,  Cue::serial,   Cue::network, Cue::position};
    for (std::size_t i = reading_.first_cue(begin > kCueMax ? begin - kCueMax : 0);
         i < reading_.cues.size() && reading_.cues[i].begin < kind.begin; ++i) {
      const CueHit& cue = reading_.cues[i];
      const bool part = std::find(inside.begin(), inside.end(), cue.cue) != inside.end();
      if (!part && cue.end - cue.begin >= 2 && cue.end > begin && cue.end <= kind.begin)
        begin = cue.end;
    }
    // 2024-12-19反映: a date is no part; 我司 is no name.
    if (begin > 0 && (text_[begin - 1].kind == CharKind::mark || c(begin - 1) == U'月')) {
      std::size_t past = begin;
      while (past < kind.begin && text_[past].kind == CharKind::digit) ++past;
      if (past > begin && past < kind.begin && text_[past].kind == CharKind::han)
        begin = past + (c(past) == U'日' ? 1U : 0U);
    }
    constexpr std::u32string_view ours = U"我该贵本";
    constexpr std::u32string_view bodies = U"司院校厂所店";
    if (begin > 0 && ours.find(c(begin - 1)) != ours.npos && bodies.find(c(begin)) != bodies.npos)
      ++begin;
    // 反映, 途经, 投诉: words of two letters that a name follows.
    for (const std::u32string_view word :
         {U"反映", U"投诉", U"途经", U"参加", U"涉案", U"经营", U"位于", U"隶属", U"起诉", U"前往",
          U"路过", U"途径", U"开办", U"控告"}) {
      if (text_.part(begin, begin + word.size()) == word && kind.begin >= begin + word.size())
        return begin + word.size();
    }
    return begin;
  }

  bool is_name(std::size_t begin, const CueHit& cue, bool said, SpanType type) const {
    const std::u32string own = text_.part(begin, cue.begin);
    if (own.size() < kShortest) return type == SpanType::school && is_numbered_school(begin, cue);
    std::u32string_view rest = own;
    const std::size_t place = region_size(begin, cue.begin);
    rest.remove_prefix(place);
    if (type == SpanType::school && is_school_kind(rest)) return true;
    if (rest.empty())
      return type == SpanType::school ? is_own_kind(cue) : said && cue.end - cue.begin >= 3;
    const std::size_t trades = trades_at(rest);
    rest.remove_prefix(trades);
    if (is_weak_firm(text_.part(cue.begin, cue.end)) &&
        !names_weak_firm(own.substr(place), cue, said))
      return false;
    // 永丰 and 惠民 are counties too.
    if (rest.empty() && place > 0 && type == SpanType::workplace)
      return is_legal(cue) || place >= 4 || (trades > 0 && said) ||
             (cue.end - cue.begin >= 2 && !is_plain_firm(cue));
    if (rest.size() < kShortest) return place > 0 && type == SpanType::school;
    if (type == SpanType::workplace && word_at(text_, begin, Cue::not_name) >= own.size())
      return false;
    // A number of firms: 两家公司.
    if (cue.end - cue.begin == 1)
      return own.size() >= 3 && !is_dictionary_word(text_.part(cue.begin - 1, cue.end)) &&
             c(cue.end) != U'家';
    return true;
  }
  // 佳和装饰, not 室内装饰: a trade ends a name only behind a word that no dictionary has.
  bool names_weak_firm(std::u32string_view own, const CueHit& cue, bool said) const {
    if (own.size() < kShortest || trades_at(own) > 0) return false;
    const bool ends = past_branch(text_, cue.end) > cue.end || person_follows(cue.end) ||
                      cue.end >= text_.size() || text_[cue.end].kind != CharKind::han ||
                      text_[cue.end].gap != Gap::none || is_hard_stop(c(cue.end)) ||
                      word_at(text_, cue.end, Cue::after_name) > 0;
    return ends && own.size() <= 5 && (!is_dictionary_word(own) || (said && own.size() == 2));
  }
  bool person_follows(std::size_t end) const {
    for (const std::u32string_view word :
         {U"司机", U"职工", U"员工", U"老板", U"经理", U"工人", U"保安", U"会计", U"店", U"上班",
          U"打工", U"务工", U"做工", U"当", U"做", U"厂", U"门口", U"闹", U"找"}) {
      if (text_.part(end, end + word.size()) == word) return true;
    }
    return false;
  }
  bool is_plain_firm(const CueHit& cue) const {
    static constexpr std::array<std::u32string_view, 20> plain = {
        U"工厂", U"公司", U"集团", U"超市", U"商店", U"酒店", U"宾馆", U"饭店", U"餐厅", U"市场",
        U"物流", U"快递", U"工地", U"网吧", U"商场", U"百货", U"家政", U"中介", U"车站", U"电商"};
    return std::find(plain.begin(), plain.end(), text_.part(cue.begin, cue.end)) != plain.end();
  }
  bool is_legal(const CueHit& cue) const {
    const std::u32string word = text_.part(cue.begin, cue.end);
    return word.ends_with(U"有限公司") || word == U"有限责任公司";
  }
  // What many schools are called, each in its county the only one.
  static bool is_school_kind(std::u32string_view name) {
    static constexpr std::array<std::u32string_view, 12> kinds = {
        U"民族",     U"希望", U"特殊教育", U"特殊", U"实验", U"中心",
        U"职业技术", U"第一", U"第二",     U"第三", U"第四", U"职业"};
    return std::find(kinds.begin(), kinds.end(), name) != kinds.end();
  }
  // 读一中, 县民中: short names that a place or a verb makes clear.
  bool is_numbered_school(std::size_t begin, const CueHit& cue) const {
    const std::u32string word = text_.part(cue.begin, cue.end);
    if (word.size() != 2 ||
        (numeral_of(word[0]) < 0 && word != U"民中" && word != U"实小" && word != U"实中"))
      return false;
    constexpr std::u32string_view before = U"读";
    if (begin < cue.begin) return false;
    for (const std::u32string_view after :
         {U"住校", U"读", U"上学", U"初", U"高", U"的学生", U"学生", U"就读"}) {
      if (text_.part(cue.end, cue.end + after.size()) == after) return true;
    }
    return begin > 0 && before.find(c(begin - 1)) != before.npos;
  }
  // 太康县一中: a place and a school that has a number.
  bool is_own_kind(const CueHit& cue) const {
    const std::u32string word = text_.part(cue.begin, cue.end);
    return numeral_of(word[0]) >= 0 || word == U"附小" || word == U"附中" || word.size() >= 4 ||
           word == U"教学点" || word == U"完小";
  }
  std::size_t region_size(std::size_t begin, std::size_t end) const {
    std::size_t at = begin;
    static constexpr std::array places = {Cue::province, Cue::city, Cue::county, Cue::short_place};
    for (const CueHit* cue = reading_.cue_beginning_at(at, places);
         cue != nullptr && cue->end <= end; cue = reading_.cue_beginning_at(at, places)) {
      at = cue->end;
      constexpr std::u32string_view endings = U"市区县";
      if (at < end && endings.find(c(at)) != endings.npos) ++at;
    }
    return at - begin;
  }

  // 开奶茶店"茉莉与凡", 工厂名称「佑昌」
  bool quoted_name(std::size_t end, SpanType type) {
    std::size_t at = end;
    for (const std::u32string_view word : {U"名叫", U"名为", U"名称", U"叫", U"名", U"是", U":"}) {
      if (text_.part(at, at + word.size()) == word) at += word.size();
    }
    constexpr std::u32string_view opening = U"\"“「『‘'《";
    constexpr std::u32string_view closing = U"\"”」』’'》";
    if (at >= text_.size() || text_[at].gap == Gap::line || opening.find(c(at)) == opening.npos)
      return false;
    for (std::size_t i = at + 1; i < text_.size() && i - at <= kNameMax; ++i) {
      if (closing.find(c(i)) != closing.npos) {
        if (i - at < 3) return false;
        reading_.add(at + 1, i, type, Rule::organisation, 80);
        return true;
      }
      if (text_[i].kind == CharKind::mark && c(i) != U'·') return false;
    }
    return false;
  }
  // 我们厂(盛隆电子): a name in brackets behind what it is.
  void noted_name(std::size_t end) {
    constexpr std::size_t kNoteMax = 8;
    if (c(end) != U'(' || text_.at(static_cast<std::ptrdiff_t>(end)).gap == Gap::line) return;
    std::size_t last = end + 1;
    while (last < text_.size() && last - end <= kNoteMax && text_[last].kind == CharKind::han &&
           !is_hard_stop(c(last)) && !is_soft_stop(c(last)))
      ++last;
    if (c(last) != U')' || last - end - 1 < 3) return;
    const std::u32string name = text_.part(end + 1, last);
    bool trade = false;
    for (std::size_t at = kShortest; at < name.size(); ++at)
      trade = trade || trades_at(std::u32string_view(name).substr(at)) > 0;
    if (trade && trades_at(name) == 0)
      reading_.add(end + 1, last, SpanType::workplace, Rule::organisation, 70);
  }
  // 店名向阳花母婴, 字号:永和
  void named_after(std::size_t end) {
    if (quoted_name(end, SpanType::workplace)) return;
    std::size_t at = end;
    for (const std::u32string_view word : {U"叫", U"为", U"是", U":"}) {
      if (text_.part(at, at + word.size()) == word) at += word.size();
    }
    std::size_t last = at;
    while (last < text_.size() && last - at < kNameMax && text_[last].kind != CharKind::mark &&
           (text_[last].gap == Gap::none || last == at) && !is_hard_stop(c(last))) {
      ++last;
    }
    const bool closed =
        last >= text_.size() || text_[last].kind == CharKind::mark || text_[last].gap != Gap::none;
    constexpr std::u32string_view vague = U"忘记清什么不知未详无";
    if (text_.part(at, last).find_first_of(vague) != std::u32string::npos) return;
    if (last - at >= kShortest && last > end && closed)
      reading_.add(at, last, SpanType::workplace, Rule::organisation, 75);
  }

  // 在富士康上班: what stands between.
  void worked_before(std::size_t verb, std::size_t verb_end) {
    constexpr std::size_t kPlaceMax = 10;
    static constexpr std::array<std::u32string_view, 3> places = {U"单位", U"在", U"工作单位"};
    if (std::find(places.begin(), places.end(), text_.part(verb, verb_end)) != places.end()) return;
    std::size_t begin = verb;
    while (begin > 0 && verb - begin <= kPlaceMax && text_[begin - 1].kind != CharKind::mark &&
           c(begin - 1) != U'在' && text_[begin].gap == Gap::none)
      --begin;
    if (begin == 0 || c(begin - 1) != U'在' || verb - begin > kPlaceMax ||
        verb - begin < kShortest || c(begin - 2) == U'现')
      return;
    const std::size_t place = region_size(begin, verb);
    const std::u32string rest = text_.part(begin + place, verb);
    if (rest.size() < kShortest || is_general(rest, begin + place, verb)) return;
    reading_.add(begin, verb, SpanType::workplace, Rule::organisation, 70);
  }
  // Letters of a word that says what somebody does there: 在海底捞 当服务员.
  std::size_t work_word_at(std::size_t i) const {
    const char32_t first = c(i);
    if (first != U'当' && first != U'做' && first != U'任' && first != U'帮' && first != U'看' &&
        first != U'车' && first != U'兼' && first != U'学' && first != U'实')
      return 0;
    for (const std::u32string_view word :
         {U"当服务员", U"当保安", U"当普工", U"当厨师", U"当学徒", U"当会计", U"当店员",
          U"当技师",   U"当司机", U"当护工", U"当保洁", U"当收银", U"当老师", U"当主管",
          U"做服务员", U"做保洁", U"做保安", U"做普工", U"做质检", U"做技师", U"做前台",
          U"做护工",   U"做兼职", U"做会计", U"做收银", U"做饭店", U"做客服", U"做销售",
          U"做文员",   U"做店长", U"任教",   U"任职",   U"帮工",   U"帮厨",   U"看店",
          U"看摊",     U"看场子", U"车衣服", U"兼职",   U"学徒",   U"实习"}) {
      if (text_.part(i, i + word.size()) == word) return word.size();
    }
    return 0;
  }
  // 就职于锐捷科创, 工作单位:绿源
  void works_behind(const CueHit& cue) {
    const std::u32string word = text_.part(cue.begin, cue.end);
    static constexpr std::array<std::u32string_view, 8> sure = {
        U"就职于", U"任职于", U"工作单位", U"用人单位", U"就业于", U"供职于", U"受雇于", U"单位"};
    if (std::find(sure.begin(), sure.end(), word) == sure.end()) return;
    std::size_t begin = cue.end;
    if (c(begin) == U':' || c(begin) == U'是' || c(begin) == U'为') ++begin;
    if (word == U"单位" && begin == cue.end &&
        text_.at(static_cast<std::ptrdiff_t>(begin)).gap == Gap::none)
      return;
    if (reading_.cue_beginning_at(begin, std::array{Cue::uscc, Cue::phone, Cue::home, Cue::name})) {
      return;
    }
    std::size_t end = begin;
    while (end < text_.size() && end - begin <= kNameMax && text_[end].kind == CharKind::han &&
           (end == begin || text_[end].gap == Gap::none) && !is_hard_stop(c(end)) &&
           word_at(text_, end, Cue::after_name) < 2) {
      ++end;
    }
    const bool closed = end >= text_.size() || text_[end].kind == CharKind::mark ||
                        text_[end].gap != Gap::none || c(end) == U'的';
    if (!closed || end - begin < 3 || end - begin > kNameMax) return;
    const std::size_t place = region_size(begin, end);
    const std::u32string rest = text_.part(begin + place, end);
    constexpr std::u32string_view vague = U"一某无具不未待本原私个";
    if (rest.size() < kShortest || vague.find(rest[0]) != vague.npos ||
        is_general(rest, begin + place, end))
      return;
    reading_.add(begin, end, SpanType::workplace, Rule::organisation, 70);
  }
  bool is_general(std::u32string_view name, std::size_t begin, std::size_t end) const {
    constexpr std::u32string_view places =
        U"里上外下边处地家城县镇村乡市区省方国内头中厂店面间岸海";
    constexpr std::u32string_view words =
        U"的了们个些某这那她他我你其是做当给帮跟和与一两几不没有每";
    if (places.find(name.back()) != places.npos || is_dictionary_word(name) ||
        name.find_first_of(words) != name.npos)
      return true;
    if (trades_at(name) == name.size()) return true;
    for (std::size_t i = reading_.first_cue(begin);
         i < reading_.cues.size() && reading_.cues[i].begin < end; ++i) {
      const Cue cue = reading_.cues[i].cue;
      const bool named = reading_.cues[i].begin >= begin + kShortest &&
                         trades_at(text_.part(begin, reading_.cues[i].begin)) == 0;
      if ((cue == Cue::firm || cue == Cue::school) && !named) return true;
      if (cue == Cue::public_body || cue == Cue::hospital || cue == Cue::kin) return true;
    }
    return false;
  }

  Reading& reading_;
  const FoldedText& text_;
};

}  // namespace

std::size_t trades_at(std::u32string_view name) {
  std::size_t at = 0;
  constexpr std::size_t kTradeMax = 5;
  for (bool more = true; more && at < name.size();) {
    more = false;
    for (std::size_t size = std::min(kTradeMax, name.size() - at); size >= 2 && !more; --size) {
      if (!is_trade(name.substr(at, size))) continue;
      at += size;
      more = true;
    }
  }
  return at;
}

void find_organisations(Reading& reading) {
  Organisations(reading).find();
  find_latin_organisations(reading);
}

}  // namespace veil::redact
