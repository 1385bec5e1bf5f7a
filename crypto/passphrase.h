// crypto/passphrase.h: a key from a passphrase (Argon2id 1.3, RFC 9106, one lane).
// The cost is stored beside what the key wraps, and bounded here, so that a hostile file can ask
// for neither all memory nor an hour. Thread safety: free functions, no shared state.
#pragma once

#include "crypto/bytes.h"
#include "crypto/secret.h"

namespace veil::crypto {

struct PassphraseCost {
  std::uint64_t passes = 0;
  std::uint64_t memory = 0;  // bytes
  friend bool operator==(const PassphraseCost&, const PassphraseCost&) = default;
};
inline constexpr PassphraseCost kPassphraseCostDefault{3, std::uint64_t{256} << 20};
inline constexpr PassphraseCost kPassphraseCostMin{1, std::uint64_t{8} << 10};
inline constexpr PassphraseCost kPassphraseCostMax{16, std::uint64_t{2} << 30};

using PassphraseSalt = ByteArray<16>;

// InvalidArgument for a cost out of bounds; Unavailable if there is not enough memory for it: that
// is never reported as a wrong passphrase.
Result<Key> derive_from_passphrase(BytesView passphrase, const PassphraseSalt& salt,
                                   PassphraseCost cost);

}  // namespace veil::crypto
