// Addresses in Latin letters: Room 501, Unit 1, No. 525 Liulang Road, Zongyang County; Flat 3C,
// Block 4, Wah Fu Estate; Edf. Kam Fai, Rua da Barca 21; 14 Adeola Close, Surulere.
#include <algorithm>
#include <array>

#include "redact/text/latin_words.h"
#include "redact/text/reading.h"

namespace veil::redact {

void find_latin_places(Reading& reading);

namespace {

constexpr std::size_t kNameWords = 5;   // of a street
constexpr std::size_t kPlaceWords = 3;  // of a city
constexpr std::size_t kDoorSize = 6;    // letters of a door's number
constexpr std::size_t kHomeReach = 6;

enum class PartKind : std::uint8_t { none, door, street, region, name };
struct AddressPart {
  PartKind kind = PartKind::none;
  std::size_t words = 0;
  bool numbered = false;
};

class LatinPlaces {
 public:
  explicit LatinPlaces(Reading& reading)
      : reading_(reading), text_(reading.text), words_(latin_words(reading.text)) {
    for (const Found& one : reading.found) {
      if (one.type == SpanType::address) known_.push_back({one.begin, one.end});
    }
    std::sort(known_.begin(), known_.end());
  }

  void find() {
    for (std::size_t i = 0; i < words_.size();) {
      const std::size_t end = address_at(i);
      i = end > i ? end : i + 1;
    }
  }

 private:
  char32_t c(std::size_t i) const noexcept { return text_.c(static_cast<std::ptrdiff_t>(i)); }
  bool has(std::size_t w) const noexcept { return w < words_.size(); }
  // Whether word `w` stands right behind the one before: a full stop of an abbreviation may be
  // between.
  bool runs_on(std::size_t w) const {
    if (w == 0 || !has(w)) return false;
    const std::size_t from = words_[w - 1].end;
    const std::size_t to = words_[w].begin;
    if (text_[to].gap == Gap::line) return false;
    if (from == to) return true;
    return to == from + 1 &&
           (c(from) == U'#' || (c(from) == U'.' && is_abbreviation(words_[w - 1].plain)));
  }
  bool comma_before(std::size_t w) const {
    if (w == 0 || !has(w)) return false;
    std::size_t from = words_[w - 1].end;
    if (c(from) == U'.' && is_abbreviation(words_[w - 1].plain)) ++from;
    return words_[w].begin == from + 1 && (c(from) == U',' || c(from) == U'，');
  }
  static bool is_abbreviation(std::u32string_view word) {
    return is_listed(word,
                     U" no ul kv d rm bldg blk flt apt rd st ave est edf edif av bl gdn gdns ln dr "
                     U"blvd nr hse twr sq intl ctr ter flr ste ");
  }
  static bool is_body(std::u32string_view word) {
    return is_listed(word,
                     U" people peoples women womens federation bureau procuratorate station "
                     U"committee hospital police ministry "
                     U"government university act law ");
  }
  bool is_door_number(std::size_t w) const {
    const LatinWord& word = words_[w];
    return word.plain.size() <= kDoorSize && (word.digit || (word.plain.size() == 1 && word.upper));
  }
  bool is_name(std::size_t w) const { return words_[w].upper || is_street_part(words_[w].plain); }

