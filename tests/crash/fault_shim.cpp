// tests/crash/fault_shim.cpp: a library to be preloaded into a program, which makes the disk fail.
// It counts the system calls that change something below VEIL_FAULT_DIR and at the one numbered
// VEIL_FAULT_AT (from 1; 0 or unset: never) does what VEIL_FAULT_KIND says:
//   kill    the process dies instead of the call
//   torn    the same, but the first half of what was to be written is written
//   eio     that one call fails with EIO and does nothing
//   enospc  that call and every later one that needs room fails with ENOSPC
//   power   instead of the call, all that was not synced is taken back (power_cut.h) and the
//   process
//           dies; at every other point the first half of each file's unsynced end is kept
// VEIL_FAULT_COUNT names a file of 8 bytes that holds the count at every moment, so that it is
// known however the process ends.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "tests/crash/power_cut.h"

namespace {

using veil::tests::PowerCut;

enum class Kind { none, kill, torn, eio, enospc, power };
enum class Need { room, nothing };

struct Plan {
  char folder[PATH_MAX] = {};
  std::uint64_t at = 0;
  Kind kind = Kind::none;
  std::atomic<std::uint64_t> own_count{0};
  std::atomic<std::uint64_t>* count = &own_count;
};

// The function of that name behind ours; the first argument only lends its type.
template <class Function>
Function* real(Function* /*ours*/, const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

Kind kind_of(std::string_view word) {
  if (word == "kill") return Kind::kill;
  if (word == "torn") return Kind::torn;
  if (word == "eio") return Kind::eio;
  if (word == "enospc") return Kind::enospc;
  if (word == "power") return Kind::power;
  return Kind::none;
}

const char* setting(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets any
  return value != nullptr ? value : "";
}

Plan* make_plan() {
  static Plan plan;
  std::snprintf(plan.folder, sizeof plan.folder, "%s", setting("VEIL_FAULT_DIR"));
  plan.at = std::strtoull(setting("VEIL_FAULT_AT"), nullptr, 10);
  plan.kind = kind_of(setting("VEIL_FAULT_KIND"));
  if (const char* file = setting("VEIL_FAULT_COUNT"); *file != '\0') {
    const int handle = real(::open, "open")(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (handle >= 0 && real(::ftruncate, "ftruncate")(handle, sizeof(std::uint64_t)) == 0) {
      void* at =
          ::mmap(nullptr, sizeof(std::uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED, handle, 0);
      if (at != MAP_FAILED) plan.count = static_cast<std::atomic<std::uint64_t>*>(at);
    }
    if (handle >= 0) ::close(handle);
  }
  return &plan;
}

Plan& plan() {
  static Plan* const made = make_plan();
  return *made;
}

bool below(const char* path) {
  const std::size_t size = std::strlen(plan().folder);
  if (size == 0 || std::strncmp(path, plan().folder, size) != 0) return false;
  return path[size] == '/' || path[size] == '\0';
}

std::string target_of(const char* link) {
  char target[PATH_MAX] = {};
  const int kept = errno;
  const bool found = ::readlink(link, target, sizeof target - 1) > 0;
  errno = kept;
  return found ? target : "";
}

std::string path_of(int file) {
  char link[64];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  return target_of(link);
}

std::string path_of(int folder, const char* path) {
  if (path[0] == '/') return path;
  return (folder == AT_FDCWD ? target_of("/proc/self/cwd") : path_of(folder)) + "/" + path;
}

[[noreturn]] void die() {
  ::kill(::getpid(), SIGKILL);
  for (;;) ::pause();
}

// What becomes of a call: it goes ahead, or fails, or (torn) is to be done by half and then die.
enum class Fate { go, fail, half };

// One call on `path`: counted if it is below the folder, and given its fate. In a run that ends in
// a cut of power calls go one by one, so that what is remembered is what happened.
class Turn {
 public:
  explicit Turn(std::string path, Need need = Need::nothing) : path_(std::move(path)) {
    if (!below(path_.c_str())) return;
    if (plan().kind == Kind::power) lock_ = std::unique_lock(mutex());
    fate_ = decide(need);
  }

  Fate fate() const noexcept { return fate_; }
  // For calls that cannot be done by half.
  bool goes() const {
    if (fate_ == Fate::half) die();
    return fate_ == Fate::go;
  }
  const std::string& path() const noexcept { return path_; }
  // To be told what the call changes, or nothing.
  PowerCut* memory() const { return lock_.owns_lock() ? &cut() : nullptr; }

 private:
  static std::mutex& mutex() {
    static std::mutex one;
    return one;
  }
  static PowerCut& cut() {
    static auto* const one = new PowerCut;
    return *one;
  }

  static Fate decide(Need need) {
    Plan& now = plan();
    const std::uint64_t number = now.count->fetch_add(1) + 1;
    if (now.at == 0 || number < now.at) return Fate::go;
    if (now.kind == Kind::enospc && need == Need::room) {
      errno = ENOSPC;
      return Fate::fail;
    }
    if (number != now.at) return Fate::go;
    if (now.kind == Kind::power) cut().take_back(number % 2 == 0);
    if (now.kind == Kind::power || now.kind == Kind::kill) die();
    if (now.kind == Kind::torn) return Fate::half;
    if (now.kind != Kind::eio) return Fate::go;
    errno = EIO;
    return Fate::fail;
  }

  std::string path_;
  Fate fate_ = Fate::go;
  std::unique_lock<std::mutex> lock_;
};

void will_write(const Turn& turn, int file, off_t at, size_t size) {
  if (turn.memory() == nullptr) return;
  const bool appends = (::fcntl(file, F_GETFL) & O_APPEND) != 0;
  if (at < 0) at = ::lseek(file, 0, appends ? SEEK_END : SEEK_CUR);
  turn.memory()->writes(turn.path(), at, size);
}

int did_sync(const Turn& turn, int file, int result) {
  struct stat facts {};
  if (turn.memory() == nullptr || result != 0 || ::fstat(file, &facts) != 0) return result;
  if (S_ISDIR(facts.st_mode)) {
    turn.memory()->synced_folder(turn.path());
  } else {
    turn.memory()->synced_file(turn.path());
  }
  return result;
}

int did_cut(const Turn& turn, off_t size, int result) {
  if (turn.memory() != nullptr && result == 0) turn.memory()->cut_to(turn.path(), size);
  return result;
}

void will_rename(const Turn& turn, const std::string& from) {
  if (turn.memory() != nullptr) turn.memory()->renames(from, turn.path());
}

int did_create(const Turn& turn, int result) {
  if (turn.memory() != nullptr && result >= 0) turn.memory()->created(turn.path());
  return result;
}

int did_remove(const Turn& turn, int result) {
  if (turn.memory() != nullptr && result == 0) turn.memory()->removed(turn.path());
  return result;
}

bool creates(int flags) {
  return (flags & (O_CREAT | O_TRUNC)) != 0;
}

mode_t mode_of(int flags, va_list arguments) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

int open_file(int folder, const char* path, int flags, mode_t mode) {
  if (!creates(flags)) return real(::openat, "openat")(folder, path, flags, mode);
  const Turn turn(path_of(folder, path), Need::room);
  if (!turn.goes()) return -1;
  struct stat facts {};
  const bool fresh = ::lstat(turn.path().c_str(), &facts) != 0;
  const int file = real(::openat, "openat")(folder, path, flags, mode);
  return fresh ? did_create(turn, file) : file;
}

}  // namespace

extern "C" {

ssize_t write(int file, const void* bytes, size_t size) {
  const Turn turn(path_of(file), Need::room);
  if (turn.fate() == Fate::fail) return -1;
  will_write(turn, file, -1, size);
  if (turn.fate() == Fate::go) return real(::write, "write")(file, bytes, size);
  real(::write, "write")(file, bytes, size / 2);
  die();
}

ssize_t pwrite(int file, const void* bytes, size_t size, off_t at) {
  const Turn turn(path_of(file), Need::room);
  if (turn.fate() == Fate::fail) return -1;
  will_write(turn, file, at, size);
  if (turn.fate() == Fate::go) return real(::pwrite, "pwrite")(file, bytes, size, at);
  real(::pwrite, "pwrite")(file, bytes, size / 2, at);
  die();
}

ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
  return pwrite(file, bytes, size, at);
}

ssize_t writev(int file, const struct iovec* parts, int count) {
  const Turn turn(path_of(file), Need::room);
  if (turn.fate() == Fate::fail) return -1;
  size_t size = 0;
  for (int i = 0; i < count; ++i) size += parts[i].iov_len;
  will_write(turn, file, -1, size);
  if (turn.fate() == Fate::go) return real(::writev, "writev")(file, parts, count);
  real(::writev, "writev")(file, parts, count / 2);
  die();
}

int fsync(int file) {
  const Turn turn(path_of(file));
  return turn.goes() ? did_sync(turn, file, real(::fsync, "fsync")(file)) : -1;
}
int fdatasync(int file) {
  const Turn turn(path_of(file));
  return turn.goes() ? did_sync(turn, file, real(::fdatasync, "fdatasync")(file)) : -1;
}
// Promises nothing about a cut of power.
int sync_file_range(int file, off64_t at, off64_t size, unsigned flags) {
  const Turn turn(path_of(file));
  return turn.goes() ? real(::sync_file_range, "sync_file_range")(file, at, size, flags) : -1;
}

int ftruncate(int file, off_t size) noexcept {
  const Turn turn(path_of(file));
  return turn.goes() ? did_cut(turn, size, real(::ftruncate, "ftruncate")(file, size)) : -1;
}
int ftruncate64(int file, off64_t size) noexcept {
  return ftruncate(file, size);
}
int truncate(const char* path, off_t size) noexcept {
  const Turn turn(path_of(AT_FDCWD, path));
  return turn.goes() ? did_cut(turn, size, real(::truncate, "truncate")(path, size)) : -1;
}

int fallocate(int file, int mode, off_t at, off_t size) {
  const Turn turn(path_of(file), Need::room);
  return turn.goes() ? real(::fallocate, "fallocate")(file, mode, at, size) : -1;
}
int fallocate64(int file, int mode, off64_t at, off64_t size) {
  return fallocate(file, mode, at, size);
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to,
              unsigned flags) noexcept {
  const Turn turn(path_of(to_folder, to));
  if (!turn.goes()) return -1;
  will_rename(turn, path_of(from_folder, from));
  return real(::renameat2, "renameat2")(from_folder, from, to_folder, to, flags);
}
int renameat(int from_folder, const char* from, int to_folder, const char* to) noexcept {
  return renameat2(from_folder, from, to_folder, to, 0);
}
int rename(const char* from, const char* to) noexcept {
  return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int linkat(int from_folder, const char* from, int to_folder, const char* to, int flags) noexcept {
  const Turn turn(path_of(to_folder, to), Need::room);
  if (!turn.goes()) return -1;
  const int result = real(::linkat, "linkat")(from_folder, from, to_folder, to, flags);
  if (turn.memory() != nullptr && result == 0) {
    turn.memory()->linked(path_of(from_folder, from), turn.path());
  }
  return result;
}
int link(const char* from, const char* to) noexcept {
  return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlinkat(int folder, const char* path, int flags) noexcept {
  const Turn turn(path_of(folder, path));
  return turn.goes() ? did_remove(turn, real(::unlinkat, "unlinkat")(folder, path, flags)) : -1;
}
int unlink(const char* path) noexcept {
  return unlinkat(AT_FDCWD, path, 0);
}
int rmdir(const char* path) noexcept {
  return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}
int remove(const char* path) noexcept {
  const Turn turn(path_of(AT_FDCWD, path));
  return turn.goes() ? did_remove(turn, real(::remove, "remove")(path)) : -1;
}

int mkdir(const char* path, mode_t mode) noexcept {
  const Turn turn(path_of(AT_FDCWD, path), Need::room);
  return turn.goes() ? did_create(turn, real(::mkdir, "mkdir")(path, mode)) : -1;
}

int openat(int folder, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_file(folder, path, flags, mode);
}

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_file(AT_FDCWD, path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_file(AT_FDCWD, path, flags, mode);
}

int openat64(int folder, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_file(folder, path, flags, mode);
}

}  // extern "C"
