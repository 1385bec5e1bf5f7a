// redact/veil/number.h: numbers that name a person: resident ids, telephones, bank accounts.
// Promise: reading accepts the ways people write them (full-width digits, spaces, hyphens, x for X)
// and gives one normal form; whatever else it meets is nothing. Thread safety: free functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace veil::redact {

// Normal form: 18 characters [0-9]{17}[0-9X], or the 15 digits of the form before 1999. The shape
// only: whether the number can exist is for cn_id_passes.
std::optional<std::string> read_cn_id(std::string_view text);
// Of a normal form: place prefix, date of birth, sequence and (18) the check character of GB 11643.
bool cn_id_passes(std::string_view normal) noexcept;

// A normal form of 15 digits as it is written since 1999, with century and check character; one of
// 18 as it is.
std::string cn_id_of_18(std::string_view normal);

enum class PhoneShape : unsigned char {
  mobile,         // 13800138000
  landline,       // 01066554433: with its area code
  service,        // 4008001234
  international,  // +85291234567
  local,          // 66554433, 12338: means something only to those who are near
};
struct Phone {
  std::string normal;  // digits; a leading + for other countries only
  PhoneShape shape = PhoneShape::local;
};
std::optional<Phone> read_phone(std::string_view text);

// Normal form: 8 to 32 digits.
std::optional<std::string> read_account(std::string_view text);
// A card number: 16 to 19 digits and a Luhn check digit. Accounts that are no cards have no check.
bool account_passes(std::string_view normal) noexcept;

// GB 32100 code of an organisation. Normal form: 18 digits and capital letters but I, O, S, V, Z.
std::optional<std::string> read_uscc(std::string_view text);
// Of a normal form: the check character.
bool uscc_passes(std::string_view normal) noexcept;

}  // namespace veil::redact
