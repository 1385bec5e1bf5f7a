#include "redact/veil/place.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "redact/unicode.h"
#include "redact/veil/regions.h"

namespace veil::redact {

namespace {

constexpr std::size_t kWrittenMax = 4096;  // bytes of an address as written
constexpr std::size_t kCodeSize = 6;
constexpr std::size_t kHanSize = 3;  // bytes of a common ideograph in UTF-8

constexpr std::uint32_t kXinjiang = 650000;

enum class Level : std::uint8_t { none, province, city, county };

// One way to write one division.
struct Entry {
  std::uint32_t code = 0;
  std::string_view text;
  std::string_view name;  // in full
  bool current = true;
  bool full =
      true;  // else without 省 or 市: believed only where another division follows, or nothing
};

Level level_of(std::uint32_t code) noexcept {
  if (code % 10000 == 0) return Level::province;
  return code % 100 == 0 ? Level::city : Level::county;
}

// Municipalities and special regions have no cities below them: they are their own.
bool is_own_city(std::uint32_t code) noexcept {
  constexpr std::array<std::uint32_t, 7> provinces = {11, 12, 31, 50, 71, 81, 82};
  return std::find(provinces.begin(), provinces.end(), code / 10000) != provinces.end();
}

// Counties directly under their province, and 嘉峪关市 and its like, have no city above them.
bool is_directly_governed(std::uint32_t code) noexcept {
  return code / 100 % 100 == 90;
}

class Table {
 public:
  static const Table& get() {
    static const Table table;
    return table;
  }

  const std::vector<Entry>& written(std::string_view text) const {
    static const std::vector<Entry> none;
    const auto found = by_text_.find(text);
    return found == by_text_.end() ? none : found->second;
  }
  // Ascending sizes of what may be written where `text` begins.
  const std::vector<std::size_t>& sizes(std::string_view text) const {
    static const std::vector<std::size_t> none;
    const auto found = sizes_.find(text.substr(0, kBeginning));
    return found == sizes_.end() ? none : found->second;
  }
  // Empty if there is none.
  std::string_view name(std::uint32_t code) const {
    const auto found = by_code_.find(code);
    return found == by_code_.end() ? std::string_view() : found->second;
  }
  bool has_counties(std::uint32_t city) const {
    return std::binary_search(cities_with_counties_.begin(), cities_with_counties_.end(), city);
  }

 private:
  Table() {
    read(kRegionsCurrent, [&](std::uint32_t code, std::string_view name) {
      by_code_.emplace(code, name);
      add({code, name, name, true, true});
      add_short(code, name);
      if (level_of(code) == Level::county) cities_with_counties_.push_back(code / 100 * 100);
    });
    std::sort(cities_with_counties_.begin(), cities_with_counties_.end());
    read(kRegionsWithdrawn, [&](std::uint32_t code, std::string_view name) {
      by_code_.emplace(code, name);
      add({code, name, name, false, true});
    });
    read(kRegionsShort, [&](std::uint32_t code, std::string_view text) {
      add({code, text, name(code), true, true});
    });
  }

  template <class Each>
  static void read(std::string_view table, Each each) {
    std::uint32_t code = 0;
    while (!table.empty()) {
      const auto digits = table.find_first_not_of("0123456789");
      const auto end = table.find(' ');
      std::uint32_t number = 0;
      std::from_chars(table.data(), table.data() + digits, number);
      code = digits == kCodeSize ? number : code / 100 * 100 + number;
      each(code, table.substr(digits, end - digits));
      table.remove_prefix(end + 1);
    }
  }

  void add(const Entry& entry) {
    by_text_[entry.text].push_back(entry);
    std::vector<std::size_t>& sizes = sizes_[entry.text.substr(0, kBeginning)];
    const auto at = std::lower_bound(sizes.begin(), sizes.end(), entry.text.size());
    if (at == sizes.end() || *at != entry.text.size()) sizes.insert(at, entry.text.size());
  }

