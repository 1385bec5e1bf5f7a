#include "tools/veil/import/fault_report.h"

#include <fcntl.h>
#include <unistd.h>

#include "store/file.h"
#include "tools/veil/width.h"

namespace veil::tools {
namespace {

constexpr std::string_view kFirstLine = "# veil import: rows that were left out\n";

// 1 is A, 27 is AA.
std::string letters_of(std::size_t column) {
  std::string out;
  for (; column > 0; column = (column - 1) / 26) {
    out.insert(out.begin(), static_cast<char>('A' + (column - 1) % 26));
  }
  return out;
}

}  // namespace

class FaultReport::Output {
 public:
  Output(std::string path, int descriptor)
      : path_(std::move(path)), descriptor_(descriptor), buffer_(descriptor), stream_(&buffer_) {}
  ~Output() {
    stream_.flush();
    ::close(descriptor_);
    ::unlink(part(path_).c_str());  // gone already if finish() went well
  }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  static std::string part(const std::string& path) { return path + ".part"; }
  std::ostream& stream() { return stream_; }

  Done<> finish() {
    const bool written = stream_.flush().good() && ::fsync(descriptor_) == 0 &&
                         ::rename(part(path_).c_str(), path_.c_str()) == 0;
    if (!written) return stop(Exit::unavailable, path_ + ": cannot be written");
    const std::filesystem::path folder = std::filesystem::path(path_).parent_path();
    auto synced = store::sync_folder(folder.empty() ? "." : folder);
    if (!synced) return stop(synced.error());
    return {};
  }

 private:
  std::string path_;
  int descriptor_;
  DescriptorBuffer buffer_;
  std::ostream stream_;
};

FaultReport::FaultReport(Console& console, std::string name, bool workbook)
    : console_(console), name_(std::move(name)), workbook_(workbook) {}

FaultReport::~FaultReport() = default;

Done<> FaultReport::write_to(const std::string& path) {
  // Whatever else stands under that name is not ours to replace.
  const int there = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (there >= 0) {
    std::string first(kFirstLine.size(), '\0');
    const ssize_t got = ::read(there, first.data(), first.size());
    ::close(there);
    if (got != static_cast<ssize_t>(first.size()) || first != kFirstLine) {
      return stop(Exit::conflict, path + ": exists, and is no list of rows that were left out");
    }
  } else if (errno != ENOENT) {
    return stop(Exit::conflict, path + ": exists, and cannot be replaced");
  }
  const std::string part = Output::part(path);
  ::unlink(part.c_str());
  const int descriptor =
      ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return stop(Exit::unavailable, path + ": cannot be written");
  output_ = std::make_unique<Output>(path, descriptor);
  output_->stream() << kFirstLine;
  return {};
}

void FaultReport::take(const ImportFault& fault) {
  std::string text = name_;
  if (fault.line > 0) text += ":" + std::to_string(fault.line);
  if (fault.column > 0) text += ":" + std::to_string(fault.column);
  text += ": ";
  if (workbook_ && fault.line > 0 && fault.column > 0) {
    text += letters_of(fault.column) + std::to_string(fault.line) + ": ";
  }
  text += fault.what;
  if (output_) output_->stream() << printable(text) << '\n';
  if (++count_ <= kShown) console_.fault(text);
}

Done<> FaultReport::finish() {
  if (!output_) return {};
  auto finished = output_->finish();
  output_.reset();
  return finished;
}

}  // namespace veil::tools
