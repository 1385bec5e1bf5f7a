// A bit flipped, an end cut off, a file gone: what the engine notices, and exactly what it does
// not.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <random>
#include <string>

#include "store/engine/census.h"
#include "store/engine/rocksdb_engine.h"
#include "tests/crash/numbered_rows.h"
#include "tests/crash/sweep.h"
#include "tests/temporary_folder.h"

namespace veil::tests {
namespace {

namespace fs = std::filesystem;
using Files = std::map<std::string, std::string>;  // path below the store -> content

constexpr std::uint64_t kRows = 150;
constexpr std::uint64_t kChangesOfCommit = 3;

Files files_of(const fs::path& store) {
  Files files;
  for (const auto& entry : fs::recursive_directory_iterator(store)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    files[fs::relative(entry.path(), store).string()] = {std::istreambuf_iterator<char>(file), {}};
  }
  return files;
}

void put_files(const fs::path& store, const Files& files) {
  fs::create_directories(store / "engine");
  for (const auto& [name, content] : files)
    std::ofstream(store / name, std::ios::binary) << content;
}

std::string kind_of(const std::string& name) {
  if (name.ends_with(".sst")) return "table";
  if (name.ends_with(".log")) return "log of writes";
  if (name.starts_with("engine/MANIFEST")) return "list of files";
  if (name == "engine/CURRENT") return "CURRENT";
  if (name == "census") return "census";
  return "other";
}

enum class Verdict { refused, unreadable, harmless, shorter };

struct Damage {
  std::string file;
  std::string what;
};

// Damaged copies of one store, and what became of each.
class Trial {
 public:
  Trial(Files files, std::uint64_t state) : files_(std::move(files)), state_(state) {
    const auto census = store::decode_census(view_of(files_.at("census")));
    REQUIRE(census);
    durable_changes_ = census->sequence;
  }

  std::vector<std::string> of_kind(const std::string& kind) const {
    std::vector<std::string> names;
    for (const auto& [name, content] : files_) {
      if (kind_of(name) == kind && !content.empty()) names.push_back(name);
    }
    return names;
  }

  void flip(const std::string& file, std::mt19937& rng) {
    std::string content = files_.at(file);
    const std::size_t bit = rng() % (content.size() * 8);
    content[bit / 8] = static_cast<char>(content[bit / 8] ^ (1 << bit % 8));
    judge({file, "flip " + std::to_string(bit)}, content);
  }
  void cut(const std::string& file, std::mt19937& rng) {
    cut_at(file, rng() % files_.at(file).size());
  }
  void cut_at(const std::string& file, std::size_t size) {
    judge({file, "cut " + std::to_string(size)}, files_.at(file).substr(0, size));
  }
  void remove(const std::string& file) { judge({file, "remove"}, std::nullopt); }

  std::size_t count(const std::string& kind, Verdict verdict) const {
    const auto at = verdicts_.find({kind, verdict});
    return at == verdicts_.end() ? 0 : at->second;
  }
  std::size_t count(Verdict verdict) const {
    std::size_t sum = 0;
    for (const auto& [what, times] : verdicts_) sum += what.second == verdict ? times : 0;
    return sum;
  }
  void print(const char* title) const {
    std::cout << title << "\n";
    for (const std::string kind :
         {"table", "log of writes", "list of files", "CURRENT", "census", "other"}) {
      std::cout << "  " << kind << ": refused " << count(kind, Verdict::refused) << ", unreadable "
                << count(kind, Verdict::unreadable) << ", harmless "
                << count(kind, Verdict::harmless) << ", shorter " << count(kind, Verdict::shorter)
                << "\n";
    }
  }

 private:
  void judge(const Damage& damage, const std::optional<std::string>& content) {
    CAPTURE(damage.file, damage.what);
    Files damaged = files_;
    if (content) {
      damaged[damage.file] = *content;
    } else {
      damaged.erase(damage.file);
    }
    const TemporaryFolder folder(memory_root());
    put_files(folder.path(), damaged);
    const Verdict verdict = open_and_read(folder.path());
    if (verdict == Verdict::refused) CHECK(files_of(folder.path()) == damaged);
    ++verdicts_[{kind_of(damage.file), verdict}];
  }

  Verdict open_and_read(const fs::path& folder) const {
    const auto engine = store::open_rocksdb({.directory = folder});
    if (!engine) {
      CAPTURE(engine.error().message);
      CHECK(engine.error().code == Code::Corrupt);
      return Verdict::refused;
    }
    // Corrupt here can also mean a hole, which is told apart by its message.
    const auto found = numbered_state(**engine);
    if (!found) {
      CHECK(found.error().code == Code::Corrupt);
      CHECK(found.error().message.starts_with("engine: "));
      return Verdict::unreadable;
    }
    if (*found == state_) return Verdict::harmless;
    CHECK(*found < state_);
    CHECK(*found * kChangesOfCommit >= durable_changes_);
    return Verdict::shorter;
  }

