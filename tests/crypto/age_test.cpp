#include "crypto/age.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "crypto/aead.h"
#include "crypto/age_armor.h"
#include "crypto/age_header.h"
#include "crypto/age_stream.h"
#include "tests/crypto/random_bytes.h"

namespace veil::crypto {
namespace {

constexpr unsigned kFast = 4;  // a work factor for tests

Secret passphrase(std::string_view text) {
  return Secret::copy_of(view_of(text));
}

Bytes sealed_to(const Key& key, BytesView plaintext, AgeForm form = AgeForm::Binary) {
  const PublicKey recipient = public_key_of(key);
  auto file = age_encrypt({&recipient, 1}, plaintext, form);
  REQUIRE(file);
  return *file;
}

}  // namespace

TEST_CASE("age files open for each recipient and for nobody else", "[age]") {
  const Key keys[] = {Key::random(), Key::random(), Key::random()};
  const Key stranger = Key::random();
  std::vector<PublicKey> recipients;
  for (const Key& key : keys) recipients.push_back(public_key_of(key));
  const auto form = GENERATE(AgeForm::Binary, AgeForm::Armored);
  const auto file = age_encrypt(recipients, view_of("a few words"), form);
  REQUIRE(file);
  for (const Key& key : keys) {
    const auto opened = age_decrypt({&key, 1}, *file);
    REQUIRE(opened);
    CHECK(text_of(*opened) == "a few words");
  }
  const Key two[] = {stranger.clone(), keys[1].clone()};
  CHECK(age_decrypt(two, *file));
  const auto refused = age_decrypt({&stranger, 1}, *file);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Code::Denied);
  CHECK(age_decrypt(std::span<const Key>{}, *file).error().code == Code::Denied);
  CHECK(age_decrypt(passphrase("x"), *file).error().code == Code::Denied);
}

TEST_CASE("age files round-trip at every edge of a chunk", "[age]") {
  const std::size_t size = GENERATE(as<std::size_t>(), 0, 1, kAgeChunkSize - 1, kAgeChunkSize,
                                    kAgeChunkSize + 1, 2 * kAgeChunkSize, 2 * kAgeChunkSize + 1);
  CAPTURE(size);
  std::mt19937 rng(static_cast<unsigned>(size));
  const Bytes plaintext = random_bytes(rng, size);
  const Key key = Key::random();
  Bytes file = sealed_to(key, plaintext);
  const auto opened = age_decrypt({&key, 1}, file);
  REQUIRE(opened);
  CHECK(*opened == plaintext);

  file.push_back(0);
  CHECK(age_decrypt({&key, 1}, file).error().code == Code::Corrupt);
  file.pop_back();
  for (const std::size_t cut : {std::size_t{1}, kTagSize + size % kAgeChunkSize, kTagSize + 1}) {
    if (file.size() <= cut) continue;
    CHECK_FALSE(age_decrypt({&key, 1}, BytesView(file).first(file.size() - cut)));
  }
}

TEST_CASE("any flipped bit of an age file is noticed, in either form", "[age]") {
  const auto form = GENERATE(AgeForm::Binary, AgeForm::Armored);
  const Key key = Key::random();
  Bytes file = sealed_to(key, view_of("the place where she lives"), form);
  for (std::size_t at = 0; at < file.size(); ++at) {
    for (const std::uint8_t bit : ByteArray<3>{0x01, 0x20, 0x80}) {
      CAPTURE(at, bit);
      file[at] ^= bit;
      const auto opened = age_decrypt({&key, 1}, file);
      CHECK_FALSE(opened);
      if (!opened)
        CHECK((opened.error().code == Code::Corrupt || opened.error().code == Code::Denied ||
               opened.error().code == Code::Unsupported));
      file[at] ^= bit;
    }
  }
  REQUIRE(age_decrypt({&key, 1}, file));
}

TEST_CASE("any cut of an age file is noticed", "[age]") {
  const auto form = GENERATE(AgeForm::Binary, AgeForm::Armored);
  const Key key = Key::random();
  const Bytes file = sealed_to(key, view_of("words"), form);
  for (std::size_t size = 0; size < file.size(); ++size) {
    CAPTURE(size);
    const auto opened = age_decrypt({&key, 1}, BytesView(file).first(size));
    // The last line end of armor may be missing.
    CHECK(opened.has_value() == (form == AgeForm::Armored && size + 1 == file.size()));
  }
}

TEST_CASE("a passphrase file tells a wrong passphrase from damage", "[age]") {
  const auto file =
      age_encrypt(passphrase("correct horse"), kFast, view_of("words"), AgeForm::Binary);
  REQUIRE(file);
  REQUIRE(age_decrypt(passphrase("correct horse"), *file));
  const auto wrong = age_decrypt(passphrase("correct hors"), *file);
  CHECK(wrong.error().code == Code::Denied);
  CHECK(wrong.error().message == "age header: wrong passphrase");
  CHECK(age_decrypt(Secret(), *file).error().code == Code::Denied);

  Bytes damaged = *file;
  damaged.back() ^= 1;
  CHECK(age_decrypt(passphrase("correct horse"), damaged).error().code == Code::Corrupt);
  const Key key = Key::random();
  CHECK(age_decrypt({&key, 1}, *file).error().code == Code::Denied);
}

