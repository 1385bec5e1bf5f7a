// Addresses: units in a row that lead to a door, in Chinese and in English.
#include <algorithm>
#include <array>

#include "redact/text/reading.h"
#include "redact/text/units.h"

namespace veil::redact {
namespace {

constexpr std::size_t kHomeReach = 4;

// A row of units with nothing but commas and blanks between them.
struct Chain {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t numbers = 0;
  std::size_t regions = 0;
  std::size_t towns = 0;
  std::size_t own = 0;  // villages, roads, estates
};

class Places {
 public:
  explicit Places(Reading& reading) : reading_(reading), text_(reading.text) {
    for (const Found& one : reading.found) {
      if (one.type == SpanType::address) known_.push_back({one.begin, one.end});
    }
  }

  void find() {
    const auto units = find_units(text_, reading_.cues);
    for (std::size_t i = 0; i < units.size();) {
      Chain chain{units[i].begin, units[i].begin};
      std::size_t k = i;
      while (k < units.size() && (k == i || joins(chain.end, units[k].begin))) {
        count(units[k], chain);
        ++k;
      }
      judge(chain, k - i);
      i = k;
    }
  }

 private:
  static void count(const Unit& unit, Chain& chain) {
    chain.end = unit.end;
    switch (unit.kind) {
      case UnitKind::region: ++chain.regions; break;
      case UnitKind::town: ++chain.towns; break;
      case UnitKind::village:
      case UnitKind::road:
      case UnitKind::estate: ++chain.own; break;
      case UnitKind::number: ++chain.numbers; break;
      case UnitKind::beside: break;
    }
  }
  bool joins(std::size_t end, std::size_t begin) const {
    if (begin == end) return true;
    return begin == end + 1 && (text_[end].c == U',' || text_[end].c == U'、' || text_[end].c == U'-' || text_[end].c == U'的');
  }
  bool holds_known(const Chain& chain) const {
    return std::any_of(known_.begin(), known_.end(), [&chain](const auto& one) {
      return one.first < chain.end && chain.begin < one.second;
    });
  }
  bool behind_home(std::size_t begin) const {
    return reading_.cue_before(begin, kHomeReach, std::array{Cue::home}) != nullptr;
  }

  void judge(const Chain& chain, std::size_t units) {
    const bool home = behind_home(chain.begin);
    const bool known = holds_known(chain);
    const bool leads = chain.own > 0 && chain.numbers > 0;
    const bool placed = chain.regions > 0 && chain.own + chain.towns > 0;
    const bool rows = chain.own >= 2 || (chain.towns > 0 && chain.own > 0) || chain.numbers >= 2;
    const bool where = home && (chain.own + chain.towns + chain.regions > 0) && units > 0;
    if (!known && !leads && !placed && !rows && !where) return;
    if (!known && !home && chain.own == 0 && chain.regions == 0 && chain.towns == 0 && chain.numbers < 3) return;
    // A body's address is no secret: 区公安分局 stands behind the region.
    if (!known && !leads && body_follows(chain.end)) return;
    const std::size_t end = trailing(chain.end);
    reading_.add(chain.begin, end, SpanType::address, known ? Rule::known_part : Rule::place, known ? 95 : leads ? 90 : 75);
  }
  bool body_follows(std::size_t end) const {
    return reading_.cue_beginning_at(end, std::array{Cue::public_body, Cue::hospital, Cue::school}) != nullptr;
  }
  // ... 旁, 隔壁: what stands beside a place.
  std::size_t trailing(std::size_t end) const {
    constexpr std::size_t kBesideMax = 6;
    for (const std::u32string_view word : {U"旁边", U"旁", U"隔壁", U"对面", U"附近", U"楼上", U"楼下", U"后面", U"门口"}) {
      for (std::size_t i = end; i < text_.size() && i < end + kBesideMax && text_[i].kind == CharKind::han && text_[i].gap == Gap::none; ++i) {
        if (text_[i].c == U'的' || text_[i].c == U'在') break;
        if (text_.part(i, i + word.size()) == word) return i + word.size();
      }
    }
    return end;
  }

  Reading& reading_;
  const FoldedText& text_;
  std::vector<std::pair<std::size_t, std::size_t>> known_;
};

// Room 501, Unit 1, Building 26, No. 525 Liulang Road, Zongyang County, Anqing, Anhui
class LatinPlaces {
 public:
  explicit LatinPlaces(Reading& reading) : reading_(reading), text_(reading.text) {}

  void find() {
    for (std::size_t i = 0; i < text_.size();) {
      const std::size_t end = address_at(i);
      i = end > i ? end : next_word(i);
    }
  }

