#include "crypto/hash.h"

#include <catch2/catch.hpp>

#include "tests/crypto/random_bytes.h"
#include "tests/crypto/reference_blake2b.h"

namespace veil::crypto {

TEST_CASE("the model of BLAKE2b has the value of RFC 7693, appendix A", "[hash]") {
  CHECK(hex(ReferenceBlake2b::hash({}, view_of("abc"), 64)) ==
        "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
        "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
}

TEST_CASE("every BLAKE2b form agrees with the model", "[hash][property]") {
  const auto seed = GENERATE(take(200, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const Bytes message = random_bytes(rng, rng() % 400);
  const Bytes key = random_bytes(rng, 16 + rng() % 49);
  CHECK(same_bytes(blake2b(message), ReferenceBlake2b::hash({}, message, 32)));
  CHECK(same_bytes(blake2b_keyed(key, message), ReferenceBlake2b::hash(key, message, 32)));
  CHECK(same_bytes(blake2b_keyed_128(key, message), ReferenceBlake2b::hash(key, message, 16)));
  CHECK(same_bytes(derive(key, message).reveal(), ReferenceBlake2b::hash(key, message, 32)));
  const KeyPairOf512 two = derive_two(key, message);
  const Bytes whole = ReferenceBlake2b::hash(key, message, 64);
  CHECK(same_bytes(two.first.reveal(), BytesView(whole).first(32)));
  CHECK(same_bytes(two.second.reveal(), BytesView(whole).subspan(32)));
}

TEST_CASE("SHA-256 has the values of FIPS 180-4", "[hash]") {
  CHECK(hex(sha256({})) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(sha256(view_of("abc"))) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(sha256(view_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(hex(sha256(Bytes(1000000, 'a'))) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("HMAC-SHA-256 has the values of RFC 4231", "[hash]") {
  CHECK(hex(hmac_sha256(Bytes(20, 0x0b), view_of("Hi There"))) ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(hex(hmac_sha256(view_of("Jefe"), view_of("what do ya want for nothing?"))) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(hex(hmac_sha256(Bytes(131, 0xaa),
                        view_of("Test Using Larger Than Block-Size Key - Hash Key First"))) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("HKDF-SHA-256 has the values of RFC 5869", "[hash]") {
  const Bytes salt = *parse_hex("000102030405060708090a0b0c");
  const Bytes info = *parse_hex("f0f1f2f3f4f5f6f7f8f9");
  CHECK(hex(hkdf_sha256(Bytes(22, 0x0b), salt, info, 42)) ==
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  CHECK(hex(hkdf_sha256(Bytes(22, 0x0b), {}, {}, 42)) ==
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
  constexpr std::size_t kMost = std::size_t{255} * 32;
  const Bytes longest = hkdf_sha256(Bytes(22, 0x0b), salt, info, kMost);
  CHECK(longest.size() == kMost);
  CHECK(same_bytes(BytesView(longest).first(42), hkdf_sha256(Bytes(22, 0x0b), salt, info, 42)));
  CHECK(hkdf_sha256(Bytes(22, 0x0b), salt, info, 0).empty());
}

}  // namespace veil::crypto
