// tests/crypto/two_key_ciphertext.h: one ciphertext that ChaCha20-Poly1305 opens under two keys.
// Poly1305 is a polynomial at a point that the key gives: two blocks left free in the ciphertext
// are enough to make it come out at the same tag for two keys. It shows why sealed bytes need a
// keyed digest beside their tag, and is what the digest must refuse.
#pragma once

#include <sodium.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <optional>

#include "crypto/aead.h"

namespace veil::crypto {

// Poly1305 of one message in which two blocks next to each other, the last of the ciphertext, are
// free: hash = constant + x * r^3 + y * r^2 (mod 2^130 - 5), tag = hash + s (mod 2^128).
class FreePoly1305 {
 public:
  using Int = boost::multiprecision::cpp_int;

  static const Int& prime() {
    static const Int p = (Int(1) << 130) - 5;
    return p;
  }
  static Int number(BytesView le) {
    Int out = 0;
    for (std::size_t i = le.size(); i-- > 0;) out = out << 8 | le[i];
    return out;
  }

  // `fixed` is a multiple of 16 bytes; the context must not be empty.
  FreePoly1305(const Key& key, const ByteArray<12>& nonce, BytesView context, BytesView fixed) {
    ByteArray<32> one_time{};
    crypto_stream_chacha20_ietf(one_time.data(), one_time.size(), nonce.data(),
                                key.reveal().data());
    for (const std::size_t i : {3U, 7U, 11U, 15U}) one_time[i] &= 0x0f;
    for (const std::size_t i : {4U, 8U, 12U}) one_time[i] &= 0xfc;
    r_ = number(BytesView(one_time).first(16));
    s_ = number(BytesView(one_time).subspan(16));

    Bytes message = to_bytes(context);
    message.resize((message.size() + 15) / 16 * 16);
    append(message, fixed);
    message.resize(message.size() + 32);  // the free blocks, as zeros
    append_le64(message, context.size());
    append_le64(message, fixed.size() + 32);
    for (std::size_t at = 0; at < message.size(); at += 16) {
      const Int block = number(BytesView(message).subspan(at, 16)) + (Int(1) << 128);
      constant_ = (constant_ + block) * r_ % prime();
    }
  }

  Int factor_x() const { return r_ * r_ % prime() * r_ % prime(); }
  Int factor_y() const { return r_ * r_ % prime(); }
  // What the free blocks must add for this tag; `wrap` of 0 to 3 says how often 2^128 was dropped.
  Int wanted(const Int& tag, unsigned wrap) const {
    const Int hash = ((tag - s_) & ((Int(1) << 128) - 1)) + (Int(wrap) << 128);
    return (hash - constant_ + prime()) % prime();
  }

 private:
  Int r_;
  Int s_;
  Int constant_ = 0;
};

struct TwoKeys {
  const Key& first;
  const Key& second;
};

namespace two_key_detail {

using Int = FreePoly1305::Int;

inline void append_number(Bytes& to, Int number) {
  for (int i = 0; i < 16; ++i, number >>= 8) {
    to.push_back(static_cast<std::uint8_t>(number & 0xff));
  }
}

// x and y of 128 bits with a.factor_x * x + a.factor_y * y = wanted_a, and so for b.
inline std::optional<std::pair<Int, Int>> solved(const FreePoly1305& a, const FreePoly1305& b,
                                                 const Int& wanted_a, const Int& wanted_b) {
  const Int& p = FreePoly1305::prime();
  const Int determinant = (a.factor_x() * b.factor_y() + p * p - b.factor_x() * a.factor_y()) % p;
  const Int inverse = boost::multiprecision::powm(determinant, p - 2, p);
  const Int x = (wanted_a * b.factor_y() + p * p - wanted_b * a.factor_y()) % p * inverse % p;
  const Int y = (a.factor_x() * wanted_b + p * p - b.factor_x() * wanted_a) % p * inverse % p;
  if ((x >> 128) != 0 || (y >> 128) != 0) return std::nullopt;
  return std::pair{x, y};
}

}  // namespace two_key_detail

// Bytes that open(key, counter, context, ...) accepts under both keys. The plaintext under the
// first begins with `text`, the one under the second has `other_text` behind as many bytes as
// `text` has; both texts are multiples of 16 bytes, the context is not empty. Takes some
// milliseconds.
inline Bytes two_key_ciphertext(const TwoKeys& keys, std::uint64_t counter, BytesView context,
                                BytesView text, BytesView other_text) {
  VEIL_REQUIRE(!context.empty() && text.size() % 16 == 0 && other_text.size() % 16 == 0);
  ByteArray<12> nonce{};
  for (std::size_t i = 0; i < 8; ++i) nonce[4 + i] = static_cast<std::uint8_t>(counter >> (8 * i));

  // What encrypts to `text` under one key, then what encrypts to `other_text` under the other.
  const auto encrypted = [&](Bytes bytes, const Key& key) {
    if (bytes.empty()) return bytes;
    crypto_stream_chacha20_ietf_xor_ic(bytes.data(), bytes.data(), bytes.size(), nonce.data(), 1,
                                       key.reveal().data());
    return bytes;
  };
  Bytes out = encrypted(to_bytes(text), keys.first);
  Bytes behind(text.size());
  append(behind, other_text);
  append(out, BytesView(encrypted(behind, keys.second)).subspan(text.size()));

  const FreePoly1305 a(keys.first, nonce, context, out);
  const FreePoly1305 b(keys.second, nonce, context, out);
  // Each try has one chance in sixteen that both blocks fit.
  for (FreePoly1305::Int tag = 1; tag < 1000; ++tag) {
    for (unsigned wraps = 0; wraps < 16; ++wraps) {
      const auto free =
          two_key_detail::solved(a, b, a.wanted(tag, wraps % 4), b.wanted(tag, wraps / 4));
      if (!free) continue;
      two_key_detail::append_number(out, free->first);
      two_key_detail::append_number(out, free->second);
      two_key_detail::append_number(out, tag);
      return out;
    }
  }
  VEIL_REQUIRE(false);
  return {};
}

}  // namespace veil::crypto
