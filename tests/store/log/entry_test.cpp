#include "store/log/entry.h"

#include <random>

#include <catch2/catch.hpp>

#include "crypto/aead.h"
#include "store/log/leaf.h"
#include "tests/store/log/log_world.h"

namespace veil::store {
namespace {

using tests::record_of;

Entry random_entry(std::mt19937_64& rng) {
  Entry out;
  out.time_ms = rng();
  out.action = static_cast<Action>(1 + rng() % 20);
  out.outcome = static_cast<EntryOutcome>(1 + rng() % 3);
  out.opening[rng() % 32] = static_cast<std::uint8_t>(rng());
  out.person = static_cast<redact::PersonId>(rng());
  out.role = static_cast<redact::RoleId>(rng());
  out.purpose = static_cast<redact::PurposeId>(rng());
  out.charter_version = rng();
  out.parts = static_cast<std::uint32_t>(1 + rng() % 1000);
  out.part = static_cast<std::uint32_t>(1 + rng() % out.parts);
  out.reason = std::string(rng() % 500, 'r');
  out.client = rng() % 2 == 0 ? "" : "工作站 7";
  for (std::size_t i = rng() % 5; i > 0; --i) out.records.push_back(record_of(rng()));
  for (std::size_t i = rng() % 5; i > 0; --i) {
    out.classes.push_back({static_cast<redact::ClassId>(rng()),
                           static_cast<redact::Strength>(rng() % 4),
                           static_cast<std::uint8_t>(rng())});
  }
  if (rng() % 2 == 0) {
    out.statement =
        Statement{Bytes(rng() % 3000, 1), {rng(), rng(), std::vector<Hash>(rng() % 64)}, {}};
    out.statement->signature[rng() % 64] = static_cast<std::uint8_t>(rng());
  }
  if (rng() % 2 == 0) out.subject = Bytes(rng() % (Entry::kSubjectMax + 1), 7);
  return out;
}

TEST_CASE("an entry comes back as it was, and no other bytes give it", "[log]") {
  const auto seed = GENERATE(take(100, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937_64 rng(seed);
  const Entry entry = random_entry(rng);
  const Bytes bytes = encode_entry(entry);
  const auto back = decode_entry(bytes);
  REQUIRE(back);
  CHECK(*back == entry);
  for (int i = 0; i < 50; ++i) {
    Bytes other = bytes;
    if (rng() % 3 == 0) {
      other.resize(rng() % bytes.size());
    } else if (rng() % 3 == 0) {
      other.push_back(0);
    } else {
      other[rng() % other.size()] = static_cast<std::uint8_t>(rng());
    }
    const auto decoded = decode_entry(other);
    if (decoded) CHECK(encode_entry(*decoded) == other);
    if (!decoded) CHECK(decoded.error().code == Code::Corrupt);
  }
}

TEST_CASE("entries over their limits are refused before they are sealed", "[log]") {
  Entry entry = tests::entry_of(1);
  REQUIRE(check_entry(entry));
  SECTION("reason") {
    entry.reason = std::string(501, 'x');
  }
  SECTION("subject") {
    entry.subject = Bytes(Entry::kSubjectMax + 1, 7);
  }
  SECTION("reason that is no text") {
    entry.reason = "\xff";
  }
  SECTION("client") {
    entry.client = std::string(201, 'x');
  }
  SECTION("classes") {
    entry.classes.resize(1'025);
  }
  SECTION("strength") {
    entry.classes[0].given = static_cast<redact::Strength>(4);
  }
  SECTION("outcome") {
    entry.outcome = static_cast<EntryOutcome>(0);
  }
  SECTION("part 0") {
    entry.part = 0;
  }
  SECTION("part past the last") {
    entry.part = 2;
  }
  SECTION("statement") {
    entry.statement = Statement{Bytes(32'769), {}, {}};
  }
  SECTION("path") {
    entry.statement = Statement{{}, {0, 1, std::vector<Hash>(64)}, {}};
  }
  CHECK(check_entry(entry).error().code == Code::InvalidArgument);
}

TEST_CASE("a long list becomes numbered entries that lose no record", "[log]") {
  const auto count = static_cast<std::size_t>(GENERATE(0, 1, 2'000, 2'001, 4'000, 5'003));
  CAPTURE(count);
  Entry entry = tests::entry_of(1);
  entry.records.clear();
  for (std::size_t i = 0; i < count; ++i) entry.records.push_back(record_of(i));
  entry.statement = Statement{{1}, {}, {}};
  const std::vector<Entry> parts = split(entry);
  CHECK(parts.size() == std::max<std::size_t>(1, (count + 1'999) / 2'000));
  std::vector<RecordId> together;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    CHECK(parts[i].part == i + 1);
    CHECK(parts[i].parts == parts.size());
    CHECK(parts[i].statement.has_value() == (i == 0));
    CHECK(parts[i].reason == entry.reason);
    CHECK(parts[i].records.size() <= Entry::kRecordsMax);
    together.insert(together.end(), parts[i].records.begin(), parts[i].records.end());
  }
  CHECK(together == entry.records);
}

TEST_CASE("the longest entry of a list fits a leaf, and a leaf fits a tile log", "[log]") {
  const crypto::Key key = crypto::Key::random();
  const LogName log{StoreId{}, "o.example"};
  Entry entry = tests::entry_of(1);
  entry.records.assign(Entry::kRecordsMax, record_of(3));
  entry.reason = std::string(Entry::kReasonMax, 'x');
  entry.client = std::string(Entry::kClientMax, 'x');
  entry.classes.resize(Entry::kClassesMax, {0xffff, redact::Strength::full, 255});
  auto sealed = seal_entry(key, log, 0xffffffff, entry);
  REQUIRE(sealed);
  Leaf leaf{0xffffffff, Hash{1}, std::nullopt, *sealed};
  leaf.host = seal_host_part(key, log, 0xffffffff, {});
  CHECK(encode_leaf(leaf).size() <= crypto::kEntrySizeMax);
  CHECK(open_entry(key, log, leaf).value() == entry);
  entry.statement = Statement{Bytes(Entry::kStatementMax), {}, {}};
  CHECK(seal_entry(key, log, 1, entry).error().code == Code::InvalidArgument);
}

TEST_CASE("a leaf shows nothing but its size class", "[log]") {
  const crypto::Key key = crypto::Key::random();
  const LogName log{StoreId{}, "o.example"};
  const auto size_of = [&](std::size_t reason) {
    Entry entry;
    entry.reason = std::string(reason, 'x');
    return seal_entry(key, log, 1, entry).value().size();
  };
  CHECK(size_of(0) == 256 + 40);
  CHECK(size_of(100) == size_of(0));
  CHECK(size_of(300) == 512 + 40);
  CHECK(size_of(400) == size_of(300));
}

TEST_CASE("padding is zeros, and no more than the size class asks for", "[log]") {
  const crypto::Key key = crypto::Key::random();
  const LogName log{StoreId{}, "o.example"};
  const Bytes encoded = encode_entry(tests::entry_of(1));
  crypto::Pae context("veil/log/entry/1");
  context.add(log.origin).add(std::uint64_t{1});
  const auto opens = [&](std::size_t size, std::uint8_t last) {
    Bytes plain;
    append_le32(plain, static_cast<std::uint32_t>(encoded.size()));
    append(plain, encoded);
    plain.resize(size);
    plain.back() = last;
    const Leaf leaf{1, std::nullopt, std::nullopt, crypto::wrap(key, context.view(), plain)};
    return open_entry(key, log, leaf).has_value();
  };
  CHECK(opens(256, 0));
  CHECK_FALSE(opens(256, 1));
  CHECK_FALSE(opens(512, 0));
}

TEST_CASE("a leaf opens only where it belongs", "[log]") {
  const crypto::Key key = crypto::Key::random();
  const LogName log{StoreId{1}, "o.example"};
  const Entry entry = tests::entry_of(5);
  const HostPart part{record_of(5), 12, Hash{3}};
  Leaf leaf{4, std::nullopt, seal_host_part(key, log, 4, part),
            seal_entry(key, log, 4, entry).value()};
  const Bytes bytes = encode_leaf(leaf);
  REQUIRE(decode_leaf(bytes).value() == leaf);
  CHECK(open_entry(key, log, leaf).value() == entry);
  CHECK(open_host_part(key, log, leaf).value() == part);

  const LogName other_origin{log.store, "p.example"};
  const LogName other_store{StoreId{2}, log.origin};
  CHECK_FALSE(open_entry(key, other_origin, leaf));
  CHECK_FALSE(open_host_part(key, other_store, leaf));
  CHECK_FALSE(open_entry(crypto::Key::random(), log, leaf));
  Leaf elsewhere = leaf;
  elsewhere.epoch = 5;
  CHECK(open_entry(key, log, elsewhere).error().code == Code::Corrupt);
  CHECK(open_host_part(key, log, elsewhere).error().code == Code::Corrupt);
  elsewhere.host.reset();
  CHECK(open_host_part(key, log, elsewhere).error().code == Code::NotFound);

  for (std::size_t i = 0; i < bytes.size(); ++i) {
    Bytes flipped = bytes;
    flipped[i] ^= 0x10;
    const auto decoded = decode_leaf(flipped);
    if (!decoded) continue;
    CHECK((!open_entry(key, log, *decoded) || !open_host_part(key, log, *decoded)));
  }
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    CHECK_FALSE(decode_leaf(BytesView(bytes).first(cut)));
  }
  Bytes newer = bytes;
  newer[0] = 2;
  CHECK(decode_leaf(newer).error().code == Code::Unsupported);
}

TEST_CASE("every action and outcome has a name of its own", "[log]") {
  std::vector<std::string_view> names;
  for (std::uint16_t i = 1; i <= 17; ++i) names.push_back(to_string(static_cast<Action>(i)));
  for (std::uint8_t i = 1; i <= 3; ++i) names.push_back(to_string(static_cast<EntryOutcome>(i)));
  CHECK(std::count(names.begin(), names.end(), "") == 0);
  std::sort(names.begin(), names.end());
  CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
  CHECK(to_string(static_cast<Action>(999)).empty());
}

}  // namespace
}  // namespace veil::store
