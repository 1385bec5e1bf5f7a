#include "store/engine/durable_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace veil::store {
namespace {

tl::unexpected<Error> system_fault(const char* operation, const std::filesystem::path& path) {
  const int number = errno;
  return fail(number == ENOENT ? Code::NotFound : Code::Unavailable,
              std::string(operation) + " " + path.string() + ": " +
                  std::generic_category().message(number));
}

class Descriptor {
 public:
  explicit Descriptor(int number) noexcept : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const noexcept { return number_; }
  bool valid() const noexcept { return number_ >= 0; }

 private:
  int number_;
};

bool write_all(int file, BytesView bytes) noexcept {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<> write_whole(const std::filesystem::path& path, BytesView bytes) {
  std::filesystem::path temporary = path;
  temporary += ".tmp";
  {
    const Descriptor file(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.valid()) return system_fault("create", temporary);
    if (!write_all(file.number(), bytes)) return system_fault("write", temporary);
    if (::fsync(file.number()) != 0) return system_fault("sync", temporary);
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) return system_fault("rename to", path);
  return sync_folder(path.parent_path());
}

Result<Bytes> read_whole(const std::filesystem::path& path, std::size_t size_max) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return system_fault("open", path);
  struct stat facts {};
  if (::fstat(file.number(), &facts) != 0) return system_fault("stat", path);
  // One byte more than allowed shows a file that is too long, or grew since.
  const auto expected = static_cast<std::size_t>(std::max<off_t>(facts.st_size, 0));
  Bytes bytes(std::min(expected, size_max) + 1);
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got = ::read(file.number(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_fault("read", path);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size == bytes.size()) return fail(Code::Corrupt, path.string() + ": longer than it can be");
  bytes.resize(size);
  return bytes;
}

Result<> sync_folder(const std::filesystem::path& folder) {
  const char* path = folder.empty() ? "." : folder.c_str();
  const Descriptor handle(::open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.valid()) return system_fault("open", folder);
  if (::fsync(handle.number()) != 0) return system_fault("sync", folder);
  return {};
}

}  // namespace veil::store
