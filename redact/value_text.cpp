#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

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

// Plain ASCII digits and words of what was typed in any width; other characters as UTF-8.
std::optional<std::string> plain(std::string_view text) {
  const auto folded = fold(text, kLineSizeMax);
  if (!folded) return std::nullopt;
  std::string out = encode_utf8(*folded);
  const auto first = out.find_first_not_of(' ');
  if (first == std::string::npos) return std::string();
  return out.substr(first, out.find_last_not_of(' ') + 1 - first);
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

bool says_unknown(std::string_view text) {
  const auto word = plain(text);
  return word && (*word == "不详" || *word == "未知" || lower(*word) == "unknown");
}

// Spreadsheets turn long numbers into 1.10105E+17: the rest of the digits is gone.
bool is_cut_by_spreadsheet(std::string_view text) {
  const auto word = plain(text);
  if (!word) return false;
  const auto exponent = lower(*word).find("e+");
  return exponent != std::string::npos &&
         word->substr(0, exponent).find_first_not_of("0123456789.") == std::string::npos &&
         word->substr(exponent + 2).find_first_not_of("0123456789") == std::string::npos;
}

Result<Value> parse_long_number(FieldType type, std::string_view text) {
  if (is_cut_by_spreadsheet(text)) {
    return refuse("a spreadsheet has cut the number: format its column as text");
  }
  if (type == FieldType::cn_id) {
    if (auto number = read_cn_id(text)) return Value(std::move(*number));
    return refuse("an identity number has 17 digits and a check character, or 15 digits");
  }
  if (type == FieldType::uscc) {
    if (auto code = read_uscc(text)) return Value(std::move(*code));
    return refuse("an organisation's code has 18 characters: digits and letters but I, O, S, V, Z");
  }
  if (type == FieldType::account) {
    if (auto number = read_account(text)) return Value(std::move(*number));
    return refuse("an account number has 8 to 32 digits");
  }
  if (auto phone = read_phone(text)) return Value(std::move(phone->normal));
  return refuse("this is not one telephone number");
}

std::optional<int> parse_int(std::string_view digits) {
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) {
    return std::nullopt;
  }
  return number;
}

// Splits 1989-07-02, 1989/7/2, 1989.7.2 or 1989年7月2日 into its one to three numbers.
std::vector<std::string> date_parts(std::string text) {
  const auto end_with = [&](std::string_view ending) {
    if (text.ends_with(ending)) text.resize(text.size() - ending.size());
  };
  const auto swap = [&](std::string_view from) {
    const auto at = text.find(from);
    if (at != std::string::npos) text.replace(at, from.size(), "-");
  };
  if (text.find("年") != std::string::npos) {
    std::erase(text, ' ');
    for (const std::string_view ending : {"日", "号", "月", "年"}) {
      end_with(ending);
    }
    swap("年");
    swap("月");
  } else {
    const auto at = text.find_first_of("-/.");
    const char mark = at == std::string::npos ? '-' : text[at];
    std::replace(text.begin(), text.end(), mark, '-');
  }
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == '-') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

Result<Value> parse_date(std::string_view text) {
  const auto malformed = [] {
    return refuse("a date is written 1989-07-02, 1989-07, 1989 or 1989年7月2日");
  };
  const auto word = plain(text);
  if (!word) return malformed();
  const auto parts = date_parts(*word);
  if (parts.size() > 3 || parts[0].size() != 4) return malformed();
  int numbers[3] = {0, 1, 1};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool digits = parts[i].find_first_not_of("0123456789") == std::string::npos;
    const auto number = parse_int(parts[i]);
    if (!digits || !number || (i > 0 && parts[i].size() > 2)) return malformed();
    numbers[i] = *number;
  }
  const auto days = days_from_civil(
      {numbers[0], static_cast<unsigned>(numbers[1]), static_cast<unsigned>(numbers[2])});
  if (!days) return refuse("the calendar has no such day, or the year is out of range");
  const Precision precisions[3] = {Precision::year, Precision::month, Precision::day};
  return Value(Date{*days, precisions[parts.size() - 1]});
}

// Digits, or groups of three between commas.
std::optional<std::string> ungrouped(std::string_view digits) {
  std::string out;
  std::size_t group = 0;
  bool grouped = false;
  for (const char c : digits) {
    if (c == ',') {
      if (grouped ? group != 3 : group == 0 || group > 3) return std::nullopt;
      grouped = true;
      group = 0;
    } else if (c >= '0' && c <= '9') {
      out += c;
      ++group;
    } else {
      return std::nullopt;
    }
  }
  if (out.empty() || (grouped && group != 3)) return std::nullopt;
  return out;
}

