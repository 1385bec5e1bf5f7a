// redact/normal_form.h: one form for all the ways in which people write the same value, so that
// equal values have equal search tokens.
//   cn_id    18 characters; the 15 digits of the form before 1999 get their century and check digit
//   phone    as redact/veil/number.h reads it: without +86, blanks, hyphens and brackets
//   account  digits
//   name     letters and characters only, small letters: no blanks, no dots of any kind
//   string   capital letters, one kind of bracket and hyphen, no blanks: for case numbers
// All of them are read in any width first (NFKC). Other types have no normal form: they are not
// searched for.
// Promise: total; the normal form of a normal form is itself. What has none is nothing, and no
// error ever shows it. Thread safety: free functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "redact/schema.h"

namespace veil::redact {

// Whether values of the type have a normal form at all. Types of low variety have none: who may try
// some hundred values would know them all.
bool can_be_indexed(FieldType type) noexcept;

std::optional<std::string> normal_form(FieldType type, std::string_view text);
// Nothing for Unknown, and for values of other kinds.
std::optional<std::string> normal_form(const Field& field, const Value& value);

}  // namespace veil::redact
