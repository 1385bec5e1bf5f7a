// The engine under a process that dies, or a disk that fails, at every call that changes a file.
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <string>

#include "store/engine/census.h"
#include "tests/crash/promises.h"
#include "tests/crash/sweep.h"

namespace veil::tests {
namespace {

namespace fs = std::filesystem;

const Worker kWorker{"crash_engine_worker", {"200", "close"}};

TEST_CASE("a process killed anywhere loses nothing it acknowledged", "[crash][sweep]") {
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
