#include "store/file.h"

#include <sys/resource.h>
#include <sys/stat.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <thread>

#include "tests/store/raw_file.h"
#include "tests/temporary_folder.h"

namespace veil::store {
namespace {

using tests::files_in;
using tests::got;
using tests::in_child;
using tests::put;
using tests::TemporaryFolder;

const Bytes kOld = {1, 2, 3};
const Bytes kNew = {4, 5, 6, 7};

unsigned mode_of(const std::filesystem::path& path) {
  struct stat status = {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

}  // namespace

TEST_CASE("a file is created once, for its owner only", "[file]") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "keys";
  REQUIRE(create_file(path, kOld));
  CHECK(got(path) == kOld);
  CHECK(mode_of(path) == 0600);
  CHECK(create_file(path, kNew).error().code == Code::Conflict);
  CHECK(got(path) == kOld);
  CHECK(create_file(folder.path() / "no" / "such", kNew).error().code == Code::NotFound);
}

TEST_CASE("a file is replaced, and nothing else is left", "[file]") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "pins";
  REQUIRE(replace_file(path, kOld));
  REQUIRE(replace_file(path, kNew));
  CHECK(got(path) == kNew);
  CHECK(mode_of(path) == 0600);
  CHECK(files_in(folder.path()) == 1);
  // A folder of that name cannot be replaced: the temporary file goes, too.
  std::filesystem::create_directory(folder.path() / "taken");
  CHECK(!replace_file(folder.path() / "taken", kNew));
  CHECK(files_in(folder.path()) == 2);
}

TEST_CASE("a symbolic link is not followed", "[file]") {
  const TemporaryFolder folder;
  put(folder.path() / "target", kOld);
  std::filesystem::create_symlink(folder.path() / "target", folder.path() / "link");
  std::filesystem::create_symlink(folder.path() / "absent", folder.path() / "dangling");
  CHECK(read_file(folder.path() / "link", 10).error().code == Code::Denied);
  CHECK(create_file(folder.path() / "link", kNew).error().code == Code::Conflict);
  CHECK(create_file(folder.path() / "dangling", kNew).error().code == Code::Conflict);
  CHECK(!std::filesystem::exists(folder.path() / "absent"));
  CHECK(overwrite_part(folder.path() / "link", 0, kNew).error().code == Code::Denied);
  REQUIRE(replace_file(folder.path() / "link", kNew));
  CHECK(!std::filesystem::is_symlink(folder.path() / "link"));
  CHECK(got(folder.path() / "target") == kOld);
}

TEST_CASE("reading tells what is there", "[file]") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "file";
  CHECK(read_file(path, 10).error().code == Code::NotFound);
  put(path, kNew);
  CHECK(read_file(path, 4)->bytes == kNew);
  CHECK(read_file(path, 3).error().code == Code::Corrupt);
  put(folder.path() / "empty", {});
  CHECK(read_file(folder.path() / "empty", 0)->bytes.empty());
  CHECK(read_file(folder.path(), 10).error().code == Code::Denied);
  REQUIRE(::mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
  CHECK(read_file(folder.path() / "pipe", 10).error().code == Code::Denied);
}

TEST_CASE("reading says who else can read", "[file]") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "file";
  REQUIRE(create_file(path, kOld));
  const auto flags = [&](mode_t mode) {
    REQUIRE(::chmod(path.c_str(), mode) == 0);
    const auto file = read_file(path, 10);
    REQUIRE(file);
    return std::pair(file->group_can_read, file->others_can_read);
  };
  CHECK(flags(0600) == std::pair(false, false));
  CHECK(flags(0640) == std::pair(true, false));
  CHECK(flags(0604) == std::pair(false, true));
}

TEST_CASE("a part is overwritten where bytes are, and only there", "[file]") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "slots";
  CHECK(overwrite_part(path, 0, kOld).error().code == Code::NotFound);
  put(path, Bytes(8, 9));
  REQUIRE(overwrite_part(path, 4, kNew));
  CHECK(got(path) == Bytes{9, 9, 9, 9, 4, 5, 6, 7});
  CHECK(overwrite_part(path, 5, kNew).error().code == Code::Corrupt);
  CHECK(got(path).size() == 8);
}

TEST_CASE("a disk that takes no more is told, and leaves no half file", "[file]") {
  const TemporaryFolder folder;
  // A limit on the size of files stands for the full disk: the write fails in the middle.
  CHECK(in_child([&] {
          std::signal(SIGXFSZ, SIG_IGN);
          const rlimit limit{100, 100};
          if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
          const Bytes large(200, 1);
          const auto created = create_file(folder.path() / "new", large);
          const auto replaced = replace_file(folder.path() / "other", large);
          const bool told = !created && created.error().code == Code::Unavailable && !replaced &&
                            replaced.error().code == Code::Unavailable;
          return told && files_in(folder.path()) == 0 ? 0 : 1;
        }) == 0);
}

TEST_CASE("a lock on a folder keeps others out", "[file]") {
  const TemporaryFolder folder;
  auto lock = FolderLock::take(folder.path());
  REQUIRE(lock);
  std::atomic<bool> entered = false;
  std::thread other([&] {
    const auto later = FolderLock::take(folder.path());
    entered = later.has_value();
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK(!entered);
  { const FolderLock released = std::move(*lock); }
  other.join();
  CHECK(entered);
  CHECK(FolderLock::take(folder.path() / "no").error().code == Code::NotFound);
}

}  // namespace veil::store
