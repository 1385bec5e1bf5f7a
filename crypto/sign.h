// crypto/sign.h: Ed25519 (RFC 8032) signatures over a PAE.
// Thread safety: SigningKey's const members may be called concurrently.
#pragma once

#include "crypto/bytes.h"
#include "crypto/pae.h"
#include "crypto/secret.h"

namespace veil::crypto {

using VerifyKey = ByteArray<32>;
using Signature = ByteArray<64>;

class SigningKey {
 public:
  // Requires seed.size() == 32 (asserted).
  static SigningKey from_seed(BytesView seed);

  const VerifyKey& verify_key() const noexcept { return public_; }
  Signature sign(BytesView message) const;
  BytesView reveal_seed() const noexcept { return secret_.reveal().first(32); }

 private:
  SigningKey() = default;
  Secret secret_;  // seed || public key, libsodium's form
  VerifyKey public_{};
};

// Strict, as libsodium is: refuses S that is not reduced, and a key or R that is of small order or
// not in canonical form, so that a signature has one form and fits one message.
bool verify(const VerifyKey& key, BytesView message, const Signature& signature) noexcept;

}  // namespace veil::crypto
