// crypto/bech32.h: Bech32 text (BIP 173): a readable prefix, bytes, and a checksum over both.
// Used by age keys ("age1...", "AGE-SECRET-KEY-1...") and public identities ("veilid1...").
// Promise: reading is strict (one case throughout, padding bits zero, checksum right), so that what
// was read encodes back to the same text. The limit of 90 characters of BIP 173 does not apply.
// Both functions wipe what they keep in between; the result may be a secret, which the caller
// wipes. Thread safety: free functions, no shared state.
#pragma once

#include "crypto/bytes.h"

namespace veil::crypto {

inline constexpr std::size_t kBech32TextMax = 4096;
inline constexpr std::size_t kBech32PrefixMax = 83;

struct Bech32 {
  std::string prefix;  // in the case it was written
  Bytes data;
};

// An upper-case prefix gives upper-case text. Requires (asserted) a prefix of 1 to kBech32PrefixMax
// printable characters in one case, and a text within kBech32TextMax.
std::string bech32_encode(std::string_view prefix, BytesView data);

// InvalidArgument; the text is not quoted.
Result<Bech32> bech32_decode(std::string_view text);

// The bytes behind exactly this prefix, of exactly this size; else InvalidArgument.
Result<Bytes> bech32_decode_as(std::string_view text, std::string_view prefix, std::size_t size);

}  // namespace veil::crypto
