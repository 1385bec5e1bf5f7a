#include "crypto/bech32.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/crypto/random_bytes.h"

namespace veil::crypto {

TEST_CASE("bech32 reads the valid texts of BIP 173 and writes them back", "[bech32]") {
  const std::string text = GENERATE(values<std::string>({
      "A12UEL5L",
      "a12uel5l",
      "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
      "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
      "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j",
      "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
      "?1ezyfcl",
  }));
  CAPTURE(text);
  const auto read = bech32_decode(text);
  REQUIRE(read);
  CHECK(bech32_encode(read->prefix, read->data) == text);
}

TEST_CASE("bech32 refuses what BIP 173 refuses, and what would have two forms", "[bech32]") {
  struct Row {
    const char* why;
    std::string text;
  };
  const auto row = GENERATE(values<Row>({
      {"empty", ""},
      {"prefix with a blank",
       "\x20"
       "1nwldj5"},
      {"prefix with DEL",
       "\x7f"
       "1axkwrx"},
      {"prefix with a byte above ASCII",
       "\x80"
       "1eym55h"},
      {"prefix of 84",
       "an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1569pv"
       "x"},
      {"no separator", "pzry9x0s0muk"},
      {"empty prefix", "1pzry9x0s0muk"},
      {"character outside the alphabet", "x1b4n0q5v"},
      {"checksum too short", "li1dgmt3"},
      {"invalid character in the checksum", std::string("de1lg7wt\xff")},
      {"checksum made of the upper-case prefix", "A1G7SGD8"},
      {"empty prefix, nothing else", "10a06t8"},
      {"only a separator and a checksum", "1qzzfhee"},
      {"mixed case", "A12uEL5L"},
      {"one character changed", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxq"},
      {"trailing blank", "a12uel5l "},
      {"above the limit", "a1" + std::string(kBech32TextMax, 'q')},
  }));
  CAPTURE(row.why);
  const auto read = bech32_decode(row.text);
  REQUIRE_FALSE(read);
  CHECK(read.error().code == Code::InvalidArgument);
  if (row.text.size() > 4) CHECK(read.error().message.find(row.text) == std::string::npos);
}

TEST_CASE("bech32 refuses set filling bits and a whole group left over", "[bech32]") {
  // The checksums are right: the texts were made by a second implementation.
  REQUIRE(bech32_decode("test1qq2htfgz"));       // the groups 0, 0: one byte and two filling bits
  CHECK_FALSE(bech32_decode("test1qphplu4s"));   // 0, 1
  CHECK_FALSE(bech32_decode("test1q6j8x73"));    // 0
  CHECK_FALSE(bech32_decode("test1qqq66v8w3"));  // 0, 0, 0
}

TEST_CASE("bech32 round-trips any bytes and notices any single change", "[bech32][property]") {
  const auto seed = GENERATE(take(100, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const Bytes data = random_bytes(rng, rng() % 200);
  const std::string text = bech32_encode("veilid", data);
  const auto read = bech32_decode(text);
  REQUIRE(read);
  CHECK(read->prefix == "veilid");
  CHECK(read->data == data);

  const auto in_upper = bech32_encode("VEILID", data);
  CHECK(
      std::none_of(in_upper.begin(), in_upper.end(), [](char c) { return c >= 'a' && c <= 'z'; }));
  REQUIRE(bech32_decode(in_upper));
  CHECK(bech32_decode(in_upper)->data == data);

  std::string changed = text;
  char& at = changed[rng() % changed.size()];
  const char before = at;
  while (at == before) at = "qpzry9x8gf2tvdw0s3jn54khce6mua7l1"[rng() % 33];
  CHECK_FALSE(bech32_decode(changed));
}

TEST_CASE("bech32_decode_as wants exactly its prefix and size", "[bech32]") {
  const std::string text = bech32_encode("age", Bytes(32, 7));
  CHECK(bech32_decode_as(text, "age", 32));
  CHECK_FALSE(bech32_decode_as(text, "age", 31));
  CHECK_FALSE(bech32_decode_as(text, "ag", 32));
  CHECK_FALSE(bech32_decode_as(bech32_encode("AGE", Bytes(32, 7)), "age", 32));
}

}  // namespace veil::crypto
