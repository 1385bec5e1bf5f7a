// crypto/hash.h: BLAKE2b (RFC 7693) and SHA-256 (FIPS 180-4).
// Derivation everywhere is keyed BLAKE2b over a PAE: see docs/format.md.
// Thread safety: free functions, no shared state.
#pragma once

#include "crypto/bytes.h"
#include "crypto/secret.h"

namespace veil::crypto {

Hash blake2b(BytesView message);
Hash blake2b_keyed(BytesView key, BytesView message);  // key of 16 to 64 bytes (asserted)
// BLAKE2b-128, for addresses in side indexes.
ByteArray<16> blake2b_keyed_128(BytesView key, BytesView message);

// BLAKE2b-256(key, message) as a key.
Key derive(BytesView key, BytesView message);
// BLAKE2b-512(key, message) cut in two keys.
struct KeyPairOf512 {
  Key first;
  Key second;
};
KeyPairOf512 derive_two(BytesView key, BytesView message);

Hash sha256(BytesView message);

// HMAC-SHA-256 (RFC 2104) and HKDF-SHA-256 (RFC 5869; size <= 255 * 32, asserted), for the age
// format.
Hash hmac_sha256(BytesView key, BytesView message);
Bytes hkdf_sha256(BytesView secret, BytesView salt, BytesView info, std::size_t size);

}  // namespace veil::crypto
