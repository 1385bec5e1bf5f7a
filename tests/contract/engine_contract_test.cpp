// One contract for every engine: the same tests, the same model, whatever holds the bytes.
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <thread>

#include "store/engine/memory_engine.h"
#include "store/engine/rocksdb_engine.h"
#include "tests/temporary_folder.h"

namespace veil::store {
namespace {

using Model = std::map<Bytes, Bytes>;
using Opener = std::function<Result<std::unique_ptr<Engine>>(const std::filesystem::path&)>;

struct Kind {
  const char* name;
  Opener open;
  bool durable;
};

// Buffers so small that a test crosses flushes and compactions.
Result<std::unique_ptr<Engine>> open_small_rocksdb(const std::filesystem::path& folder) {
  return open_rocksdb({.directory = folder / "store",
                       .create = true,
                       .write_buffer = std::size_t{64} << 10,
                       .cache = std::size_t{1} << 20});
}

std::vector<Kind> kinds() {
  return {{"memory", [](const auto&) { return open_memory(); }, false},
          {"rocksdb", open_small_rocksdb, true}};
}

Bytes bytes(std::string_view text) {
  return to_bytes(view_of(text));
}

using Rows = std::vector<std::pair<Bytes, Bytes>>;

Rows scan_all(const Snapshot& snapshot, BytesView prefix, BytesView from,
              std::size_t most = SIZE_MAX) {
  Rows rows;
  const auto done = snapshot.scan(prefix, from, [&](BytesView key, BytesView value) {
    rows.emplace_back(to_bytes(key), to_bytes(value));
    return rows.size() < most;
  });
  REQUIRE(done);
  return rows;
}

bool begins_with(const Bytes& key, const Bytes& prefix) {
  return key.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), key.begin());
}

Rows expected_rows(const Model& model, const Bytes& prefix, const Bytes& from,
                   std::size_t most = SIZE_MAX) {
  Rows rows;
  for (const auto& [key, value] : model) {
    if (begins_with(key, prefix) && key >= from && rows.size() < most)
      rows.emplace_back(key, value);
  }
  return rows;
}

// Runs one engine and a sorted map side by side and compares every answer.
class Walk {
 public:
  Walk(const Kind& kind, unsigned seed) : kind_(kind), rng_(seed) { open(); }

  void step() {
    const unsigned pick = number(100);
    if (pick < 55) {
      commit();
    } else if (pick < 65) {
      compare(*fresh(), model_);
    } else if (pick < 75) {
      keep_snapshot();
    } else if (pick < 90 && !kept_.empty()) {
      const auto& [snapshot, then] = kept_[number(static_cast<unsigned>(kept_.size()))];
      compare(*snapshot, then);
    } else if (pick == 99) {
      open();
    } else if (!kept_.empty()) {
      kept_.erase(kept_.begin());
    }
  }

  void compare_all() { CHECK(scan_all(*fresh(), {}, {}) == expected_rows(model_, {}, {})); }

 private:
  unsigned number(unsigned below) { return static_cast<unsigned>(rng_()) % below; }

  // Few letters, short, so that keys meet; the letters are the corners of byte order.
  Bytes key() {
    static constexpr std::uint8_t kLetters[] = {0x00, 0x01, 0x7f, 0x80, 0xff};
    Bytes out(number(5));
    for (auto& letter : out) letter = kLetters[number(5)];
    return out;
  }
  Bytes value() {
    Bytes out(number(20) == 0 ? 4000 : number(60));
    for (auto& byte : out) byte = static_cast<std::uint8_t>(rng_());
    return out;
  }

  void open() {
    kept_.clear();
    if (engine_ && !kind_.durable) return;
    engine_.reset();
    auto engine = kind_.open(folder_.path());
    REQUIRE(engine);
    engine_ = std::move(*engine);
    compare_all();
  }

  std::unique_ptr<Snapshot> fresh() {
    auto snapshot = engine_->snapshot();
    REQUIRE(snapshot);
    return std::move(*snapshot);
  }

  void keep_snapshot() {
    if (kept_.size() > 4) kept_.erase(kept_.begin());
    kept_.emplace_back(fresh(), model_);
  }

  void commit() {
    std::vector<Condition> conditions;
    bool holds = true;
    for (unsigned i = number(3); i > 0; --i) {
      Condition condition{key(), std::nullopt};
      const auto at = model_.find(condition.key);
      if (at != model_.end() && number(4) != 0) condition.expected = at->second;
      if (at == model_.end() && number(8) == 0) condition.expected = Bytes{};
      holds =
          holds && (at == model_.end() ? !condition.expected : condition.expected == at->second);
      conditions.push_back(std::move(condition));
    }
    Batch batch;
    Model after = model_;
    for (unsigned i = number(6); i > 0; --i) {
      Change change{key(), std::nullopt};
      if (number(3) != 0) change.value = value();
      if (change.value) {
        after[change.key] = *change.value;
      } else {
        after.erase(change.key);
      }
      batch.push_back(std::move(change));
    }
    const auto outcome = engine_->commit(batch, conditions);
    REQUIRE(outcome);
    REQUIRE(*outcome == (holds ? Outcome::committed : Outcome::conflict));
    if (holds) model_ = std::move(after);
  }

