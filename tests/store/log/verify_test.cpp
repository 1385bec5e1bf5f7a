// What a holder of the store's files can do to its log, and who notices: anybody (verify), the host
// when it opens the log, or the auditor together with the host (check_index).
#include "store/log/verify.h"

#include <fstream>

#include "tests/store/log/log_world.h"

namespace veil::store::tests {
namespace {

constexpr std::uint64_t kEntries = 600;  // two full tiles, one open

// A closed log of kEntries, with a checkpoint over the first kAnchored of them kept apart.
struct FilledLog : LogWorld {
  static constexpr std::uint64_t kAnchored = 320;
  std::string older;

  FilledLog() {
    auto log = open();
    for (std::uint64_t i = 0; i < kEntries; ++i) {
      if (i == kAnchored) {
        REQUIRE(log->close());
        older = note();
        log = open();
      }
      REQUIRE(log->commit(i % 3 == 0 ? write_work(i, std::nullopt, {1}) : read_work(i)));
    }
    REQUIRE(log->close());
  }

  bool is_noticed_by_anybody() const { return !verify().ok(); }
  bool is_noticed_at_open() { return !try_open(); }
  bool is_noticed_by_both_halves() const {
    LogReader auditor_half = reader();
    const auto report = check_index(*snapshot(), auditor_half, index);
    return !report || !report->ok();
  }
  bool is_noticed() {
    return is_noticed_by_anybody() || is_noticed_at_open() || is_noticed_by_both_halves();
  }
};

bool any_fault(const LogReport& report, std::string_view what) {
  return std::any_of(report.faults.begin(), report.faults.end(), [&](const LogFault& fault) {
    return fault.what.find(what) != std::string::npos;
  });
}

TEST_CASE("an honest log passes, with and without an older checkpoint", "[log][verify]") {
  const FilledLog world;
  const LogReport report = world.verify(world.note(), world.older);
  CHECK(report.ok());
  CHECK(report.faults.empty());
  CHECK(report.present == kEntries);
  CHECK(report.expected == kEntries);
  CHECK(report.anchored_size == kEntries);
}

TEST_CASE("every row of the log, flipped or dropped, is noticed", "[log][verify][hostile]") {
  FilledLog world;
  const auto seed = GENERATE(take(2, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  std::map<std::string, std::size_t> tried;
  const auto all = world.rows("L");
  for (const auto& [key, value] : all) {
    const std::string table(text_of(key).substr(0, 2));
    // All of the few; a sample of the many.
    if (++tried[table] > 60 && rng() % 12 != 0) continue;
    CAPTURE(hex(key));
    world.tamper({{key, std::nullopt}});
    CHECK(world.is_noticed());
    if (!value.empty()) {
      Bytes flipped = value;
      flipped[rng() % flipped.size()] ^= static_cast<std::uint8_t>(1U << rng() % 8);
      world.tamper({{key, flipped}});
      CHECK(world.is_noticed());
      Bytes cut = value;
      cut.resize(rng() % cut.size());
      world.tamper({{key, cut}});
      CHECK(world.is_noticed());
    }
    if (key.size() > 2) {
      Bytes moved = key;
      moved[2 + rng() % (key.size() - 2)] ^= static_cast<std::uint8_t>(1U << rng() % 8);
      const auto there = all.find(moved);
      world.tamper({{key, std::nullopt}, {moved, value}});
      CHECK(world.is_noticed());
      world.tamper({{moved, there == all.end() ? std::optional<Bytes>() : there->second}});
    }
    world.tamper({{key, value}});
  }
  CHECK(tried.size() == 5);  // every table was there
  CHECK(world.verify().ok());
  CHECK(world.try_open());
}

TEST_CASE("every byte of the frontier row and of a leaf counts", "[log][verify][hostile]") {
  FilledLog world;
  for (const Bytes& key :
       {log_rows::frontier_key(), log_rows::leaf_key(0), log_rows::leaf_key(kEntries - 1),
        log_rows::tile_key(0, 1), log_rows::epoch_key(1)}) {
    const Bytes value = world.snapshot()->get(key).value();
    const std::size_t step = value.size() > 1'000 ? 97 : 1;
    for (std::size_t i = 0; i < value.size(); i += step) {
      CAPTURE(hex(key), i);
      Bytes flipped = value;
      flipped[i] ^= 0x40;
      world.tamper({{key, flipped}});
      CHECK(world.is_noticed());
    }
    world.tamper({{key, value}});
  }
  CHECK_FALSE(world.is_noticed());
}

TEST_CASE("a changed leaf is named: exactly in a full tile, within its subtree after it",
          "[log][verify]") {
  FilledLog world;
  for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{300}, std::uint64_t{511}}) {
    const Bytes key = log_rows::leaf_key(index);
    const Bytes value = world.snapshot()->get(key).value();
    Bytes flipped = value;
    flipped.back() ^= 1;
    world.tamper({{key, flipped}});
    const LogReport report = world.verify();
    REQUIRE_FALSE(report.intact());
    CHECK(report.faults[0].from == index);
    CHECK(report.faults[0].to == index + 1);
    CHECK(report.complete());
    CHECK_FALSE(report.ok());
    world.tamper({{key, value}});
  }
  const Bytes key = log_rows::leaf_key(590);  // of 600 = 512 + 64 + 16 + 8
  Bytes flipped = world.snapshot()->get(key).value();
  flipped.back() ^= 1;
  world.tamper({{key, flipped}});
  const LogReport report = world.verify();
  CHECK(std::any_of(report.faults.begin(), report.faults.end(),
                    [](const LogFault& fault) { return fault.from == 576 && fault.to == 592; }));
}

TEST_CASE("two leaves swapped, one repeated, one put in, one taken out", "[log][verify][hostile]") {
  FilledLog world;
  std::mt19937 rng(3);
  for (int round = 0; round < 20; ++round) {
    const std::uint64_t a = rng() % kEntries;
    const std::uint64_t b = (a + 1 + rng() % (kEntries - 1)) % kEntries;
    CAPTURE(a, b);
    const Bytes key_a = log_rows::leaf_key(a);
    const Bytes key_b = log_rows::leaf_key(b);
    const Bytes value_a = world.snapshot()->get(key_a).value();
    const Bytes value_b = world.snapshot()->get(key_b).value();
    world.tamper({{key_a, value_b}, {key_b, value_a}});
    CHECK(world.is_noticed_by_anybody());
    world.tamper({{key_b, value_b}});
    CHECK(world.is_noticed_by_anybody());
    world.tamper({{key_a, value_a}});
  }
  const Bytes last = world.snapshot()->get(log_rows::leaf_key(kEntries - 1)).value();
  world.tamper({{log_rows::leaf_key(kEntries), last}});
  CHECK(world.verify().present == kEntries + 1);
  CHECK(world.is_noticed_by_anybody());
  world.tamper({{log_rows::leaf_key(kEntries), std::nullopt}});
  CHECK_FALSE(world.is_noticed_by_anybody());

  world.tamper({{log_rows::leaf_key(400), std::nullopt}});
  const LogReport report = world.verify();
  CHECK(report.present == 400);
  CHECK(report.expected == kEntries);
  CHECK_FALSE(report.complete());
  CHECK(any_fault(report, "an entry is missing"));
}

// The whole log as it was at `size`, as one who can compute everything but signatures would leave
// it.
Batch rewritten_to(const FilledLog& world, std::uint64_t size,
                   std::optional<std::uint64_t> altered) {
  Batch out;
  log_rows::FrontierRow row = log_rows::read_frontier(*world.snapshot()).value();
  crypto::TileEdge edge;
  std::vector<crypto::TileEdge::Full> full;
  std::uint32_t epochs = 0;
  for (std::uint64_t i = 0; i < kEntries; ++i) {
    const Bytes key = log_rows::leaf_key(i);
    Bytes leaf = world.snapshot()->get(key).value();
    if (i >= size) {
      out.push_back({key, std::nullopt});
      continue;
    }
    if (i == altered) leaf.back() ^= 1;
    epochs = decode_leaf(leaf).value().epoch;
    REQUIRE(edge.append(crypto::leaf_hash(leaf), full, nullptr));
    out.push_back({key, std::move(leaf)});
  }
  for (const auto& [key, value] : world.rows("Lt")) out.push_back({key, std::nullopt});
  for (const auto& tile : full) {
    out.push_back({log_rows::tile_key(tile.level, tile.index), crypto::encode_tile(tile.items)});
  }
  for (const auto& [key, value] : world.rows("Lk")) {
    if (read_be32(key.data() + 2) > epochs) out.push_back({key, std::nullopt});
  }
  row.index_rows = 0;
  for (const auto& [key, value] : world.rows("Lx")) {
    if (log_rows::index_of(key) < size)
      ++row.index_rows;
    else
      out.push_back({key, std::nullopt});
  }
  row.epoch = epochs;
  row.frontier = edge.frontier();
  // Even with the host's key for the row's MAC.
  crypto::Pae message("veil/log/frontier/1");
  message.add(world.name.store);
  out.push_back({log_rows::frontier_key(),
                 row.encode(crypto::derive(world.host_part.reveal(), message.view()))});
  return out;
}

TEST_CASE("a consistent truncation is noticed by the checkpoint, and by nothing else",
          "[log][verify][hostile]") {
  FilledLog world;
  const auto size = static_cast<std::uint64_t>(GENERATE(0, 1, 255, 256, 300, 320, 512, 599));
  CAPTURE(size);
  const std::string whole = world.note();
  world.tamper(rewritten_to(world, size, std::nullopt));
  const LogReport report = world.verify(whole);
  CHECK_FALSE(report.ok());
  CHECK_FALSE(report.complete());
  CHECK(report.present == size);
  CHECK(report.expected == kEntries);
  CHECK(any_fault(report,
                  std::to_string(kEntries - size) + " entries of the checkpoint are missing"));
  const auto opened = world.try_open();
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == Code::Corrupt);
  CHECK_THAT(opened.error().message,
             Catch::Contains("it has " + std::to_string(size) + " entries") &&
                 Catch::Contains("its checkpoint 600"));
  // The file rolled back with it: then only who kept a newer checkpoint sees it.
  if (size == FilledLog::kAnchored) {
    CHECK(world.verify(world.older).ok());
    CHECK_FALSE(world.verify(world.older, whole).ok());
    std::ofstream(world.file()) << world.older;
    CHECK(world.try_open());
  }
}

TEST_CASE("a consistent fork is noticed by the checkpoint", "[log][verify][hostile]") {
  FilledLog world;
  const auto altered = static_cast<std::uint64_t>(GENERATE(0, 100, 319, 320, 599));
  CAPTURE(altered);
  world.tamper(rewritten_to(world, kEntries, altered));
  const LogReport report = world.verify(world.note(), world.older);
  CHECK(report.complete());
  CHECK_FALSE(report.intact());
  CHECK_FALSE(report.anchored);
  CHECK(any_fault(report, "not those of the checkpoint"));
  CHECK(any_fault(report, "not those of the older checkpoint") == (altered < FilledLog::kAnchored));
  CHECK_THAT(world.try_open().error().message, Catch::Contains("do not extend"));

  // With the older file in place of the newer one, a fork after it is the unanchored tail's risk.
  std::ofstream(world.file()) << world.older;
  CHECK(world.try_open().has_value() == (altered >= FilledLog::kAnchored));
  const LogReport rolled_back = world.verify(world.older);
  CHECK(rolled_back.ok() == (altered >= FilledLog::kAnchored));
  if (rolled_back.ok()) CHECK(rolled_back.unanchored_tail == kEntries - FilledLog::kAnchored);
}

TEST_CASE("without a signature nothing counts as proved", "[log][verify]") {
  FilledLog world;
  LogReport report = world.verify("");
  CHECK_FALSE(report.ok());
  CHECK_FALSE(report.anchored);
  CHECK(report.unanchored_tail == kEntries);
  CHECK(any_fault(report, "there is no checkpoint"));
  const auto tree = crypto::open_checkpoint(world.note(), world.note_key())->tree;
  const auto stranger = crypto::SigningKey::from_seed(Bytes(32, 99));
  report = world.verify(crypto::sign_checkpoint({world.name.origin, tree, {}}, stranger));
  CHECK_FALSE(report.ok());
  CHECK(any_fault(report, "signed by its key"));
  std::string bare = world.note();
  bare.resize(bare.find("\n\n") + 2);
  CHECK_FALSE(world.verify(bare).ok());
  CHECK_FALSE(world.verify(world.note(), "nonsense").ok());
  CHECK(world.verify(world.note(), world.note()).ok());
  CHECK_FALSE(
      world.verify(world.older, world.note()).ok());  // the file is older than what was seen
}

TEST_CASE("a stranger's row among the log's is noticed", "[log][verify][hostile]") {
  FilledLog world;
  const Bytes far = log_rows::leaf_key(kEntries + 5);
  for (const Bytes& key :
       {far, log_rows::tile_key(0, 2), log_rows::tile_key(1, 0), log_rows::tile_key(200, 0),
        log_rows::epoch_key(3), log_rows::epoch_key(9), log_rows::index_key({}, 5),
        log_rows::index_key({}, kEntries), to_bytes(view_of("Lz")), to_bytes(view_of("L")),
        to_bytes(view_of("Lfx")), to_bytes(view_of("Lt"))}) {
    CAPTURE(hex(key));
    world.tamper({{key, Bytes()}});
    CHECK(world.is_noticed_by_anybody());
    world.tamper({{key, std::nullopt}});
  }
  CHECK_FALSE(world.is_noticed());
}

TEST_CASE("an index row that names another record is noticed by the two halves together",
          "[log][verify][hostile]") {
  FilledLog world;
  const Bytes key = world.rows("Lx").begin()->first;
  const auto other = log_rows::index_address(world.index, record_of(1'000));
  world.tamper(
      {{key, std::nullopt}, {log_rows::index_key(other, log_rows::index_of(key)), Bytes()}});
  CHECK(world.verify().ok());  // nobody without keys can tell whose row it is
  LogReader reader = world.reader();
  const auto report = check_index(*world.snapshot(), reader, world.index);
  REQUIRE(report);
  CHECK_FALSE(report->ok());
  CHECK(report->first_missing == log_rows::index_of(key));
}

TEST_CASE("an epoch's number cannot be used twice", "[log][hostile]") {
  FilledLog world;
  log_rows::FrontierRow row = log_rows::read_frontier(*world.snapshot()).value();
  row.epoch = 0;
  crypto::Pae message("veil/log/frontier/1");
  message.add(world.name.store);
  const crypto::Key key = crypto::derive(world.host_part.reveal(), message.view());
  world.tamper({{log_rows::frontier_key(), row.encode(key)}});
  CHECK(world.try_open().error().code == Code::Corrupt);
  CHECK(world.is_noticed_by_anybody());
}

}  // namespace
}  // namespace veil::store::tests
