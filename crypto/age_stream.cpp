#include "crypto/age_stream.h"

#include <sodium.h>

#include <algorithm>

#include "crypto/aead.h"
#include "crypto/hash.h"

namespace veil::crypto {
namespace {

constexpr std::size_t kNonceSize = 16;
constexpr std::size_t kSealedChunkSize = kAgeChunkSize + kTagSize;

Key payload_key(const Secret& file_key, BytesView nonce) {
  Bytes bytes = hkdf_sha256(file_key.reveal(), nonce, view_of("payload"), Key::kSize);
  Key out = Key::copy_of(bytes);
  wipe(bytes);
  return out;
}

// 11 bytes of big-endian counter, of which memory can fill 8, then the mark of the last chunk.
ByteArray<12> chunk_nonce(std::uint64_t index, bool last) {
  ByteArray<12> out{};
  for (std::size_t i = 0; i < 8; ++i) out[10 - i] = static_cast<std::uint8_t>(index >> (8 * i));
  out[11] = last ? 1 : 0;
  return out;
}

}  // namespace

void seal_age_payload(Bytes& to, const Secret& file_key, BytesView plaintext) {
  const auto nonce = random_array<kNonceSize>();
  const Key key = payload_key(file_key, nonce);
  const std::size_t chunks =
      std::max<std::size_t>(1, (plaintext.size() + kAgeChunkSize - 1) / kAgeChunkSize);
  append(to, nonce);
  std::size_t at = to.size();
  to.resize(at + plaintext.size() + chunks * kTagSize);
  for (std::size_t i = 0; i < chunks; ++i) {
    const BytesView chunk = plaintext.subspan(
        i * kAgeChunkSize, std::min(kAgeChunkSize, plaintext.size() - i * kAgeChunkSize));
    crypto_aead_chacha20poly1305_ietf_encrypt(
        to.data() + at, nullptr, chunk.data(), chunk.size(), nullptr, 0, nullptr,
        chunk_nonce(i, i + 1 == chunks).data(), key.reveal().data());
    at += chunk.size() + kTagSize;
  }
}

Result<Bytes> open_age_payload(const Secret& file_key, BytesView payload) {
  if (payload.size() < kNonceSize) return fail(Code::Corrupt, "age header: no payload follows");
  if (payload.size() < kNonceSize + kTagSize) return fail(Code::Corrupt, "age payload: cut short");
  const Key key = payload_key(file_key, payload.first(kNonceSize));
  const BytesView sealed = payload.subspan(kNonceSize);
  const std::size_t chunks = (sealed.size() + kSealedChunkSize - 1) / kSealedChunkSize;
  const std::size_t last_size = sealed.size() - (chunks - 1) * kSealedChunkSize;
  // An empty last chunk is only for an empty file: else the same text would have two forms.
  if (last_size < kTagSize || (last_size == kTagSize && chunks > 1)) {
    return fail(Code::Corrupt, "age payload: the last chunk is cut short or empty");
  }
  Bytes out(sealed.size() - chunks * kTagSize);
  for (std::size_t i = 0; i < chunks; ++i) {
    const bool last = i + 1 == chunks;
    const BytesView chunk =
        sealed.subspan(i * kSealedChunkSize, last ? last_size : kSealedChunkSize);
    if (crypto_aead_chacha20poly1305_ietf_decrypt(
            out.data() + i * kAgeChunkSize, nullptr, nullptr, chunk.data(), chunk.size(), nullptr,
            0, chunk_nonce(i, last).data(), key.reveal().data()) != 0) {
      wipe(out);
      return fail(Code::Corrupt, "age payload: altered, cut short or continued");
    }
  }
  return out;
}

}  // namespace veil::crypto
