#include "tests/crypto/two_key_ciphertext.h"

#include <catch2/catch.hpp>

#include "crypto/hash.h"
#include "tests/crypto/random_bytes.h"

namespace veil::crypto {
namespace {

Key counting_key(std::uint8_t first) {
  Bytes bytes(32);
  for (std::uint8_t i = 0; i < 32; ++i) bytes[i] = static_cast<std::uint8_t>(first + i);
  return Key::copy_of(bytes);
}

}  // namespace

TEST_CASE("one sealed value opens under two keys, each to its own words", "[aead][two_keys]") {
  const Key first = Key::random();
  const Key second = Key::random();
  const std::uint64_t counter = GENERATE(0U, 2U, 0x100000000U);
  const Bytes context = {1, 2, 3};
  const std::string said = "he threatened her with a knife...";  // cut to a multiple of 16 below
  const std::string other = "they had a quarrel, nothing more.";
  const Bytes sealed = two_key_ciphertext({first, second}, counter, context,
                                          view_of(said).first(32), view_of(other).first(32));
  const auto one = open(first, counter, context, sealed);
  const auto two = open(second, counter, context, sealed);
  REQUIRE(one);
  REQUIRE(two);
  CHECK(text_of(*one).starts_with(said.substr(0, 32)));
  CHECK(text_of(*two).substr(32).starts_with(other.substr(0, 32)));
  CHECK(*one != *two);
  // It opens by construction, not because anything opens.
  CHECK_FALSE(open(Key::random(), counter, context, sealed));
  CHECK_FALSE(open(first, counter + 1, context, sealed));
  CHECK_FALSE(open(second, counter, Bytes{1, 2}, sealed));
  // A digest under a key that is derived together with the sealing key tells the two apart.
  CHECK(blake2b_keyed(first.reveal(), sealed) != blake2b_keyed(second.reveal(), sealed));
}

TEST_CASE("two empty texts are enough for one ciphertext under two keys", "[aead][two_keys]") {
  const Key first = Key::random();
  const Key second = Key::random();
  const Bytes sealed = two_key_ciphertext({first, second}, 7, Bytes(40, 9), {}, {});
  CHECK(sealed.size() == 32 + kTagSize);
  CHECK(open(first, 7, Bytes(40, 9), sealed));
  CHECK(open(second, 7, Bytes(40, 9), sealed));
}

TEST_CASE("a known wrapped value opens under two keys", "[aead][two_keys]") {
  // XChaCha20-Poly1305; keys 00..1f and 20..3f, nonce 40..57.
  Bytes wrapped;
  for (std::uint8_t i = 0x40; i <= 0x57; ++i) wrapped.push_back(i);
  append(wrapped, *parse_hex("938ad1f9d4c1ff421c21c5c21b86fe6cc171f4ca6c973077550429b99b30339e"
                             "10e670ce2827b2357cd6965cbd5b63624aebe0df49f87dcd834d8203d921caf7"
                             "eb6d054a9eb3abad8cb8f80afd67502a"));
  const auto one = unwrap(counting_key(0x00), view_of("veilstore-kat-1"), wrapped);
  const auto two = unwrap(counting_key(0x20), view_of("veilstore-kat-1"), wrapped);
  REQUIRE(one);
  REQUIRE(two);
  CHECK(*one != *two);
  CHECK_FALSE(unwrap(counting_key(0x01), view_of("veilstore-kat-1"), wrapped));
}

}  // namespace veil::crypto
