// The engine under a process that dies, or a disk that fails, at every call that changes a file.
#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <string>

#include "store/engine/census.h"
#include "store/engine/rocksdb_engine.h"
#include "tests/crash/numbered_rows.h"
#include "tests/crash/sweep.h"

namespace veil::tests {
namespace {

namespace fs = std::filesystem;

const Worker kWorker{"crash_engine_worker", {"200", "close"}};

struct Promises {
  std::uint64_t tried = 0;
  std::uint64_t acknowledged = 0;

  // Notes what a run said; asserts what it must never say.
  void note(const Run& run) {
    for (const std::string& line : run.lines) {
      if (line.starts_with("try ")) {
        tried = std::max<std::uint64_t>(tried, std::stoull(line.substr(4)));
      } else if (line.starts_with("ok ")) {
        acknowledged = std::max<std::uint64_t>(acknowledged, std::stoull(line.substr(3)));
      } else {
        CAPTURE(line);
        CHECK(line == "refused Unavailable");
      }
    }
  }
};

Result<std::unique_ptr<store::Engine>> open_left(const fs::path& folder) {
  return store::open_rocksdb({.directory = folder / "store", .create = true, .reserve = 0});
}

// The store opens, holds all that was acknowledged and nothing by halves, and can be used on.
void check_left(const fs::path& folder, const Promises& promises) {
  std::uint64_t state = 0;
  for (int opens = 0; opens < 2; ++opens) {
    const auto engine = open_left(folder);
    if (!engine) FAIL_CHECK(to_string(engine.error().code) << ": " << engine.error().message);
    if (!engine) return;
    const auto found = numbered_state(**engine);
    if (!found) FAIL_CHECK(to_string(found.error().code) << ": " << found.error().message);
    if (!found) return;
    if (opens == 0) {
      CHECK(*found >= promises.acknowledged);
      CHECK(*found <= promises.tried);
      state = *found + 1;
      CHECK(commit_numbered(**engine, state) == store::Outcome::committed);
    } else {
      CHECK(*found == state);
    }
  }
}

TEST_CASE("a process killed anywhere loses nothing it acknowledged", "[crash][sweep]") {
  if (!sweeps_possible()) return;
  const auto kind = GENERATE(FaultKind::kill, FaultKind::torn, FaultKind::power);
  const auto totals =
      sweep(kWorker, kind,
            {{}, [&](const fs::path& folder, const Run& run, Fault fault) {
               Promises promises;
               promises.note(run);
               if (fault.kind == FaultKind::none) {
                 // The run crossed compactions: it flushed a dozen tables at least.
                 const auto census = store::load_census(folder / "store" / "census");
                 REQUIRE(census);
                 CHECK(!census->files.empty());
                 CHECK(census->files.size() < 8);
               } else {
                 // Killed once more, early: while it recovers.
                 const Run second = run_worker(kWorker, folder, {kind, 1 + fault.at * 31 % 61});
                 promises.note(second);
               }
               check_left(folder, promises);
             }});
  CHECK(totals.struck * 10 > totals.runs * 9);
}

TEST_CASE("a disk that fails anywhere costs nothing that was acknowledged", "[crash][sweep]") {
  if (!sweeps_possible()) return;
  const auto kind = GENERATE(FaultKind::eio, FaultKind::enospc);
  const auto totals = sweep(kWorker, kind, {{}, [&](const fs::path& folder, const Run& run, Fault) {
                                              // RocksDB stops itself by an assertion after some
                                              // failed writes.
                                              CHECK((run.signal == 0 || run.signal == SIGABRT));
                                              Promises promises;
                                              promises.note(run);
                                              check_left(folder, promises);
                                            }});
  CHECK(totals.struck * 10 > totals.runs * 9);
}

}  // namespace
}  // namespace veil::tests
