#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "redact/calendar.h"
#include "redact/schema.h"

namespace veil::redact {

namespace {

// Shows one value; one overload for each kind.
class Shower {
 public:
  Shower(const Schema& schema, const Field& field, Language language)
      : schema_(schema), field_(field), zh_(language == Language::zh) {}

  std::string operator()(const Unknown&) const { return word("不详", "unknown"); }
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(bool yes) const { return yes ? word("是", "yes") : word("否", "no"); }

  std::string operator()(const Date& date) const {
    const auto civil = civil_from_days(date.days);
    if (!civil) return word("日期超出范围", "date out of range");
    std::array<char, 32> text{};
    const int size = std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", civil->year,
                                   civil->month, civil->day);
    std::string out(text.data(), static_cast<std::size_t>(size));
    if (date.precision == Precision::month) out.resize(7);
    if (date.precision == Precision::year) out.resize(4);
    return out;
  }

  std::string operator()(const Money& money) const { return yuan(money.fen, true); }

  // A number in the place of a date is an age.
  std::string operator()(std::int64_t number) const {
    return std::to_string(number) + (is_age() && zh_ ? " 岁" : "");
  }

  std::string operator()(const CodeEntry& entry) const {
    const auto list = schema_.code_lists().find(field_.codes);
    if (list == schema_.code_lists().end()) return entry.code;
    for (const auto* items : {&list->second.items, &list->second.groups}) {
      for (const auto& item : *items) {
        if (item.code == entry.code && item.edition == entry.edition) return label(item);
      }
    }
    return entry.code;
  }

  std::string operator()(const std::vector<CodeEntry>& entries) const {
    std::string out;
    for (const auto& entry : entries) {
      if (!out.empty()) out += word("、", ", ");
      out += (*this)(entry);
    }
    return out;
  }

  std::string operator()(const Band& band) const {
    const std::string unit = is_age() && zh_ ? " 岁" : "";
    if (band.low && band.high) {
      const bool one = *band.low == *band.high;
      return end(*band.low) + (one ? "" : "–" + bare(end(*band.high))) + unit;
    }
    if (band.low)
      return end(*band.low) + unit + word(unit.empty() ? " 及以上" : "及以上", " or more");
    if (band.high && *band.high < INT64_MAX)
      return word("不足 ", "under ") + end(*band.high + 1) + unit;
    return word("任意", "any");
  }

  std::string operator()(const FileReference& file) const {
    constexpr std::array<const char*, 4> units = {" B", " KiB", " MiB", " GiB"};
    constexpr std::uint64_t kStepUp = 10 * std::uint64_t{1024};  // two digits or more stay
    std::uint64_t size = file.size;
    std::size_t unit = 0;
    for (; size >= kStepUp && unit + 1 < units.size(); ++unit) size /= 1024;
    return file.media_type + ", " + std::to_string(size) + units[unit];
  }

  std::string operator()(const Present& present) const {
    if (present.valid) return word("有", "present");
    return word("有（校验不符）", "present (check fails)");
  }

 private:
  std::string word(const char* zh, const char* en) const { return zh_ ? zh : en; }
  bool is_age() const noexcept { return field_.type == FieldType::date; }

  std::string label(const CodeList::Item& item) const {
    const std::string& wanted = zh_ ? item.label.zh : item.label.en;
    const std::string& other = zh_ ? item.label.en : item.label.zh;
    if (!wanted.empty()) return wanted;
    return other.empty() ? item.code : other;
  }

  // An end of a band, in the unit of the field.
  std::string end(std::int64_t number) const {
    if (field_.type == FieldType::money) return yuan(number, false);
    return std::to_string(number);
  }
  static std::string bare(std::string amount) {
    constexpr std::string_view sign = "¥";
    const auto at = amount.find(sign);
    if (at != std::string::npos) amount.erase(at, sign.size());
    return amount;
  }

  static std::string yuan(std::int64_t fen, bool always_cents) {
    const bool negative = fen < 0;
    const std::uint64_t size =
        negative ? 0 - static_cast<std::uint64_t>(fen) : static_cast<std::uint64_t>(fen);
    std::string out = std::to_string(size / 100);
    for (auto at = static_cast<std::ptrdiff_t>(out.size()) - 3; at > 0; at -= 3) {
      out.insert(static_cast<std::size_t>(at), 1, ',');
    }
    const auto cents = std::to_string(100 + size % 100).substr(1);
    if (always_cents || cents != "00") out += "." + cents;
    return (negative ? "-¥" : "¥") + out;
  }

  const Schema& schema_;
  const Field& field_;
  bool zh_;
};

}  // namespace

std::string show_value(const Schema& schema, const Field& field, const Value& value,
                       Language language) {
  return std::visit(Shower(schema, field, language), value);
}

}  // namespace veil::redact
