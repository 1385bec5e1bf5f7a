// tests/crypto/random_bytes.h: seeded bytes, so that a failing case can be run again.
#pragma once

#include <random>

#include "crypto/bytes.h"

namespace veil::crypto {

inline Bytes random_bytes(std::mt19937& rng, std::size_t size) {
  Bytes out(size);
  for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(rng());
  return out;
}

template <std::size_t N>
ByteArray<N> random_bytes_of(std::mt19937& rng) {
  ByteArray<N> out{};
  for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(rng());
  return out;
}

}  // namespace veil::crypto
