// crypto/box.h: bytes sealed to an X25519 public key.
//   fresh e; z = X25519(e, P), all-zero z refused
//   key = BLAKE2b-256(key = z, PAE("veil/box/1", suite, E, P, context))
//   box = E || seal(key, 0, "", bytes)
// A box has no sender: what it carries is trusted only through a signature around it
// (crypto/grant.h).
// Thread safety: free functions, no shared state.
#pragma once

#include "crypto/bytes.h"
#include "crypto/secret.h"

namespace veil::crypto {

using PublicKey = ByteArray<32>;

inline constexpr std::uint64_t kSuite = 1;  // BLAKE2b, ChaCha20-Poly1305, X25519, Ed25519
inline constexpr std::size_t kBoxOverhead = 32 + 16;

PublicKey public_key_of(const Key& secret);
// Whether boxes can be made to it: not of small order, and in canonical form.
bool is_usable(const PublicKey& key) noexcept;

// InvalidArgument if `to` is a point of small order.
Result<Bytes> box(const PublicKey& to, BytesView context, BytesView plaintext);
// Corrupt if the box is short, altered, or made for another key or context.
Result<Bytes> unbox(const Key& secret, BytesView context, BytesView boxed);

// The key agreement of a box without its seal: for blind sections, whose key stands in for the
// compartment key. `ephemeral` is E.
struct BoxKey {
  PublicKey ephemeral;
  Key key;
};
Result<BoxKey> box_key(const PublicKey& to, BytesView context);
Result<Key> unbox_key(const Key& secret, const PublicKey& ephemeral, BytesView context);

}  // namespace veil::crypto
