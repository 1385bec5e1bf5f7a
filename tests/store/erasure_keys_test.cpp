#include "store/erasure_keys.h"

#include <catch2/catch.hpp>

#include "crypto/aead.h"
#include "crypto/hash.h"
#include "crypto/pae.h"
#include "tests/store/hostile.h"
#include "tests/store/raw_file.h"
#include "tests/temporary_folder.h"

namespace veil::store {
namespace {

using tests::got;
using tests::put;
using tests::TemporaryFolder;

constexpr std::size_t kSlot = ErasureKeys::kSlotSize;

StoreId store_of(std::uint8_t byte) {
  StoreId store;
  store.fill(byte);
  return store;
}

crypto::Key key_of(std::uint8_t byte) {
  return crypto::Key::copy_of(Bytes(32, byte));
}

std::vector<ErasureKey> keys_of(std::initializer_list<std::uint8_t> epochs) {
  std::vector<ErasureKey> out;
  for (const std::uint8_t epoch : epochs) out.push_back({epoch, key_of(epoch)});
  return out;
}

// The file of a store with the keys of epochs 1 and 2, in the folder.
struct Sample {
  TemporaryFolder folder;
  std::filesystem::path path = folder.path() / "erasure.keys";

  Sample() {
    auto keys = ErasureKeys::create(path, key_of(0x77), store_of(1));
    REQUIRE(keys);
    REQUIRE(keys->replace(keys_of({1, 2})));
  }
  // Without the disk, for tests with many contents.
  Result<ErasureKeys> decode(BytesView file) const {
    return ErasureKeys::decode(file, path, key_of(0x77), store_of(1));
  }
  Result<ErasureKeys> open() const { return ErasureKeys::open(path, key_of(0x77), store_of(1)); }
};

std::vector<std::uint64_t> epochs_of(const ErasureKeys& keys) {
  std::vector<std::uint64_t> out;
  for (const ErasureKey& entry : keys.all()) out.push_back(entry.epoch);
  return out;
}

}  // namespace

TEST_CASE("a new file of erasure keys holds one drawn key", "[erasure_keys]") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "erasure.keys";
  const auto made = ErasureKeys::create(path, key_of(1), store_of(1));
  REQUIRE(made);
  CHECK(made->current().epoch == 1);
  const auto opened = ErasureKeys::open(path, key_of(1), store_of(1));
  REQUIRE(opened);
  CHECK(opened->settled());
  CHECK(epochs_of(*opened) == std::vector<std::uint64_t>{1});
  CHECK(same_bytes(opened->current().key.reveal(), made->current().key.reveal()));
  CHECK(same_bytes(opened->find(1)->reveal(), made->current().key.reveal()));
  CHECK(opened->find(0) == nullptr);
  CHECK(opened->find(2) == nullptr);
  CHECK(got(path).size() == ErasureKeys::kFileSize);
  CHECK(ErasureKeys::create(path, key_of(1), store_of(1)).error().code == Code::Conflict);
  const auto other = ErasureKeys::create(folder.path() / "other", key_of(1), store_of(1));
  CHECK(!same_bytes(other->current().key.reveal(), made->current().key.reveal()));
}

TEST_CASE("a replaced list is what is opened, and the old keys are gone from both slots",
          "[erasure_keys]") {
  const Sample sample;
  auto keys = sample.open();
  REQUIRE(keys);
  CHECK(epochs_of(*keys) == std::vector<std::uint64_t>{1, 2});
  CHECK(keys->current().epoch == 2);
  REQUIRE(keys->replace(keys_of({2, 3})));
  CHECK(keys->settled());
  CHECK(keys->find(1) == nullptr);
  CHECK(same_bytes(keys->find(3)->reveal(), key_of(3).reveal()));
  // Either slot alone gives the new list.
  const Bytes whole = got(sample.path);
  for (const std::size_t slot : {0U, 1U}) {
    Bytes file = whole;
    std::fill_n(file.begin() + static_cast<std::ptrdiff_t>(slot * kSlot), kSlot, 0);
    put(sample.path, file);
    const auto left = sample.open();
    REQUIRE(left);
    CHECK(epochs_of(*left) == std::vector<std::uint64_t>{2, 3});
    CHECK(!left->settled());
  }
}

