#include "redact/veil/number.h"

#include <array>

#include "redact/calendar.h"
#include "redact/unicode.h"

namespace veil::redact {

namespace {

constexpr std::size_t kWrittenMax = 256;  // bytes that a number may take as written
constexpr std::size_t kCnIdSize = 18;
constexpr std::size_t kOldCnIdSize = 15;
// The characters of GB 32100, each worth its place.
constexpr std::string_view kUsccCharacters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::size_t kUsccSize = 18;

bool is_digit(char32_t c) noexcept {
  return c >= U'0' && c <= U'9';
}

bool is_hyphen(char32_t c) noexcept {
  return c == U'-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

// Letters of other alphabets that look like X, and the sign of multiplication.
bool looks_like_x(char32_t c) noexcept {
  return c == U'x' || c == U'X' || c == 0x0425 || c == 0x0445 || c == 0x03A7 || c == 0x03C7 ||
         c == 0x00D7;
}

bool all_digits(std::string_view text) noexcept {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

int number_of(std::string_view digits) noexcept {
  int number = 0;
  for (const char digit : digits) number = number * 10 + (digit - '0');
  return number;
}

bool date_exists(int year, std::string_view month_day) noexcept {
  return days_from_civil({year, static_cast<unsigned>(number_of(month_day.substr(0, 2))),
                          static_cast<unsigned>(number_of(month_day.substr(2, 2)))})
      .has_value();
}

// Provinces, the three regions with residence permits of this shape, and 9 for foreigners'
// permanent residence.
bool place_exists(std::string_view normal) noexcept {
  if (normal[0] == '9') return normal.size() == kCnIdSize;
  const int place = number_of(normal.substr(0, 2));
  return (place >= 11 && place <= 15) || (place >= 21 && place <= 23) ||
         (place >= 31 && place <= 37) || (place >= 41 && place <= 46) ||
         (place >= 50 && place <= 54) || (place >= 61 && place <= 65) ||
         (place >= 81 && place <= 83 && normal.size() == kCnIdSize);
}

char check_character(std::string_view seventeen) noexcept {
  constexpr std::array<int, 17> weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (seventeen[i] - '0');
  return "10X98765432"[sum % 11];
}

// The number inside China, without the country's code and with the 0 of an area code.
std::optional<Phone> read_national(std::string number, bool from_abroad) {
  const auto mobile = [](std::string_view n) {
    return n.size() == 11 && n[0] == '1' && n[1] >= '3' && n[1] <= '9';
  };
  if (mobile(number)) return Phone{std::move(number), PhoneShape::mobile};
  if (number.size() == 12 && number[0] == '0' && mobile(std::string_view(number).substr(1))) {
    return Phone{number.substr(1), PhoneShape::mobile};
  }
  if (number.size() == 10 && (number.starts_with("400") || number.starts_with("800"))) {
    return Phone{std::move(number), PhoneShape::service};
  }
  if (from_abroad && !number.starts_with('0')) number.insert(0, 1, '0');
  const bool big_city = number.starts_with("010") || number.starts_with("02");
  const bool other_city = number.size() > 1 && number[0] == '0' && number[1] >= '3';
  if ((big_city && number.size() == 11) ||
      (other_city && (number.size() == 11 || number.size() == 12))) {
    return Phone{std::move(number), PhoneShape::landline};
  }
  const bool near = number.size() >= 3 && number.size() <= 8 && number[0] != '0';
  if (near && !from_abroad) return Phone{std::move(number), PhoneShape::local};
  return std::nullopt;
}

std::optional<Phone> read_foreign(std::string_view digits) {
  if (digits.size() < 7 || digits.size() > 15 || digits[0] == '0') return std::nullopt;
  return Phone{'+' + std::string(digits), PhoneShape::international};
}

// What is written, folded, without blanks and hyphens; `read` says what a character is, 0: nothing.
template <class Read>
std::optional<std::string> characters(std::string_view text, Read read) {
  const auto folded = fold(text, kWrittenMax);
  if (!folded) return std::nullopt;
  std::string normal;
  for (const char32_t c : *folded) {
    if (c == U' ' || is_hyphen(c)) continue;
    const char one = read(c);
    if (one == '\0') return std::nullopt;
    normal += one;
  }
  return normal;
}

char digit_of(char32_t c) {
  return is_digit(c) ? static_cast<char>(c) : '\0';
}

}  // namespace

std::optional<std::string> read_cn_id(std::string_view text) {
  auto normal = characters(text, [](char32_t c) { return looks_like_x(c) ? 'X' : digit_of(c); });
  if (!normal) return std::nullopt;
  const std::string_view view = *normal;
  if (view.size() == kOldCnIdSize && all_digits(view)) return normal;
  if (view.size() == kCnIdSize && all_digits(view.substr(0, kCnIdSize - 1))) return normal;
  return std::nullopt;
}

bool cn_id_passes(std::string_view normal) noexcept {
  if (normal.size() == kOldCnIdSize) {
    return all_digits(normal) && place_exists(normal) &&
           date_exists(1900 + number_of(normal.substr(6, 2)), normal.substr(8, 4)) &&
           normal.substr(12) != "000";
  }
  return normal.size() == kCnIdSize && all_digits(normal.substr(0, kCnIdSize - 1)) &&
         place_exists(normal) &&
         date_exists(number_of(normal.substr(6, 4)), normal.substr(10, 4)) &&
         normal.substr(14, 3) != "000" && normal.back() == check_character(normal);
}

std::string cn_id_of_18(std::string_view normal) {
  if (normal.size() != kOldCnIdSize) return std::string(normal);
  std::string out(normal);
  out.insert(6, "19");
  out += check_character(out);
  return out;
}

std::optional<Phone> read_phone(std::string_view text) {
  const auto folded = fold(text, kWrittenMax);
  if (!folded) return std::nullopt;
  bool plus = false;
  std::string digits;
  for (const char32_t c : *folded) {
    if (c == U' ' || c == U'(' || c == U')' || c == U'.' || is_hyphen(c)) continue;
    if (c == U'+' && !plus && digits.empty()) {
      plus = true;
    } else if (is_digit(c)) {
      digits += static_cast<char>(c);
    } else {
      return std::nullopt;
    }
  }
  if (!plus && digits.starts_with("00")) {
    plus = true;
    digits.erase(0, 2);
  }
  if (plus) {
    if (digits.starts_with("86")) return read_national(digits.substr(2), true);
    return digits.empty() ? std::nullopt : read_foreign(digits);
  }
  if (digits.size() == 13 && digits.starts_with("861"))
    return read_national(digits.substr(2), true);
  return read_national(std::move(digits), false);
}

std::optional<std::string> read_account(std::string_view text) {
  auto normal = characters(text, digit_of);
  if (!normal || normal->size() < 8 || normal->size() > 32) return std::nullopt;
  return normal;
}

bool account_passes(std::string_view normal) noexcept {
  if (normal.size() < 16 || normal.size() > 19 || !all_digits(normal)) return false;
  int sum = 0;
  bool twice = false;
  for (auto digit = normal.rbegin(); digit != normal.rend(); ++digit, twice = !twice) {
    const int value = (*digit - '0') * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

std::optional<std::string> read_uscc(std::string_view text) {
  auto normal = characters(text, [](char32_t c) {
    if (c >= 0x80) return '\0';
    const char capital = static_cast<char>(c >= U'a' && c <= U'z' ? c - U'a' + U'A' : c);
    return kUsccCharacters.find(capital) == std::string_view::npos ? '\0' : capital;
  });
  if (!normal || normal->size() != kUsccSize) return std::nullopt;
  return normal;
}

bool uscc_passes(std::string_view normal) noexcept {
  if (normal.size() != kUsccSize) return false;
  std::size_t sum = 0;
  std::size_t weight = 1;  // 3 to the power of the place; that of the check character is 1
  for (const char c : normal.substr(0, kUsccSize - 1)) {
    const std::size_t worth = kUsccCharacters.find(c);
    if (worth == std::string_view::npos) return false;
    sum += worth * weight;
    weight = weight * 3 % kUsccCharacters.size();
  }
  const std::size_t check = kUsccCharacters.find(normal.back());
  return check != std::string_view::npos && (sum + check) % kUsccCharacters.size() == 0;
}

}  // namespace veil::redact
