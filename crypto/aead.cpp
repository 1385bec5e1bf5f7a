#include "crypto/aead.h"

#include <sodium.h>

#include <algorithm>

namespace veil::crypto {

static_assert(kTagSize == crypto_aead_chacha20poly1305_ietf_ABYTES);
static_assert(kTagSize == crypto_aead_xchacha20poly1305_ietf_ABYTES);
static_assert(kWrapOverhead == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES + kTagSize);
static_assert(Key::kSize == crypto_aead_chacha20poly1305_ietf_KEYBYTES);

namespace {

ByteArray<12> counter_nonce(std::uint64_t counter) {
  ByteArray<12> nonce{};
  for (std::size_t i = 0; i < 8; ++i) nonce[4 + i] = static_cast<std::uint8_t>(counter >> (8 * i));
  return nonce;
}

}  // namespace

void seal(Bytes& to, const Key& key, std::uint64_t counter, BytesView context,
          BytesView plaintext) {
  const ByteArray<12> nonce = counter_nonce(counter);
  const std::size_t at = to.size();
  to.resize(at + plaintext.size() + kTagSize);
  crypto_aead_chacha20poly1305_ietf_encrypt(to.data() + at, nullptr, plaintext.data(),
                                            plaintext.size(), context.data(), context.size(),
                                            nullptr, nonce.data(), key.reveal().data());
}

Result<Bytes> open(const Key& key, std::uint64_t counter, BytesView context, BytesView sealed) {
  if (sealed.size() < kTagSize) return fail(Code::Corrupt, "open: sealed bytes are cut short");
  const ByteArray<12> nonce = counter_nonce(counter);
  Bytes out(sealed.size() - kTagSize);
  if (crypto_aead_chacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, sealed.data(),
                                                sealed.size(), context.data(), context.size(),
                                                nonce.data(), key.reveal().data()) != 0) {
    return fail(Code::Corrupt, "open: sealed bytes were altered or belong elsewhere");
  }
  return out;
}

Bytes wrap(const Key& key, BytesView context, BytesView plaintext) {
  constexpr std::size_t kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  Bytes out(plaintext.size() + kWrapOverhead);
  fill_random(std::span(out).first(kNonceSize));
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + kNonceSize, nullptr, plaintext.data(),
                                             plaintext.size(), context.data(), context.size(),
                                             nullptr, out.data(), key.reveal().data());
  return out;
}

Result<Bytes> unwrap(const Key& key, BytesView context, BytesView wrapped) {
  constexpr std::size_t kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  if (wrapped.size() < kWrapOverhead) {
    return fail(Code::Corrupt, "unwrap: wrapped bytes are cut short");
  }
  Bytes out(wrapped.size() - kWrapOverhead);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          out.data(), nullptr, nullptr, wrapped.data() + kNonceSize, wrapped.size() - kNonceSize,
          context.data(), context.size(), wrapped.data(), key.reveal().data()) != 0) {
    return fail(Code::Corrupt, "unwrap: wrapped bytes were altered or belong elsewhere");
  }
  return out;
}

}  // namespace veil::crypto
