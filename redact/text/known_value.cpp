#include "redact/text/known_value.h"

#include <array>
#include <cstdio>

#include "redact/calendar.h"
#include "redact/unicode.h"

namespace veil::redact {
namespace {

// "person.alias", and what else is called so: each name in it stands alone.
bool is_alias(const Field& field) {
  constexpr std::string_view kWord = "alias";
  const std::string_view name = field.name;
  return name.size() >= kWord.size() && name.substr(name.size() - kWord.size()) == kWord;
}

bool is_birth(const Field& field) {
  const auto ages = [](const VeilRule& rule) {
    return rule.kind == VeilKind::age || rule.kind == VeilKind::age_band;
  };
  return ages(field.veiled) || ages(field.counted);
}

std::optional<KnownKind> kind_of(const Field& field) {
  switch (field.type) {
    case FieldType::name:
      return is_alias(field) ? KnownKind::alias : KnownKind::name;
    case FieldType::cn_id:
      return KnownKind::cn_id;
    case FieldType::phone:
      return KnownKind::phone;
    case FieldType::account:
      return KnownKind::account;
    case FieldType::address:
      return KnownKind::address;
    case FieldType::uscc:
      return KnownKind::uscc;
    case FieldType::date:
      return is_birth(field) ? KnownKind::birth : KnownKind::date;
    case FieldType::string:
      return KnownKind::line;
    default:
      return std::nullopt;
  }
}

// 、 and its like stand between names; a blank does between two that are both of ideographs.
std::vector<std::string> names_in(const std::string& text) {
  constexpr std::u32string_view kBetween = U"、,;/，；／";
  const auto characters = decode_utf8(text);
  if (!characters) return {text};
  std::vector<std::u32string> words(1);
  bool ideographs = true;  // every word has two of them, and nothing else
  std::vector<std::u32string> parts(1);
  for (const char32_t c : *characters) {
    const bool ends_part = kBetween.find(c) != std::u32string_view::npos;
    if (ends_part || is_space(c)) {
      words.emplace_back();
    } else {
      words.back().push_back(c);
      ideographs = ideographs && is_han(c);
    }
    if (ends_part) {
      parts.emplace_back();
    } else {
      parts.back().push_back(c);
    }
  }
  std::erase_if(words, [](const auto& word) { return word.empty(); });
  for (const auto& word : words) ideographs = ideographs && word.size() > 1;
  std::vector<std::string> out;
  for (const auto& part : ideographs ? words : parts) {
    std::string name = encode_utf8(part);
    if (name.find_first_not_of(' ') != std::string::npos) out.push_back(std::move(name));
  }
  return out;
}

// A month or year alone is everybody's.
std::optional<std::string> text_of(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  const auto* date = std::get_if<Date>(&value);
  if (date == nullptr || date->precision != Precision::day) return std::nullopt;
  const auto civil = civil_from_days(date->days);
  if (!civil) return std::nullopt;
  std::array<char, 24> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", civil->year, civil->month, civil->day);
  return out.data();
}

}  // namespace

std::vector<KnownValue> known_values(const Schema& schema, const Field& field, const Value& value,
                                     Row row) {
  const auto kind = kind_of(field);
  const auto text = text_of(value);
  if (!field.known || !kind || !text) return {};
  KnownValue one;
  one.kind = *kind;
  one.part = *field.known;
  const Entity* entity = schema.entity(field.entity);
  if (entity != nullptr && entity->many && row <= kNumberMax) one.number = row;
  std::vector<KnownValue> out;
  const auto add = [&](std::string_view part) {
    one.text = part;
    out.push_back(one);
  };
  if (field.type == FieldType::name) {
    for (const std::string& name : names_in(*text)) add(name);
  } else {
    add(*text);
  }
  return out;
}

}  // namespace veil::redact
