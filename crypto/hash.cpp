#include "crypto/hash.h"

#include <sodium.h>

#include <algorithm>

namespace veil::crypto {
namespace {

template <std::size_t N>
void blake2b_into(std::span<std::uint8_t, N> out, BytesView key, BytesView message) {
  VEIL_REQUIRE(key.empty() || (key.size() >= crypto_generichash_blake2b_KEYBYTES_MIN &&
                               key.size() <= crypto_generichash_blake2b_KEYBYTES_MAX));
  crypto_generichash_blake2b(out.data(), out.size(), message.data(), message.size(), key.data(),
                             key.size());
}

}  // namespace

Hash blake2b(BytesView message) {
  Hash out;
  blake2b_into(std::span(out), {}, message);
  return out;
}

Hash blake2b_keyed(BytesView key, BytesView message) {
  VEIL_REQUIRE(!key.empty());
  Hash out;
  blake2b_into(std::span(out), key, message);
  return out;
}

ByteArray<16> blake2b_keyed_128(BytesView key, BytesView message) {
  VEIL_REQUIRE(!key.empty());
  ByteArray<16> out;
  blake2b_into(std::span(out), key, message);
  return out;
}

Key derive(BytesView key, BytesView message) {
  VEIL_REQUIRE(!key.empty());
  Key out;
  blake2b_into(out.writable(), key, message);
  return out;
}

KeyPairOf512 derive_two(BytesView key, BytesView message) {
  VEIL_REQUIRE(!key.empty());
  ByteArray<64> both;
  blake2b_into(std::span(both), key, message);
  KeyPairOf512 out;
  std::copy_n(both.begin(), 32, out.first.writable().begin());
  std::copy_n(both.begin() + 32, 32, out.second.writable().begin());
  wipe(both);
  return out;
}

Hash sha256(BytesView message) {
  Hash out;
  crypto_hash_sha256(out.data(), message.data(), message.size());
  return out;
}

Hash hmac_sha256(BytesView key, BytesView message) {
  constexpr std::uint8_t kNothing = 0;  // libsodium declares the pointer as never null
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.empty() ? &kNothing : key.data(), key.size());
  crypto_auth_hmacsha256_update(&state, message.data(), message.size());
  Hash out;
  crypto_auth_hmacsha256_final(&state, out.data());
  sodium_memzero(&state, sizeof state);
  return out;
}

Bytes hkdf_sha256(BytesView secret, BytesView salt, BytesView info, std::size_t size) {
  VEIL_REQUIRE(size <= std::size_t{255} * 32);
  Hash extracted = hmac_sha256(salt, secret);
  Bytes out;
  out.reserve(size + 32);
  Bytes block;
  block.reserve(extracted.size() + info.size() + 1);  // so that no copy of it is left behind
  for (std::uint8_t counter = 1; out.size() < size; ++counter) {
    append(block, info);
    block.push_back(counter);
    Hash next = hmac_sha256(extracted, block);
    append(out, next);
    wipe(block);
    block.assign(next.begin(), next.end());
    wipe(next);
  }
  wipe(block);
  wipe(extracted);
  wipe(std::span(out).subspan(size));
  out.resize(size);
  return out;
}

}  // namespace veil::crypto
