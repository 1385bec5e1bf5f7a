// Whole stores, with sessions and a log, under a process that dies, or a disk that fails, at every
// call that changes a file.
#include <catch2/catch.hpp>
#include <csignal>

#include "tests/crash/vault_store.h"

namespace veil::tests {
namespace {

namespace fs = std::filesystem;

const Worker kWorker{"vault_worker", {"1", "200"}};
const Worker kLater{"vault_worker", {"201", "212"}};

TEST_CASE("no process killed anywhere has got an answer without its entry", "[crash][vault]") {
  const auto kind = GENERATE(FaultKind::kill, FaultKind::torn);
  const auto check = [&](const fs::path& folder, const Run& run, Fault fault) {
    Told told;
    told.note(run);
    if (fault.kind == FaultKind::none) {
      CHECK(told.answers() == 200);
      CHECK(told.refusals() == 0);
    } else if (fault.at % 3 == 0) {
      // Killed once more, early: while it recovers, or soon after.
      told.note(run_worker(kLater, folder, {kind, 1 + fault.at * 31 % 61}));
    }
    told.check(folder);
  };
  const auto totals = sweep(kWorker, kind, {copy_plan_store, check},
                            kind == FaultKind::kill ? kStride : 3 * kStride);
  CHECK(totals.struck * 10 > totals.runs * 9);
}

TEST_CASE("a disk that fails anywhere costs no answer, and is told as such", "[crash][vault]") {
  const auto kind = GENERATE(FaultKind::eio, FaultKind::enospc);
  std::uint64_t refusals = 0;
  const auto check = [&](const fs::path& folder, const Run& run, Fault) {
    CHECK((run.signal == 0 || run.signal == SIGABRT));  // an assertion of RocksDB
    Told told;
    told.note(run);
    refusals += told.refusals();
    told.check(folder);
  };
  const auto totals = sweep(kWorker, kind, {copy_plan_store, check}, 3 * kStride);
  CHECK(totals.struck * 10 > totals.runs * 9);
  CHECK(refusals > 0);
}

}  // namespace
}  // namespace veil::tests