TEST_CASE("the most keys fit", "[erasure_keys]") {
  const Sample sample;
  auto keys = sample.open();
  REQUIRE(keys);
  std::vector<ErasureKey> many;
  for (std::uint8_t i = 0; i < ErasureKeys::kKeysMax; ++i) many.push_back({i + 9U, key_of(i)});
  const auto done = keys->replace(std::move(many));
  REQUIRE(done);
  const auto opened = sample.open();
  REQUIRE(opened);
  CHECK(opened->all().size() == ErasureKeys::kKeysMax);
  CHECK(same_bytes(opened->find(9 + 31)->reveal(), key_of(31).reveal()));
}

TEST_CASE("erasure keys open only for their host and store", "[erasure_keys]") {
  const Sample sample;
  CHECK(ErasureKeys::open(sample.path, key_of(0x78), store_of(1)).error().code == Code::Corrupt);
  CHECK(ErasureKeys::open(sample.path, key_of(0x77), store_of(2)).error().code == Code::Corrupt);
  CHECK(ErasureKeys::open(sample.folder.path() / "none", key_of(0x77), store_of(1)).error().code ==
        Code::NotFound);
}

TEST_CASE("a replacement torn at any byte leaves the old list or the new one", "[erasure_keys]") {
  const Sample sample;
  const Bytes before = got(sample.path);
  {
    auto keys = sample.open();
    REQUIRE(keys);
    REQUIRE(keys->replace(keys_of({2, 3})));
  }
  const Bytes after = got(sample.path);
  const std::vector<std::uint64_t> old_list{1, 2};
  const std::vector<std::uint64_t> new_list{2, 3};
  // The newest slot is the second before the replacement, which so writes first the first one.
  for (const bool second : {false, true}) {
    for (std::size_t cut = 0; cut <= kSlot; ++cut) {
      const std::size_t done = (second ? kSlot : 0) + cut;
      Bytes file = before;
      std::copy_n(after.begin(), done, file.begin());
      const auto keys = sample.decode(file);
      REQUIRE(keys);
      const bool is_new = second || cut == kSlot;
      if (epochs_of(*keys) != (is_new ? new_list : old_list)) FAIL(done);
      const bool untouched = !second && same_bytes(file, before);
      const bool finished = same_bytes(file, after);
      if (keys->settled() != (untouched || finished)) FAIL(done);
    }
  }
}

TEST_CASE("a replacement that was cut short is mended by another", "[erasure_keys]") {
  const Sample sample;
  const std::size_t slot = GENERATE(0U, 1U);
  Bytes file = got(sample.path);
  file[slot * kSlot + 100] ^= 1;
  put(sample.path, file);
  auto keys = sample.open();
  REQUIRE(keys);
  CHECK(!keys->settled());
  CHECK(epochs_of(*keys) == std::vector<std::uint64_t>{1, 2});
  REQUIRE(keys->replace(keys_of({1, 2})));
  CHECK(sample.open()->settled());
}

TEST_CASE("every changed byte of a slot is noticed, and the other slot is used", "[erasure_keys]") {
  const Sample sample;
  const Bytes whole = got(sample.path);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    Bytes file = whole;
    file[at] ^= 0x20;
    const auto keys = sample.decode(file);
    if (!keys || keys->settled()) FAIL(at);
  }
}

TEST_CASE("two damaged slots are refused", "[erasure_keys]") {
  const Sample sample;
  const Bytes whole = got(sample.path);
  const auto refused_as = [&](const Bytes& file) {
    put(sample.path, file);
    const auto keys = sample.open();
    REQUIRE(!keys);
    return keys.error().code;
  };
  Bytes file = whole;
  file[20] ^= 1;
  file[kSlot + 4095] ^= 1;
  CHECK(refused_as(file) == Code::Corrupt);
  CHECK(refused_as(Bytes(ErasureKeys::kFileSize)) == Code::Corrupt);
  CHECK(refused_as({}) == Code::Corrupt);
  CHECK(refused_as(to_bytes(BytesView(whole).first(ErasureKeys::kFileSize - 1))) == Code::Corrupt);
  file = whole;
  file.push_back(0);
  CHECK(refused_as(file) == Code::Corrupt);
  // The slots in each other's places.
  file = to_bytes(BytesView(whole).last(kSlot));
  append(file, BytesView(whole).first(kSlot));
  CHECK(refused_as(file) == Code::Corrupt);
  file = whole;
  file[7] = '2';
  file[kSlot + 7] = '2';
  CHECK(refused_as(file) == Code::Unsupported);
}

