#include "crypto/identity.h"

#include <catch2/catch.hpp>

#include "crypto/bech32.h"
#include "crypto/hash.h"
#include "tests/crypto/random_bytes.h"

namespace veil::crypto {
namespace {

constexpr unsigned kFast = 4;  // a work factor for tests

Secret passphrase(std::string_view text) {
  return Secret::copy_of(view_of(text));
}

bool same_person(const Identity& a, const Identity& b) {
  return a.public_identity() == b.public_identity() &&
         equal_constant_time(a.reveal_box_secret().reveal(), b.reveal_box_secret().reveal()) &&
         equal_constant_time(a.signing_key().reveal_seed(), b.signing_key().reveal_seed());
}

}  // namespace

TEST_CASE("an identity is derived from its age key as the format says", "[identity]") {
  const Identity identity = Identity::from_key(Key::copy_of(Bytes(32, 0x42)));
  CHECK(identity.public_identity().age_recipient() ==
        "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj");
  // PAE("veil/identity/sign/1") written out by hand.
  Bytes pae = {1, 0, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0};
  append(pae, view_of("veil/identity/sign/1"));
  const Hash seed = blake2b_keyed(Bytes(32, 0x42), pae);
  CHECK(same_bytes(identity.signing_key().reveal_seed(), seed));
}

TEST_CASE("an identity file opens to the same person", "[identity]") {
  const Identity identity = Identity::generate();
  const auto file = identity.to_file(passphrase("p"), kFast);
  REQUIRE(file);
  const auto opened = Identity::from_file(*file, passphrase("p"));
  REQUIRE(opened);
  CHECK(same_person(identity, *opened));
  CHECK_FALSE(same_person(identity, Identity::generate()));
}

TEST_CASE("an identity file holds what age-keygen writes", "[identity]") {
  const Identity identity = Identity::from_key(Key::copy_of(Bytes(32, 0x42)));
  const auto file = identity.to_file(passphrase("p"), kFast);
  REQUIRE(file);
  const auto text = age_decrypt(passphrase("p"), *file);
  REQUIRE(text);
  CHECK(text_of(*text) ==
        "# public key: age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj\n"
        "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX\n");
}

TEST_CASE("an identity file tells a wrong passphrase from damage", "[identity]") {
  const Identity identity = Identity::generate();
  auto file = identity.to_file(passphrase("right"), kFast);
  REQUIRE(file);
  const auto wrong = Identity::from_file(*file, passphrase("wrong"));
  CHECK(wrong.error().code == Code::Denied);
  CHECK(wrong.error().message.find("wrong passphrase") != std::string::npos);
  CHECK(wrong.error().message.find("right") == std::string::npos);
  for (std::size_t at = 0; at < file->size(); ++at) {
    CAPTURE(at);
    (*file)[at] ^= 1;
    CHECK_FALSE(Identity::from_file(*file, passphrase("right"), kFast + 2));
    (*file)[at] ^= 1;
  }
  file->back() ^= 1;
  CHECK(Identity::from_file(*file, passphrase("right")).error().code == Code::Corrupt);
  CHECK(Identity::from_file(view_of("AGE-SECRET-KEY-1"), passphrase("right")).error().code ==
        Code::Corrupt);
  CHECK(Identity::from_file(Bytes(Identity::kFileMax + 1), passphrase("right")).error().code ==
        Code::Corrupt);
}

TEST_CASE("the text of an age key file is read as age reads it, with one key", "[identity]") {
  const std::string key =
      "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
  struct Row {
    const char* why;
    std::string text;
    bool valid;
  };
  const auto row = GENERATE_COPY(values<Row>({
      {"alone", key, true},
      {"with a line end", key + "\n", true},
      {"comments and blank lines", "# created: today\n\n# public key: x\n" + key + "\n\n#end",
       true},
      {"CRLF", "# a\r\n" + key + "\r\n", true},
      {"no key", "# a\n", false},
      {"empty", "", false},
      {"two keys", key + "\n" + key + "\n", false},
      {"blank in front", " " + key, false},
      {"cut", key.substr(0, key.size() - 1), false},
      {"another line", key + "\nx\n", false},
  }));
  CAPTURE(row.why);
  const auto identity = Identity::from_age_keys(row.text);
  CHECK(identity.has_value() == row.valid);
  if (!identity) CHECK(identity.error().code == Code::Corrupt);
  CHECK(Identity::from_age_keys(
            "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR")
            .error()
            .code == Code::Unsupported);
}

TEST_CASE("a public identity round-trips as a line and as bytes", "[identity][property]") {
  const auto seed = GENERATE(take(20, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const Identity identity = Identity::from_key(Key::copy_of(random_bytes(rng, 32)));
  const PublicIdentity& known = identity.public_identity();
  const std::string line = known.text();
  CHECK(line.starts_with("veilid1"));
  const auto parsed = PublicIdentity::parse(line);
  REQUIRE(parsed);
  CHECK(*parsed == known);
  CHECK(parsed->text() == line);
  const Bytes bytes = known.encode();
  CHECK(bytes.size() == PublicIdentity::kSize);
  REQUIRE(PublicIdentity::decode(bytes));
  CHECK(*PublicIdentity::decode(bytes) == known);
}

TEST_CASE("a public identity is refused when any bit is changed", "[identity]") {
  Bytes bytes = Identity::generate().public_identity().encode();
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    CAPTURE(bit);
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    CHECK_FALSE(PublicIdentity::decode(bytes));
    CHECK_FALSE(PublicIdentity::parse(bech32_encode("veilid", bytes)));
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
  }
  REQUIRE(PublicIdentity::decode(bytes));
  bytes.push_back(0);
  CHECK(PublicIdentity::decode(bytes).error().code == Code::InvalidArgument);
  CHECK(PublicIdentity::decode(BytesView(bytes).first(128)).error().code == Code::InvalidArgument);
  bytes.pop_back();
  bytes[0] = 2;
  CHECK(PublicIdentity::decode(bytes).error().code == Code::Unsupported);
}

TEST_CASE("a public identity is refused under another prefix or in upper case", "[identity]") {
  const Bytes bytes = Identity::generate().public_identity().encode();
  CHECK_FALSE(PublicIdentity::parse(bech32_encode("age", bytes)));
  CHECK_FALSE(PublicIdentity::parse(bech32_encode("VEILID", bytes)));
}

TEST_CASE("a public identity that mixes two people is refused", "[identity]") {
  const Bytes a = Identity::generate().public_identity().encode();
  const Bytes b = Identity::generate().public_identity().encode();
  Bytes mixed = a;
  std::copy(b.begin() + 1, b.begin() + 33, mixed.begin() + 1);  // her signature, his box key
  CHECK_FALSE(PublicIdentity::decode(mixed));
}

TEST_CASE("a signed key that nothing can be boxed to is refused", "[identity]") {
  const SigningKey signer = SigningKey::from_seed(Bytes(32, 5));
  const auto encoded = [&](const PublicKey& box_key) {
    Bytes out{1};
    append(out, box_key);
    append(out, signer.verify_key());
    const Pae body = std::move(
        Pae("veil/identity/public/1").add(std::uint64_t{1}).add(box_key).add(signer.verify_key()));
    append(out, signer.sign(body.view()));
    return out;
  };
  CHECK(PublicIdentity::decode(encoded(public_key_of(Key::random()))));
  PublicKey point{};
  CHECK_FALSE(PublicIdentity::decode(encoded(point)));  // small order
  point = public_key_of(Key::random());
  point[31] |= 0x80;
  CHECK_FALSE(PublicIdentity::decode(encoded(point)));  // a second form of a point
  point.fill(0xff);
  point[31] = 0x7f;
  point[0] = 0xf6;  // 9 + the prime: the base point's other form
  CHECK_FALSE(PublicIdentity::decode(encoded(point)));
}

}  // namespace veil::crypto
