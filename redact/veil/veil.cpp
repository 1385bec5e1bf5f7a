#include "redact/veil/veil.h"

#include <array>
#include <string>

#include "redact/schema.h"
#include "redact/text/scrub.h"
#include "redact/veil/code.h"
#include "redact/veil/date.h"
#include "redact/veil/name.h"
#include "redact/veil/number.h"
#include "redact/veil/place.h"

namespace veil::redact {

namespace {

using Made = std::optional<Value>;

constexpr std::size_t kLastShown = 4;
constexpr std::size_t kMaskedMin = 10;  // shorter than this, four characters say too much

// What a veil is made from; every veil takes the same.
struct Source {
  const Schema& schema;
  const Field& field;
  const VeilRule& rule;
  const Value& value;
  const VeilContext& context;
};

template <class T>
Made wrap(std::optional<T> made) {
  if (!made) return std::nullopt;
  return Value(std::move(*made));
}

Made surname(const Source& source) {
  const auto* text = std::get_if<std::string>(&source.value);
  if (text == nullptr || source.field.type != FieldType::name) return std::nullopt;
  return wrap(surname_only(*text));
}

// The number in its normal form, where four characters of it may be shown.
std::optional<std::string> long_number(FieldType type, std::string_view text) {
  if (type == FieldType::cn_id) return read_cn_id(text);
  if (type == FieldType::account) return read_account(text);
  if (type == FieldType::uscc) return read_uscc(text);
  if (type != FieldType::phone) return std::nullopt;
  auto phone = read_phone(text);
  if (!phone || phone->shape == PhoneShape::local) return std::nullopt;
  return std::move(phone->normal);
}

Made last4(const Source& source) {
  const auto* text = std::get_if<std::string>(&source.value);
  if (text == nullptr) return std::nullopt;
  const auto number = long_number(source.field.type, *text);
  if (!number || number->size() < kMaskedMin) return std::nullopt;
  return Value("****" + number->substr(number->size() - kLastShown));
}

Made age(const Source& source) {
  const auto* birth = std::get_if<Date>(&source.value);
  if (birth == nullptr || !source.context.opened_on) return std::nullopt;
  if (source.rule.kind == VeilKind::age) return wrap(age_on(*birth, *source.context.opened_on));
  return wrap(age_band_on(*birth, *source.context.opened_on, source.rule.bounds));
}

Made place(const Source& source) {
  const auto* address = std::get_if<std::string>(&source.value);
  if (address == nullptr || source.field.type != FieldType::address) return std::nullopt;
  if (source.rule.kind == VeilKind::county) return wrap(county_of(*address));
  if (source.rule.kind == VeilKind::city) return wrap(city_of(*address));
  return wrap(province_of(*address));
}

Made coarser_date(const Source& source) {
  const auto* date = std::get_if<Date>(&source.value);
  if (date == nullptr) return std::nullopt;
  return wrap(source.rule.kind == VeilKind::month ? month_of(*date) : year_of(*date));
}

Made group(const Source& source) {
  const auto& lists = source.schema.code_lists();
  const auto list = lists.find(source.field.codes);
  if (list == lists.end()) return std::nullopt;
  if (const auto* entry = std::get_if<CodeEntry>(&source.value)) {
    return wrap(group_of(list->second, *entry));
  }
  if (const auto* entries = std::get_if<std::vector<CodeEntry>>(&source.value)) {
    return wrap(groups_of(list->second, *entries));
  }
  return std::nullopt;
}

Made bucket(const Source& source) {
  if (const auto* money = std::get_if<Money>(&source.value)) {
    return wrap(band_of(money->fen, source.rule.bounds));
  }
  if (const auto* number = std::get_if<std::int64_t>(&source.value)) {
    return wrap(band_of(*number, source.rule.bounds));
  }
  return std::nullopt;
}

// A shape that is not known does not pass its check: that is said, and nothing else.
Made valid(const Source& source) {
  const auto* text = std::get_if<std::string>(&source.value);
  if (text == nullptr) return std::nullopt;
  switch (source.field.type) {
    case FieldType::cn_id: {
      const auto number = read_cn_id(*text);
      return Value(Present{number && cn_id_passes(*number)});
    }
    case FieldType::phone: {
      const auto phone = read_phone(*text);
      return Value(Present{phone && phone->shape < PhoneShape::international});
    }
    case FieldType::account: {
      const auto number = read_account(*text);
      return Value(Present{number && account_passes(*number)});
    }
    case FieldType::uscc: {
      const auto code = read_uscc(*text);
      return Value(Present{code && uscc_passes(*code)});
    }
    default:
      return std::nullopt;
  }
}

// Fails closed: of a text that cannot be scrubbed there is nothing.
Made scrubbed(const Source& source) {
  const auto* text = std::get_if<std::string>(&source.value);
  if (text == nullptr || source.context.known == nullptr) return std::nullopt;
  auto out = scrub(*text, *source.context.known);
  if (!out) return std::nullopt;
  return Value(std::move(out->text));
}

constexpr std::array<std::string_view, 16> kWords = {
    "none",     "keep",  "surname", "last4", "age",    "age_band", "county",  "city",
    "province", "month", "year",    "group", "bucket", "valid",    "present", "scrub"};

}  // namespace

std::string_view to_string(VeilKind kind) noexcept {
  const auto number = static_cast<std::size_t>(kind);
  return number < kWords.size() ? kWords[number] : kWords[0];
}

std::optional<VeilKind> parse_veil_kind(std::string_view word) noexcept {
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    if (kWords[i] == word) return static_cast<VeilKind>(i);
  }
  return std::nullopt;
}

std::optional<Value> veiled(const Schema& schema, const Field& field, const VeilRule& rule,
                            const Value& value, const VeilContext& context) {
  const Source source{schema, field, rule, value, context};
  if (rule.kind == VeilKind::none) return std::nullopt;
  if (std::holds_alternative<Unknown>(value)) return Value(Unknown{});
  switch (rule.kind) {
    case VeilKind::keep:
      return value;
    case VeilKind::surname:
      return surname(source);
    case VeilKind::last4:
      return last4(source);
    case VeilKind::age:
    case VeilKind::age_band:
      return age(source);
    case VeilKind::county:
    case VeilKind::city:
    case VeilKind::province:
      return place(source);
    case VeilKind::month:
    case VeilKind::year:
      return coarser_date(source);
    case VeilKind::group:
      return group(source);
    case VeilKind::bucket:
      return bucket(source);
    case VeilKind::valid:
      return valid(source);
    case VeilKind::present:
      return Value(Present{true});
    case VeilKind::scrub:
      return scrubbed(source);
    case VeilKind::none:
      break;
  }
  return std::nullopt;
}

std::optional<Value> veiled_or_withheld(const Schema& schema, const Field& field,
                                        const VeilRule& rule, const Value& value,
                                        const VeilContext& context) {
  auto out = veiled(schema, field, rule, value, context);
  if (!out && rule.kind != VeilKind::none) out = Present{false};
  return out;
}

}  // namespace veil::redact
