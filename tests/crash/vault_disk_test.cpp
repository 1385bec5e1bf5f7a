// A disk that is full or may only be read, and a store that another process has open.
#include <catch2/catch.hpp>
#include <fstream>
#include <optional>

#include "tests/crash/small_disk.h"
#include "tests/crash/vault_store.h"
#include "tests/temporary_folder.h"

namespace veil::tests {
namespace {

namespace fs = std::filesystem;

// Takes what is free but for `left` bytes; gone with the file.
fs::path ballast(const fs::path& folder) {
  return folder / "ballast";
}
void fill(const fs::path& folder, std::uint64_t left) {
  const std::uint64_t room = fs::space(folder).available;
  REQUIRE(room > left);
  const std::string block(std::size_t{64} << 10, 'x');
  std::ofstream out(ballast(folder), std::ios::binary);
  for (std::uint64_t i = 0; i < (room - left) / block.size(); ++i) out << block;
  REQUIRE(out.flush());
}
void make_room(const fs::path& folder) {
  fs::remove(ballast(folder));
}

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
  SmallDisk disk("300m");
  if (!disk.mounted()) return;
  copy_plan_store(disk.path());
  SECTION("within the reserve") {
    check_trouble(
        disk.path(), [&] { fill(disk.path(), std::uint64_t{8} << 20); },
        [&] { make_room(disk.path()); });
  }
  SECTION("to the last block") {
    check_trouble(
        disk.path(), [&] { fill(disk.path(), 0); }, [&] { make_room(disk.path()); });
  }
}

TEST_CASE("a disk that fills up under an open store answers nothing more", "[crash][vault][disk]") {
  SmallDisk disk("300m");
  if (!disk.mounted()) return;
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
    fill(disk.path(), std::uint64_t{1} << 20);
    const auto read = (*handler)->read(id, {});
    REQUIRE(!read);
    CHECK(read.error().code == Code::Unavailable);
    const auto listed = (*handler)->list({});
    REQUIRE(!listed);
    CHECK(listed.error().code == Code::Unavailable);
    const auto written = (*handler)->amend(id, amendment((*handler)->policy(), 1));
    REQUIRE(!written);
    CHECK(written.error().code == Code::Unavailable);
    make_room(disk.path());
  }
  Told().check(disk.path());
}

TEST_CASE("a disk that may only be read answers nothing and costs nothing",
          "[crash][vault][disk]") {
  SmallDisk disk("300m");
  if (!disk.mounted()) return;
  copy_plan_store(disk.path());
  check_trouble(
      disk.path(), [&] { disk.write_protect(); }, [&] { disk.allow_writing(); });
}

TEST_CASE("a second process is sent away, and harms nothing", "[crash][vault][disk]") {
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
