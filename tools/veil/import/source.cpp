#include "tools/veil/import/source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vector>

#include "crypto/hash.h"
#include "crypto/secret.h"

namespace veil::tools {
namespace {

constexpr std::size_t kPart = std::size_t{1024} * 1024;

class Descriptor {
 public:
  explicit Descriptor(int number) noexcept : number_(number) {}
  ~Descriptor() {
    if (number_ > STDERR_FILENO) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  int number() const noexcept { return number_; }

 private:
  int number_;
};

class FileSource final : public ByteSource {
 public:
  FileSource(Descriptor descriptor, const struct stat& state, std::string path)
      : descriptor_(std::move(descriptor)), state_(state), path_(std::move(path)) {}

  std::uint64_t size() const noexcept override {
    return static_cast<std::uint64_t>(state_.st_size);
  }

  Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> to) const override {
    std::size_t done = 0;
    while (done < to.size()) {
      const ssize_t got = ::pread(descriptor_.number(), to.data() + done, to.size() - done,
                                  static_cast<off_t>(offset + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return fail(Code::Unavailable, path_ + ": cannot be read to its end");
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    return done;
  }

  bool unchanged() const noexcept override {
    struct stat now = {};
    return ::fstat(descriptor_.number(), &now) == 0 && now.st_size == state_.st_size &&
           same(now.st_mtim, state_.st_mtim) && same(now.st_ctim, state_.st_ctim);
  }

 private:
  static bool same(const timespec& a, const timespec& b) noexcept {
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
  }

  Descriptor descriptor_;
  struct stat state_;
  std::string path_;
};

// A part of what came through a pipe: pages of its own, kept out of swap and of dumps.
class HeldPart {
 public:
  HeldPart()
      : bytes_(static_cast<std::uint8_t*>(
            ::mmap(nullptr, kPart, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))) {
    if (bytes_ == MAP_FAILED) {
      bytes_ = nullptr;
      return;
    }
    // A limit on locked memory does not forbid the import.
    static_cast<void>(::mlock(bytes_, kPart));
    static_cast<void>(::madvise(bytes_, kPart, MADV_DONTDUMP));
  }
  ~HeldPart() {
    if (bytes_ == nullptr) return;
    crypto::wipe({bytes_, kPart});
    ::munmap(bytes_, kPart);
  }
  HeldPart(const HeldPart&) = delete;
  HeldPart& operator=(const HeldPart&) = delete;
  HeldPart(HeldPart&& other) noexcept : bytes_(std::exchange(other.bytes_, nullptr)) {}
  HeldPart& operator=(HeldPart&&) = delete;

  std::uint8_t* bytes() const noexcept { return bytes_; }

 private:
  std::uint8_t* bytes_;
};

class HeldSource final : public ByteSource {
 public:
  Result<> fill(int descriptor, const std::string& path) {
    for (;;) {
      const std::size_t used = size_ % kPart;
      if (used == 0) {
        if (size_ >= kHeldMax) {
          return fail(Code::InvalidArgument,
                      path + ": too much to be held in memory; import it from a file");
        }
        parts_.emplace_back();
        if (parts_.back().bytes() == nullptr) {
          return fail(Code::Unavailable, path + ": there is no memory to hold it");
        }
      }
      const ssize_t got = ::read(descriptor, parts_.back().bytes() + used, kPart - used);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return fail(Code::Unavailable, path + ": cannot be read to its end");
      if (got == 0) return {};
      size_ += static_cast<std::size_t>(got);
    }
  }

  std::uint64_t size() const noexcept override { return size_; }

  Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> to) const override {
    std::size_t done = 0;
    while (done < to.size() && offset + done < size_) {
      const std::size_t at = static_cast<std::size_t>(offset) + done;
      const std::size_t count = std::min({to.size() - done, kPart - at % kPart, size_ - at});
      const std::uint8_t* from = parts_[at / kPart].bytes() + at % kPart;
      std::copy(from, from + count, to.begin() + static_cast<std::ptrdiff_t>(done));
      done += count;
    }
    return done;
  }

  bool unchanged() const noexcept override { return true; }

 private:
  std::vector<HeldPart> parts_;
  std::size_t size_ = 0;
};

class ViewSource final : public ByteSource {
 public:
  explicit ViewSource(BytesView bytes) noexcept : bytes_(bytes) {}
  std::uint64_t size() const noexcept override { return bytes_.size(); }
  Result<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> to) const override {
    if (offset >= bytes_.size()) return 0;
    const auto at = static_cast<std::size_t>(offset);
    const std::size_t count = std::min(to.size(), bytes_.size() - at);
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(at), count, to.begin());
    return count;
  }
  bool unchanged() const noexcept override { return true; }

 private:
  BytesView bytes_;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_source(const std::string& path) {
  const bool standard = path == "-";
  const std::string name = standard ? "standard input" : path;
  Descriptor descriptor(standard ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (descriptor.number() < 0) {
    const Code code = errno == ENOENT || errno == ENOTDIR ? Code::NotFound : Code::Denied;
    return fail(code, name + (code == Code::NotFound ? ": no such file" : ": cannot be opened"));
  }
  struct stat state = {};
  if (::fstat(descriptor.number(), &state) != 0 || S_ISDIR(state.st_mode)) {
    return fail(Code::Denied, name + ": is no file");
  }
  // A file that the shell opened may stand anywhere in it.
  if (S_ISREG(state.st_mode) && (!standard || ::lseek(STDIN_FILENO, 0, SEEK_CUR) == 0)) {
    return std::make_unique<FileSource>(std::move(descriptor), state, name);
  }
  auto held = std::make_unique<HeldSource>();
  if (auto filled = held->fill(descriptor.number(), name); !filled) return fail(filled.error());
  return held;
}

std::unique_ptr<ByteSource> source_of(BytesView bytes) {
  return std::make_unique<ViewSource>(bytes);
}

Result<Hash> hash_of(const ByteSource& source) {
  Bytes part(kPart);
  Bytes hashes;
  for (std::uint64_t at = 0; at < source.size();) {
    auto got = source.read(at, part);
    if (!got) return fail(got.error());
    if (*got == 0) break;
    append(hashes, crypto::blake2b(BytesView(part).first(*got)));
    at += *got;
  }
  crypto::wipe(part);
  return crypto::blake2b(hashes);
}

}  // namespace veil::tools
