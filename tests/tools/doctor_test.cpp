// Each fault is made, as far as the account may, and must be named.
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include <catch2/catch.hpp>

#include "store/engine/rocksdb_engine.h"
#include "tests/temporary_folder.h"
#include "tools/veil/doctor/disk.h"
#include "tools/veil/doctor/machine.h"
#include "tools/veil/doctor/places.h"
#include "tools/veil/process.h"

namespace veil::tools::doctor {
namespace {

namespace fs = std::filesystem;

// Runs `check` in a child of its own, which may change what it likes of itself.
template <class Check>
int in_child(Check check) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(static_cast<int>(check()));
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

const Finding* find(const Findings& findings, std::string_view check, Grade grade) {
  const auto at = std::find_if(findings.begin(), findings.end(), [&](const Finding& one) {
    return one.check == check && one.grade == grade;
  });
  return at == findings.end() ? nullptr : &*at;
}

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

}  // namespace

TEST_CASE("too little lockable memory is named", "[tools][doctor][processes]") {
  const Console console;
  CHECK(in_child([&] {
          if (::geteuid() == 0 && ::setresuid(65534, 65534, 65534) != 0) return 99;
          const rlimit little = {4096, 4096};
          if (::setrlimit(RLIMIT_MEMLOCK, &little) != 0) return 98;
          const Finding finding = check_locked_memory(console);
          return finding.grade == Grade::warn && finding.mend.starts_with("ulimit -l") ? 0 : 1;
        }) == 0);
}

TEST_CASE("a process that may be dumped is named, a hardened one is good",
          "[tools][doctor][processes]") {
  const Console console;
  CHECK(in_child([&] {
          ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
          return check_core_dumps(console).grade == Grade::bad ? 0 : 1;
        }) == 0);
  CHECK(in_child([&] {
          harden_process();
          return check_core_dumps(console).grade == Grade::good ? 0 : 1;
        }) == 0);
}

// Swap can be switched on by root only, and not in every container: so the kernel's files are
// written here as it writes them, and only the verdict is ours.
TEST_CASE("swap is good if every part of it is encrypted or memory", "[tools][doctor]") {
  struct Case {
    const char* why;
    const char* uuid;   // of the swap device
    const char* slave;  // uuid of the device below; null: none
    Grade grade;
  };
  const auto row = GENERATE(values<Case>({
      {"a bare partition", nullptr, nullptr, Grade::bad},
      {"an encrypted volume", "CRYPT-LUKS2-aa", nullptr, Grade::good},
      {"a plain volume", "LVM-aa", nullptr, Grade::bad},
      {"a volume on an encrypted disk", "LVM-aa", "CRYPT-LUKS2-bb", Grade::good},
      {"a volume on a plain volume", "LVM-aa", "LVM-bb", Grade::bad},
  }));
  CAPTURE(row.why);
  const tests::TemporaryFolder folder;
  const fs::path device = folder.path() / "sys/class/block/dm-7";
  fs::create_directories(device);
  if (row.uuid != nullptr) write(device / "dm/uuid", std::string(row.uuid) + "\n");
  if (row.slave != nullptr) {
    write(folder.path() / "sys/below/dm/uuid", std::string(row.slave) + "\n");
    fs::create_directories(device / "slaves");
    fs::create_directory_symlink(folder.path() / "sys/below", device / "slaves/dm-3");
  }
  write(folder.path() / "proc/swaps",
        "Filename\tType\tSize\tUsed\tPriority\n/nowhere/dm-7 partition 8 0 -2\n");
  const Console console;
  const auto findings = check_swap(console, {folder.path() / "proc", folder.path() / "sys"});
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().grade == row.grade);
  CHECK(findings.front().mend == (row.grade == Grade::bad ? "sudo swapoff /nowhere/dm-7" : ""));
}