TEST_CASE("one slot copied over the other does not count twice", "[erasure_keys]") {
  const Sample sample;
  Bytes file = got(sample.path);
  std::copy_n(file.begin() + kSlot, kSlot, file.begin());
  put(sample.path, file);
  const auto keys = sample.open();
  REQUIRE(keys);
  CHECK(!keys->settled());
}

TEST_CASE("the bytes of a slot are fixed for good", "[erasure_keys][golden]") {
  // Sealed here as docs/format.md says, apart from the code under test.
  const crypto::Key key = crypto::derive(
      key_of(0x77).reveal(), crypto::Pae("veil/erasure-file/1").add(store_of(1)).view());
  Bytes plain = *parse_hex(
      "0200000000000000"
      "0400000000000000"
      "1111111111111111111111111111111111111111111111111111111111111111"
      "0900000000000000"
      "2222222222222222222222222222222222222222222222222222222222222222");
  plain.resize(4096 - 16 - 40);
  Bytes file;
  for (const std::uint64_t sequence : {6U, 5U}) {
    append(file, *parse_hex("7665696c65726131"));
    append_le64(file, sequence);
    const auto context = crypto::Pae("veil/erasure-slot/1").add(store_of(1)).add(sequence);
    append(file, crypto::wrap(key, context.view(), plain));
  }
  const TemporaryFolder folder;
  put(folder.path() / "keys", file);
  const auto keys = ErasureKeys::open(folder.path() / "keys", key_of(0x77), store_of(1));
  REQUIRE(keys);
  CHECK(keys->settled());
  CHECK(epochs_of(*keys) == std::vector<std::uint64_t>{4, 9});
  CHECK(same_bytes(keys->find(4)->reveal(), key_of(0x11).reveal()));
  CHECK(same_bytes(keys->find(9)->reveal(), key_of(0x22).reveal()));
}

TEST_CASE("slots that are sealed but malformed are refused", "[erasure_keys]") {
  struct Row {
    const char* why;
    std::string plain;  // hex; zeros follow
  };
  const std::string key(64, '1');
  const auto row = GENERATE_COPY(values<Row>({
      {"no keys", ""},
      {"more keys than fit", "2100000000000000"},
      {"a count past all memory", "ffffffffffffffff"},
      {"one epoch twice",
       "0200000000000000"
       "0100000000000000" +
           key + "0100000000000000" + key},
      {"epochs that fall",
       "0200000000000000"
       "0200000000000000" +
           key + "0100000000000000" + key},
      {"padding that is not zero",
       "0100000000000000"
       "0100000000000000" +
           key + "0001"},
  }));
  CAPTURE(row.why);
  const crypto::Key file_key = crypto::derive(
      key_of(0x77).reveal(), crypto::Pae("veil/erasure-file/1").add(store_of(1)).view());
  Bytes plain = *parse_hex(row.plain);
  plain.resize(4096 - 16 - 40);
  Bytes file(kSlot);
  append(file, view_of("veilera1"));
  append_le64(file, 1);
  const auto context = crypto::Pae("veil/erasure-slot/1").add(store_of(1)).add(std::uint64_t{1});
  append(file, crypto::wrap(file_key, context.view(), plain));
  const TemporaryFolder folder;
  put(folder.path() / "keys", file);
  const auto keys = ErasureKeys::open(folder.path() / "keys", key_of(0x77), store_of(1));
  REQUIRE(!keys);
  CHECK(keys.error().code == Code::Corrupt);
}

}  // namespace veil::store
