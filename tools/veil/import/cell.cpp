#include "tools/veil/import/cell.h"

#include <algorithm>

#include "redact/unicode.h"
#include "redact/veil/number.h"

namespace veil::tools {
namespace {

using redact::FieldType;
using Kind = TableCell::Kind;

constexpr std::size_t kKept = 15;       // digits that a spreadsheet keeps of a number
constexpr std::size_t kPlainMax = 256;  // bytes of a cell that is looked at for damage

constexpr const char* kCut =
    "a spreadsheet has cut the number (1.10105E+17): its other digits are lost; "
    "format the column as text and type it again";
constexpr const char* kRounded =
    "a spreadsheet has rounded the number: of long numbers it keeps 15 digits; "
    "format the column as text and type it again";

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_invisible(char32_t c) {
  return redact::is_space(c) || c == U'\t' || c == U'\r' || c == U'\n' || c == 0x200B ||
         c == 0x200C || c == 0x200D || c == 0x2060 || c == 0xFEFF || redact::is_bidi_control(c);
}

std::string_view without_invisible(std::string_view text) {
  while (!text.empty()) {
    const redact::Step step = redact::first_character(text);
    if (step.size == 0 || !is_invisible(step.character)) break;
    text.remove_prefix(step.size);
  }
  while (!text.empty()) {
    std::size_t at = text.size() - 1;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) --at;
    const redact::Step step = redact::first_character(text.substr(at));
    if (step.size != text.size() - at || !is_invisible(step.character)) break;
    text.remove_suffix(step.size);
  }
  return text;
}

// What is written without letters: the apostrophe in front keeps it from being changed.
bool is_typed(FieldType type) {
  switch (type) {
    case FieldType::cn_id:
    case FieldType::phone:
    case FieldType::account:
    case FieldType::uscc:
    case FieldType::date:
    case FieldType::money:
    case FieldType::number:
    case FieldType::code:
    case FieldType::codes:
      return true;
    default:
      return false;
  }
}

// Of the types that a spreadsheet takes for numbers too long to keep.
std::optional<std::string> read_long_number(FieldType type, std::string_view text) {
  if (type == FieldType::cn_id) return redact::read_cn_id(text);
  if (type == FieldType::account) return redact::read_account(text);
  if (type == FieldType::uscc) return redact::read_uscc(text);
  return std::nullopt;
}

// 1.10105E+17, 2.5e15
bool is_scientific(std::string_view text) {
  const auto e = text.find_first_of("Ee");
  if (e == std::string_view::npos || e == 0) return false;
  std::string_view behind = text.substr(e + 1);
  if (behind.starts_with('+')) behind.remove_prefix(1);
  std::string_view before = text.substr(0, e);
  const auto point = before.find('.');
  return all_digits(behind) && behind.size() <= 3 && all_digits(before.substr(0, point)) &&
         (point == std::string_view::npos || all_digits(before.substr(point + 1)));
}

bool is_error_of_spreadsheet(std::string_view text) {
  constexpr std::string_view errors[] = {"#N/A",   "#REF!",  "#VALUE!", "#DIV/0!",
                                         "#NAME?", "#NULL!", "#NUM!",   "#SPILL!"};
  return std::find(std::begin(errors), std::end(errors), text) != std::end(errors);
}

// A number of which the last digits became zeros: whether it could be right is for its check.
bool is_rounded(FieldType type, std::string_view normal) {
  if (normal.size() <= kKept || !all_digits(normal)) return false;
  if (normal.find_first_not_of('0', kKept) != std::string_view::npos) return false;
  if (type == FieldType::cn_id) return !redact::cn_id_passes(normal);
  if (type == FieldType::uscc) return !redact::uscc_passes(normal);
  return normal.size() > kKept + 1 && !redact::account_passes(normal);
}

// Cards of the national scheme; accounts of other kinds have no check digit.
bool is_card(std::string_view normal) {
  return normal.size() >= 16 && normal.size() <= 19 && normal.starts_with("62");
}

const char* damage_of_long_number(const ImportCell& cell, const std::string& plain) {
  if (is_scientific(plain)) return kCut;
  const FieldType type = cell.field->type;
  const auto normal = read_long_number(type, plain);
  if (!normal) return nullptr;
  if (cell.kind == Kind::number && normal->size() > kKept) return kRounded;
  if (is_rounded(type, *normal)) return kRounded;
  if (type == FieldType::account && is_card(*normal) && !redact::account_passes(*normal)) {
    return "the card number does not pass its check (Luhn)";
  }
  return nullptr;
}

// 2026-03-01 00:00:00, as databases write a day.
void cut_midnight(std::string& text) {
  const auto at = text.find_first_of(" T");
  if (at == std::string::npos || at < 8) return;
  const std::string_view time = std::string_view(text).substr(at + 1);
  const auto is_zero = [](char c) { return c == '0' || c == ':' || c == '.' || c == 'Z'; };
  if (time.size() >= 4 && time.find(':') != std::string_view::npos &&
      std::all_of(time.begin(), time.end(), is_zero)) {
    text.resize(at);
  }
}

const char* damage_of_date(const ImportCell& cell, const std::string& plain) {
  const bool has_time = plain.find(':') != std::string::npos;
  if (has_time) return "a date stands without a time of day";
  if (cell.kind == Kind::date) return nullptr;
  const bool year = plain.size() == 4 && plain >= "1800" && plain <= "2999";
  if ((cell.kind == Kind::number && !year) || (plain.size() == 5 && all_digits(plain))) {
    return "a spreadsheet's number of a day stands here: format the column as a date";
  }
  std::size_t parts = 1;
  std::size_t first = 0;
  std::size_t last = 0;
  for (const char c : plain) {
    if (c == '/' || c == '-' || c == '.') {
      ++parts;
      last = 0;
    } else if (c >= '0' && c <= '9') {
      ++(parts == 1 ? first : last);
    } else {
      return nullptr;
    }
  }
  if (parts == 3 && first <= 2 && last == 4) {
    return "day and month cannot be told apart: write the year first, 2026-03-01";
  }
  if (parts == 3 && first <= 2 && last <= 2) return "the year of a date has four digits";
  return nullptr;
}

const char* damage_of(const ImportCell& cell, const std::string& plain) {
  if (is_error_of_spreadsheet(plain)) return "a formula of the spreadsheet has failed here";
  if (plain.size() > 2 && plain.find_first_not_of('#') == std::string::npos) {
    return "the spreadsheet's column was too narrow to show the value";
  }
  const FieldType type = cell.field->type;
  if (cell.kind == Kind::number && plain.size() > kKept && all_digits(plain)) return kRounded;
  if (cell.kind == Kind::date && type != FieldType::date) {
    return "a spreadsheet has made a date of this: format the column as text and type it again";
  }
  if (type == FieldType::date) return damage_of_date(cell, plain);
  if (type == FieldType::text || type == FieldType::name || type == FieldType::address) {
    return nullptr;
  }
  return damage_of_long_number(cell, plain);
}

// Names of two characters are padded with a space to the width of three.
void close_name(std::string& text) {
  const auto characters = redact::decode_utf8(text);
  if (!characters) return;
  std::string out;
  for (const char32_t c : *characters) {
    if (redact::is_space(c)) continue;
    if (!redact::is_han(c)) return;
    redact::append_utf8(out, c);
  }
  text = std::move(out);
}

}  // namespace

