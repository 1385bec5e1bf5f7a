// crypto/age_header.h: the text in front of an age file (for crypto/age.cpp and tests).
//   age-encryption.org/v1 LF, stanzas ("-> " arguments LF, base64 body in lines of 64), "--- " MAC
//   LF
// Reading accepts exactly what write_age_header would write. Errors: Corrupt, Unsupported
// (version). Thread safety: free functions and values.
#pragma once

#include "crypto/bytes.h"
#include "crypto/secret.h"

namespace veil::crypto {

inline constexpr std::size_t kAgeFileKeySize = 16;

struct AgeStanza {
  std::vector<std::string> arguments;  // one or more of printable ASCII; the first is the type
  Bytes body;
};

struct AgeHeader {
  std::vector<AgeStanza> stanzas;  // one or more
  Hash mac{};
  BytesView authenticated;  // of the file: what the MAC covers, up to and including "---"
  std::size_t size = 0;     // where the payload begins
};

Result<AgeHeader> parse_age_header(BytesView file);
Hash age_header_mac(const Secret& file_key, BytesView authenticated);

// Requires well-formed stanzas.
Bytes write_age_header(std::span<const AgeStanza> stanzas, const Secret& file_key);

}  // namespace veil::crypto
