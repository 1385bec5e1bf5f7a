#include "crypto/bytes.h"

#include <catch2/catch.hpp>

#include "tests/crypto/random_bytes.h"

namespace veil {

using crypto::random_bytes;

TEST_CASE("integers are written in the byte order they name", "[bytes]") {
  Bytes out;
  append_le32(out, 0x01020304);
  append_le64(out, 0x0102030405060708);
  append_be32(out, 0x01020304);
  append_be64(out, 0x0102030405060708);
  CHECK(hex(out) ==
        "0403020108070605040302010102030401020304050607"
        "08");
  CHECK(read_le32(out.data()) == 0x01020304);
  CHECK(read_le64(out.data() + 4) == 0x0102030405060708);
  CHECK(read_be32(out.data() + 12) == 0x01020304);
  CHECK(read_be64(out.data() + 16) == 0x0102030405060708);
}

TEST_CASE("varints have one form", "[bytes]") {
  struct Row {
    const char* why;
    std::string bytes;
    bool valid;
    std::uint64_t number;
  };
  const auto row = GENERATE(values<Row>({
      {"zero", "00", true, 0},
      {"one byte", "7f", true, 127},
      {"two bytes", "8001", true, 128},
      {"greatest", "ffffffffffffffffff01", true, ~std::uint64_t{0}},
      {"65 bits", "ffffffffffffffffff02", false, 0},
      {"eleven bytes", "8080808080808080808001", false, 0},
      {"longer form of 0", "8000", false, 0},
      {"longer form of 127", "ff00", false, 0},
      {"cut", "80", false, 0},
      {"empty", "", false, 0},
  }));
  CAPTURE(row.why);
  const Bytes bytes = *parse_hex(row.bytes);
  ByteReader reader(bytes);
  CHECK(reader.varint() == row.number);
  CHECK(reader.ok() == row.valid);
  CHECK(reader.at_end() == row.valid);
}

TEST_CASE("varints round-trip", "[bytes][property]") {
  const auto seed = GENERATE(take(300, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937_64 rng(seed);
  const std::uint64_t number = rng() >> (rng() % 64);
  Bytes out;
  append_varint(out, number);
  CHECK(out.size() <= 10);
  ByteReader reader(out);
  CHECK(reader.varint() == number);
  CHECK(reader.at_end());
  ByteReader limited(out);
  CHECK(limited.varint_max(number) == number);
  CHECK(limited.ok());
  if (number == 0) return;
  ByteReader too_small(out);
  CHECK(too_small.varint_max(number - 1) == 0);
  CHECK_FALSE(too_small.ok());
}

TEST_CASE("a reader that failed stays failed and gives nothing more", "[bytes]") {
  const Bytes bytes = {1, 2, 3};
  ByteReader reader(bytes);
  CHECK(reader.u8() == 1);
  CHECK(reader.le32() == 0);
  CHECK_FALSE(reader.ok());
  CHECK(reader.u8() == 0);
  CHECK(reader.take(0).empty());
  CHECK(reader.array<2>() == ByteArray<2>{});
  CHECK(reader.varint() == 0);
  CHECK_FALSE(reader.at_end());

  ByteReader huge(bytes);
  CHECK(huge.take(~std::size_t{0}).empty());
  CHECK_FALSE(huge.ok());

  ByteReader whole(bytes);
  CHECK(whole.array<3>() == ByteArray<3>{1, 2, 3});
  CHECK(whole.at_end());
  CHECK(whole.left() == 0);
  CHECK(whole.take(0).empty());
  CHECK(whole.at_end());
}

TEST_CASE("base64 has the values of RFC 4648 and one form", "[bytes]") {
  struct Row {
    std::string bytes;
    std::string padded;
  };
  const auto row = GENERATE(values<Row>({{"", ""},
                                         {"f", "Zg=="},
                                         {"fo", "Zm8="},
                                         {"foo", "Zm9v"},
                                         {"foob", "Zm9vYg=="},
                                         {"fooba", "Zm9vYmE="},
                                         {"foobar", "Zm9vYmFy"}}));
  const std::string unpadded = row.padded.substr(0, row.padded.find('='));
  CHECK(base64(view_of(row.bytes)) == row.padded);
  CHECK(base64_unpadded(view_of(row.bytes)) == unpadded);
  REQUIRE(parse_base64(row.padded));
  REQUIRE(parse_base64_unpadded(unpadded));
  CHECK(text_of(*parse_base64(row.padded)) == row.bytes);
  CHECK(text_of(*parse_base64_unpadded(unpadded)) == row.bytes);
  if (row.padded == unpadded) return;
  CHECK_FALSE(parse_base64(unpadded));
  CHECK_FALSE(parse_base64_unpadded(row.padded));
}

TEST_CASE("base64 refuses what is not canonical", "[bytes]") {
  const std::string text =
      GENERATE(values<std::string>({"Zh==", "Zm9=", "Zg=", "Zg", "Z", "Zg===", "Zm9v\n", " Zm9v",
                                    "Zm 9v", "Zm9-", "Zm9_", "====", "Zg==Zg==", "Zm9vYg=A"}));
  CAPTURE(text);
  const auto read = parse_base64(text);
  REQUIRE_FALSE(read);
  CHECK(read.error().code == Code::InvalidArgument);
  CHECK(read.error().message.find(text) == std::string::npos);
  CHECK_FALSE(parse_base64(std::string("Zm9v\0", 5)));
}

TEST_CASE("base64 and hex round-trip, and what they read they would write", "[bytes][property]") {
  const auto seed = GENERATE(take(200, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const Bytes bytes = random_bytes(rng, rng() % 100);
  CHECK(*parse_base64(base64(bytes)) == bytes);
  CHECK(*parse_base64_unpadded(base64_unpadded(bytes)) == bytes);
  CHECK(*parse_hex(hex(bytes)) == bytes);
  std::string noise(rng() % 9, 'A');
  for (char& c : noise) c = "AQgw+/=-9z \n"[rng() % 12];
  if (const auto read = parse_base64(noise)) CHECK(base64(*read) == noise);
  if (const auto read = parse_base64_unpadded(noise)) CHECK(base64_unpadded(*read) == noise);
}

TEST_CASE("hex refuses odd lengths and other characters", "[bytes]") {
  CHECK(*parse_hex("00fFAb") == Bytes{0x00, 0xff, 0xab});
  CHECK(parse_hex("")->empty());
  for (const char* text : {"0", "0g", "0 ", " 0", "0x", "00\n", "a:b:"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_hex(text));
  }
}

}  // namespace veil
