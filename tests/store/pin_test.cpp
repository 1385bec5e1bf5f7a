#include "store/pin.h"

#include <catch2/catch.hpp>

#include "tests/store/hostile.h"
#include "tests/store/raw_file.h"
#include "tests/temporary_folder.h"

namespace veil::store {
namespace {

using tests::for_hostile;
using tests::got;
using tests::put;
using tests::TemporaryFolder;

template <std::size_t N>
ByteArray<N> filled(std::uint8_t byte) {
  ByteArray<N> out;
  out.fill(byte);
  return out;
}

Pin sample_pin(std::uint8_t store = 1) {
  return {filled<16>(store), 5, filled<32>(0xc5), 1000, filled<32>(0x77)};
}

}  // namespace

TEST_CASE("a pin is kept, and moves forward", "[pin]") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "pins";
  const Pin first = sample_pin();
  CHECK(!*read_pin(path, first.store));
  REQUIRE(advance_pin(path, first));
  CHECK(*read_pin(path, first.store) == first);
  CHECK(!*read_pin(path, filled<16>(9)));

  Pin next = first;
  next.log_size = 1001;
  next.log_root = filled<32>(0x78);
  REQUIRE(advance_pin(path, next));
  next.charter_version = 6;
  next.charter_hash = filled<32>(0xc6);
  REQUIRE(advance_pin(path, next));
  REQUIRE(advance_pin(path, sample_pin(7)));
  REQUIRE(advance_pin(path, sample_pin(0)));
  CHECK(*read_pin(path, first.store) == next);
  CHECK(*read_pin(path, filled<16>(7)) == sample_pin(7));
  CHECK(parse_pins(text_of(got(path)))->size() == 3);
}

TEST_CASE("a store behind or beside its pin is refused, and the pin stays", "[pin]") {
  struct Row {
    const char* message;
    void (*spoil)(Pin&);
  };
  const auto row = GENERATE(values<Row>({
      {"rolled back: the store is at charter version 4, pinned 5",
       [](Pin& pin) { pin.charter_version = 4; }},
      {"rolled back: the store is at charter version 0, pinned 5",
       [](Pin& pin) { pin.charter_version = 0, pin.log_size = 2000; }},
      {"rolled back: the store is at log size 999, pinned 1000",
       [](Pin& pin) { pin.log_size = 999; }},
      {"rolled back: the store is at log size 0, pinned 1000",
       [](Pin& pin) { pin.charter_version = 6, pin.log_size = 0; }},
      {"forked: another charter version 5, pinned 5", [](Pin& pin) { pin.charter_hash[31] ^= 1; }},
      {"forked: another log size 1000, pinned 1000", [](Pin& pin) { pin.log_root[0] ^= 1; }},
      {"forked: another charter version 5, pinned 5",
       [](Pin& pin) { pin.charter_hash[0] ^= 1, pin.log_size = 1001; }},
  }));
  const TemporaryFolder folder;
  const auto path = folder.path() / "pins";
  REQUIRE(advance_pin(path, sample_pin()));
  Pin seen = sample_pin();
  row.spoil(seen);
  for (const auto& done : {check_pin(sample_pin(), seen), advance_pin(path, seen)}) {
    REQUIRE(!done);
    CHECK(done.error().code == Code::Corrupt);
    CHECK(done.error().message == row.message);
  }
  CHECK(*read_pin(path, seen.store) == sample_pin());
}

TEST_CASE("a pin says nothing of another store", "[pin]") {
  CHECK(check_pin(sample_pin(1), sample_pin(2)).error().code == Code::InvalidArgument);
  CHECK(check_pin(sample_pin(1), sample_pin(1)));
}

TEST_CASE("the form of a pin file is fixed for good", "[pin][golden]") {
  const std::string text =
      "veil pins 1\n"
      "01010101010101010101010101010101 5 "
      "c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5 1000 "
      "7777777777777777777777777777777777777777777777777777777777777777\n"
      "ffffffffffffffffffffffffffffffff 18446744073709551615 "
      "0000000000000000000000000000000000000000000000000000000000000000 0 "
      "0000000000000000000000000000000000000000000000000000000000000000\n";
  const std::vector<Pin> pins{sample_pin(), {filled<16>(0xff), ~std::uint64_t{0}, {}, 0, {}}};
  CHECK(pins_text(pins) == text);
  const auto back = parse_pins(text);
  REQUIRE(back);
  CHECK(*back == pins);
  CHECK(pins_text({}) == "veil pins 1\n");
  CHECK(parse_pins("veil pins 1\n")->empty());
}