TEST_CASE("swap: none, memory, a file with a space in its name, and no answer", "[tools][doctor]") {
  const tests::TemporaryFolder folder;
  const Kernel kernel{folder.path() / "proc", folder.path() / "sys"};
  const Console console;
  CHECK(check_swap(console, kernel).front().grade == Grade::warn);
  write(kernel.proc / "swaps", "Filename\tType\n");
  CHECK(check_swap(console, kernel).front().grade == Grade::good);
  write(kernel.proc / "swaps",
        "Filename\tType\n/dev/zram0 partition 8 0 100\n/swap\\040file file 8 0 -3\n");
  const auto findings = check_swap(console, kernel);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].grade == Grade::good);
  CHECK(findings[1].grade == Grade::bad);
  CHECK(findings[1].mend == "sudo swapoff '/swap file'");
}

TEST_CASE("libraries are the ones that the program was built with", "[tools][doctor]") {
  const Console console;
  const Findings findings = check_libraries(console);
  REQUIRE(findings.size() == 2);
  for (const Finding& finding : findings) CHECK(finding.grade == Grade::good);
  CHECK(findings[0].what.starts_with("libsodium 1."));
  CHECK(findings[1].what.starts_with("RocksDB "));
}

TEST_CASE("room on the disk is measured by what the engine keeps free", "[tools][doctor]") {
  const std::uint64_t reserve = store::reserve_of({});
  CHECK(reserve >= std::uint64_t{64} << 20);
  CHECK(grade_of_room(0) == Grade::bad);
  CHECK(grade_of_room(reserve) == Grade::bad);
  CHECK(grade_of_room(reserve + 1) == Grade::warn);
  CHECK(grade_of_room(100 * reserve) == Grade::good);
}

TEST_CASE("file systems that may lose what was synced are named", "[tools][doctor]") {
  const Console console;
  CHECK(doubtful_file_system(0xEF53) == nullptr);  // ext4
  CHECK(std::string(doubtful_file_system(0x01021994)->name) == "tmpfs");
  CHECK(std::string(doubtful_file_system(0x6969)->name) == "NFS");
  struct stat is {};
  if (::stat("/dev/shm", &is) != 0 || ::access("/dev/shm", W_OK) != 0) {
    WARN("no memory file system here: its naming is not tried on a real one");
    return;
  }
  const Findings findings = check_disk(console, "/dev/shm");
  const Finding* named = find(findings, "file system", Grade::warn);
  REQUIRE(named != nullptr);
  CHECK(named->what.find("tmpfs") != std::string::npos);
}

TEST_CASE("a file of another account is named", "[tools][doctor]") {
  if (::geteuid() != 0) {
    WARN("only root can give a file away: not tried");
    return;
  }
  const tests::TemporaryFolder folder;
  const Console console;
  Places places;
  places.identity = (folder.path() / "zhou.age").string();
  write(places.identity, "x");
  fs::permissions(places.identity, fs::perms::owner_read | fs::perms::owner_write);
  REQUIRE(::chown(places.identity.c_str(), 65534, 65534) == 0);
  const Finding* named = find(check_places(console, places, 0), "identity", Grade::warn);
  CHECK(named != nullptr);
}

TEST_CASE("a path is a word of the shell whatever it holds", "[tools][doctor]") {
  const auto path = GENERATE(values<std::string>({"a b", "it's", "$(x)", "`x`", "\"q\"", "a\\b",
                                                  "*", "-rf", "数据库", "a;b", "", "~x", "a\nb"}));
  CAPTURE(path);
  const tests::TemporaryFolder folder;
  const std::string out = (folder.path() / "out").string();
  const std::string command = "printf %s " + shell_word(path) + " > '" + out + "'";
  REQUIRE(std::system(command.c_str()) == 0);  // NOLINT(cert-env33-c,concurrency-mt-unsafe)
  std::ifstream file(out);
  const std::string read{std::istreambuf_iterator<char>(file), {}};
  CHECK(read == (path == "-rf" ? "./-rf" : path));
}

}  // namespace veil::tools::doctor
