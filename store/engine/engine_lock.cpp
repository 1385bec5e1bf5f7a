#include "store/engine/engine_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace veil::store {

Result<EngineLock> EngineLock::take(const std::filesystem::path& folder) {
  EngineLock lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (lock.file_ >= 0 && ::flock(lock.file_, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) {
    return fail(Code::Unavailable, "engine: open: the store is in use by another process");
  }
  return fail(Code::Unavailable,
              "engine: lock " + folder.string() + ": " + std::generic_category().message(errno));
}

EngineLock::~EngineLock() {
  if (file_ >= 0) ::close(file_);
}

EngineLock::EngineLock(EngineLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

}  // namespace veil::store
