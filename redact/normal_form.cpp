#include "redact/normal_form.h"

#include "redact/unicode.h"
#include "redact/value_limits.h"
#include "redact/veil/number.h"

namespace veil::redact {
namespace {

// After folding: what NFKC leaves of the brackets that stand around a year.
constexpr std::u32string_view kOpening = U"([{〔【〈《「『〖⟨";
constexpr std::u32string_view kClosing = U")]}〕】〉》」』〗⟩";
constexpr std::u32string_view kHyphens = U"-‐‑‒–—―−⁃";
constexpr unsigned kRoundsMax = 8;
constexpr std::u32string_view kDots = U".·•‧・∙⋅᛫⸱。";

bool among(std::u32string_view all, char32_t c) noexcept {
  return all.find(c) != std::u32string_view::npos;
}

// What one character becomes: nothing for those that do not count.
using Rule = std::optional<char32_t> (*)(char32_t);

std::optional<char32_t> of_name(char32_t c) {
  if (c == U' ' || among(kDots, c)) return std::nullopt;
  return lower(c);
}

std::optional<char32_t> of_line(char32_t c) {
  if (c == U' ') return std::nullopt;
  if (among(kOpening, c)) return U'(';
  if (among(kClosing, c)) return U')';
  if (among(kHyphens, c)) return U'-';
  return upper(c);
}

// Folded and ruled until nothing changes: two characters that come together by leaving out what was
// between them may be one.
std::optional<std::string> form_of_text(std::string_view text, std::size_t size_max, Rule rule) {
  std::string last(text);
  for (unsigned round = 0; round < kRoundsMax; ++round) {
    const auto folded = fold(last, size_max);
    if (!folded) return std::nullopt;
    std::string next;
    for (const char32_t c : *folded) {
      if (const auto kept = rule(c)) append_utf8(next, *kept);
    }
    if (next.empty()) return std::nullopt;
    if (next == last) return next;
    last = std::move(next);
  }
  return std::nullopt;
}

std::optional<std::string> form_of_phone(std::string_view text) {
  auto phone = read_phone(text);
  if (!phone) return std::nullopt;
  return std::move(phone->normal);
}

}  // namespace

bool can_be_indexed(FieldType type) noexcept {
  switch (type) {
    case FieldType::string:
    case FieldType::name:
    case FieldType::cn_id:
    case FieldType::phone:
    case FieldType::account:
      return true;
    case FieldType::text:
    case FieldType::address:
    case FieldType::date:
    case FieldType::money:
    case FieldType::number:
    case FieldType::boolean:
    case FieldType::code:
    case FieldType::codes:
    case FieldType::file:
    case FieldType::person:
    case FieldType::uscc:
      return false;
  }
  return false;
}

std::optional<std::string> normal_form(FieldType type, std::string_view text) {
  switch (type) {
    case FieldType::cn_id: {
      const auto number = read_cn_id(text);
      return number ? std::optional(cn_id_of_18(*number)) : std::nullopt;
    }
    case FieldType::phone:
      return form_of_phone(text);
    case FieldType::account:
      return read_account(text);
    case FieldType::name:
      return form_of_text(text, kNameSizeMax, of_name);
    case FieldType::string:
      return form_of_text(text, kLineSizeMax, of_line);
    default:
      return std::nullopt;
  }
}

std::optional<std::string> normal_form(const Field& field, const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr ? normal_form(field.type, *text) : std::nullopt;
}

}  // namespace veil::redact