std::string trimmed(std::string_view text) {
  std::string_view out = without_invisible(text);
  if (out.size() >= 3 && out.starts_with("=\"") && out.ends_with('"')) {
    const std::string_view inner = out.substr(2, out.size() - 3);
    if (inner.find('"') == std::string_view::npos) out = without_invisible(inner);
  }
  return std::string(out);
}

std::optional<std::string> set_cell(DraftBuilder& draft, const ImportCell& cell,
                                    const redact::Row row, const Console& console) {
  const std::string label = console.label(cell.field->label) + ": ";
  if (cell.kind == Kind::refused) return label + cell.text;
  std::string text = cell.text;
  const FieldType type = cell.field->type;
  if (is_typed(type) && text.starts_with('\'')) text.erase(0, 1);
  if (type == FieldType::name) close_name(text);
  if (type == FieldType::date) cut_midnight(text);
  if (text.size() <= kPlainMax) {
    const auto folded = redact::fold(text, kPlainMax);
    const char* damage = folded ? damage_of(cell, redact::encode_utf8(*folded)) : nullptr;
    if (damage != nullptr) return label + damage;
  }
  auto done = draft.set({cell.field, row}, text);
  if (done) return std::nullopt;
  std::string why = done.error().message;
  const std::string prefix = cell.field->name + ": ";
  if (why.starts_with(prefix)) why.erase(0, prefix.size());
  return label + why;
}

}  // namespace veil::tools
