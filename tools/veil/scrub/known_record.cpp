#include "tools/veil/scrub/known_record.h"

#include <algorithm>
#include <array>
#include <optional>

namespace veil::tools {
namespace {

using redact::KnownKind;
using redact::KnownValue;
using redact::Part;

struct PartWord {
  std::string_view word;  // the beginning of the key
  Part part;
};
constexpr std::array kParts = {PartWord{"victim", Part::client},
                               PartWord{"client", Part::client},
                               PartWord{"applicant", Part::client},
                               PartWord{"survivor", Part::client},
                               PartWord{"person", Part::client},
                               PartWord{"spouse", Part::respondent},
                               PartWord{"perpetrator", Part::respondent},
                               PartWord{"respondent", Part::respondent},
                               PartWord{"offender", Part::respondent},
                               PartWord{"child", Part::child},
                               PartWord{"minor", Part::child},
                               PartWord{"guardian", Part::guardian},
                               PartWord{"relative", Part::relative},
                               PartWord{"witness", Part::witness},
                               PartWord{"case", Part::matter},
                               PartWord{"shelter", Part::client}};

struct KindWord {
  std::string_view word;
  KnownKind kind;
};
// By the whole key without its number, then by its end.
constexpr std::array kKinds = {KindWord{"name", KnownKind::name},
                               KindWord{"alias", KnownKind::alias},
                               KindWord{"nickname", KnownKind::alias},
                               KindWord{"id_number", KnownKind::cn_id},
                               KindWord{"cn_id", KnownKind::cn_id},
                               KindWord{"phone", KnownKind::phone},
                               KindWord{"landline", KnownKind::phone},
                               KindWord{"bank_card", KnownKind::account},
                               KindWord{"account", KnownKind::account},
                               KindWord{"address", KnownKind::address},
                               KindWord{"workplace", KnownKind::employer},
                               KindWord{"employer", KnownKind::employer},
                               KindWord{"school", KnownKind::school},
                               KindWord{"birth_date", KnownKind::birth},
                               KindWord{"dates", KnownKind::date},
                               KindWord{"date", KnownKind::date},
                               KindWord{"wechat", KnownKind::wechat},
                               KindWord{"qq", KnownKind::qq},
                               KindWord{"email", KnownKind::email},
                               KindWord{"plate", KnownKind::plate},
                               KindWord{"passport", KnownKind::passport},
                               KindWord{"permit", KnownKind::passport},
                               KindWord{"medical_no", KnownKind::medical_no},
                               KindWord{"disability_cert", KnownKind::disability_cert},
                               KindWord{"marriage_cert", KnownKind::certificate},
                               KindWord{"birth_cert", KnownKind::certificate},
                               KindWord{"property_cert", KnownKind::certificate},
                               KindWord{"cert", KnownKind::certificate},
                               KindWord{"student_no", KnownKind::student_no},
                               KindWord{"postcode", KnownKind::postcode},
                               KindWord{"uscc", KnownKind::uscc},
                               KindWord{"court", KnownKind::case_no},
                               KindWord{"prosecution", KnownKind::case_no},
                               KindWord{"police", KnownKind::case_no},
                               KindWord{"assistance", KnownKind::case_no},
                               KindWord{"petition", KnownKind::case_no}};

// Keys whose values name nobody.
bool says_nothing(std::string_view key) {
  constexpr std::array words = {"sex",         "category",  "region_code",
                                "nationality", "ethnicity", "lang"};
  return std::find(words.begin(), words.end(), key) != words.end();
}

std::string_view without_number(std::string_view key) {
  while (!key.empty() && key.back() >= '0' && key.back() <= '9') key.remove_suffix(1);
  return key;
}

KnownKind kind_of(std::string_view key) {
  const std::string_view plain = without_number(key);
  for (const KindWord& one : kKinds) {
    if (plain == one.word) return one.kind;
  }
  if (plain.starts_with("name_")) return KnownKind::name;
  for (const KindWord& one : kKinds) {
    if (plain.ends_with(one.word)) return one.kind;
  }
  return KnownKind::line;
}

struct Whose {
  Part part = Part::other;
  std::uint32_t number = 0;
};

class Reader {
 public:
  explicit Reader(std::vector<KnownValue>& to) : to_(to) {}

  void read(const boost::json::object& record) {
    number(record);
    for (const auto& [key, value] : record) {
      const std::string_view name(key.data(), key.size());
      const auto whose = whose_of(name);
      if (value.is_array()) {
        std::uint32_t count = 0;
        for (const auto& one : value.as_array()) {
          const bool several = value.as_array().size() > 1 && one.is_object();
          read(name, one, {whose.part, several ? ++count : whose.number});
        }
      } else {
        read(name, value, whose);
      }
    }
  }

 private:
  // How many keys there are of one part: one alone has no number.
  void number(const boost::json::object& record) {
    for (const auto& [key, value] : record) {
      if (!value.is_object()) continue;
      const auto part = part_of({key.data(), key.size()});
      if (part) ++counts_.at(static_cast<std::size_t>(*part));
    }
  }
  static std::optional<Part> part_of(std::string_view key) {
    for (const PartWord& one : kParts) {
      if (key.starts_with(one.word)) return one.part;
    }
    return std::nullopt;
  }
  Whose whose_of(std::string_view key) {
    const auto part = part_of(key);
    if (!part) return {};
    if (*part == Part::client || *part == Part::matter) return {*part, 0};
    const std::string_view digits = key.substr(without_number(key).size());
    std::uint32_t number = 0;
    for (const char c : digits.substr(0, 4))
      number = number * 10 + static_cast<std::uint32_t>(c - '0');
    const bool several = counts_.at(static_cast<std::size_t>(*part)) > 1;
    return {*part, number > 0 ? number : several && *part == Part::child ? 1U : 0U};
  }

  void read(std::string_view key, const boost::json::value& value, const Whose& whose) {
    if (value.is_object()) {
      for (const auto& [inner, one] : value.as_object())
        read({inner.data(), inner.size()}, one, whose);
    } else if (value.is_array()) {
      for (const auto& one : value.as_array()) read(key, one, whose);
    } else if (auto text = text_of(value); text && !says_nothing(key)) {
      to_.push_back({kind_of(key), whose.part, whose.number, std::move(*text)});
    }
  }
  // A telephone may have been written as a number.
  static std::optional<std::string> text_of(const boost::json::value& value) {
    if (value.is_int64()) return std::to_string(value.get_int64());
    if (value.is_uint64()) return std::to_string(value.get_uint64());
    if (!value.is_string()) return std::nullopt;
    const auto& text = value.get_string();
    return std::string(text.data(), text.size());
  }

  std::vector<KnownValue>& to_;
  std::array<std::uint32_t, 8> counts_{};
};

}  // namespace

std::vector<redact::KnownValue> known_values(const boost::json::object& record) {
  std::vector<KnownValue> out;
  Reader(out).read(record);
  return out;
}

}  // namespace veil::tools