Result<Value> parse_money(std::string_view text) {
  const auto malformed = [] {
    return refuse("an amount is written 12800.50 or 12,800.50, in yuan, without other units");
  };
  auto word = plain(text);
  if (!word) return malformed();
  std::string_view left = *word;
  const bool negative = left.starts_with('-');
  if (negative) left.remove_prefix(1);
  constexpr std::string_view yen = "¥";
  if (left.starts_with(yen)) left.remove_prefix(yen.size());
  constexpr std::string_view yuan = "元";
  if (left.ends_with(yuan)) left.remove_suffix(yuan.size());
  while (left.starts_with(' ')) left.remove_prefix(1);
  while (left.ends_with(' ')) left.remove_suffix(1);
  const auto point = left.find('.');
  std::string_view cents = point == std::string_view::npos ? "" : left.substr(point + 1);
  if (point != std::string_view::npos && (cents.empty() || cents.size() > 2)) return malformed();
  const auto whole = ungrouped(left.substr(0, point));
  if (!whole || cents.find_first_not_of("0123456789") != std::string_view::npos) {
    return malformed();
  }
  std::string digits = *whole + std::string(cents);
  digits.append(2 - cents.size(), '0');
  std::int64_t fen = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), fen);
  if (read.ec != std::errc() || fen > kFenMax) return refuse("the amount is out of range");
  return Value(Money{negative ? -fen : fen});
}

Result<Value> parse_number(std::string_view text) {
  const auto word = plain(text);
  if (!word || word->empty()) return refuse("a whole number is expected");
  std::string_view digits = *word;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error == std::errc::result_out_of_range) return refuse("the number is out of range");
  if (error != std::errc() || end != digits.data() + digits.size() || word->starts_with("+-")) {
    return refuse("a whole number is expected");
  }
  return Value(number);
}

Result<Value> parse_boolean(std::string_view text) {
  const auto word = plain(text);
  const std::string low = word ? lower(*word) : std::string();
  if (low == "是" || low == "yes" || low == "true") return Value(true);
  if (low == "否" || low == "no" || low == "false") return Value(false);
  return refuse("yes or no is expected: 是, 否, yes, no, true, false");
}

// By code, or by a label as the list writes it; entries of the edition in force only.
std::optional<CodeEntry> find_entry(const CodeList& list, const std::string& word) {
  const auto named = [&](const CodeList::Item& item) {
    return item.edition == list.edition &&
           (item.code == word || item.label.zh == word || lower(item.label.en) == lower(word));
  };
  const auto found = std::find_if(list.items.begin(), list.items.end(), named);
  if (found == list.items.end()) return std::nullopt;
  return CodeEntry{found->code, found->edition};
}

// The words between ; 、 , | and line breaks.
std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words(1);
  const auto characters = decode_utf8(text).value_or(std::u32string());
  for (const char32_t c : characters) {
    if (std::u32string_view(U";,|、").find(c) != std::u32string_view::npos) {
      words.emplace_back();
    } else if (c != U' ' || !words.back().empty()) {
      append_utf8(words.back(), c);
    }
  }
  for (auto& word : words) word.erase(word.find_last_not_of(' ') + 1);
  return words;
}

Result<Value> parse_code(const Schema& schema, const Field& field, std::string_view text) {
  const auto list = schema.code_lists().find(field.codes);
  if (list == schema.code_lists().end()) return refuse("the field has no code list");
  std::string flat(text);
  if (field.type == FieldType::codes) std::replace(flat.begin(), flat.end(), '\n', ';');
  std::erase(flat, '\r');
  const auto whole = plain(flat);
  if (!whole) return refuse("the text is not UTF-8, or holds a control character");
  const auto entry = find_entry(list->second, *whole);
  if (field.type == FieldType::code && entry) return Value(*entry);
  // The list's own word for it comes first: it may tell more than Unknown does.
  if (!entry && says_unknown(*whole)) return Value(Unknown{});
  const auto unlisted = [&] { return refuse("the code is not in the list " + field.codes); };
  if (field.type == FieldType::code) return unlisted();
  if (entry) return Value(std::vector<CodeEntry>{*entry});
  std::vector<CodeEntry> entries;
  for (const auto& word : words_of(*whole)) {
    if (word.empty()) continue;
    const auto found = find_entry(list->second, word);
    if (!found) return unlisted();
    entries.push_back(*found);
  }
  return Value(std::move(entries));
}

}  // namespace

Result<Value> parse_value(const Schema& schema, const Field& field, std::string_view text) {
  if (text.empty()) return refuse("the text is empty");
  const bool coded = field.type == FieldType::code || field.type == FieldType::codes;
  if (!coded && says_unknown(text)) return Value(Unknown{});
  Result<Value> value = Value(Unknown{});
  switch (field.type) {
    case FieldType::string:
    case FieldType::text:
    case FieldType::name:
    case FieldType::address:
    case FieldType::person:
      value = Value(std::string(text));
      break;
    case FieldType::cn_id:
    case FieldType::phone:
    case FieldType::account:
    case FieldType::uscc:
      value = parse_long_number(field.type, text);
      break;
    case FieldType::date:
      value = parse_date(text);
      break;
    case FieldType::money:
      value = parse_money(text);
      break;
    case FieldType::number:
      value = parse_number(text);
      break;
    case FieldType::boolean:
      value = parse_boolean(text);
      break;
    case FieldType::code:
    case FieldType::codes:
      value = parse_code(schema, field, text);
      break;
    case FieldType::file:
      return fail(Code::Unsupported, "a file is not given as text");
  }
  if (!value) return value;
  if (auto ok = check_value(schema, field, *value); !ok) return fail(ok.error());
  return value;
}

}  // namespace veil::redact