  // 河北, 内蒙古, 广西 and 石家庄: how people write provinces and cities in front of a county.
  void add_short(std::uint32_t code, std::string_view name) {
    const Level level = level_of(code);
    if (level == Level::county) return;
    constexpr std::array<std::string_view, 9> endings = {"省",         "市",           "壮族自治区",
                                                         "回族自治区", "维吾尔自治区", "特别行政区",
                                                         "蒙古自治区", "自治区",       "地区"};
    for (const auto ending : endings) {
      if (!name.ends_with(ending) || (level == Level::city && ending != "市")) continue;
      const bool inner = ending == "蒙古自治区";  // 内蒙古 keeps its second half
      const auto kept = name.substr(0, name.size() - ending.size() + (inner ? 2 * kHanSize : 0));
      if (kept.size() >= 2 * kHanSize) add({code, kept, name, true, false});
      return;
    }
  }

  static constexpr std::size_t kBeginning = 2 * kHanSize;  // the shortest that is written

  std::unordered_map<std::string_view, std::vector<Entry>> by_text_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> sizes_;
  std::unordered_map<std::uint32_t, std::string_view> by_code_;
  std::vector<std::uint32_t> cities_with_counties_;
};

// A way to read the beginning of an address: the divisions named, and how far they reach.
struct Reading {
  std::uint32_t code = 0;     // of the last division named
  std::string_view last;      // its name in full
  std::string_view city;      // name of the city, if one was named
  std::size_t end = 0;        // bytes read
  std::size_t withdrawn = 0;  // divisions that the current edition does not have
};

class Reader {
 public:
  explicit Reader(std::string text) : text_(std::move(text)) {
    for (const std::string_view country : {"中华人民共和国", "中国"}) {
      if (text_.starts_with(country)) text_.erase(0, country.size());
    }
    step({}, true);
  }
  const std::vector<Reading>& readings() const noexcept { return readings_; }

 private:
  void step(const Reading& before, bool full) {
    if (before.code != 0 && (full || before.end == text_.size())) readings_.push_back(before);
    const Level level = before.code == 0 ? Level::none : level_of(before.code);
    if (level == Level::county) return;
    follow(before, before.end);
    const std::size_t start = skip_separators(before.end);
    if (start != before.end) follow(before, start);
    if (full && before.code != 0) follow_filler(before, level, start);
    if (before.code == kXinjiang) follow_corps(before, start);
  }

  // Towns of the production and construction corps are written behind it and their division:
  // 新疆生产建设兵团第八师石河子市.
  void follow_corps(const Reading& before, std::size_t start) {
    std::string_view rest = std::string_view(text_).substr(start);
    for (const std::string_view corps :
         {std::string_view("生产建设兵团"), std::string_view("兵团")}) {
      if (!rest.starts_with(corps)) continue;
      Reading next = before;
      next.end = start + corps.size();
      readings_.push_back(next);
      follow(next, next.end);
      rest.remove_prefix(corps.size());
      if (const std::size_t division = size_of_division(rest); division > 0) {
        follow(next, next.end + division);
      }
      return;
    }
  }

  // 第八师, 第十二师, 农六师; 0 if it is none.
  static std::size_t size_of_division(std::string_view text) noexcept {
    std::size_t size = 0;
    if (text.starts_with("第") || text.starts_with("农")) size = kHanSize;
    if (size == 0) return 0;
    constexpr std::string_view numbers = "一二三四五六七八九十";
    for (std::size_t digits = 0; digits < 3; ++digits) {
      const std::string_view next = text.substr(std::min(size, text.size()), kHanSize);
      if (next == "师") return digits > 0 ? size + kHanSize : 0;
      if (next.size() < kHanSize || numbers.find(next) == std::string_view::npos) return 0;
      size += kHanSize;
    }
    return text.substr(std::min(size, text.size())).starts_with("师") ? size + kHanSize : 0;
  }

  // Tables and forms put a word where a province has no city, and people write a name twice:
  // 北京市市辖区朝阳区, 北京市北京市朝阳区, 石家庄市市辖区长安区.
  void follow_filler(const Reading& before, Level level, std::size_t start) {
    const std::string_view rest = std::string_view(text_).substr(start);
    const auto skip = [&](std::string_view filler) {
      if (rest.starts_with(filler)) follow(before, skip_separators(start + filler.size()));
    };
    skip("市辖区");
    skip(before.last);
    if (level != Level::province) return;
    skip("县");
    skip("省直辖县级行政区划");
    skip("自治区直辖县级行政区划");
  }

