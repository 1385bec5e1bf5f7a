#include "crypto/aead.h"

#include <catch2/catch.hpp>

#include "tests/crypto/random_bytes.h"

namespace veil::crypto {

TEST_CASE("seal is the AEAD of RFC 8439 under the counter's nonce", "[aead]") {
  // RFC 8439 A.5: nonce 00000000 0102030405060708.
  const Key key =
      Key::copy_of(*parse_hex("1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0"));
  const Bytes context = *parse_hex("f33388860000000000004e91");
  const Bytes sealed = *parse_hex(
      "64a0861575861af460f062c79be643bd5e805cfd345cf389f108670ac76c8cb2"
      "4c6cfc18755d43eea09ee94e382d26b0bdb7b73c321b0100d4f03b7f355894cf"
      "332f830e710b97ce98c8a84abd0b948114ad176e008d33bd60f982b1ff37c855"
      "9797a06ef4f0ef61c186324e2b3506383606907b6a7c02b0f9f6157b53c867e4"
      "b9166c767b804d46a59b5216cde7a4e99040c5a40433225ee282a1b0a06c523e"
      "af4534d7f83fa1155b0047718cbc546a0d072b04b3564eea1b422273f548271a"
      "0bb2316053fa76991955ebd63159434ecebb4e466dae5a1073a6727627097a10"
      "49e617d91d361094fa68f0ff77987130305beaba2eda04df997b714d6c6f2c29"
      "a6ad5cb4022b02709beead9d67890cbb22392336fea1851f38");
  const std::uint64_t counter = 0x0807060504030201;
  const auto opened = open(key, counter, context, sealed);
  REQUIRE(opened);
  CHECK(text_of(*opened).starts_with("Internet-Drafts are draft documents"));
  Bytes again;
  seal(again, key, counter, context, *opened);
  CHECK(again == sealed);
}

TEST_CASE("what is sealed opens only under its key, counter and context", "[aead][property]") {
  const auto seed = GENERATE(take(100, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const Key key = Key::copy_of(random_bytes(rng, 32));
  const std::uint64_t counter = std::uint64_t{rng()} << 32 | rng();
  const Bytes context = random_bytes(rng, rng() % 40);
  const Bytes plaintext = random_bytes(rng, rng() % 200);
  Bytes sealed = {1, 2, 3};  // seal appends
  seal(sealed, key, counter, context, plaintext);
  REQUIRE(sealed.size() == 3 + plaintext.size() + kTagSize);
  sealed.erase(sealed.begin(), sealed.begin() + 3);
  REQUIRE(open(key, counter, context, sealed));
  CHECK(*open(key, counter, context, sealed) == plaintext);

  CHECK(open(Key::random(), counter, context, sealed).error().code == Code::Corrupt);
  CHECK_FALSE(open(key, counter + 1, context, sealed));
  CHECK_FALSE(open(key, counter ^ std::uint64_t{1} << 63, context, sealed));
  Bytes other = context;
  other.push_back(0);
  CHECK_FALSE(open(key, counter, other, sealed));
  for (int i = 0; i < 20; ++i) {
    Bytes changed = sealed;
    changed[rng() % changed.size()] ^= static_cast<std::uint8_t>(1U << rng() % 8);
    CHECK_FALSE(open(key, counter, context, changed));
  }
  CHECK_FALSE(open(key, counter, context, BytesView(sealed).first(rng() % sealed.size())));
  sealed.push_back(0);
  CHECK_FALSE(open(key, counter, context, sealed));
}

TEST_CASE("what is wrapped opens only under its key and context", "[aead][property]") {
  const auto seed = GENERATE(take(100, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const Key key = Key::copy_of(random_bytes(rng, 32));
  const Bytes context = random_bytes(rng, rng() % 40);
  const Bytes plaintext = random_bytes(rng, rng() % 200);
  const Bytes wrapped = wrap(key, context, plaintext);
  REQUIRE(wrapped.size() == plaintext.size() + kWrapOverhead);
  CHECK(wrap(key, context, plaintext) != wrapped);  // another nonce
  REQUIRE(unwrap(key, context, wrapped));
  CHECK(*unwrap(key, context, wrapped) == plaintext);
  CHECK(unwrap(Key::random(), context, wrapped).error().code == Code::Corrupt);
  Bytes other = context;
  other.push_back(0);
  CHECK_FALSE(unwrap(key, other, wrapped));
  for (int i = 0; i < 20; ++i) {
    Bytes changed = wrapped;
    changed[rng() % changed.size()] ^= static_cast<std::uint8_t>(1U << rng() % 8);
    CHECK_FALSE(unwrap(key, context, changed));
  }
  CHECK_FALSE(unwrap(key, context, BytesView(wrapped).first(rng() % wrapped.size())));
}

}  // namespace veil::crypto
