// crypto/age_stream.h: the payload of an age file: chunks of 64 KiB under ChaCha20-Poly1305,
// numbered and with the last one marked (for crypto/age.cpp and tests). Thread safety: free
// functions, no shared state.
#pragma once

#include "crypto/bytes.h"
#include "crypto/secret.h"

namespace veil::crypto {

inline constexpr std::size_t kAgeChunkSize = std::size_t{64} * 1024;

// Appends a fresh nonce of 16 bytes and the chunks.
void seal_age_payload(Bytes& to, const Secret& file_key, BytesView plaintext);
// Corrupt if altered, cut short or continued; then nothing of the plaintext is left in memory.
Result<Bytes> open_age_payload(const Secret& file_key, BytesView payload);

}  // namespace veil::crypto
