#include "tools/veil/scrub/line_input.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace veil::tools {
namespace {

constexpr std::size_t kPart = std::size_t{64} * 1024;

void close(int descriptor) noexcept {
  if (descriptor > STDERR_FILENO) ::close(descriptor);
}

}  // namespace

Result<LineInput> LineInput::open(const std::string& path, std::function<void()> waits) {
  const bool standard = path == "-";
  std::string name = standard ? "standard input" : path;
  const int descriptor = standard ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    const Code code = errno == ENOENT || errno == ENOTDIR ? Code::NotFound : Code::Denied;
    return fail(code, name + (code == Code::NotFound ? ": no such file" : ": cannot be opened"));
  }
  struct stat state = {};
  if (::fstat(descriptor, &state) != 0 || S_ISDIR(state.st_mode)) {
    close(descriptor);
    return fail(Code::Denied, name + ": is no file");
  }
  return LineInput(descriptor, std::move(name), std::move(waits));
}

LineInput::LineInput(int descriptor, std::string name, std::function<void()> waits)
    : descriptor_(descriptor), name_(std::move(name)), waits_(std::move(waits)), part_(kPart) {}

LineInput::LineInput(LineInput&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      name_(std::move(other.name_)),
      waits_(std::move(other.waits_)),
      part_(std::move(other.part_)),
      at_(std::exchange(other.at_, 0)),
      size_(std::exchange(other.size_, 0)),
      number_(other.number_) {}

LineInput::~LineInput() {
  close(descriptor_);
}

Result<bool> LineInput::fill() {
  if (waits_) waits_();
  for (;;) {
    const ssize_t got = ::read(descriptor_, part_.data(), part_.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Code::Unavailable, name_ + ": cannot be read to its end");
    at_ = 0;
    size_ = static_cast<std::size_t>(got);
    return got > 0;
  }
}

Result<bool> LineInput::next(std::string& line) {
  line.clear();
  ++number_;
  for (;;) {
    if (at_ == size_) {
      auto more = fill();
      if (!more) return fail(more.error());
      if (!*more) return !line.empty();
    }
    const char* const begin = part_.data() + at_;
    const char* const end = part_.data() + size_;
    const char* const stop = std::find(begin, end, '\n');
    const auto count = static_cast<std::size_t>(stop - begin);
    if (count > kLineMax - line.size()) return fail(Code::InvalidArgument, "the line is too long");
    line.append(begin, count);
    at_ += count;
    if (stop == end) continue;
    ++at_;
    return true;
  }
}

Result<> LineInput::rest(std::string& text) {
  text.clear();
  for (;;) {
    if (size_ - at_ > kLineMax - text.size()) return fail(Code::InvalidArgument, "too long");
    text.append(part_.data() + at_, size_ - at_);
    at_ = size_;
    auto more = fill();
    if (!more) return fail(more.error());
    if (!*more) return {};
  }
}

}  // namespace veil::tools
