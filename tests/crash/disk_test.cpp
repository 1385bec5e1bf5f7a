// Real disks that are full, or read-only. Mounting needs root; without it these tests say so and
// stop.
#include <sys/mount.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <string>

#include "store/engine/rocksdb_engine.h"
#include "tests/crash/numbered_rows.h"
#include "tests/crash/promises.h"
#include "tests/crash/sweep.h"
#include "tests/temporary_folder.h"

namespace veil::tests {
namespace {

// A disk of its own, in memory.
class SmallDisk {
 public:
  explicit SmallDisk(const char* size) {
    const std::string options = std::string("mode=0700,size=") + size;
    mounted_ = ::mount("tmpfs", path().c_str(), "tmpfs", 0, options.c_str()) == 0;
    if (!mounted_) std::cout << "skipped: this account may not mount a disk\n";
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(path().c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool mounted() const noexcept { return mounted_; }
  const std::filesystem::path& path() const noexcept { return folder_.path(); }
  void resize(const char* size) {
    const std::string options = std::string("size=") + size;
    REQUIRE(::mount("tmpfs", path().c_str(), "tmpfs", MS_REMOUNT, options.c_str()) == 0);
  }
  void write_protect() {
    REQUIRE(::mount("tmpfs", path().c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) == 0);
  }

 private:
  TemporaryFolder folder_;
  bool mounted_ = false;
};

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
