#include "store/log/access_log.h"

#include <fstream>
#include <thread>

#include "store/engine/rocksdb_engine.h"
#include "tests/store/log/log_world.h"

namespace veil::store::tests {
namespace {

using Fault = FaultyEngine::Fault;

TEST_CASE("what was committed is read by the auditor, verified by anybody", "[log]") {
  LogWorld world;
  auto log = world.open();
  for (std::uint64_t i = 0; i < 700; ++i) {
    const Work work = i % 3 == 0 ? write_work(i, std::nullopt, Bytes(i % 5)) : read_work(i);
    REQUIRE(log->commit(work).value() == i);
    world.clock += 10;
  }
  REQUIRE(log->close());
  const LogReport report = world.verify();
  CHECK(report.ok());
  CHECK(report.present == 700);
  CHECK(report.anchored_size == 700);
  CHECK(report.unanchored_tail == 0);

  const auto snapshot = world.snapshot();
  LogReader reader = world.reader();
  for (std::uint64_t i = 0; i < 700; ++i) {
    const auto entry = reader.read(*snapshot, i);
    REQUIRE(entry);
    CHECK(entry->reason == "reason " + std::to_string(i));
    CHECK(entry->time_ms == 1'700'000'000'000 + 10 * i);
  }
  std::vector<std::uint64_t> of_record_3;
  for (std::uint64_t i = 3; i < 700; i += 17) of_record_3.push_back(i);
  CHECK(entries_of(*snapshot, world.index, record_of(3)).value() == of_record_3);
  CHECK(check_index(*snapshot, reader, world.index).value().ok());
  std::uint64_t writes = 0;
  REQUIRE(each_write(*snapshot, world.host_part, world.name, [&](auto index, const HostPart& part) {
    CHECK(part.record == record_of(index));
    CHECK(part.version == index % 5);
    ++writes;
    return true;
  }));
  CHECK(writes == 234);
}

TEST_CASE("each opening begins an epoch with a key of its own; so does each day", "[log]") {
  LogWorld world;
  for (int opening = 0; opening < 3; ++opening) {
    auto log = world.open();
    REQUIRE(log->commit(read_work(1)));
    REQUIRE(log->close());
  }
  REQUIRE(world.open()->close());  // nothing said, no epoch begun
  auto log = world.open();
  REQUIRE(log->commit(read_work(2)));
  world.clock += AccessLog::kEpochLengthMs - 1;
  REQUIRE(log->commit(read_work(3)));
  world.clock += 1;
  REQUIRE(log->commit(read_work(4)));
  REQUIRE(log->commit(read_work(5)));
  REQUIRE(log->close());

  const auto snapshot = world.snapshot();
  std::vector<std::uint32_t> epochs;
  std::vector<bool> begins;
  REQUIRE(each_leaf(*snapshot, 0, 7, [&](auto, const Leaf& leaf) {
    epochs.push_back(leaf.epoch);
    begins.push_back(leaf.commitment.has_value());
    return true;
  }));
  CHECK(epochs == std::vector<std::uint32_t>{1, 2, 3, 4, 4, 5, 5});
  CHECK(begins == std::vector<bool>{true, true, true, true, false, true, false});
  CHECK(world.rows("Lk").size() == 5);
  CHECK(world.verify().ok());
  LogReader reader = world.reader();
  for (std::uint64_t i = 0; i < 7; ++i) CHECK(reader.read(*snapshot, i));
}

TEST_CASE("only the auditors' role opens entries, and only with the key the tree commits to",
          "[log]") {
  LogWorld world;
  auto log = world.open();
  REQUIRE(log->commit(read_work(1)));
  REQUIRE(log->close());
  const crypto::Key stranger = crypto::Key::random();
  const auto snapshot = world.snapshot();
  CHECK(LogReader(world.name, kAuditors, stranger).read(*snapshot, 0).error().code ==
        Code::Corrupt);
  CHECK(LogReader(world.name, 8, world.auditor).read(*snapshot, 0).error().code == Code::NotFound);

  // A box to the auditors with a key of the attacker's own.
  const auto box = crypto::box(crypto::public_key_of(world.auditor),
                               log_rows::epoch_box_context(world.name.store, 1), stranger.reveal());
  world.tamper({{log_rows::epoch_key(1), log_rows::EpochRow{0, {{kAuditors, *box}}}.encode()}});
  LogReader reader = world.reader();
  CHECK(reader.read(*world.snapshot(), 0).error().code == Code::Corrupt);
  const auto first = decode_leaf(log_rows::read_leaf(*world.snapshot(), 0).value()).value();
  CHECK(reader.add_epoch(1, {0, {{kAuditors, *box}}}, first).error().code == Code::Corrupt);
  CHECK_FALSE(reader.has_epoch(1));
}

TEST_CASE("a work whose condition fails leaves nothing behind", "[log]") {
  LogWorld world;
  auto log = world.open();
  REQUIRE(log->commit(write_work(1, std::nullopt, {1})));
  const auto before = world.rows("");
  CHECK(log->commit(write_work(1, std::nullopt, {2})).error().code == Code::Conflict);
  CHECK(world.rows("") == before);
  CHECK(log->commit(write_work(1, Bytes{1}, {2})).value() == 1);
  REQUIRE(log->close());
  CHECK(world.verify().ok());
}

TEST_CASE("bad work is refused, and nothing is written", "[log]") {
  LogWorld world;
  auto log = world.open();
  const auto before = world.rows("");
  Work work = read_work(1);
  work.drafts[0].entry.reason = std::string(501, 'x');
  CHECK(log->commit(work).error().code == Code::InvalidArgument);
  work = read_work(1);
  work.drafts[0].entry.statement = Statement{Bytes(Entry::kStatementMax), {}, {}};
  work.drafts[0].entry.records.assign(Entry::kRecordsMax, RecordId{});
  work.drafts[0].entry.classes.resize(Entry::kClassesMax, {1, redact::Strength::full, 1});
  CHECK(log->commit(work).error().code == Code::InvalidArgument);
  CHECK(world.rows("") == before);
}

TEST_CASE("a list of 5,003 records is three entries, found under each of its records", "[log]") {
  LogWorld world;
  auto log = world.open();
  Work work = read_work(0);
  work.drafts[0].entry.records.clear();
  for (std::uint64_t i = 0; i < 5'003; ++i) work.drafts[0].entry.records.push_back(record_of(i));
  work.drafts[0].entry.records.push_back(record_of(0));      // named in two parts
  work.drafts[0].entry.records.push_back(record_of(5'000));  // twice in one
  REQUIRE(log->commit(read_work(9)));
  REQUIRE(log->commit(work).value() == 1);
  REQUIRE(log->commit(read_work(0)).value() == 4);
  REQUIRE(log->close());
  const auto snapshot = world.snapshot();
  CHECK(entries_of(*snapshot, world.index, record_of(0)).value() ==
        std::vector<std::uint64_t>{1, 3, 4});
  CHECK(entries_of(*snapshot, world.index, record_of(4'000)).value() ==
        std::vector<std::uint64_t>{3});
  LogReader reader = world.reader();
  CHECK(check_index(*snapshot, reader, world.index).value().ok());
  CHECK(world.verify().ok());
}

TEST_CASE("time never goes back within a log, and a clock far behind is refused", "[log]") {
  LogWorld world;
  auto log = world.open();
  REQUIRE(log->commit(read_work(1)));
  world.clock -= 3'600'000;
  REQUIRE(log->commit(read_work(2)));
  REQUIRE(log->close());
  LogReader reader = world.reader();
  CHECK(reader.read(*world.snapshot(), 1)->time_ms == 1'700'000'000'000);
  world.clock = 1'700'000'000'000 - AccessLog::kClockSlackMs - 1;
  CHECK(world.try_open().error().code == Code::Unavailable);
  world.clock += 1;
  log = world.open();
  REQUIRE(log->commit(read_work(3)));
  CHECK(reader.read(*world.snapshot(), 2)->time_ms == 1'700'000'000'000);
}

TEST_CASE("an engine that fails: nothing advances, and what is in doubt stops the log", "[log]") {
  LogWorld world;
  auto log = world.open();
  REQUIRE(log->commit(read_work(0)));
  const auto before = world.rows("");
  const auto fault = GENERATE(Fault::refuse, Fault::lose, Fault::apply_and_lose,
                              Fault::apply_and_fail, Fault::damage);
  CAPTURE(static_cast<int>(fault));
  world.engine.fault = fault;
  const auto answer = log->commit(write_work(1, std::nullopt, {1}));
  if (fault == Fault::apply_and_lose) {
    CHECK(answer.value() == 1);
  } else {
    CHECK(answer.error().code == Code::Unavailable);
    if (fault != Fault::apply_and_fail) CHECK(world.rows("") == before);
  }
  const bool goes_on = fault != Fault::apply_and_fail && fault != Fault::damage;
  const auto next = log->commit(read_work(2));
  CHECK(next.has_value() == goes_on);
  if (!goes_on) CHECK(next.error().code == Code::Unavailable);
  REQUIRE(log->close());
  CHECK(world.verify().intact());
  // Opened again, the log is what the engine has.
  log = world.open();
  REQUIRE(log->commit(read_work(3)));
  REQUIRE(log->close());
  CHECK(world.verify().ok());
}

TEST_CASE("an unknown outcome that cannot be read back stops the log", "[log]") {
  LogWorld world;
  auto log = world.open();
  world.engine.fault = Fault::apply_and_lose;
  world.engine.blind = true;
  CHECK(log->commit(read_work(0)).error().code == Code::Unavailable);
  world.engine.blind = false;
  CHECK(log->commit(read_work(0)).error().code == Code::Unavailable);
  CHECK(log->close());  // and its checkpoint says nothing of what is in doubt
  CHECK(world.verify().anchored_size == 0);
  CHECK(world.verify().unanchored_tail == 1);
  CHECK(world.verify().ok());
}

TEST_CASE("a second writer of the same log stops the first", "[log]") {
  LogWorld world;
  auto first = world.open();
  auto second = world.open();
  REQUIRE(second->commit(read_work(1)));
  CHECK(first->commit(read_work(2)).error().code == Code::Unavailable);
  CHECK(first->commit(read_work(3)).error().code == Code::Unavailable);
  REQUIRE(second->commit(read_work(4)));
}

TEST_CASE("the checkpoint file must be there, whole, of this log, and not ahead of it", "[log]") {
  LogWorld world;
  auto log = world.open();
  for (std::uint64_t i = 0; i < 10; ++i) REQUIRE(log->commit(read_work(i)));
  REQUIRE(log->close());
  const std::string good = world.note();
  const auto put = [&](const std::string& note) { std::ofstream(world.file()) << note; };
  const auto refused = [&] {
    const auto opened = world.try_open();
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == Code::Corrupt);
    return opened.error().message;
  };

  std::filesystem::remove(world.file());
  CHECK_THAT(refused(), Catch::Contains("missing"));
  put("");
  refused();
  put(good.substr(0, good.size() - 1));
  refused();
  std::string flipped = good;
  flipped[good.find("\n10\n") + 2] = '1';
  put(flipped);
  refused();
  const auto signed_by = [&](const std::string& origin, const crypto::SigningKey& key,
                             std::uint64_t size, const Hash& root) {
    return crypto::sign_checkpoint({origin, {size, root}, {}}, key);
  };
  const auto tree = crypto::open_checkpoint(good, world.note_key())->tree;
  put(signed_by("other.example", world.checkpoint, 10, tree.root));
  refused();
  put(signed_by(world.name.origin, crypto::SigningKey::from_seed(Bytes(32, 8)), 10, tree.root));
  refused();
  put(signed_by(world.name.origin, world.checkpoint, 10, Hash{}));
  CHECK_THAT(refused(), Catch::Contains("do not extend"));
  put(signed_by(world.name.origin, world.checkpoint, 4, tree.root));
  CHECK_THAT(refused(), Catch::Contains("do not extend"));
  put(signed_by(world.name.origin, world.checkpoint, 13, tree.root));
  CHECK_THAT(refused(), Catch::Contains("it has 10 entries, its checkpoint 13: 3 acknowledged"));
  put(good);
  CHECK(world.try_open());
}

TEST_CASE("create makes one log, and only where there is none", "[log]") {
  LogWorld world;
  CHECK(world.verify().ok());
  CHECK(AccessLog::create(world.engine, world.options()).error().code == Code::Conflict);
  const std::string note = world.note();
  std::filesystem::remove(world.file());
  CHECK(AccessLog::create(world.engine, world.options()).error().code == Code::Conflict);
  std::ofstream(world.file()) << note;
  FaultyEngine empty;
  CHECK(AccessLog::open(empty, world.options()).error().code == Code::Corrupt);
  auto nobody = world.options();
  nobody.auditors.clear();
  CHECK(AccessLog::create(empty, nobody).error().code == Code::InvalidArgument);
  auto twice = world.options();
  twice.auditors.push_back(twice.auditors[0]);
  CHECK(AccessLog::create(empty, twice).error().code == Code::InvalidArgument);
  auto blank = world.options();
  blank.name.origin = "two words";
  CHECK(AccessLog::create(empty, blank).error().code == Code::InvalidArgument);
  auto small_order = world.options();
  small_order.auditors[0].key = {};
  CHECK(AccessLog::open(world.engine, small_order).error().code == Code::InvalidArgument);
}

TEST_CASE("checkpoints follow on a timer; a crash before one loses no entry", "[log]") {
  LogWorld world;
  auto options = world.options();
  options.checkpoint_interval = std::chrono::milliseconds(20);
  auto log = AccessLog::open(world.engine, options).value();
  REQUIRE(log->commit(read_work(0)));
  const auto begun = std::chrono::steady_clock::now();
  while (log->checkpoint().find("\n1\n") == std::string::npos &&
         std::chrono::steady_clock::now() - begun < std::chrono::seconds(20)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  CHECK(world.verify().anchored_size == 1);
  CHECK(log->checkpoint() == world.note());
  const std::string old = world.note();
  REQUIRE(log->commit(read_work(1)));
  REQUIRE(log->close());
  CHECK(log->commit(read_work(2)).error().code == Code::Unavailable);
  CHECK(world.verify(world.note(), old).ok());

  // A crash after the entries and before the rename: the old file, and a new one half written.
  std::ofstream(world.file()) << old;
  std::ofstream(world.file().string() + ".tmp") << "half a che";
  LogReport report = world.verify();
  CHECK(report.ok());
  CHECK(report.unanchored_tail == 1);
  log = world.open();
  REQUIRE(log->commit(read_work(2)));
  REQUIRE(log->close());
  report = world.verify(world.note(), old);
  CHECK(report.ok());
  CHECK(report.anchored_size == 3);
}

TEST_CASE("a log that cannot write its checkpoints stops answering, and goes on when it can",
          "[log]") {
  LogWorld world;
  auto options = world.options();
  options.checkpoint_interval = std::chrono::milliseconds(1);
  const auto away = world.folder.path() / "away";
  std::filesystem::create_directory(world.folder.path() / "in");
  options.checkpoint_file = world.folder.path() / "in" / "checkpoint";
  std::filesystem::copy(world.file(), options.checkpoint_file);
  auto log = AccessLog::open(world.engine, options).value();
  std::filesystem::rename(world.folder.path() / "in", away);
  const auto until = [&](bool answers) {
    const auto begun = std::chrono::steady_clock::now();
    while (log->commit(read_work(1)).has_value() != answers) {
      REQUIRE(std::chrono::steady_clock::now() - begun < std::chrono::seconds(20));
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  };
  until(false);
  std::filesystem::rename(away, world.folder.path() / "in");
  until(true);
  CHECK(log->close());
}

TEST_CASE("a log over many full tiles survives openings at every place", "[log]") {
  LogWorld world;
  std::mt19937 rng(5);
  std::uint64_t size = 0;
  while (size < 3'000) {
    auto log = world.open();
    for (std::uint64_t left = 1 + rng() % 700; left > 0; --left, ++size) {
      REQUIRE(log->commit(read_work(size)).value() == size);
    }
    REQUIRE(log->close());
  }
  CHECK(world.rows("Lt").size() == size / 256);
  CHECK(world.verify().ok());
}

TEST_CASE("a log on the disk outlives its process", "[log]") {
  LogWorld world;
  const RocksdbOptions on_disk{.directory = world.folder.path() / "store", .create = true};
  std::filesystem::remove(world.file());
  for (std::uint64_t opening = 0; opening < 3; ++opening) {
    auto engine = open_rocksdb(on_disk).value();
    if (opening == 0) REQUIRE(AccessLog::create(*engine, world.options()));
    auto log = AccessLog::open(*engine, world.options()).value();
    for (std::uint64_t i = 0; i < 100; ++i) {
      REQUIRE(log->commit(write_work(opening * 100 + i, std::nullopt, {1})));
    }
    if (opening != 1) REQUIRE(log->close());
    log.reset();
    const auto snapshot = engine->snapshot().value();
    const auto report =
        verify_log(*snapshot, {world.note_key(), world.note(), std::nullopt}).value();
    CHECK(report.ok());
    CHECK(report.present == (opening + 1) * 100);
  }
}

}  // namespace
}  // namespace veil::store::tests
