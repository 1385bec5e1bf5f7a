// Real disks that are full, or read-only.
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <string>

#include "store/engine/rocksdb_engine.h"
#include "tests/crash/numbered_rows.h"
#include "tests/crash/promises.h"
#include "tests/crash/small_disk.h"
#include "tests/crash/sweep.h"

namespace veil::tests {
namespace {

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;

store::RocksdbOptions small(const std::filesystem::path& folder, std::uint64_t reserve) {
  return {.directory = folder / "store",
          .create = true,
          .write_buffer = std::size_t{64} << 10,
          .reserve = reserve};
}

TEST_CASE("a store on a full disk refuses, reads, and goes on when there is room",
          "[crash][disk]") {
  SmallDisk disk("8m");
  if (!disk.mounted()) return;
  const auto engine = store::open_rocksdb(small(disk.path(), 3 * kMiB));
  REQUIRE(engine);
  constexpr std::uint64_t kMany = 100000;
  std::uint64_t next = 1;
  auto outcome = commit_numbered(**engine, next);
  while (outcome && *outcome == store::Outcome::committed && next < kMany) {
    outcome = commit_numbered(**engine, ++next);
  }
  REQUIRE_FALSE(outcome);
  CHECK(outcome.error().code == Code::Unavailable);
  CHECK(outcome.error().message.find("disk full") != std::string::npos);
  CHECK(next > 100);
  CHECK(numbered_state(**engine) == next - 1);
  disk.resize("32m");
  CHECK(commit_numbered(**engine, next) == store::Outcome::committed);
  CHECK(numbered_state(**engine) == next);
}

TEST_CASE("a disk that fills to the last byte costs nothing that was acknowledged",
          "[crash][disk]") {
  const auto* size = GENERATE("2m", "3m", "5m");
  SmallDisk disk(size);
  if (!disk.mounted()) return;
  const Run run = run_worker({"crash_engine_worker", {"100000", "close"}}, disk.path(), {});
  CAPTURE(run.exit_code, run.signal, run.complaints);
  CHECK_FALSE(run.too_long);
  CHECK((run.signal == SIGABRT || run.exit_code == 1));
  Promises promises;
  promises.note(run);
  CHECK(promises.acknowledged > 50);
  disk.resize("64m");
  check_left(disk.path(), promises);
}

TEST_CASE("a read-only disk can be read, and says why it cannot be written", "[crash][disk]") {
  SmallDisk disk("16m");
  if (!disk.mounted()) return;
  {
    const auto engine = store::open_rocksdb(small(disk.path(), 0));
    REQUIRE(engine);
    for (std::uint64_t i = 1; i <= 30; ++i) {
      REQUIRE(commit_numbered(**engine, i) == store::Outcome::committed);
    }
  }
  disk.write_protect();
  const auto engine = store::open_rocksdb(small(disk.path(), 0));
  REQUIRE_FALSE(engine);
  CHECK(engine.error().code == Code::Unavailable);
  CHECK(engine.error().message.find("ead-only") != std::string::npos);
  const auto reader = store::open_rocksdb_readonly(disk.path() / "store");
  REQUIRE(reader);
  CHECK(numbered_state(**reader) == 30);
}

}  // namespace
}  // namespace veil::tests
