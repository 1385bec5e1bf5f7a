#include <algorithm>
#include <string>

#include "redact/calendar.h"
#include "redact/schema.h"
#include "redact/unicode.h"
#include "redact/value_limits.h"
#include "redact/veil/number.h"

namespace veil::redact {

namespace {

tl::unexpected<Error> refuse(std::string reason) {
  return fail(Code::InvalidArgument, std::move(reason));
}

std::size_t size_max(FieldType type) noexcept {
  if (type == FieldType::text) return kTextSizeMax;
  return type == FieldType::name ? kNameSizeMax : kLineSizeMax;
}

bool has_normal_form(FieldType type, const std::string& text) {
  switch (type) {
    case FieldType::cn_id:
      return read_cn_id(text) == text;
    case FieldType::account:
      return read_account(text) == text;
    case FieldType::uscc:
      return read_uscc(text) == text;
    case FieldType::phone: {
      const auto phone = read_phone(text);
      return phone && phone->normal == text;
    }
    default:
      return true;
  }
}

Result<> check_string(FieldType type, const std::string* text) {
  if (text == nullptr) return refuse("a text is expected");
  if (auto ok = check_text(type, *text); !ok) return ok;
  if (!has_normal_form(type, *text)) return refuse("the number is not in its normal form");
  return {};
}

Result<> check_date(const Date* date) {
  if (date == nullptr) return refuse("a date is expected");
  if (!is_valid(*date)) return refuse("the date is out of range, or not the first of its period");
  return {};
}

Result<> check_money(const Money* money) {
  if (money == nullptr) return refuse("an amount of money is expected");
  if (money->fen < -kFenMax || money->fen > kFenMax) return refuse("the amount is out of range");
  return {};
}

// Entries of older editions stay valid: they are what was true when they were recorded.
Result<> check_entry(const Schema& schema, const Field& field, const CodeEntry& entry) {
  const auto list = schema.code_lists().find(field.codes);
  if (list == schema.code_lists().end()) return refuse("the field has no code list");
  const auto& items = list->second.items;
  const bool known = std::any_of(items.begin(), items.end(), [&](const CodeList::Item& item) {
    return item.code == entry.code && item.edition == entry.edition;
  });
  if (!known) return refuse("the code is not in the list " + field.codes);
  return {};
}

Result<> check_codes(const Schema& schema, const Field& field,
                     const std::vector<CodeEntry>* entries) {
  if (entries == nullptr) return refuse("a list of codes is expected");
  if (entries->empty()) return refuse("a list of codes has at least one entry");
  if (entries->size() > kCodesMax) return refuse("a list of codes has too many entries");
  for (auto entry = entries->begin(); entry != entries->end(); ++entry) {
    if (auto ok = check_entry(schema, field, *entry); !ok) return ok;
    if (std::find(entries->begin(), entry, *entry) != entry) {
      return refuse("a code stands in the list twice");
    }
  }
  return {};
}

Result<> check_file(const FileReference* file) {
  if (file == nullptr) return refuse("a file reference is expected");
  const std::string& type = file->media_type;
  const bool plain = std::all_of(type.begin(), type.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$&^_.+-/").find(c) != std::string_view::npos;
  });
  const auto slash = type.find('/');
  if (!plain || type.size() > 127 || slash == 0 || slash == std::string::npos ||
      slash + 1 == type.size() || type.find('/', slash + 1) != std::string::npos) {
    return refuse("the media type is not of the form type/subtype");
  }
  return {};
}

}  // namespace

Result<> check_text(FieldType type, std::string_view text) {
  if (text.size() > size_max(type)) return refuse("the text is too long");
  const auto characters = decode_utf8(text);
  if (!characters) return refuse("the text is not UTF-8");
  const bool lines = type == FieldType::text;
  bool blank = true;
  for (const char32_t c : *characters) {
    const bool break_or_tab = c == U'\n' || c == U'\r' || c == U'\t';
    if (is_control(c) && !(lines && break_or_tab)) {
      return refuse(break_or_tab ? "the text must be in one line, without tabs"
                                 : "the text holds a control character");
    }
    if (!lines && (c == 0x2028 || c == 0x2029)) return refuse("the text must be in one line");
    if (!lines && is_bidi_control(c)) {
      return refuse("the text holds a character that turns the writing direction");
    }
    blank = blank && (break_or_tab || is_space(c));
  }
  if (blank) return refuse("the text is blank");
  return {};
}

Result<> check_value(const Schema& schema, const Field& field, const Value& value) {
  if (std::holds_alternative<Unknown>(value)) return {};
  switch (field.type) {
    case FieldType::string:
    case FieldType::text:
    case FieldType::name:
    case FieldType::cn_id:
    case FieldType::phone:
    case FieldType::address:
    case FieldType::account:
    case FieldType::person:
    case FieldType::uscc:
      return check_string(field.type, std::get_if<std::string>(&value));
    case FieldType::date:
      return check_date(std::get_if<Date>(&value));
    case FieldType::money:
      return check_money(std::get_if<Money>(&value));
    case FieldType::number:
      if (std::holds_alternative<std::int64_t>(value)) return {};
      return refuse("a whole number is expected");
    case FieldType::boolean:
      if (std::holds_alternative<bool>(value)) return {};
      return refuse("yes or no is expected");
    case FieldType::code:
      if (const auto* entry = std::get_if<CodeEntry>(&value)) {
        return check_entry(schema, field, *entry);
      }
      return refuse("a code is expected");
    case FieldType::codes:
      return check_codes(schema, field, std::get_if<std::vector<CodeEntry>>(&value));
    case FieldType::file:
      return check_file(std::get_if<FileReference>(&value));
  }
  return refuse("the field has no type");
}

}  // namespace veil::redact
