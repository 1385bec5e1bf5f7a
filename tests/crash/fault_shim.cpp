// tests/crash/fault_shim.cpp: a library to be preloaded into a program, which makes the disk fail.
// It counts the system calls that change something below VEIL_FAULT_DIR and at the one numbered
// VEIL_FAULT_AT (from 1; 0 or unset: never) does what VEIL_FAULT_KIND says:
//   kill    the process dies instead of the call
//   torn    the same, but the first half of what was to be written is written
//   eio     that one call fails with EIO and does nothing
//   enospc  that call and every later one that needs room fails with ENOSPC
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
#include <string_view>

namespace {

enum class Kind { none, kill, torn, eio, enospc };
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

bool below_at(int folder, const char* path) {
  if (path[0] == '/') return below(path);
  char link[64];
  std::snprintf(link, sizeof link, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d",
                folder);
  char target[PATH_MAX] = {};
  return ::readlink(link, target, sizeof target - 1) > 0 && below(target);
}

bool below_file(int file) {
  char link[64];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  char target[PATH_MAX] = {};
  const int kept = errno;
  const bool found = ::readlink(link, target, sizeof target - 1) > 0;
  errno = kept;
  return found && below(target);
}

[[noreturn]] void die() {
  ::kill(::getpid(), SIGKILL);
  for (;;) ::pause();
}

// What becomes of a call: it goes ahead, or fails, or (torn) is to be done by half and then die.
enum class Fate { go, fail, half };

Fate fate_of(bool counts, Need need) {
  if (!counts) return Fate::go;
  Plan& now = plan();
  const std::uint64_t number = now.count->fetch_add(1) + 1;
  if (now.at == 0 || number < now.at) return Fate::go;
  if (now.kind == Kind::enospc && need == Need::room) {
    errno = ENOSPC;
    return Fate::fail;
  }
  if (number != now.at) return Fate::go;
  if (now.kind == Kind::kill) die();
  if (now.kind == Kind::torn) return Fate::half;
  if (now.kind != Kind::eio) return Fate::go;
  errno = EIO;
  return Fate::fail;
}

// For calls that cannot be done by half.
bool goes(bool counts, Need need = Need::nothing) {
  const Fate fate = fate_of(counts, need);
  if (fate == Fate::half) die();
  return fate == Fate::go;
}

bool creates(int flags) {
  return (flags & (O_CREAT | O_TRUNC)) != 0;
}

mode_t mode_of(int flags, va_list arguments) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

}  // namespace

extern "C" {

ssize_t write(int file, const void* bytes, size_t size) {
  const Fate fate = fate_of(below_file(file), Need::room);
  if (fate == Fate::fail) return -1;
  if (fate == Fate::go) return real(::write, "write")(file, bytes, size);
  real(::write, "write")(file, bytes, size / 2);
  die();
}

ssize_t pwrite(int file, const void* bytes, size_t size, off_t at) {
  const Fate fate = fate_of(below_file(file), Need::room);
  if (fate == Fate::fail) return -1;
  if (fate == Fate::go) return real(::pwrite, "pwrite")(file, bytes, size, at);
  real(::pwrite, "pwrite")(file, bytes, size / 2, at);
  die();
}

ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
  return pwrite(file, bytes, size, at);
}

ssize_t writev(int file, const struct iovec* parts, int count) {
  const Fate fate = fate_of(below_file(file), Need::room);
  if (fate == Fate::fail) return -1;
  if (fate == Fate::go) return real(::writev, "writev")(file, parts, count);
  real(::writev, "writev")(file, parts, count / 2);
  die();
}

int fsync(int file) {
  return goes(below_file(file)) ? real(::fsync, "fsync")(file) : -1;
}
int fdatasync(int file) {
  return goes(below_file(file)) ? real(::fdatasync, "fdatasync")(file) : -1;
}
int sync_file_range(int file, off64_t at, off64_t size, unsigned flags) {
  return goes(below_file(file)) ? real(::sync_file_range, "sync_file_range")(file, at, size, flags)
                                : -1;
}

int ftruncate(int file, off_t size) noexcept {
  return goes(below_file(file)) ? real(::ftruncate, "ftruncate")(file, size) : -1;
}
int ftruncate64(int file, off64_t size) noexcept {
  return ftruncate(file, size);
}

int truncate(const char* path, off_t size) noexcept {
  return goes(below_at(AT_FDCWD, path)) ? real(::truncate, "truncate")(path, size) : -1;
}

int fallocate(int file, int mode, off_t at, off_t size) {
  return goes(below_file(file), Need::room) ? real(::fallocate, "fallocate")(file, mode, at, size)
                                            : -1;
}
int fallocate64(int file, int mode, off64_t at, off64_t size) {
  return fallocate(file, mode, at, size);
}

int rename(const char* from, const char* to) noexcept {
  return goes(below_at(AT_FDCWD, to)) ? real(::rename, "rename")(from, to) : -1;
}
int renameat(int from_folder, const char* from, int to_folder, const char* to) noexcept {
  return goes(below_at(to_folder, to))
             ? real(::renameat, "renameat")(from_folder, from, to_folder, to)
             : -1;
}
int renameat2(int from_folder, const char* from, int to_folder, const char* to,
              unsigned flags) noexcept {
  return goes(below_at(to_folder, to))
             ? real(::renameat2, "renameat2")(from_folder, from, to_folder, to, flags)
             : -1;
}
int link(const char* from, const char* to) noexcept {
  return goes(below_at(AT_FDCWD, to), Need::room) ? real(::link, "link")(from, to) : -1;
}
int linkat(int from_folder, const char* from, int to_folder, const char* to, int flags) noexcept {
  return goes(below_at(to_folder, to), Need::room)
             ? real(::linkat, "linkat")(from_folder, from, to_folder, to, flags)
             : -1;
}

int unlink(const char* path) noexcept {
  return goes(below_at(AT_FDCWD, path)) ? real(::unlink, "unlink")(path) : -1;
}
int unlinkat(int folder, const char* path, int flags) noexcept {
  return goes(below_at(folder, path)) ? real(::unlinkat, "unlinkat")(folder, path, flags) : -1;
}

int remove(const char* path) noexcept {
  return goes(below_at(AT_FDCWD, path)) ? real(::remove, "remove")(path) : -1;
}
int rmdir(const char* path) noexcept {
  return goes(below_at(AT_FDCWD, path)) ? real(::rmdir, "rmdir")(path) : -1;
}

int mkdir(const char* path, mode_t mode) noexcept {
  return goes(below_at(AT_FDCWD, path), Need::room) ? real(::mkdir, "mkdir")(path, mode) : -1;
}

int openat(int folder, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  if (!goes(creates(flags) && below_at(folder, path), Need::room)) return -1;
  return real(::openat, "openat")(folder, path, flags, mode);
}

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  if (!goes(creates(flags) && below_at(AT_FDCWD, path), Need::room)) return -1;
  return real(::open, "open")(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open(path, flags, mode);
}

int openat64(int folder, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return openat(folder, path, flags, mode);
}

}  // extern "C"