TEST_CASE("pin files that were not written here are refused", "[pin]") {
  const std::string line = pins_text(std::vector<Pin>{sample_pin()}).substr(12);
  const auto with = [&line](std::string_view from, std::string_view to) {
    std::string out = line;
    out.replace(out.find(from), from.size(), to);
    return "veil pins 1\n" + out;
  };
  struct Row {
    const char* why;
    std::string text;
    Code code;
  };
  const auto row = GENERATE_COPY(values<Row>({
      {"nothing", "", Code::Corrupt},
      {"no line end", "veil pins 1", Code::Corrupt},
      {"another file", "veil host keys 1 keyfile\n", Code::Corrupt},
      {"a newer version", "veil pins 2\n", Code::Unsupported},
      {"one store twice", "veil pins 1\n" + line + line, Code::Corrupt},
      {"an empty line", "veil pins 1\n\n" + line, Code::Corrupt},
      {"no last line end", "veil pins 1\n" + line.substr(0, line.size() - 1), Code::Corrupt},
      {"a number with zeros in front", with(" 5 ", " 05 "), Code::Corrupt},
      {"a number below zero", with(" 5 ", " -5 "), Code::Corrupt},
      {"a number past 64 bits", with(" 5 ", " 18446744073709551616 "), Code::Corrupt},
      {"no number", with(" 5 ", "  "), Code::Corrupt},
      {"two blanks", with(" 5 ", " 5  "), Code::Corrupt},
      {"capital letters", with("c5c5", "C5C5"), Code::Corrupt},
      {"a hash cut short", with("7777", "77"), Code::Corrupt},
      {"a store cut short", with("0101", ""), Code::Corrupt},
      {"more behind it", with("7777\n", "7777 1\n"), Code::Corrupt},
      {"longer than a thousand stores", std::string(1000000, 'x'), Code::Corrupt},
  }));
  CAPTURE(row.why);
  const auto pins = parse_pins(row.text);
  REQUIRE(!pins);
  CHECK(pins.error().code == row.code);

  const TemporaryFolder folder;
  put(folder.path() / "pins", view_of(row.text));
  CHECK(!advance_pin(folder.path() / "pins", sample_pin()));
  CHECK(text_of(got(folder.path() / "pins")) == row.text);
}

TEST_CASE("no more stores are pinned than a file may hold", "[pin]") {
  std::vector<Pin> pins;
  for (std::size_t i = 0; i < kPinsMax; ++i) {
    Pin pin = sample_pin(0);
    pin.store[0] = static_cast<std::uint8_t>(i >> 8);
    pin.store[1] = static_cast<std::uint8_t>(i);
    pin.charter_version = ~std::uint64_t{0};
    pin.log_size = ~std::uint64_t{0};
    pins.push_back(pin);
  }
  const TemporaryFolder folder;
  const auto path = folder.path() / "pins";
  put(path, view_of(pins_text(pins)));
  CHECK(*read_pin(path, pins.back().store) == pins.back());
  CHECK(advance_pin(path, sample_pin(0xff)).error().code == Code::InvalidArgument);
}

TEST_CASE("two processes that pin at once both move it forward", "[pin]") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "pins";
  const auto climb = [&](std::uint8_t store) {
    Pin pin = sample_pin(store);
    for (pin.log_size = 1; pin.log_size <= 20; ++pin.log_size) {
      if (!advance_pin(path, pin)) return 1;
    }
    return 0;
  };
  const pid_t child = ::fork();
  if (child == 0) ::_exit(climb(1));
  CHECK(climb(2) == 0);
  int status = 1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  CHECK((*read_pin(path, filled<16>(1)))->log_size == 20);
  CHECK((*read_pin(path, filled<16>(2)))->log_size == 20);
  CHECK(tests::files_in(folder.path()) == 1);
}

TEST_CASE("hostile pin files give an error or pins with just this text", "[pin][hostile]") {
  const std::string text = pins_text(std::vector<Pin>{sample_pin(1), sample_pin(3)});
  for_hostile(view_of(text), 100000, [](const Bytes& bytes) {
    const auto pins = parse_pins(text_of(bytes));
    if (pins && pins_text(*pins) != text_of(bytes)) FAIL(hex(bytes));
  });
}

}  // namespace veil::store
