// Employers and schools that have a name of their own; not what everybody calls 一家超市, and not
// public bodies.
#include <algorithm>
#include <array>

#include "redact/text/reading.h"

namespace veil::redact {
namespace {

constexpr std::size_t kNameMax = 12;

class Organisations {
 public:
  explicit Organisations(Reading& reading) : reading_(reading), text_(reading.text) {}

  void find() {
    for (const CueHit& cue : reading_.cues) {
      if (cue.cue == Cue::firm) body(cue, SpanType::workplace);
      if (cue.cue == Cue::school) body(cue, SpanType::school);
    }
    for (std::size_t i = 0; i < text_.size();) {
      const std::size_t end = latin_at(i);
      i = end > i ? end : i + 1;
    }
  }

 private:
  char32_t c(std::size_t i) const noexcept { return text_.c(static_cast<std::ptrdiff_t>(i)); }

  void body(const CueHit& cue, SpanType type) {
    const std::size_t begin = name_before(cue.begin, cue.end);
    const std::u32string own = text_.part(begin, cue.begin);
    const bool said = reading_.cue_before(begin, 3, type == SpanType::school ? std::array{Cue::studies_at, Cue::studies_at} : std::array{Cue::works_at, Cue::works_at}) != nullptr;
    if (!is_name(own, cue, said)) return;
    const std::size_t end = type == SpanType::school ? past_class(cue.end) : past_branch(cue.end);
    reading_.add(begin, end, type, Rule::organisation, said ? 90 : 75);
  }

  // Where the name begins that ends in the word at `word`.
  std::size_t name_before(std::size_t word, std::size_t word_end) const {
    constexpr std::u32string_view stops =
        U"的在到于从去往至是了和与及或把被将向对给让由就又也都还很不没有来回叫说称系为该本其她他你这那每各同附近一某个位名所家间座里外前后因现原曾任被当做开经营租找进出入读念上下等离";
    std::size_t begin = word;
    while (begin > 0 && word - begin < kNameMax) {
      const Letter& letter = text_[begin - 1];
      const bool inside = letter.kind == CharKind::han || (letter.kind == CharKind::letter && letter.c < 0x80) || letter.kind == CharKind::digit;
      if (!inside || text_[begin].gap == Gap::line || stops.find(letter.c) != stops.npos) break;
      --begin;
    }
    // Behind the last word that says that a body's name follows.
    for (std::size_t i = reading_.first_cue(begin > 8 ? begin - 8 : 0); i < reading_.cues.size() && reading_.cues[i].begin < word; ++i) {
      const CueHit& cue = reading_.cues[i];
      static constexpr std::array inside = {Cue::short_place, Cue::province, Cue::city, Cue::county, Cue::firm, Cue::school, Cue::keep, Cue::en_given, Cue::hospital};
      const bool part = std::find(inside.begin(), inside.end(), cue.cue) != inside.end();
      if (!part && cue.end > begin && cue.end <= word && cue.end < word_end) begin = cue.end;
    }
    return begin;
  }

  bool is_name(std::u32string_view own, const CueHit& cue, bool said) const {
    constexpr std::size_t kShortest = 2;
    if (own.size() < kShortest) return false;
    // Trades and sizes that name no firm.
    static constexpr std::array<std::u32string_view, 64> generic = {
        U"保健品", U"家政", U"建筑", U"物流", U"快递", U"保安", U"保洁", U"装修", U"网络", U"服装", U"外卖", U"外地", U"国有", U"民营", U"私人", U"乡镇",
        U"当地", U"镇上", U"村口", U"楼下", U"小区", U"社区", U"街边", U"路边", U"农村", U"城里", U"县城", U"市区", U"电子", U"食品", U"化妆品", U"保险",
        U"贷款", U"金融", U"中介", U"劳务", U"派遣", U"房产", U"连锁", U"大型", U"小型", U"中型", U"国营", U"个体", U"合资", U"外资", U"民办", U"公办",
        U"普通", U"寄宿制", U"全日制", U"义务教育", U"九年制", U"市场", U"农贸", U"批发", U"老年", U"职业", U"小型加工", U"直播", U"美容", U"足浴", U"运营", U"科技"};
    std::u32string_view rest = own;
    for (bool cut = true; cut && !rest.empty();) {
      cut = false;
      for (const auto word : generic) {
        if (rest.starts_with(word)) {
          rest.remove_prefix(word.size());
          cut = true;
        }
      }
    }
    if (rest.size() < kShortest) return false;
    if (word_at(text_, cue.begin - own.size(), Cue::not_name) >= own.size()) return false;
    // A place alone before the word names many: 杭州工厂; a number of a firm: 两家公司.
    if (!said && cue.end - cue.begin == 1) return own.size() >= 3 && text_.c(static_cast<std::ptrdiff_t>(cue.end)) != U'家';
    return true;
  }