  void compare(const Snapshot& snapshot, const Model& model) {
    std::vector<Bytes> keys(5);
    for (Bytes& wanted : keys) wanted = key();
    const auto found = snapshot.multi_get(keys);
    REQUIRE(found);
    REQUIRE(found->size() == keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto at = model.find(keys[i]);
      const auto one = snapshot.get(keys[i]);
      if (at == model.end()) {
        CHECK_FALSE((*found)[i]);
        CHECK((!one && one.error().code == Code::NotFound));
      } else {
        CHECK((*found)[i] == at->second);
        CHECK((one && *one == at->second));
      }
    }
    Bytes prefix = key();
    prefix.resize(std::min<std::size_t>(prefix.size(), 2));
    const Bytes from = number(2) == 0 ? Bytes{} : key();
    const std::size_t most = 1 + number(30);
    CHECK(scan_all(snapshot, prefix, from, most) == expected_rows(model, prefix, from, most));
  }

  const Kind& kind_;
  std::mt19937 rng_;
  tests::TemporaryFolder folder_;
  std::unique_ptr<Engine> engine_;
  Model model_;
  std::vector<std::pair<std::unique_ptr<Snapshot>, Model>> kept_;
};

TEST_CASE("an engine is a sorted map that survives", "[contract][property]") {
  const auto kind = GENERATE(from_range(kinds()));
  const unsigned seed = GENERATE(take(4, random(0U, 0xffffffffU)));
  CAPTURE(kind.name, seed);
  Walk walk(kind, seed);
  for (int i = 0; i < 1200; ++i) walk.step();
  walk.compare_all();
}

TEST_CASE("a snapshot does not see later commits", "[contract]") {
  const auto kind = GENERATE(from_range(kinds()));
  CAPTURE(kind.name);
  const tests::TemporaryFolder folder;
  const auto opened = kind.open(folder.path());
  REQUIRE(opened);
  Engine& engine = **opened;
  REQUIRE(engine.commit({{bytes("a"), bytes("1")}}, {}) == Outcome::committed);
  const auto before = engine.snapshot();
  REQUIRE(before);
  const Condition stale{bytes("a"), std::nullopt};
  CHECK(engine.commit({{bytes("a"), bytes("2")}}, {&stale, 1}) == Outcome::conflict);
  const Condition current{bytes("a"), bytes("1")};
  CHECK(engine.commit({{bytes("a"), bytes("2")}}, {&current, 1}) == Outcome::committed);
  CHECK((*before)->get(view_of("a")) == bytes("1"));
  const auto after = engine.snapshot();
  REQUIRE(after);
  CHECK((*after)->get(view_of("a")) == bytes("2"));
}

TEST_CASE("a scan ends with its prefix, also where no larger prefix exists", "[contract]") {
  const auto kind = GENERATE(from_range(kinds()));
  CAPTURE(kind.name);
  const tests::TemporaryFolder folder;
  const auto opened = kind.open(folder.path());
  REQUIRE(opened);
  Batch batch;
  Model model;
  for (const Bytes& key : {Bytes{}, Bytes{0}, Bytes{0xfe, 0xff}, Bytes{0xff}, Bytes{0xff, 0},
                           Bytes{0xff, 0xff}, Bytes{0xff, 0xff, 0xff}}) {
    batch.push_back({key, Bytes{1}});
    model[key] = Bytes{1};
  }
  REQUIRE((*opened)->commit(batch, {}) == Outcome::committed);
  const auto snapshot = (*opened)->snapshot();
  REQUIRE(snapshot);
  for (const Bytes& prefix : {Bytes{}, Bytes{0xfe}, Bytes{0xff}, Bytes{0xff, 0xff}}) {
    for (const Bytes& from :
         {Bytes{}, Bytes{0xff, 0}, Bytes{0xff, 0xff}, Bytes{0xff, 0xff, 0xff, 1}}) {
      CHECK(scan_all(**snapshot, prefix, from) == expected_rows(model, prefix, from));
    }
  }
}

TEST_CASE("two that count under a condition never count twice", "[contract]") {
  const auto kind = GENERATE(from_range(kinds()));
  CAPTURE(kind.name);
  const tests::TemporaryFolder folder;
  const auto opened = kind.open(folder.path());
  REQUIRE(opened);
  Engine& engine = **opened;
  REQUIRE(engine.commit({{bytes("n"), bytes("0")}}, {}) == Outcome::committed);
  constexpr std::size_t kThreads = 4;
  constexpr std::size_t kEach = 40;
  std::atomic<int> faults{0};
  const auto count = [&] {
    for (std::size_t done = 0; done < kEach;) {
      const auto snapshot = engine.snapshot();
      const auto now = snapshot ? (*snapshot)->get(view_of("n")) : Result<Bytes>(Bytes{});
      if (!now || now->empty()) {
        ++faults;
        return;
      }
      const std::string next = std::to_string(std::stoi(std::string(text_of(*now))) + 1);
      const Condition unchanged{bytes("n"), *now};
      const auto outcome = engine.commit(
          {{bytes("n"), bytes(next)}, {bytes("by " + next), Bytes{1}}}, {&unchanged, 1});
      if (!outcome || *outcome == Outcome::unknown) {
        ++faults;
        return;
      }
      if (*outcome == Outcome::committed) ++done;
    }
  };
  std::vector<std::thread> threads(kThreads);
  for (auto& thread : threads) thread = std::thread(count);
  for (auto& thread : threads) thread.join();
  CHECK(faults == 0);
  const auto snapshot = engine.snapshot();
  REQUIRE(snapshot);
  CHECK((*snapshot)->get(view_of("n")) == bytes(std::to_string(kThreads * kEach)));
  CHECK(scan_all(**snapshot, view_of("by "), {}).size() == kThreads * kEach);
}

}  // namespace
}  // namespace veil::store
