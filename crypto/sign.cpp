#include "crypto/sign.h"

#include <sodium.h>

#include <algorithm>

namespace veil::crypto {

SigningKey SigningKey::from_seed(BytesView seed) {
  VEIL_REQUIRE(seed.size() == crypto_sign_ed25519_SEEDBYTES);
  SigningKey out;
  ByteArray<crypto_sign_ed25519_SECRETKEYBYTES> secret{};
  crypto_sign_ed25519_seed_keypair(out.public_.data(), secret.data(), seed.data());
  out.secret_ = Secret::absorb(secret);
  return out;
}

Signature SigningKey::sign(BytesView message) const {
  Signature out;
  crypto_sign_ed25519_detached(out.data(), nullptr, message.data(), message.size(),
                               secret_.reveal().data());
  return out;
}

bool verify(const VerifyKey& key, BytesView message, const Signature& signature) noexcept {
  return crypto_sign_ed25519_verify_detached(signature.data(), message.data(), message.size(),
                                             key.data()) == 0;
}

}  // namespace veil::crypto
