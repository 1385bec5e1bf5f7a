// A disk that is full or may only be read, and a store that another process has open.
#include <sys/mount.h>
#include <sys/statvfs.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <optional>

#include "tests/crash/vault_store.h"
#include "tests/temporary_folder.h"

namespace veil::tests {
namespace {

namespace fs = std::filesystem;

// A small disk of its own; only root can have one.
class SmallDisk {
 public:
  explicit SmallDisk(const char* size) {
    const std::string options = std::string("mode=700,size=") + size;
    mounted_ = ::mount("tmpfs", path().c_str(), "tmpfs", 0, options.c_str()) == 0;
    if (!mounted_) std::cout << "skipped: no mount (" << std::strerror(errno) << ")\n";
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(path().c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  explicit operator bool() const noexcept { return mounted_; }
  const fs::path& path() const noexcept { return folder_.path(); }
  bool make_readonly(bool readonly) {
    const unsigned long flags = MS_REMOUNT | (readonly ? std::uint64_t{MS_RDONLY} : 0U);
    return ::mount("tmpfs", path().c_str(), "tmpfs", flags, nullptr) == 0;
  }
  // Takes what is free but for `left` bytes.
  void fill(std::uint64_t left) {
    struct statvfs disk {};
    REQUIRE(::statvfs(path().c_str(), &disk) == 0);
    std::uint64_t room = std::uint64_t{disk.f_bavail} * disk.f_frsize;
    REQUIRE(room > left);
    std::ofstream out(path() / "ballast", std::ios::binary);
    const std::string block(std::size_t{64} << 10, 'x');
    for (; room > left + block.size(); room -= block.size()) out << block;
    REQUIRE(out.flush());
  }
  void empty() { fs::remove(path() / "ballast"); }

 private:
  TemporaryFolder folder_;
  bool mounted_ = false;
};

const Worker kBefore{"vault_worker", {"1", "60"}};
const Worker kDuring{"vault_worker", {"61", "70"}};
const Worker kAfter{"vault_worker", {"71", "120"}};

std::uint64_t answers_of(const Run& run) {
  std::uint64_t out = 0;
  for (const std::string& line : run.lines) {
    if (line.starts_with("ok ") || line.starts_with("enter ")) ++out;
  }
  return out;
}

// Nothing is answered during the trouble; afterwards all is there and work goes on.
template <class Begin, class End>
void check_trouble(const fs::path& folder, const Begin& begin, const End& end) {
  Told told;
  const Run before = run_worker(kBefore, folder, {});
  told.note(before);
  REQUIRE(before.exit_code == 0);
  begin();
  const Run during = run_worker(kDuring, folder, {});
  CAPTURE(during.complaints, during.signal);
  told.note(during);
  CHECK(during.exit_code == 1);
  CHECK(answers_of(during) == 0);
  CHECK(told.refusals() > 0);
  end();
  const Run after = run_worker(kAfter, folder, {});
  told.note(after);
  CHECK(after.exit_code == 0);
  told.check(folder);
}

TEST_CASE("a full disk answers nothing and costs nothing", "[crash][vault][disk]") {
  if (!sweeps_possible()) return;
  SmallDisk disk("300m");
  if (!disk) return;
  copy_plan_store(disk.path());
  SECTION("within the reserve") {
    check_trouble(
        disk.path(), [&] { disk.fill(std::uint64_t{8} << 20); }, [&] { disk.empty(); });
  }
  SECTION("to the last block") {
    check_trouble(
        disk.path(), [&] { disk.fill(0); }, [&] { disk.empty(); });
  }
}

TEST_CASE("a disk that fills up under an open store answers nothing more", "[crash][vault][disk]") {
  SmallDisk disk("300m");
  if (!disk) return;
  copy_plan_store(disk.path());
  {
    const auto vault = open_in(disk.path());
    REQUIRE(vault);
    const auto who = identity_in(disk.path(), "lin");
    REQUIRE(who);
    const auto handler = store::Session::enter(**vault, *who, {"handler", "work", std::nullopt});
    REQUIRE(handler);
    const auto page = (*handler)->list({});
    REQUIRE(page);
    const store::RecordId id = page->records.at(0).id;
    disk.fill(std::uint64_t{1} << 20);
    const auto read = (*handler)->read(id, {});
    REQUIRE(!read);
    CHECK(read.error().code == Code::Unavailable);
    const auto listed = (*handler)->list({});
    REQUIRE(!listed);
    CHECK(listed.error().code == Code::Unavailable);
    const auto written = (*handler)->amend(id, amendment((*handler)->policy(), 1));
    REQUIRE(!written);
    CHECK(written.error().code == Code::Unavailable);
    disk.empty();
  }
  Told().check(disk.path());
}

TEST_CASE("a disk that may only be read answers nothing and costs nothing",
          "[crash][vault][disk]") {
  if (!sweeps_possible()) return;
  SmallDisk disk("300m");
  if (!disk) return;
  copy_plan_store(disk.path());
  check_trouble(
      disk.path(), [&] { REQUIRE(disk.make_readonly(true)); },
      [&] { REQUIRE(disk.make_readonly(false)); });
}

TEST_CASE("a second process is sent away, and harms nothing", "[crash][vault][disk]") {
  if (!sweeps_possible()) return;
  const TemporaryFolder folder(memory_root());
  copy_plan_store(folder.path());
  std::optional<Result<std::unique_ptr<store::Vault>>> first;
  check_trouble(
      folder.path(),
      [&] {
        first = open_in(folder.path());
        REQUIRE(*first);
      },
      [&] {
        REQUIRE((**first)->close());
        first.reset();
      });
}

}  // namespace
}  // namespace veil::tests
