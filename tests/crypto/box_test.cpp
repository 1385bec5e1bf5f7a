#include "crypto/box.h"

#include <catch2/catch.hpp>

#include "crypto/aead.h"
#include "crypto/hash.h"
#include "tests/crypto/random_bytes.h"

namespace veil::crypto {
namespace {

// The points of small order and their other forms, as in libsodium's own list.
const char* const kSmallOrder[] = {
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
};

PublicKey point(const char* text) {
  const Bytes bytes = *parse_hex(text);
  PublicKey out;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

}  // namespace

TEST_CASE("public keys are those of RFC 7748, section 6.1", "[box]") {
  const Key alice =
      Key::copy_of(*parse_hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
  CHECK(hex(public_key_of(alice)) ==
        "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
  const Key bob =
      Key::copy_of(*parse_hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));
  // The agreed secret of the RFC, through the derivation written out by hand.
  const Bytes shared =
      *parse_hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
  Bytes info;
  append_le64(info, 5);
  append_le64(info, 10);
  append(info, view_of("veil/box/1"));
  append_le64(info, 8);
  append_le64(info, 1);
  for (const Key* key : {&alice, &bob}) {
    append_le64(info, 32);
    append(info, public_key_of(*key));
  }
  append_le64(info, 1);
  append(info, view_of("c"));
  const auto agreed = unbox_key(bob, public_key_of(alice), view_of("c"));
  REQUIRE(agreed);
  CHECK(same_bytes(agreed->reveal(), blake2b_keyed(shared, info)));
}

TEST_CASE("a box opens for its holder and context only", "[box][property]") {
  const auto seed = GENERATE(take(50, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const Key secret = Key::copy_of(random_bytes(rng, 32));
  const Bytes context = random_bytes(rng, rng() % 40);
  const Bytes plaintext = random_bytes(rng, rng() % 100);
  const auto boxed = box(public_key_of(secret), context, plaintext);
  REQUIRE(boxed);
  CHECK(boxed->size() == plaintext.size() + kBoxOverhead);
  REQUIRE(unbox(secret, context, *boxed));
  CHECK(*unbox(secret, context, *boxed) == plaintext);
  CHECK(*box(public_key_of(secret), context, plaintext) != *boxed);

  CHECK(unbox(Key::random(), context, *boxed).error().code == Code::Corrupt);
  Bytes other = context;
  other.push_back(0);
  CHECK_FALSE(unbox(secret, other, *boxed));
  for (std::size_t i = 0; i < 30; ++i) {
    Bytes changed = *boxed;
    changed[rng() % changed.size()] ^= static_cast<std::uint8_t>(1U << rng() % 8);
    CHECK_FALSE(unbox(secret, context, changed));
  }
  // The highest bit of E does not change the point, but the box is bound to the bytes.
  Bytes high = *boxed;
  high[31] ^= 0x80;
  CHECK_FALSE(unbox(secret, context, high));
  CHECK(unbox(secret, context, BytesView(*boxed).first(rng() % boxed->size())).error().code ==
        Code::Corrupt);
}

TEST_CASE("a box is made as the format says", "[box]") {
  const Key secret = Key::copy_of(Bytes(32, 7));
  const PublicKey to = public_key_of(secret);
  const Bytes boxed = *box(to, view_of("c"), view_of("words"));
  PublicKey ephemeral;
  std::copy_n(boxed.begin(), 32, ephemeral.begin());
  const auto key = unbox_key(secret, ephemeral, view_of("c"));
  REQUIRE(key);
  const auto opened = open(*key, 0, {}, BytesView(boxed).subspan(32));
  REQUIRE(opened);
  CHECK(text_of(*opened) == "words");
}

TEST_CASE("both sides of a key agreement get the same key, a stranger another", "[box]") {
  const Key secret = Key::random();
  const auto made = box_key(public_key_of(secret), view_of("c"));
  REQUIRE(made);
  const auto found = unbox_key(secret, made->ephemeral, view_of("c"));
  REQUIRE(found);
  CHECK(same_bytes(made->key.reveal(), found->reveal()));
  CHECK_FALSE(
      same_bytes(unbox_key(secret, made->ephemeral, view_of("d"))->reveal(), found->reveal()));
  CHECK_FALSE(same_bytes(unbox_key(Key::random(), made->ephemeral, view_of("c"))->reveal(),
                         found->reveal()));
}

TEST_CASE("points of small order are refused on either side", "[box]") {
  for (const char* text : kSmallOrder) {
    CAPTURE(text);
    PublicKey bad = point(text);
    for (const std::uint8_t high_bit : ByteArray<2>{0x00, 0x80}) {
      bad[31] = static_cast<std::uint8_t>((bad[31] & 0x7f) | high_bit);
      CHECK_FALSE(is_usable(bad));
      CHECK(box(bad, {}, view_of("w")).error().code == Code::InvalidArgument);
      CHECK(unbox_key(Key::random(), bad, {}).error().code == Code::Corrupt);
      Bytes boxed = to_bytes(bad);
      boxed.resize(32 + 16 + 1);
      CHECK(unbox(Key::random(), {}, boxed).error().code == Code::Corrupt);
    }
  }
}

TEST_CASE("only canonical points are usable", "[box]") {
  PublicKey base{9};
  CHECK(is_usable(base));
  base[31] = 0x80;
  CHECK_FALSE(is_usable(base));
  PublicKey other_form = point("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
  for (unsigned low = 0xed; low <= 0xff; ++low) {
    other_form[0] = static_cast<std::uint8_t>(low);
    CHECK_FALSE(is_usable(other_form));
  }
  other_form[0] = 0xea;
  CHECK(is_usable(other_form));  // the prime - 3 is its own only form
  for (int i = 0; i < 100; ++i) CHECK(is_usable(public_key_of(Key::random())));
}

}  // namespace veil::crypto
