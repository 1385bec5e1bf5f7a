// crypto/aead.h: the two ways to seal.
//   seal   ChaCha20-Poly1305-IETF (RFC 8439) with a counter for a nonce: for keys that are derived
//          for one section and used once for each counter.
//   wrap   XChaCha20-Poly1305-IETF with a random nonce of 24 bytes in front: for keys that are
//          kept.
// Promise: opening returns exactly what was sealed under the same key, counter and context, or
// Corrupt; never partial plaintext. Neither construction commits to its key: what needs that checks
// a keyed digest first (docs/format.md, section digest).
// Thread safety: free functions, no shared state.
#pragma once

#include "crypto/bytes.h"
#include "crypto/secret.h"

namespace veil::crypto {

inline constexpr std::size_t kTagSize = 16;
inline constexpr std::size_t kWrapOverhead = 24 + kTagSize;

// Appends plaintext.size() + kTagSize bytes to `to`. Nonce = 4 zero bytes, then LE64 counter.
// The caller never seals twice with one (key, counter). Neither view may point into `to`.
void seal(Bytes& to, const Key& key, std::uint64_t counter, BytesView context, BytesView plaintext);
Result<Bytes> open(const Key& key, std::uint64_t counter, BytesView context, BytesView sealed);

Bytes wrap(const Key& key, BytesView context, BytesView plaintext);
Result<Bytes> unwrap(const Key& key, BytesView context, BytesView wrapped);

}  // namespace veil::crypto