  AddressPart part_at(std::size_t w) const {
    if (AddressPart part = prefixed_at(w); part.kind != PartKind::none) return part;
    if (AddressPart part = door_at(w); part.kind != PartKind::none) return part;
    return street_at(w);
  }
  // Rua da Barca 21, Edf. Kam Fai
  AddressPart prefixed_at(std::size_t w) const {
    if (!is_street_prefix(words_[w].plain)) return {};
    if (!words_[w].upper && !(has(w + 1) && words_[w + 1].upper && runs_on(w + 1))) return {};
    std::size_t at = w + 1;
    std::size_t names = 0;
    while (at < w + 1 + kNameWords && has(at) && runs_on(at) && is_name(at) && !words_[at].digit) {
      ++names;
      ++at;
    }
    if (names == 0) return {};
    const bool numbered =
        has(at) && (runs_on(at) || comma_before(at)) && words_[at].digit && is_door_number(at);
    return {PartKind::street, at + (numbered ? 1U : 0U) - w, numbered};
  }
  // Room 501, Flat B, No. 8; 12/F, 5th floor
  AddressPart door_at(std::size_t w) const {
    const LatinWord& word = words_[w];
    std::size_t at = w + 1;
    if (is_door_prefix(word.plain) && has(at) && !(word.plain == U"no" && !is_house_number(w))) {
      if (words_[at].plain == U"no" && runs_on(at)) ++at;
      if (has(at) && runs_on(at) && is_door_number(at) && (word.upper || words_[at].digit)) {
        // No. 8 Liulang Road is a street.
        if (AddressPart street = street_at(at);
            street.kind == PartKind::street && words_[at].digit) {
          return {PartKind::street, at + street.words - w, true};
        }
        return {PartKind::door, at + 1 - w, true};
      }
    }
    if (word.digit && has(at) && runs_on(at) &&
        is_listed(words_[at].plain, U" floor f fl flr andar "))
      return {PartKind::door, 2, true};
    return {};
  }
  // Staff no. A103 is no house.
  bool is_house_number(std::size_t w) const {
    if (w + 1 < words_.size() && !(text_[words_[w + 1].begin].kind == CharKind::digit))
      return false;
    return w == 0 || !runs_on(w) || words_[w].upper ||
           is_listed(words_[w - 1].plain, U" at in near of on to house flat room ");
  }
  // 12 Liulang West Road, Wah Sum Est., Barkhor Lane 6
  AddressPart street_at(std::size_t w) const {
    std::size_t at = w;
    bool numbered = false;
    if (words_[at].digit && !is_street_part(words_[at].plain)) {
      if (!is_door_number(at) || !has(at + 1) || !(runs_on(at + 1) || comma_before(at + 1)))
        return {};
      numbered = true;
      ++at;
    }
    const std::size_t from = at;
    AddressPart best;
    for (; has(at) && at < from + kNameWords && (at == from || runs_on(at)) &&
           (is_name(at) || is_low_kind(at, from));
         ++at) {
      const std::u32string& word = words_[at].plain;
      if (is_body(word)) return {};
      const bool street = is_street_kind(word);
      const bool region = is_region_kind(word);
      if ((!street && !region) || at == from) continue;
      if (word == U"court" &&
          is_listed(words_[at - 1].plain, U" district county city intermediate high "))
        return {};
      best = {region && !numbered ? PartKind::region : PartKind::street, at + 1 - w, numbered};
    }
    if (best.kind == PartKind::street) {
      const std::size_t next = w + best.words;
      if (has(next) && runs_on(next) && words_[next].digit && is_door_number(next)) {
        ++best.words;
        best.numbered = true;
      }
    }
    return best;
  }
  // Khong village, Jinhu town
  bool is_low_kind(std::size_t at, std::size_t from) const {
    return at > from && words_[at - 1].upper &&
           is_listed(words_[at].plain,
                     U" village town township district county province street road lane campus "
                     U"hamlet ward ");
  }
  // Kunshan, Xi'an, Tin Shui Wai: behind a part and a comma.
  std::size_t place_words(std::size_t w) const {
    std::size_t at = w;
    while (has(at) && at < w + kPlaceWords && (at == w || runs_on(at)) && words_[at].upper &&
           !words_[at].digit && !is_body(words_[at].plain)) {
      ++at;
    }
    if (at == w) return 0;
    constexpr std::u32string_view speech =
        U" she he they it the her his i we this that there then please call and but mr mrs ms ";
    if (is_listed(words_[w].plain, speech)) return 0;
    const bool ends = !has(at) || !runs_on(at) || text_[words_[at - 1].end].kind == CharKind::mark;
    const bool spelt = is_pinyin(words_[w].plain);
    if (ends || spelt) return at - w;
    return !words_[at].upper ? at - w : 0;
  }
  // 1406 or 5-B between commas.
  bool is_bare_number(std::size_t w) const {
    if (!words_[w].digit || !is_door_number(w)) return false;
    const std::size_t end = words_[w].end;
    return end >= text_.size() || text_[end].kind == CharKind::mark || text_[end].gap != Gap::none;
  }

  std::size_t address_at(std::size_t w) {
    std::size_t doors = 0;
    std::size_t streets = 0;
    std::size_t regions = 0;
    bool numbered = false;
    std::size_t at = w;
    std::size_t end = w;
    while (has(at) && (at == w || runs_on(at) || comma_before(at))) {
      AddressPart part = part_at(at);
      const bool behind_comma = at > w && comma_before(at);
      if (part.kind == PartKind::none && behind_comma && streets + regions > 0) {
        if (is_bare_number(at))
          part = {PartKind::door, 1, true};
        else if (const std::size_t words = place_words(at); words > 0)
          part = {PartKind::name, words, false};
      }
      if (part.kind == PartKind::none && at == w && is_bare_number(at) && has(at + 1) &&
          comma_before(at + 1) && part_at(at + 1).kind != PartKind::none) {
        part = {PartKind::door, 1, true};
      }
      if (part.kind == PartKind::none) break;
      doors += part.kind == PartKind::door ? 1U : 0U;
      streets += part.kind == PartKind::street ? 1U : 0U;
      regions += part.kind == PartKind::region ? 1U : 0U;
      numbered = numbered || part.numbered;
      at += part.words;
      end = at;
    }
    if (end == w) return w;
    const std::size_t begin = words_[w].begin;
    const bool home = reading_.cue_before(begin, kHomeReach, std::array{Cue::home}) != nullptr;
    const bool known = holds_known(begin, words_[end - 1].end);
    const bool sure = streets > 0 && numbered;
    const bool rows = streets + regions >= 2 && streets > 0;
    if (!known && !sure && !rows && !(home && streets + regions > 0) && doors < 3) return end;
    reading_.add(begin, words_[end - 1].end, SpanType::address,
                 known ? Rule::known_part : Rule::place, sure || known ? 90 : 75);
    return end;
  }
  bool holds_known(std::size_t begin, std::size_t end) const {
    const auto at =
        std::upper_bound(known_.begin(), known_.end(), begin,
                         [](std::size_t place, const auto& one) { return place < one.second; });
    return at != known_.end() && at->first < end;
  }

  Reading& reading_;
  const FoldedText& text_;
  std::vector<LatinWord> words_;
  std::vector<std::pair<std::size_t, std::size_t>> known_;
};

}  // namespace

void find_latin_places(Reading& reading) {
  if (!reading.text.has_capitals()) return;
  LatinPlaces(reading).find();
}

}  // namespace veil::redact
