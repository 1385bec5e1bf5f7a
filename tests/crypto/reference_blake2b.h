// tests/crypto/reference_blake2b.h: BLAKE2b written slowly and plainly from RFC 7693, as a model.
#pragma once

#include "crypto/bytes.h"

namespace veil::crypto {

class ReferenceBlake2b {
 public:
  static Bytes hash(BytesView key, BytesView message, std::size_t size) {
    State h = kStart;
    h[0] ^= 0x01010000U ^ key.size() << 8 ^ size;
    Bytes padded = to_bytes(key);
    if (!key.empty()) padded.resize(128);
    append(padded, message);
    const std::size_t total = padded.size();
    const std::size_t blocks = total == 0 ? 1 : (total + 127) / 128;
    padded.resize(blocks * 128);
    for (std::size_t i = 0; i < blocks; ++i) {
      const bool last = i + 1 == blocks;
      compress(h, padded.data() + i * 128, last ? total : (i + 1) * 128, last);
    }
    Bytes out;
    for (const std::uint64_t word : h) append_le64(out, word);
    out.resize(size);
    return out;
  }

 private:
  using State = std::array<std::uint64_t, 8>;
  static constexpr State kStart = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                                   0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                                   0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};
  static constexpr std::size_t kSigma[10][16] = {
      {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
      {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
      {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
      {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
      {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
      {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
      {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
      {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
      {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
      {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};
  static constexpr std::uint8_t kColumns[8][4] = {{0, 4, 8, 12},  {1, 5, 9, 13},  {2, 6, 10, 14},
                                                  {3, 7, 11, 15}, {0, 5, 10, 15}, {1, 6, 11, 12},
                                                  {2, 7, 8, 13},  {3, 4, 9, 14}};

  static std::uint64_t turn(std::uint64_t word, unsigned by) {
    return word >> by | word << (64 - by);
  }

  static void compress(State& h, const std::uint8_t* block, std::uint64_t count, bool last) {
    std::array<std::uint64_t, 16> v{};
    std::copy(h.begin(), h.end(), v.begin());
    std::copy(kStart.begin(), kStart.end(), v.begin() + 8);
    v[12] ^= count;
    if (last) v[14] = ~v[14];
    for (std::size_t round = 0; round < 12; ++round) {
      for (std::size_t i = 0; i < 8; ++i) {
        const std::size_t* const order = kSigma[round % 10];
        auto& a = v[kColumns[i][0]];
        auto& b = v[kColumns[i][1]];
        auto& c = v[kColumns[i][2]];
        auto& d = v[kColumns[i][3]];
        a += b + read_le64(block + 8 * order[2 * i]);
        d = turn(d ^ a, 32);
        c += d;
        b = turn(b ^ c, 24);
        a += b + read_le64(block + 8 * order[2 * i + 1]);
        d = turn(d ^ a, 16);
        c += d;
        b = turn(b ^ c, 63);
      }
    }
    for (std::size_t i = 0; i < 8; ++i) h[i] ^= v[i] ^ v[i + 8];
  }
};

}  // namespace veil::crypto