  // 三年级二班, 八(4)班, 大班, 护理2班, 2021级
  std::size_t past_class(std::size_t end) const {
    constexpr std::size_t kClassMax = 10;
    std::size_t best = end;
    for (std::size_t i = end; i < text_.size() && i - end < kClassMax; ++i) {
      const Letter& letter = text_[i];
      const bool inside = letter.kind == CharKind::han || letter.kind == CharKind::digit || letter.c == U'(' || letter.c == U')' || letter.c == U'.';
      if (!inside || letter.gap == Gap::line) break;
      if (letter.c == U'班' && text_.c(static_cast<std::ptrdiff_t>(i) + 1) != U'主') best = i + 1;
      constexpr std::u32string_view stops = U"的在学,，老师读上生就家长";
      if (stops.find(letter.c) != stops.npos) break;
    }
    if (best == end && (text_.part(end, end + 1) == U"部")) return end + 1;
    return best;
  }
  // 望江站, 6号摊, 二标段, 城西店
  std::size_t past_branch(std::size_t end) const {
    constexpr std::size_t kBranchMax = 6;
    for (std::size_t i = end; i < text_.size() && i - end < kBranchMax; ++i) {
      const Letter& letter = text_[i];
      if ((letter.kind != CharKind::han && letter.kind != CharKind::digit) || letter.gap != Gap::none) break;
      constexpr std::u32string_view ends = U"站店摊铺厂";
      if (i > end && ends.find(letter.c) != ends.npos) return i + 1;
      if (text_.part(i, i + 2) == U"标段" || text_.part(i, i + 2) == U"车间" || text_.part(i, i + 2) == U"柜台") return i + 2;
      constexpr std::u32string_view stops = U"的在上做打当任工务老因被拖欠作为";
      if (stops.find(letter.c) != stops.npos) break;
    }
    return end;
  }

  // Jinxiu Garment Factory, Minzu Middle School
  std::size_t latin_at(std::size_t i) {
    const auto capital = [this](std::size_t at) {
      return at < text_.size() && text_[at].kind == CharKind::letter && text_[at].c < 0x250 && text_[at].upper;
    };
    if (!capital(i) || !reading_.starts_word(i)) return i;
    std::size_t end = i;
    std::size_t words = 0;
    bool firm = false;
    bool school = false;
    bool body = false;
    std::size_t best = i;
    while (capital(end) && words < 6 && (words == 0 || text_[end].gap == Gap::blank)) {
      std::size_t next = end;
      std::u32string word;
      while (next < text_.size() && text_[next].kind == CharKind::letter && (next == end || text_[next].gap == Gap::none)) word.push_back(text_[next++].c);
      if (is_article(word) && words == 0) return i;
      ++words;
      end = next;
      const auto among = [&word](std::u32string_view list) {
        return list.find(U" " + word + U" ") != list.npos;
      };
      body = body || among(U" court procuratorate federation police bureau hospital ministry government committee station county municipal provincial national people women association union university ");
      firm = firm || among(U" factory electronics company ltd co inc restaurant hotel supermarket store shop salon textile textiles garment logistics housekeeping nursing home centre center farm market cafe bakery workshop trading plant mill garments shoes toys foods express studio clinic teahouse inn bar spa ");
      school = school || among(U" school kindergarten college academy nursery ");
      if (words >= 2 && (firm || school) && among(U" factory electronics company ltd co inc restaurant hotel supermarket store shop salon textile textiles logistics housekeeping home centre center farm market cafe bakery workshop trading plant mill garments shoes toys foods express studio clinic school kindergarten college academy nursery teahouse inn bar spa ")) best = end;
      if (text_.c(static_cast<std::ptrdiff_t>(end)) == U'.' || text_.c(static_cast<std::ptrdiff_t>(end)) == U',') break;
    }
    if (best == i || body) return i;
    reading_.add(i, best, school ? SpanType::school : SpanType::workplace, Rule::organisation, 80);
    return best;
  }
  static bool is_article(std::u32string_view word) {
    return word == U"the" || word == U"a" || word == U"her" || word == U"his" || word == U"at" || word == U"from" || word == U"in" || word == U"this";
  }

  Reading& reading_;
  const FoldedText& text_;
};

}  // namespace

void find_organisations(Reading& reading) {
  Organisations(reading).find();
}

}  // namespace veil::redact
