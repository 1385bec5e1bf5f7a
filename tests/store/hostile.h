// tests/store/hostile.h: bytes that somebody damaged, for the tests of decoders.
#pragma once

#include <catch2/catch.hpp>
#include <random>

#include "crypto/bytes.h"

namespace veil::tests {

inline std::uint32_t draw(std::mt19937& rng) {
  return static_cast<std::uint32_t>(rng());
}

// One to four small damages: bits, bytes, insertions, deletions, copies within, lengths made huge.
inline Bytes damaged(BytesView bytes, std::mt19937& rng) {
  Bytes out = to_bytes(bytes);
  for (unsigned rounds = 1 + rng() % 4; rounds > 0; --rounds) {
    const std::size_t at = out.empty() ? 0 : rng() % out.size();
    const auto place = out.begin() + static_cast<std::ptrdiff_t>(at);
    switch (out.empty() ? 2 : rng() % 7) {
      case 0:
        out[at] = static_cast<std::uint8_t>(out[at] ^ 1U << rng() % 8);
        break;
      case 1:
        out[at] = static_cast<std::uint8_t>(rng());
        break;
      case 2:
        out.insert(place, static_cast<std::uint8_t>(rng()));
        break;
      case 3:
        out.erase(place);
        break;
      case 4:
        out.resize(at);
        break;
      case 5:
        for (std::size_t i = at; i < std::min(at + 1 + rng() % 9, out.size()); ++i) out[i] = 0xff;
        break;
      default: {
        const Bytes copy(place, out.begin() + static_cast<std::ptrdiff_t>(
                                                  std::min(at + rng() % 40, out.size())));
        out.insert(out.begin() + static_cast<std::ptrdiff_t>(rng() % out.size()), copy.begin(),
                   copy.end());
      }
    }
  }
  return out;
}

// Every truncation of `bytes`, then `count` damaged copies. `check` is told the bytes, and throws
// or fails by itself.
template <class Check>
void for_hostile(BytesView bytes, unsigned count, const Check& check) {
  for (std::size_t size = 0; size < bytes.size(); ++size) check(to_bytes(bytes.first(size)));
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 rng(seed);
  for (unsigned i = 0; i < count; ++i) check(damaged(bytes, rng));
}

}  // namespace veil::tests