  Files files_;
  std::uint64_t state_;
  std::uint64_t durable_changes_ = 0;
  std::map<std::pair<std::string, Verdict>, std::size_t> verdicts_;
};

// A store as a worker leaves it: several tables, and writes that are in the log of writes only. How
// many tables there are at the end is a matter of when the engine put them together: tried again
// until there are some.
Trial worker_store(const char* ending, int tries = 20) {
  const TemporaryFolder folder(memory_root());
  const Run run =
      run_worker({"crash_engine_worker", {std::to_string(kRows), ending}}, folder.path(), {});
  REQUIRE(run.exit_code == 0);
  Trial trial(files_of(folder.path() / "store"), kRows);
  if (trial.of_kind("table").size() < 2 && tries > 0) return worker_store(ending, tries - 1);
  REQUIRE(trial.of_kind("table").size() >= 2);
  REQUIRE_FALSE(trial.of_kind("log of writes").empty());
  return trial;
}

void damage_all(Trial& trial, unsigned seed) {
  std::mt19937 rng(seed);
  const std::pair<const char*, int> flips[] = {{"table", 70},         {"log of writes", 50},
                                               {"list of files", 60}, {"CURRENT", 12},
                                               {"census", 40},        {"other", 4}};
  for (const auto& [kind, times] : flips) {
    const auto names = trial.of_kind(kind);
    for (int i = 0; i < times; ++i) trial.flip(names[rng() % names.size()], rng);
    for (int i = 0; i < times / 4; ++i) trial.cut(names[rng() % names.size()], rng);
    for (const std::string& name : names) trial.remove(name);
  }
}

TEST_CASE("no damage to a closed store goes unnoticed", "[crash][damage]") {
  const unsigned seed = GENERATE(take(1, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  Trial trial = worker_store("close");
  damage_all(trial, seed);
  trial.print("damage to a closed store");
  CHECK(trial.count(Verdict::shorter) == 0);
  CHECK(trial.count("census", Verdict::harmless) == 0);
  CHECK(trial.count("CURRENT", Verdict::harmless) == 0);
}

TEST_CASE("damage to a killed store may only shorten its log of writes", "[crash][damage]") {
  const unsigned seed = GENERATE(take(1, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  Trial trial = worker_store("leave");
  damage_all(trial, seed);
  trial.print("damage to a killed store");
  CHECK(trial.count(Verdict::shorter) == trial.count("log of writes", Verdict::shorter));
  CHECK(trial.count("log of writes", Verdict::shorter) > 0);
  CHECK(trial.count("census", Verdict::harmless) == 0);
}

std::uint64_t undamaged_state(const Files& files) {
  const TemporaryFolder folder(memory_root());
  put_files(folder.path(), files);
  const auto engine = store::open_rocksdb({.directory = folder.path()});
  REQUIRE(engine);
  const auto state = numbered_state(**engine);
  REQUIRE(state);
  return *state;
}

// Where a cut leaves no torn record behind: RocksDB's log of writes is blocks of 32 KiB, each of
// fragments with a checksum of 4 bytes, a length of 2 and a type (1 whole, 4 last).
std::vector<std::size_t> record_ends(const std::string& log) {
  constexpr std::size_t kBlock = 32768;
  constexpr std::size_t kHeader = 7;
  std::vector<std::size_t> ends = {0};
  for (std::size_t at = 0; at + kHeader <= log.size();) {
    if (kBlock - at % kBlock < kHeader) {
      at += kBlock - at % kBlock;
      continue;
    }
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(log[at + i]); };
    const int type = byte(6);
    at += kHeader + byte(4) + byte(5) * std::size_t{256};
    if ((type == 1 || type == 4) && at < log.size()) ends.push_back(at);
  }
  return ends;
}

// Killed between the start of a new log of writes and the end of the old one's use, a store has
// two.
TEST_CASE("of two logs of writes, damage to the older cannot leave a hole", "[crash][damage]") {
  constexpr int kStoresWanted = 4;
  constexpr std::uint64_t kPointsMax = 600;
  std::mt19937 rng(1);
  int stores = 0;
  for (std::uint64_t at = 60; at < kPointsMax && stores < kStoresWanted; at += 5) {
    const TemporaryFolder folder(memory_root());
    run_worker({"crash_engine_worker", {std::to_string(kRows), "leave"}}, folder.path(),
               {FaultKind::kill, at});
    const Files files = files_of(folder.path() / "store");
    const auto logs = std::count_if(files.begin(), files.end(), [](const auto& file) {
      return kind_of(file.first) == "log of writes" && !file.second.empty();
    });
    if (logs < 2) continue;
    ++stores;
    Trial trial(files, undamaged_state(files));
    const auto names = trial.of_kind("log of writes");
    for (const std::size_t end : record_ends(files.at(names.front())))
      trial.cut_at(names.front(), end);
    CHECK(trial.count(Verdict::shorter) == 0);
    for (const std::string& name : names) {
      trial.remove(name);
      for (int i = 0; i < 8; ++i) trial.flip(name, rng);
      for (int i = 0; i < 8; ++i) trial.cut(name, rng);
    }
    trial.print("damage to a store with two logs of writes");
  }
  CHECK(stores == kStoresWanted);
}

}  // namespace
}  // namespace veil::tests
