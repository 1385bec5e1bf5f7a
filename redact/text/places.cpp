// Addresses in Chinese: units in a row that lead to a door, to a village or to an estate.
#include <algorithm>
#include <array>

#include "redact/text/reading.h"
#include "redact/text/units.h"

namespace veil::redact {

void find_latin_places(Reading& reading);  // latin_places.cpp

namespace {

constexpr std::size_t kHomeReach = 4;
constexpr std::size_t kBridgeMax = 5;  // letters between units that no list knows
constexpr std::size_t kTailMax = 8;    // ... behind the last one

struct Piece {
  Unit unit;
  bool known = false;
};

// A row of units with nothing but commas, blanks and short names between them.
struct Chain {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t numbers = 0;
  std::size_t doors = 0;
  std::size_t regions = 0;
  std::size_t short_regions = 0;
  std::size_t towns = 0;
  std::size_t own = 0;       // villages, roads, estates
  std::size_t own_weak = 0;  // that say little alone
  std::size_t villages = 0;
  std::size_t estates = 0;
  UnitKind last = UnitKind::region;
  bool known = false;
};

class Places {
 public:
  explicit Places(Reading& reading) : reading_(reading), text_(reading.text) {}

  void find() {
    const auto pieces = all_pieces();
    for (std::size_t i = 0; i < pieces.size();) {
      // A house number alone begins nothing: 5号中午.
      const Unit& first = pieces[i].unit;
      Chain chain;
      chain.begin = chain.end = first.begin;
      if (!pieces[i].known &&
          (first.kind == UnitKind::beside || (first.kind == UnitKind::number && first.weak))) {
        chain.begin = unlisted_name(pieces, i);
        if (chain.begin == first.begin) {
          ++i;
          continue;
        }
        ++chain.own_weak;
      }
      std::size_t k = i;
      while (k < pieces.size() && (k == i || joins(chain, pieces[k].unit)))
        count(pieces[k++], chain);
      judge(chain);
      i = k;
    }
  }

 private:
  char32_t c(std::size_t i) const noexcept { return text_.c(static_cast<std::ptrdiff_t>(i)); }

  std::vector<Piece> all_pieces() const {
    std::vector<Piece> out;
    for (const Unit& unit : find_units(text_, reading_.cues)) out.push_back({unit, false});
    for (const Found& one : reading_.found) {
      if (one.type == SpanType::address)
        out.push_back({{one.begin, one.end, UnitKind::estate, false}, true});
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const Piece& a, const Piece& b) { return a.unit.begin < b.unit.begin; });
    return out;
  }

  static void count(const Piece& piece, Chain& chain) {
    const Unit& unit = piece.unit;
    chain.end = std::max<std::size_t>(chain.end, unit.end);
    chain.known = chain.known || piece.known;
    chain.last = unit.kind;
    switch (unit.kind) {
      case UnitKind::region:
        ++(unit.weak ? chain.short_regions : chain.regions);
        break;
      case UnitKind::town:
        ++chain.towns;
        break;
      case UnitKind::village:
      case UnitKind::road:
      case UnitKind::estate:
        ++(unit.weak ? chain.own_weak : chain.own);
        chain.villages += unit.kind == UnitKind::village && !unit.weak ? 1U : 0U;
        chain.estates += unit.kind == UnitKind::estate && !unit.weak ? 1U : 0U;
        break;
      case UnitKind::number:
        ++chain.numbers;
        chain.doors += unit.weak ? 0U : 1U;
        break;
      case UnitKind::beside:
        break;
    }
  }

  bool joins(const Chain& chain, const Unit& next) const {
    if (next.begin <= chain.end) return true;
    const bool is_number = next.kind == UnitKind::number || next.kind == UnitKind::beside;
    if (next.begin == chain.end + 1 &&
        (c(chain.end) == U',' || c(chain.end) == U'-' || c(chain.end) == U'·')) {
      return !is_number || !next.weak;
    }
    // 新华路与西祥街交叉口
    constexpr std::u32string_view meets = U"与和、及";
    if (next.begin == chain.end + 1 && next.kind == UnitKind::road &&
        chain.last == UnitKind::road && meets.find(c(chain.end)) != meets.npos) {
      constexpr std::u32string_view meeting = U"交路口";
      return meeting.find(c(next.end)) != meeting.npos;
    }
    // A name that no list knows: 皇岗村 上围 二巷.
    const bool from_name = chain.last != UnitKind::number && chain.last != UnitKind::beside;
    if (!is_number && next.kind != UnitKind::road && next.kind != UnitKind::village &&
        next.kind != UnitKind::estate)
      return false;
    if (next.begin - chain.end > kBridgeMax || (!from_name && chain.own + chain.own_weak == 0))
      return false;
    return text_[next.begin].gap != Gap::line && only_name(chain.end, next.begin);
  }
  // Where a name begins that no list knows before a number and more: 桃花坞 739号 员工宿舍.
  std::size_t unlisted_name(const std::vector<Piece>& pieces, std::size_t i) const {
    const Unit& number = pieces[i].unit;
    const bool more = i + 1 < pieces.size() && pieces[i + 1].unit.begin == number.end &&
                      pieces[i + 1].unit.kind != UnitKind::region &&
                      pieces[i + 1].unit.kind != UnitKind::town;
    if (number.kind != UnitKind::number || !more || text_[number.end - 1].c != U'号')
      return number.begin;
    constexpr std::size_t kNameMax = 4;
    std::size_t begin = number.begin;
    while (begin > 0 && number.begin - begin < kNameMax && text_[begin - 1].kind == CharKind::han &&
           (begin == number.begin || text_[begin].gap == Gap::none) &&
           !is_hard_stop(c(begin - 1)) && !is_soft_stop(c(begin - 1))) {
      --begin;
    }
    return number.begin - begin >= 2 && only_name(begin, number.begin) ? begin : number.begin;
  }
  bool only_name(std::size_t begin, std::size_t end) const {
    for (std::size_t i = begin; i < end; ++i) {
      const bool gap = text_[i].gap != Gap::none && i > begin;
      if (text_[i].kind != CharKind::han || gap || is_hard_stop(c(i)) || is_soft_stop(c(i)))
        return false;
    }
    for (std::size_t i = reading_.first_cue(begin);
         i < reading_.cues.size() && reading_.cues[i].begin < end; ++i) {
      const CueHit& cue = reading_.cues[i];
      if (cue.end - cue.begin >= 2 && cue.cue != Cue::short_place && cue.cue != Cue::keep &&
          cue.cue != Cue::brand)
        return false;
    }
    return true;
  }