  void follow(const Reading& before, std::size_t start) {
    const Table& table = Table::get();
    const std::string_view rest = std::string_view(text_).substr(start);
    for (const std::size_t size : table.sizes(rest)) {
      if (size > rest.size()) break;
      for (const Entry& entry : table.written(rest.substr(0, size))) {
        if (!fits(before, entry) || rest.substr(size).starts_with("场")) continue;  // 义乌市场
        Reading next = before;
        next.code = entry.code;
        next.last = entry.name;
        if (level_of(entry.code) == Level::city) next.city = entry.name;
        next.end = start + size;
        if (!entry.current) ++next.withdrawn;
        step(next, entry.full);
      }
    }
  }

  static bool fits(const Reading& before, const Entry& entry) noexcept {
    const Level level = level_of(entry.code);
    if (before.code == 0) {
      // 东区, 郊区, 沙县 and their like are ordinary words where nothing stands before them.
      return level != Level::county || entry.text.size() > 2 * kHanSize;
    }
    const Level above = level_of(before.code);
    if (level <= above) return false;
    return above == Level::province ? entry.code / 10000 == before.code / 10000
                                    : entry.code / 100 == before.code / 100;
  }

  std::size_t skip_separators(std::size_t at) const noexcept {
    for (bool again = true; again;) {
      again = false;
      for (const std::string_view mark : {"/", "-", ",", "、", "·", "|", ">"}) {
        if (std::string_view(text_).substr(at).starts_with(mark)) {
          at += mark.size();
          again = true;
        }
      }
    }
    return at;
  }

  std::string text_;
  std::vector<Reading> readings_;
};

// What one reading says at the level asked for: the division's code and name; no name if nothing.
struct Answer {
  std::uint32_t code = 0;
  std::string_view name;
  friend bool operator==(const Answer&, const Answer&) = default;
};

Answer county_in(const Reading& reading) {
  const Level level = level_of(reading.code);
  const bool whole =
      level == Level::city && !Table::get().has_counties(reading.code) && reading.withdrawn == 0;
  if (level != Level::county && !whole) return {};
  return {reading.code, reading.last};
}

Answer city_in(const Reading& reading) {
  if (is_own_city(reading.code)) {
    const std::uint32_t code = reading.code / 10000 * 10000;
    return {code, Table::get().name(code)};
  }
  if (level_of(reading.code) == Level::province) return {};
  if (is_directly_governed(reading.code)) return {reading.code, reading.last};
  const std::uint32_t code = reading.code / 100 * 100;
  return {code, reading.city.empty() ? Table::get().name(code) : reading.city};
}

Answer province_in(const Reading& reading) {
  const std::uint32_t code = reading.code / 10000 * 10000;
  return {code, Table::get().name(code)};
}

// Of the readings that have an answer, those that explain most of the text count, of these the ones
// by the newest names; they must agree.
std::optional<std::string> ask(std::string_view address, Answer (*answer_in)(const Reading&)) {
  const auto folded = fold(address, kWrittenMax);
  if (!folded) return std::nullopt;
  std::string text;
  for (const char32_t c : *folded) {
    if (c != U' ') append_utf8(text, c);
  }
  const Reader reader(std::move(text));
  const Reading* best = nullptr;
  Answer answer;
  bool agreed = true;
  for (const Reading& reading : reader.readings()) {
    const Answer found = answer_in(reading);
    if (found.name.empty()) continue;
    const bool longer = best == nullptr || reading.end > best->end;
    const bool as_long = best != nullptr && reading.end == best->end;
    if (longer || (as_long && reading.withdrawn < best->withdrawn)) {
      best = &reading;
      answer = found;
      agreed = true;
    } else if (as_long && reading.withdrawn == best->withdrawn && found != answer) {
      agreed = false;
    }
  }
  if (best == nullptr || !agreed) return std::nullopt;
  return std::string(answer.name);
}

}  // namespace

std::optional<std::string> county_of(std::string_view address) {
  return ask(address, county_in);
}
std::optional<std::string> city_of(std::string_view address) {
  return ask(address, city_in);
}
std::optional<std::string> province_of(std::string_view address) {
  return ask(address, province_in);
}

}  // namespace veil::redact
