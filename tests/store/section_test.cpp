#include "store/section.h"

#include <sodium.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <functional>
#include <sstream>

#include "crypto/aead.h"
#include "crypto/pae.h"
#include "tests/crypto/two_key_ciphertext.h"
#include "tests/store/world.h"

namespace veil::store {
namespace {

using crypto::Key;

Bytes counting(std::uint8_t first, std::size_t size) {
  Bytes out(size);
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(first + i);
  return out;
}

template <std::size_t N>
ByteArray<N> counting_array(std::uint8_t first) {
  ByteArray<N> out{};
  const Bytes bytes = counting(first, N);
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

// The inputs of the worked example in docs/format.md.
SectionPlace example_place() {
  SectionPlace place;
  place.store = counting_array<16>(0x40);
  place.record.bytes = counting_array<16>(0x50);
  place.compartment = redact::compartment_of(12, redact::Strength::full);
  place.epoch = 1;
  place.section_version = 2;
  place.salt = counting_array<32>(0x60);
  return place;
}
Key example_key() {
  return Key::copy_of(counting(0x00, 32));
}
Key example_secret() {
  return Key::copy_of(counting(0x20, 32));
}
SectionKeys keys_at(const SectionPlace& place, const Key& compartment_key,
                    const Key& record_secret) {
  const Key s_c = compartment_secret(record_secret, place.compartment);
  return section_keys(compartment_key, share_of(s_c, place), place);
}
SectionKeys keys_at(const SectionPlace& place) {
  return keys_at(place, example_key(), example_secret());
}
constexpr std::string_view kName = "周小雨";
constexpr ByteArray<4> kDate = {0xd8, 0x82, 0x02, 0x01};
std::vector<SealedRow> example_rows() {
  return {{1, 40, 1, view_of(kName)}, {1, 41, 2, kDate}};
}

struct Sealed {
  Bytes bytes;
  Hash digest{};
};
Sealed sealed(const SectionPlace& place, const std::vector<SealedRow>& rows,
              Padding padding = Padding::padme, BytesView prefix = {}) {
  Sealed out;
  out.digest = seal_section(out.bytes, keys_at(place), prefix, rows, padding);
  return out;
}

Code refusal(const Result<OpenSection>& opened) {
  REQUIRE(!opened);
  return opened.error().code;
}

}  // namespace

TEST_CASE("a section is the bytes of the worked example in docs/format.md", "[section]") {
  const SectionPlace place = example_place();
  REQUIRE(place.compartment == 51);
  const Key s_c = compartment_secret(example_secret(), place.compartment);
  const Key share = share_of(s_c, place);
  const SectionKeys keys = section_keys(example_key(), share, place);
  const Sealed section = sealed(place, example_rows());
  REQUIRE(section.bytes.size() == 96);
  const BytesView bytes = section.bytes;
  const std::vector<TableRow> table = {{1, 40, 1, 9}, {1, 41, 2, 4}};

  std::ifstream in(test::source_path("docs/format.md"), std::ios::binary);
  std::ostringstream page;
  page << in.rdbuf();
  const auto is_as_written = [&](BytesView made, const std::string& written) {
    CHECK(hex(made) == written);
    INFO(written);
    CHECK(page.str().find(written) != std::string::npos);
  };
  is_as_written(s_c.reveal(), "378b060435596d9545453e1d72ffc5e858109c46cb037f39cc11d7278f90d890");
  is_as_written(share.reveal(), "9be78523b1258e71dac25c747615a659703731b261bcc697a3f7d66f452a2551");
  is_as_written(keys.enc.reveal(),
                "59ba8f233aee3b772b5af7dacda8835dc28b78eb2847e02c7dbababff2cff689");
  is_as_written(keys.auth.reveal(),
                "2cf9b03bb37e00782d1b16c63ea1c66f1f1b99eb65422fe03ac337c1dbf45898");
  is_as_written(encode_table(table), "01020101280900020004");
  is_as_written(example_rows()[0].value, "e591a8e5b08fe99ba8");
  is_as_written(example_rows()[1].value, "d8820201");
  is_as_written(bytes.first(20), "04b157161480712be318617f03f18f4ec80d5b52");
  is_as_written(bytes.subspan(20, 26), "dc5b99960e606e86cc6674f2753c3f602b0e96f87b648e99e425");
  is_as_written(bytes.subspan(46, 25), "71ea9680a5a125e4dcac50cb6d8b3876a757e3e9bcf1fcd617");
  is_as_written(bytes.subspan(71, 20), "6c42ccf00c9fda922687aa3cbaf603af1ee69afa");
  is_as_written(bytes.subspan(91), "0000000000");
  is_as_written(section.digest, "f33fe87e647778ba97b1e87c3e9be6f96c2eb3099121ca5c8fc1a72a4a202927");

  const crypto::Pae pae = std::move(crypto::Pae("veil/compartment/1").add(std::uint64_t{51}));
  is_as_written(pae.view().first(16), "02000000000000001200000000000000");
  is_as_written(pae.view().subspan(16),
                "7665696c2f636f6d706172746d656e742f3108000000000000003300000000000000");

  const auto opened = OpenSection::open(section.bytes, keys, section.digest, 0);
  REQUIRE(opened);
  CHECK(opened->table() == table);
  CHECK(*opened->decoded(0) == redact::Value(std::string(kName)));
  CHECK(*opened->decoded(1) == redact::Value(redact::Date{16556, redact::Precision::month}));
}

TEST_CASE("a section opens in its own place only", "[section]") {
  const SectionPlace place = example_place();
  const Sealed section = sealed(place, example_rows());
  struct Row {
    const char* why;
    std::function<void(SectionPlace&)> move;
  };
  const auto row = GENERATE(values<Row>({
      {"another store", [](SectionPlace& p) { p.store[15] ^= 1; }},
      {"another record", [](SectionPlace& p) { p.record.bytes[0] ^= 1; }},
      {"another class", [](SectionPlace& p) { p.compartment += 4; }},
      {"another strength", [](SectionPlace& p) { p.compartment -= 1; }},
      {"another epoch", [](SectionPlace& p) { p.epoch += 1; }},
      {"another version", [](SectionPlace& p) { p.section_version += 1; }},
      {"another salt", [](SectionPlace& p) { p.salt[31] ^= 0x80; }},
  }));
  CAPTURE(row.why);
  REQUIRE(OpenSection::open(section.bytes, keys_at(place), section.digest, 0));
  SectionPlace moved = place;
  row.move(moved);
  CHECK(refusal(OpenSection::open(section.bytes, keys_at(moved), section.digest, 0)) ==
        Code::Corrupt);
  // Each part reaches the keys by itself, not only through the host's share.
  const Key share = share_of(compartment_secret(example_secret(), place.compartment), place);
  const SectionKeys half = section_keys(example_key(), share, moved);
  CHECK(refusal(OpenSection::open(section.bytes, half, section.digest, 0)) == Code::Corrupt);
  const Key other_share = share_of(compartment_secret(example_secret(), place.compartment), moved);
  const SectionKeys rest = section_keys(example_key(), other_share, place);
  CHECK(refusal(OpenSection::open(section.bytes, rest, section.digest, 0)) == Code::Corrupt);
}

TEST_CASE("a section needs the compartment's key and the host's share", "[section]") {
  const SectionPlace place = example_place();
  const Sealed section = sealed(place, example_rows());
  const SectionKeys no_key = keys_at(place, Key::copy_of(counting(0x01, 32)), example_secret());
  CHECK(refusal(OpenSection::open(section.bytes, no_key, section.digest, 0)) == Code::Corrupt);
  const SectionKeys no_share = keys_at(place, example_key(), Key::copy_of(counting(0x21, 32)));
  CHECK(refusal(OpenSection::open(section.bytes, no_share, section.digest, 0)) == Code::Corrupt);
  // With the right digest key, what is sealed under another key still does not open.
  SectionKeys mixed = keys_at(place);
  mixed.enc = keys_at(place, Key::copy_of(counting(0x01, 32)), example_secret()).enc;
  CHECK(refusal(OpenSection::open(section.bytes, mixed, section.digest, 0)) == Code::Corrupt);
}

TEST_CASE("every altered, cut or lengthened section is refused before it is opened", "[section]") {
  const SectionPlace place = example_place();
  const SectionKeys keys = keys_at(place);
  const Sealed section = sealed(place, example_rows());
  for (std::size_t at = 0; at < section.bytes.size(); ++at) {
    CAPTURE(at);
    Bytes altered = section.bytes;
    altered[at] ^= 0x10;
    CHECK(refusal(OpenSection::open(altered, keys, section.digest, 0)) == Code::Corrupt);
    CHECK(refusal(OpenSection::open(BytesView(section.bytes).first(at), keys, section.digest, 0)) ==
          Code::Corrupt);
  }
  Bytes longer = section.bytes;
  longer.push_back(0);
  CHECK(refusal(OpenSection::open(longer, keys, section.digest, 0)) == Code::Corrupt);
}

TEST_CASE("who holds the key and lies about the form is refused too", "[section]") {
  // A holder can make any digest fit; what he made must still be a section.
  const SectionPlace place = example_place();
  const SectionKeys keys = keys_at(place);
  const Sealed section = sealed(place, example_rows());
  const auto digest_of = [&](BytesView bytes) {
    Hash out{};
    REQUIRE(crypto_generichash_blake2b(out.data(), out.size(), bytes.data(), bytes.size(),
                                       keys.auth.reveal().data(), Key::kSize) == 0);
    return out;
  };
  REQUIRE(digest_of(section.bytes) == section.digest);
  Bytes padded_oddly = section.bytes;
  padded_oddly.back() = 1;
  CHECK(refusal(OpenSection::open(padded_oddly, keys, digest_of(padded_oddly), 0)) ==
        Code::Corrupt);
  for (const std::size_t size : {0U, 19U, 20U, 45U, 46U, 70U, 90U}) {
    CAPTURE(size);
    const BytesView cut = BytesView(section.bytes).first(size);
    CHECK(refusal(OpenSection::open(cut, keys, digest_of(cut), 0)) == Code::Corrupt);
  }
  // Two values of one length change places: each is bound to its row, field and number.
  const std::vector<SealedRow> twins = {{1, 40, 1, view_of("aaaaaaaaa")},
                                        {2, 40, 1, view_of("bbbbbbbbb")}};
  Sealed swapped = sealed(place, twins);
  const auto honest = OpenSection::open(swapped.bytes, keys, swapped.digest, 0);
  REQUIRE(honest);
  REQUIRE(honest->value(0));
  const std::size_t first = 20 + encode_table(honest->table()).size() + crypto::kTagSize;
  for (std::size_t i = 0; i < 25; ++i) {
    std::swap(swapped.bytes[first + i], swapped.bytes[first + 25 + i]);
  }
  const auto lied = OpenSection::open(swapped.bytes, keys, digest_of(swapped.bytes), 0);
  REQUIRE(lied);
  for (const std::size_t i : {0U, 1U}) {
    const auto value = lied->value(i);
    REQUIRE(!value);
    CHECK(value.error().code == Code::Corrupt);
  }
}

TEST_CASE("a prefix is part of what the digest covers", "[section]") {
  const SectionPlace place = example_place();
  const Bytes prefix = counting(0xa0, 32);
  const Sealed section = sealed(place, example_rows(), Padding::padme, prefix);
  const auto opened = OpenSection::open(section.bytes, keys_at(place), section.digest, 32);
  REQUIRE(opened);
  CHECK(text_of(*opened->value(0)) == kName);
  CHECK(refusal(OpenSection::open(section.bytes, keys_at(place), section.digest, 0)) ==
        Code::Corrupt);
  Bytes altered = section.bytes;
  altered[0] ^= 1;
  CHECK(refusal(OpenSection::open(altered, keys_at(place), section.digest, 32)) == Code::Corrupt);
}

TEST_CASE("an empty section, cleared values and removed rows have their place", "[section]") {
  const SectionPlace place = example_place();
  const Sealed none = sealed(place, {}, Padding::hidden);
  CHECK(none.bytes.size() == 1024);
  const auto empty = OpenSection::open(none.bytes, keys_at(place), none.digest, 0);
  REQUIRE(empty);
  CHECK(empty->table().empty());

  const std::vector<SealedRow> rows = {
      {0, 7, kCleared, {}}, {3, 40, 0, {}}, {3, 3, kRowRemoved, {}}, {9, 3, kRowRemoved, {}}};
  const Sealed section = sealed(place, rows);
  const auto opened = OpenSection::open(section.bytes, keys_at(place), section.digest, 0);
  REQUIRE(opened);
  REQUIRE(opened->table().size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(opened->table()[i] == TableRow{rows[i].row, rows[i].field, rows[i].type, 0});
    CHECK(opened->value(i)->empty());
  }
}

TEST_CASE("sections are padded to few sizes", "[section]") {
  struct Row {
    std::size_t size;
    std::size_t padme;
    std::size_t hidden;
  };
  const auto row = GENERATE(values<Row>({
      {0, 0, 1024},
      {1, 1, 1024},
      {8, 8, 1024},
      {9, 10, 1024},
      {15, 16, 1024},
      {91, 96, 1024},
      {100, 104, 1024},
      {127, 128, 1024},
      {129, 144, 1024},
      {1000, 1024, 1024},
      {1024, 1024, 1024},
      {1025, 1088, 2048},
      {4097, 4352, 8192},
      {1000000, 1015808, 1048576},
      {1048577, 1081344, 2097152},
  }));
  CAPTURE(row.size);
  CHECK(padded_size(row.size, Padding::padme) == row.padme);
  CHECK(padded_size(row.size, Padding::hidden) == row.hidden);
}

TEST_CASE("padding adds at most an eighth and is its own padding", "[section]") {
  for (std::size_t size = 1; size < 70000; ++size) {
    const std::size_t padme = padded_size(size, Padding::padme);
    if (padme < size || (padme - size) * 8 > size || padded_size(padme, Padding::padme) != padme) {
      FAIL("size " << size << " is padded to " << padme);
    }
  }
}

TEST_CASE("a value that raw libsodium opens under two keys is refused by the digest", "[section]") {
  // Two readers of one section, each with a compartment key of her own: a store that could show
  // them different words for the same bytes would let one be lied to.
  const SectionPlace place = example_place();
  const Key her_key = Key::random();
  const Key his_key = Key::random();
  const SectionKeys hers = keys_at(place, her_key, example_secret());
  const SectionKeys his = keys_at(place, his_key, example_secret());

  const std::string said = "he threatened her with a knife..";
  const std::string other = "they had a quarrel, nothing more";
  const std::size_t size = said.size() + other.size() + 32;
  const crypto::Pae context = std::move(crypto::Pae("veil/value/1")
                                            .add(std::uint64_t{1})
                                            .add(std::uint64_t{40})
                                            .add(std::uint64_t{1}));
  const Bytes forged = crypto::two_key_ciphertext({hers.enc, his.enc}, 2, context.view(),
                                                  view_of(said), view_of(other));
  REQUIRE(forged.size() == size + crypto::kTagSize);

  // First: raw libsodium opens the same bytes under both derived keys, to different words.
  const auto raw = [&](const Key& key) {
    const ByteArray<12> nonce = {0, 0, 0, 0, 2};
    Bytes plain(size);
    unsigned long long length = 0;
    REQUIRE(crypto_aead_chacha20poly1305_ietf_decrypt(
                plain.data(), &length, nullptr, forged.data(), forged.size(), context.view().data(),
                context.view().size(), nonce.data(), key.reveal().data()) == 0);
    REQUIRE(length == size);
    return plain;
  };
  const Bytes to_her = raw(hers.enc);
  const Bytes to_him = raw(his.enc);
  CHECK(text_of(to_her).starts_with(said));
  CHECK(text_of(to_him).substr(said.size()).starts_with(other));

  // Put in the place of a value that she sealed: size and table open under her key only, so his
  // reading ends there; but even what he could open is refused before that, by the digest.
  Sealed section;
  const Bytes blank(size, ' ');
  section.digest = seal_section(section.bytes, hers, {}, {{1, 40, 1, blank}}, Padding::padme);
  const std::size_t at =
      20 +
      encode_table(std::vector<TableRow>{{1, 40, 1, static_cast<std::uint32_t>(size)}}).size() +
      crypto::kTagSize;
  std::copy(forged.begin(), forged.end(), section.bytes.begin() + static_cast<std::ptrdiff_t>(at));
  Hash her_digest{};
  Hash his_digest{};
  for (const auto& [keys, digest] : {std::pair{&hers, &her_digest}, std::pair{&his, &his_digest}}) {
    crypto_generichash_blake2b(digest->data(), digest->size(), section.bytes.data(),
                               section.bytes.size(), keys->auth.reveal().data(), Key::kSize);
  }
  CHECK(refusal(OpenSection::open(section.bytes, hers, section.digest, 0)) == Code::Corrupt);
  // The directory has one digest: it fits her key or his, never both.
  const auto with_her_digest = OpenSection::open(section.bytes, hers, her_digest, 0);
  REQUIRE(with_her_digest);
  CHECK(text_of(*with_her_digest->value(0)).starts_with(said));
  const auto his_reading = OpenSection::open(section.bytes, his, her_digest, 0);
  CHECK(refusal(his_reading) == Code::Corrupt);
  CHECK(his_reading.error().message == "section: the digest does not fit");
  CHECK(refusal(OpenSection::open(section.bytes, hers, his_digest, 0)) == Code::Corrupt);
}

}  // namespace veil::store
