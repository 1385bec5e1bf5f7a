#include "store/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "crypto/secret.h"

namespace veil::store {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) noexcept : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  bool ok() const noexcept { return number_ >= 0; }
  int number() const noexcept { return number_; }

 private:
  int number_;
};

int retried(const auto& call) {
  int out = call();
  while (out < 0 && errno == EINTR) out = call();
  return out;
}

tl::unexpected<Error> system_fault(const char* doing, const std::filesystem::path& path) {
  const int fault = errno;
  Code code = Code::Unavailable;
  if (fault == ENOENT || fault == ENOTDIR) code = Code::NotFound;
  if (fault == EEXIST) code = Code::Conflict;
  if (fault == EACCES || fault == EPERM || fault == ELOOP) code = Code::Denied;
  const std::string why =
      fault == ELOOP ? "a symbolic link is not followed" : std::generic_category().message(fault);
  return fail(code, path.string() + ": cannot " + doing + ": " + why);
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

bool write_all(int descriptor, std::size_t offset, BytesView bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t size = ::pwrite(descriptor, bytes.data() + done, bytes.size() - done,
                                  static_cast<off_t>(offset + done));
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return false;
    done += static_cast<std::size_t>(size);
  }
  return true;
}

// Creates and fills the file; takes it away again if it cannot be filled and synced.
Result<> write_new(const std::filesystem::path& path, BytesView bytes) {
  const Descriptor open(retried([&] {
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  }));
  if (!open.ok()) return system_fault("create", path);
  if (write_all(open.number(), 0, bytes) && retried([&] { return ::fsync(open.number()); }) == 0) {
    return {};
  }
  auto fault = system_fault("write", path);
  ::unlink(path.c_str());
  return fault;
}

}  // namespace

Result<> sync_folder(const std::filesystem::path& folder) {
  const Descriptor open(
      retried([&] { return ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
  if (!open.ok() || retried([&] { return ::fsync(open.number()); }) != 0) {
    return system_fault("sync the folder", folder);
  }
  return {};
}

Result<FileContent> read_file(const std::filesystem::path& path, std::size_t size_max) {
  // Not blocking: a pipe of that name must not hang us before it is seen to be none.
  const Descriptor open(retried(
      [&] { return ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC); }));
  if (!open.ok()) return system_fault("open", path);
  struct stat status = {};
  if (::fstat(open.number(), &status) != 0) return system_fault("look at", path);
  if (!S_ISREG(status.st_mode)) return fail(Code::Denied, path.string() + ": not a regular file");
  FileContent out;
  out.others_can_read = (status.st_mode & S_IROTH) != 0;
  out.group_can_read = (status.st_mode & S_IRGRP) != 0;
  // One byte more than allowed, to notice what is too long; the size of a file may change.
  out.bytes.resize(std::min(size_max, static_cast<std::size_t>(status.st_size)) + 1);
  std::size_t done = 0;
  while (done < out.bytes.size()) {
    const ssize_t size = ::read(open.number(), out.bytes.data() + done, out.bytes.size() - done);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return system_fault("read", path);
    if (size == 0) break;
    done += static_cast<std::size_t>(size);
  }
  if (done == out.bytes.size()) {
    crypto::wipe(out.bytes);
    return fail(Code::Corrupt, path.string() + ": longer than such a file may be");
  }
  out.bytes.resize(done);
  return out;
}

Result<> create_file(const std::filesystem::path& path, BytesView bytes) {
  if (auto done = write_new(path, bytes); !done) return done;
  auto synced = sync_folder(folder_of(path));
  if (!synced) ::unlink(path.c_str());
  return synced;
}

Result<> replace_file(const std::filesystem::path& path, BytesView bytes) {
  std::filesystem::path temporary = path;
  temporary += ".new-" + hex(crypto::random_array<8>());
  if (auto done = write_new(temporary, bytes); !done) return done;
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    auto fault = system_fault("replace", path);
    ::unlink(temporary.c_str());
    return fault;
  }
  return sync_folder(folder_of(path));
}

Result<> overwrite_part(const std::filesystem::path& path, std::size_t offset, BytesView bytes) {
  const Descriptor open(
      retried([&] { return ::open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC); }));
  if (!open.ok()) return system_fault("open", path);
  struct stat status = {};
  if (::fstat(open.number(), &status) != 0) return system_fault("look at", path);
  if (!S_ISREG(status.st_mode)) return fail(Code::Denied, path.string() + ": not a regular file");
  if (static_cast<std::size_t>(status.st_size) < offset + bytes.size()) {
    return fail(Code::Corrupt, path.string() + ": shorter than such a file is");
  }
  if (!write_all(open.number(), offset, bytes) ||
      retried([&] { return ::fdatasync(open.number()); }) != 0) {
    return system_fault("write", path);
  }
  return {};
}

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder) {
  return take(folder, LOCK_EX);
}

Result<FolderLock> FolderLock::take_now(const std::filesystem::path& folder) {
  return take(folder, LOCK_EX | LOCK_NB);
}

Result<FolderLock> FolderLock::take(const std::filesystem::path& folder, int how) {
  const int number =
      retried([&] { return ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
  if (number < 0) return system_fault("open the folder", folder);
  FolderLock lock(number);
  if (retried([&] { return ::flock(number, how); }) != 0) {
    if (errno == EWOULDBLOCK) return fail(Code::Unavailable, folder.string() + ": in use");
    return system_fault("lock the folder", folder);
  }
  return lock;
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

FolderLock::FolderLock(FolderLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

}  // namespace veil::store
