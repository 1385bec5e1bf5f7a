#include "crypto/pae.h"

#include <catch2/catch.hpp>

#include "tests/crypto/random_bytes.h"

namespace veil::crypto {

TEST_CASE("PAE has the values of the PASETO specification", "[pae]") {
  const auto encoded = [](std::initializer_list<std::string_view> parts) {
    Pae out;
    for (const auto part : parts) out.add(part);
    return hex(out.view());
  };
  CHECK(encoded({}) == "0000000000000000");
  CHECK(encoded({""}) == "01000000000000000000000000000000");
  CHECK(encoded({"test"}) == "0100000000000000040000000000000074657374");
}

TEST_CASE("PAE parts of each type are written as documented", "[pae]") {
  Pae nested;
  nested.add(std::uint64_t{5});
  const Pae out =
      std::move(Pae("d").add(std::uint64_t{0x0102}).add(ByteArray<2>{7, 8}).add(nested));
  CHECK(hex(out.view()) ==
        "0400000000000000"
        "010000000000000064"
        "08000000000000000201000000000000"
        "02000000000000000708"
        "1800000000000000"
        "010000000000000008000000000000000500000000000000");
}

TEST_CASE("PAE keeps count beyond one byte", "[pae]") {
  Pae out;
  for (int i = 0; i < 70000; ++i) out.add("");
  CHECK(read_le64(out.view().data()) == 70000);
  PaeReader reader(out.view());
  CHECK(reader.parts_left() == 70000);
}

TEST_CASE("different lists have different encodings, and reading gives the list back",
          "[pae][property]") {
  const auto seed = GENERATE(take(200, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const auto draw = [&] {
    std::vector<Bytes> parts(rng() % 4);
    for (Bytes& part : parts) part = Bytes(rng() % 3, static_cast<std::uint8_t>(rng() % 2));
    return parts;
  };
  const auto encode = [](const std::vector<Bytes>& parts) {
    Pae out;
    for (const Bytes& part : parts) out.add(part);
    return std::move(out).take();
  };
  const auto a = draw();
  const auto b = draw();
  CHECK((encode(a) == encode(b)) == (a == b));
  const Bytes encoded = encode(a);
  PaeReader reader(encoded);
  CHECK(reader.parts_left() == a.size());
  for (const Bytes& part : a) CHECK(same_bytes(reader.part(), part));
  CHECK(reader.done());
}

TEST_CASE("a PAE reader wants exactly the parts that it asks for", "[pae]") {
  const Pae pae = std::move(Pae("d").add(std::uint64_t{7}).add("xy"));
  const Bytes bytes = to_bytes(pae.view());
  {
    PaeReader reader(bytes);
    CHECK(reader.domain("d"));
    CHECK(reader.number() == 7);
    CHECK_FALSE(reader.done());  // a part is left
    CHECK(reader.array<2>() == ByteArray<2>{'x', 'y'});
    CHECK(reader.done());
    CHECK(reader.part().empty());  // none is left
    CHECK_FALSE(reader.ok());
  }
  {
    PaeReader reader(bytes);
    CHECK_FALSE(reader.domain("e"));
    CHECK_FALSE(reader.done());
  }
  {
    PaeReader reader(bytes);
    CHECK(reader.number() == 0);  // a part of one byte is no number
    CHECK_FALSE(reader.ok());
    CHECK(reader.part().empty());
  }
  {
    PaeReader reader(bytes);
    reader.part();
    CHECK(reader.number_max(6) == 0);
    CHECK_FALSE(reader.ok());
  }
  {
    PaeReader reader(bytes);
    CHECK(reader.array<2>() == ByteArray<2>{});
    CHECK_FALSE(reader.ok());
  }
}

TEST_CASE("a PAE reader refuses every cut, addition and impossible length", "[pae]") {
  const Pae pae = std::move(Pae("domain").add("part"));
  Bytes bytes = to_bytes(pae.view());
  const auto reads = [](BytesView from) {
    PaeReader reader(from);
    reader.part();
    reader.part();
    return reader.done();
  };
  REQUIRE(reads(bytes));
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK_FALSE(reads(BytesView(bytes).first(size)));
  bytes.push_back(0);
  CHECK_FALSE(reads(bytes));
  bytes.pop_back();
  for (const std::size_t at : {0U, 7U, 8U, 15U}) {
    Bytes changed = bytes;
    changed[at] = 0xff;
    CAPTURE(at);
    CHECK_FALSE(reads(changed));
  }
}

}  // namespace veil::crypto
