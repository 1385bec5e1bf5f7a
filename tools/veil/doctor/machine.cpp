#include "tools/veil/doctor/machine.h"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/timex.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "store/engine/rocksdb_engine.h"

namespace veil::tools::doctor {
namespace {

namespace fs = std::filesystem;

// Passphrases and identities of a session at once, a page each; with room for as many again.
constexpr std::size_t kSecretsOfSession = 16;

// Whether the kernel really locks that much, whatever the limit says.
bool can_lock(std::size_t size) {
  void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return false;
  const bool locked = ::mlock(memory, size) == 0;
  ::munmap(memory, size);
  return locked;
}

std::string size_text(std::uint64_t bytes) {
  if (bytes >= std::uint64_t{1} << 20) return std::to_string(bytes >> 20) + " MiB";
  return std::to_string(bytes >> 10) + " KiB";
}

// The device-mapper's own word; the parts of a volume count if all of them are encrypted.
bool is_encrypted(const fs::path& device, int depth = 0) {
  std::ifstream file(device / "dm" / "uuid");
  std::string uuid;
  if (std::getline(file, uuid) && uuid.starts_with("CRYPT-")) return true;
  std::error_code error;
  bool any = false;
  constexpr int kDepthMax = 8;
  if (depth == kDepthMax) return false;
  for (const auto& part : fs::directory_iterator(device / "slaves", error)) {
    if (!is_encrypted(part.path(), depth + 1)) return false;
    any = true;
  }
  return any;
}

// "/dev/dm-1" or the disk under a swap file, as a folder of the kernel.
fs::path device_of(const std::string& name, const Kernel& kernel) {
  std::error_code error;
  struct stat is {};
  if (::stat(name.c_str(), &is) != 0) return kernel.sys / "class/block" / fs::path(name).filename();
  const dev_t device = S_ISBLK(is.st_mode) ? is.st_rdev : is.st_dev;
  return kernel.sys / "dev/block" /
         (std::to_string(major(device)) + ":" + std::to_string(minor(device)));
}

// The kernel writes a space in a name as \040.
std::string unescaped(const std::string& name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name.compare(i, 4, "\\040") == 0) {
      out += ' ';
      i += 3;
    } else {
      out += name[i];
    }
  }
  return out;
}

Finding library(const Console& console, const crypto::LibraryVersion& version) {
  const bool same = version.built_with == version.found;
  std::string what = version.name + " " + version.found;
  if (!same) {
    what = console.text("{} {}, but this program was built with {}", version.name, version.found,
                        version.built_with);
  }
  return {"libraries", same ? Grade::good : Grade::warn, std::move(what),
          same ? "" : "sudo apt-get install --reinstall libsodium23 librocksdb7.8"};
}

}  // namespace

Finding check_locked_memory(const Console& console) {
  const std::size_t need = kSecretsOfSession * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  rlimit limit{};
  ::getrlimit(RLIMIT_MEMLOCK, &limit);
  const std::string allowed =
      limit.rlim_cur == RLIM_INFINITY ? console.text("no limit") : size_text(limit.rlim_cur);
  if (can_lock(need)) {
    return {"locked memory", Grade::good,
            console.text("{} allowed, {} needed: passphrases and identities stay out of swap",
                         allowed, size_text(need)),
            ""};
  }
  return {"locked memory", Grade::warn,
          console.text("{} allowed, {} needed: passphrases and identities may be swapped out",
                       allowed, size_text(need)),
          "ulimit -l " + std::to_string(need >> 10)};
}

Finding check_core_dumps(const Console& console) {
  rlimit limit{};
  ::getrlimit(RLIMIT_CORE, &limit);
  const bool dumpable = ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0;
  if (!dumpable && limit.rlim_max == 0) {
    return {"core dumps", Grade::good,
            console.text("this program leaves no memory image when it fails, and no other "
                         "process of this account can look into it"),
            ""};
  }
  if (!dumpable) {
    return {"core dumps", Grade::warn,
            console.text("the limit for core files is not zero, though the program asks for it"),
            "ulimit -H -c 0"};
  }
  return {"core dumps", Grade::bad,
          console.text("a failure may write keys and values to a file, and other processes of "
                       "this account can look into memory"),
          "ulimit -H -c 0 && sudo sysctl -w fs.suid_dumpable=0"};
}

Findings check_swap(const Console& console, const Kernel& kernel) {
  std::ifstream file(kernel.proc / "swaps");
  std::string line;
  if (!std::getline(file, line)) {
    return {{"swap", Grade::warn, console.text("whether there is swap cannot be told"),
             "swapon --show"}};
  }
  Findings out;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string name;
    if (!(words >> name)) continue;
    name = unescaped(name);
    const bool memory = fs::path(name).filename().string().starts_with("zram");
    if (memory || is_encrypted(device_of(name, kernel))) {
      out.push_back(
          {"swap", Grade::good,
           console.text(memory ? "{} is compressed memory, not a disk" : "{} is encrypted", name),
           ""});
    } else {
      out.push_back({"swap", Grade::bad,
                     console.text("{} is not encrypted: keys of a session may be written to it "
                                  "and stay there",
                                  name),
                     "sudo swapoff " + shell_word(name)});
    }
  }
  if (out.empty()) out.push_back({"swap", Grade::good, console.text("there is none"), ""});
  return out;
}

Finding check_clock_source(const Console& console) {
  timex clock{};
  const int state = ::adjtimex(&clock);
  if (state >= 0 && state != TIME_ERROR && (clock.status & STA_UNSYNC) == 0) {
    return {"clock", Grade::good, console.text("kept by a time server"), ""};
  }
  return {"clock", Grade::warn,
          console.text("not kept by a time server: times in the log are only as right as this "
                       "clock"),
          "sudo timedatectl set-ntp true"};
}

Findings check_libraries(const Console& console) {
  return {library(console, crypto::sodium_version()), library(console, store::rocksdb_version())};
}

}  // namespace veil::tools::doctor
