#include "crypto/sign.h"

#include <catch2/catch.hpp>

#include "tests/crypto/random_bytes.h"

namespace veil::crypto {
namespace {

VerifyKey key_of(const char* text) {
  const Bytes bytes = *parse_hex(text);
  VerifyKey out;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

}  // namespace

TEST_CASE("signatures are those of RFC 8032, section 7.1", "[sign]") {
  struct Row {
    const char* seed;
    const char* key;
    const char* message;
    const char* signature;
  };
  const auto row = GENERATE(values<Row>({
      {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
       "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf"
       "9b46b"
       "d25bf5f0595bbe24655141438e7a100b"},
      {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
       "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f"
       "11d8c"
       "387b2eaeb4302aeeb00d291612bb0c00"},
      {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
       "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
       "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984"
       "dc659"
       "4a7c15e9716ed28dc027beceea1ec40a"},
  }));
  const SigningKey key = SigningKey::from_seed(*parse_hex(row.seed));
  CHECK(hex(key.verify_key()) == row.key);
  CHECK(hex(key.reveal_seed()) == row.seed);
  const Bytes message = *parse_hex(row.message);
  const Signature signature = key.sign(message);
  CHECK(hex(signature) == row.signature);
  CHECK(verify(key.verify_key(), message, signature));
}

TEST_CASE("a signature fits one key and one message", "[sign][property]") {
  const auto seed = GENERATE(take(50, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const SigningKey key = SigningKey::from_seed(random_bytes(rng, 32));
  const Bytes message = random_bytes(rng, 1 + rng() % 100);
  const Signature signature = key.sign(message);
  REQUIRE(verify(key.verify_key(), message, signature));
  CHECK_FALSE(
      verify(SigningKey::from_seed(random_bytes(rng, 32)).verify_key(), message, signature));
  for (int i = 0; i < 10; ++i) {
    const auto bit = static_cast<std::uint8_t>(1U << rng() % 8);
    Bytes other = message;
    other[rng() % other.size()] ^= bit;
    CHECK_FALSE(verify(key.verify_key(), other, signature));
    Signature changed = signature;
    changed[rng() % changed.size()] ^= bit;
    CHECK_FALSE(verify(key.verify_key(), message, changed));
  }
}

TEST_CASE("a signature has no second form", "[sign]") {
  const SigningKey key = SigningKey::from_seed(Bytes(32, 1));
  Signature signature = key.sign(view_of("m"));
  REQUIRE(verify(key.verify_key(), view_of("m"), signature));
  // S + L stands for the same scalar.
  const Bytes order =
      *parse_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += unsigned{signature[32 + i]} + order[i];
    signature[32 + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  CHECK_FALSE(verify(key.verify_key(), view_of("m"), signature));
}

TEST_CASE("keys for which a signature fits any message are refused", "[sign]") {
  // With A of small order and R = A-free identity, S = 0 would fit every message without this
  // check.
  const VerifyKey identity =
      key_of("0100000000000000000000000000000000000000000000000000000000000000");
  Signature signature{};
  signature[0] = 1;
  CHECK_FALSE(verify(identity, view_of("any"), signature));
  const VerifyKey order_two =
      key_of("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
  CHECK_FALSE(verify(order_two, view_of("any"), signature));
  CHECK_FALSE(verify(VerifyKey{}, view_of("any"), signature));
  CHECK_FALSE(verify(VerifyKey{}, {}, Signature{}));
}

}  // namespace veil::crypto
