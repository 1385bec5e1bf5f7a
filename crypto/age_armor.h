// crypto/age_armor.h: an age file as text (strict PEM, RFC 7468 section 3), for crypto/age.cpp and
// tests. Reading accepts blanks and line ends around the block and, throughout the block, LF or
// CRLF; nothing else that age_armor would not write. Errors: Corrupt. Thread safety: free
// functions, no shared state.
#pragma once

#include "crypto/bytes.h"

namespace veil::crypto {

std::string age_armor(BytesView file);
Result<Bytes> age_dearmor(std::string_view text);
// Whether it begins as armor does, so that reading it as a binary file makes no sense.
bool looks_armored(BytesView file) noexcept;

}  // namespace veil::crypto