 private:
  char32_t c(std::size_t i) const noexcept { return text_.c(static_cast<std::ptrdiff_t>(i)); }
  bool is_letter(std::size_t i) const noexcept {
    return i < text_.size() && text_[i].kind == CharKind::letter && text_[i].c < 0x250;
  }
  std::size_t word_end(std::size_t i) const {
    std::size_t end = i;
    while (end < text_.size() && text_[end].is_word() && text_[end].c < 0x250 && (end == i || text_[end].gap == Gap::none)) ++end;
    return end;
  }
  std::size_t next_word(std::size_t i) const { return std::max(word_end(i), i + 1); }
  static bool among(std::u32string_view word, std::u32string_view list) {
    std::u32string padded = U" ";
    padded += word;
    padded += U' ';
    return list.find(padded) != list.npos;
  }
  static constexpr std::u32string_view kBefore = U" room unit building house flat apartment apt block floor dormitory dorm no suite rm bldg tower villa gate door shop lot number ";
  static constexpr std::u32string_view kAfter = U" road street rd st avenue ave lane village township town community gardens garden estate district county city province alley boulevard residence mansion prefecture neighbourhood subdistrict apartments compound court terrace place drive hamlet ";

  // One part: "Room 501", "No. 525 Liulang Road", "Zongyang County". The end, or `i`.
  std::size_t part_at(std::size_t i, bool& door) const {
    if (i >= text_.size()) return i;
    std::size_t at = i;
    bool numbered = false;
    if (is_letter(at) && among(text_.part(at, word_end(at)), kBefore)) {
      std::size_t next = word_end(at);
      if (c(next) == U'.' || c(next) == U'#') ++next;
      const std::size_t end = word_end(next);
      if (next < text_.size() && end > next && end - next <= 6 && (text_[next].kind == CharKind::digit || (end - next == 1 && text_[next].upper))) {
        numbered = true;
        at = end;
      } else if (!text_[i].upper) {
        return i;
      }
    } else if (text_[at].kind == CharKind::digit) {
      const std::size_t end = word_end(at);
      if (end - at > 5 || !is_letter(end) || !text_[end].upper) return i;
      numbered = true;
      at = end;
    }
    // Up to four words with capitals, the last of them a kind of place.
    std::size_t end = at;
    for (std::size_t words = 0; words < 5 && is_letter(end) && text_[end].upper; ++words) {
      const std::size_t next = word_end(end);
      const bool kind = among(text_.part(end, next), kAfter);
      end = next;
      if (kind && words > 0) {
        door = door || numbered;
        return end;
      }
      if (c(end) == U'.' || c(end) == U',') break;
    }
    if (numbered && at > i && !is_plain_number(i)) {
      door = true;
      return at;
    }
    return i;
  }
  bool is_plain_number(std::size_t i) const { return text_[i].kind == CharKind::digit; }

  std::size_t address_at(std::size_t i) {
    if (!text_[i].is_word() || text_[i].c >= 0x250 || !reading_.starts_word(i)) return i;
    bool door = false;
    std::size_t parts = 0;
    bool named = false;
    std::size_t end = i;
    std::size_t at = i;
    while (at < text_.size()) {
      const std::size_t next = part_at(at, door);
      if (next > at) {
        named = named || next - at > 7;
        ++parts;
      } else {
        // Behind a county: the city and the province by their names alone.
        if (parts == 0 || !is_letter(at) || !text_[at].upper || at == end) break;
        const std::size_t name = word_end(at);
        const std::size_t second = is_letter(name) && text_[name].upper ? word_end(name) : name;
        if (!named || !ends_clause(second)) break;
        end = second;
        at = end + 1;
        if (c(end) != U',') break;
        continue;
      }
      end = next;
      if (c(end) != U',') break;
      at = end + 1;
    }
    const bool home = reading_.cue_before(i, 6, std::array{Cue::home}) != nullptr;
    const bool said = door && named;
    if (parts == 0 || (!said && !(home && parts > 0) && parts < 3)) return i;
    reading_.add(i, end, SpanType::address, Rule::place, said ? 90 : 75);
    return end;
  }
  bool ends_clause(std::size_t i) const {
    return i >= text_.size() || text_[i].kind == CharKind::mark || text_[i].gap == Gap::line;
  }

  Reading& reading_;
  const FoldedText& text_;
};

}  // namespace

void find_places(Reading& reading) {
  Places(reading).find();
  LatinPlaces(reading).find();
}

}  // namespace veil::redact