  bool behind_home(std::size_t begin) const {
    return reading_.cue_before(begin, kHomeReach, std::array{Cue::home}) != nullptr;
  }
  // 回, 到, 在 stand before a place.
  bool behind_way(std::size_t begin) const {
    constexpr std::u32string_view ways = U"在到回去从往至于是住";
    return begin == 0 || breaks_before(text_, begin) || ways.find(c(begin - 1)) != ways.npos;
  }

  // 住 虹口 凉城四村: what stands between the word and the first unit is a name too.
  std::size_t home_begin(std::size_t begin) const {
    const CueHit* cue = reading_.cue_before(begin, kHomeReach, std::array{Cue::home});
    if (cue == nullptr || cue->end == begin || begin - cue->end > kHomeReach) return begin;
    return only_name(cue->end, begin) ? cue->end : begin;
  }

  void judge(Chain chain) {
    const bool home = behind_home(chain.begin);
    if (home) chain.begin = home_begin(chain.begin);
    const std::size_t own = chain.own + chain.own_weak;
    const bool leads = own > 0 && chain.numbers > 0;
    const bool door = chain.doors >= 2 && (home || chain.numbers >= 3 || own > 0);
    const bool placed = chain.regions + chain.short_regions > 0 &&
                        (chain.own + chain.towns > 0 || (chain.own_weak > 0 && chain.regions > 0));
    const bool rows = chain.own >= 2 || (chain.towns > 0 && own + chain.numbers > 0);
    const bool where = home && (own + chain.towns + chain.regions > 0);
    const bool region_door = chain.regions > 0 && chain.numbers > 0 && own == 0 && chain.doors > 0;
    const bool alone =
        (chain.estates > 0 && chain.end - chain.begin >= 4) ||
        (chain.villages > 0 && chain.end - chain.begin >= 3 && behind_way(chain.begin));
    const bool sure = chain.known || leads || door;
    if (!sure && !placed && !rows && !where && !alone && !region_door) {
      if (chain.regions > 0) hide_tail(chain, home);
      return;
    }
    // A body's address is no secret: 区公安分局 stands behind the region.
    if (!chain.known && !leads && body_follows(chain.end)) return;
    const std::size_t end = tail(chain, home);
    reading_.add(chain.begin, end, SpanType::address, chain.known ? Rule::known_part : Rule::place,
                 chain.known ? 95
                 : leads     ? 90
                             : 75);
  }
  bool body_follows(std::size_t end) const {
    return reading_.cue_beginning_at(end, std::array{Cue::public_body, Cue::hospital, Cue::school,
                                                     Cue::office}) != nullptr;
  }

  // 白云区同德围那边: a region and the name of a place that no list knows.
  void hide_tail(const Chain& chain, bool home) {
    const std::size_t end = tail(chain, home);
    if (end > chain.end) reading_.add(chain.begin, end, SpanType::address, Rule::place, 70);
  }
  // Past the last name, where the words around it say that it is one.
  std::size_t tail(const Chain& chain, bool home) const {
    if (chain.last == UnitKind::number || chain.last == UnitKind::beside || body_follows(chain.end))
      return chain.end;
    std::size_t end = chain.end;
    while (end < text_.size() && end - chain.end <= kTailMax && text_[end].kind == CharKind::han &&
           text_[end].gap == Gap::none && !is_hard_stop(c(end)) && !is_soft_stop(c(end))) {
      ++end;
    }
    const std::size_t size = end - chain.end;
    if (size < 2 || size > kTailMax || !only_name(chain.end, end)) return chain.end;
    for (const std::u32string_view word :
         {U"那边", U"一带", U"附近", U"那块", U"那片", U"那儿", U"这边", U"那里", U"周边"}) {
      if (text_.part(end, end + word.size()) == word) return end;
    }
    const bool closed =
        end >= text_.size() || text_[end].kind != CharKind::han || text_[end].gap != Gap::none;
    return home && closed ? end : chain.end;
  }

  Reading& reading_;
  const FoldedText& text_;
};

}  // namespace

void find_places(Reading& reading) {
  Places(reading).find();
  find_latin_places(reading);
}

}  // namespace veil::redact