TEST_CASE("the work factor is limited when writing and when reading", "[age]") {
  CHECK(age_encrypt(passphrase("p"), 0, {}, AgeForm::Binary).error().code == Code::InvalidArgument);
  CHECK(age_encrypt(passphrase("p"), kAgeWorkFactorMax + 1, {}, AgeForm::Binary).error().code ==
        Code::InvalidArgument);
  CHECK(age_encrypt(Secret(), kFast, {}, AgeForm::Binary).error().code == Code::InvalidArgument);
  const auto file = age_encrypt(passphrase("p"), kFast, {}, AgeForm::Binary);
  REQUIRE(file);
  CHECK(age_decrypt(passphrase("p"), *file, kFast));
  CHECK(age_decrypt(passphrase("p"), *file, kFast - 1).error().code == Code::Unsupported);
}

TEST_CASE("age refuses recipients that nothing can be sealed to", "[age]") {
  CHECK(age_encrypt(std::span<const PublicKey>{}, {}, AgeForm::Binary).error().code ==
        Code::InvalidArgument);
  const PublicKey zero{};
  CHECK(age_encrypt({&zero, 1}, {}, AgeForm::Binary).error().code == Code::InvalidArgument);
  const std::vector<PublicKey> many(kAgeRecipientsMax + 1, public_key_of(Key::random()));
  CHECK(age_encrypt(many, {}, AgeForm::Binary).error().code == Code::InvalidArgument);
}

TEST_CASE("as many recipients as may be written can be read", "[age]") {
  const Key key = Key::random();
  std::vector<PublicKey> many(kAgeRecipientsMax, public_key_of(Key::random()));
  many.back() = public_key_of(key);
  const auto file = age_encrypt(many, view_of("w"), AgeForm::Binary);
  REQUIRE(file);
  CHECK(age_decrypt({&key, 1}, *file));
}

TEST_CASE("two files of the same words share no key, nonce or share", "[age]") {
  const Key key = Key::random();
  const Bytes one = sealed_to(key, view_of("words"));
  const Bytes two = sealed_to(key, view_of("words"));
  const auto a = parse_age_header(one);
  const auto b = parse_age_header(two);
  REQUIRE(a);
  REQUIRE(b);
  CHECK(a->stanzas[0].arguments[1] != b->stanzas[0].arguments[1]);
  CHECK(a->stanzas[0].body != b->stanzas[0].body);
  CHECK_FALSE(same_bytes(BytesView(one).subspan(a->size, 16), BytesView(two).subspan(b->size, 16)));
}

TEST_CASE("age keys have the text forms of the specification", "[age]") {
  // C2SP age, "The X25519 recipient type".
  const std::string secret_text =
      "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
  const std::string public_text = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
  const auto key = parse_age_secret_key(secret_text);
  REQUIRE(key);
  CHECK(same_bytes(key->reveal(), Bytes(32, 0x42)));
  CHECK(age_secret_key(*key) == secret_text);
  CHECK(age_recipient(public_key_of(*key)) == public_text);
  const auto recipient = parse_age_recipient(public_text);
  REQUIRE(recipient);
  CHECK(*recipient == public_key_of(*key));

  CHECK_FALSE(parse_age_secret_key(public_text));
  CHECK_FALSE(parse_age_recipient(secret_text));
  std::string lower = secret_text;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  CHECK_FALSE(parse_age_secret_key(lower));
  CHECK(parse_age_secret_key(
            "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR")
            .error()
            .code == Code::Unsupported);
}

TEST_CASE("a header beyond the limits is refused", "[age]") {
  std::string text = "age-encryption.org/v1\n";
  for (std::size_t i = 0; i <= kAgeRecipientsMax; ++i) text += "-> x\n\n";
  CHECK(parse_age_header(view_of(text + "--- " + std::string(43, 'A') + "\n")).error().code ==
        Code::Corrupt);
  const std::string long_line =
      "age-encryption.org/v1\n-> " + std::string(kAgeHeaderMax, 'x') + "\n\n";
  CHECK(parse_age_header(view_of(long_line)).error().code == Code::Corrupt);
  CHECK(parse_age_header(view_of("age-encryption.org/v2\n")).error().code == Code::Unsupported);
  CHECK(parse_age_header(view_of("age-encryption.org/v1\n--- " + std::string(43, 'A') + "\n"))
            .error()
            .code == Code::Corrupt);
}

TEST_CASE("armor has one form for any bytes", "[age][property]") {
  const auto seed = GENERATE(take(60, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const Bytes file = random_bytes(rng, rng() % 300);
  std::string text = age_armor(file);
  const auto read = age_dearmor(text);
  REQUIRE(read);
  CHECK(*read == file);
  CHECK(age_dearmor(" \r\n\t" + text + "\n \n"));
  std::string crlf;
  for (const char c : text) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  REQUIRE(age_dearmor(crlf));
  CHECK(*age_dearmor(crlf) == file);
  if (!file.empty()) {
    std::string mixed = crlf;
    mixed.erase(mixed.rfind("\r\n-----END"), 1);
    CHECK_FALSE(age_dearmor(mixed));
  }
  const std::size_t at = 1 + rng() % (text.size() - 2);
  CHECK_FALSE(age_dearmor(text.insert(at, "\n")));
}

}  // namespace veil::crypto
