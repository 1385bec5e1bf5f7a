#include "store/log/checkpoint_writer.h"

#include "store/file.h"

namespace veil::store {

Result<std::string> read_checkpoint(const std::filesystem::path& file) {
  auto content = read_file(file, crypto::kNoteSizeMax);
  if (!content) return fail(std::move(content.error()));
  return std::string(text_of(content->bytes));
}

CheckpointWriter::CheckpointWriter(Options options, std::string note, std::uint64_t size)
    : options_(std::move(options)), note_(std::move(note)), size_(size) {
  timer_ = std::thread([this] { run(); });
}

CheckpointWriter::~CheckpointWriter() {
  if (timer_.joinable()) static_cast<void>(close());
}

void CheckpointWriter::notice() {
  {
    const std::lock_guard lock(mutex_);
    if (dirty_) return;
    dirty_ = true;
  }
  entries_.notify_one();
}

std::string CheckpointWriter::note() const {
  const std::lock_guard lock(mutex_);
  return note_;
}

Result<> CheckpointWriter::close() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  entries_.notify_one();
  stopped_.notify_one();
  timer_.join();
  return write();
}

void CheckpointWriter::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    entries_.wait(lock, [this] { return dirty_ || stop_; });
    if (!stop_) stopped_.wait_for(lock, options_.interval, [this] { return stop_; });
    if (stop_) return;
    dirty_ = false;
    lock.unlock();
    const bool written = write().has_value();
    failures_ = written ? 0 : failures_ + 1;
    lock.lock();
    if (!written) dirty_ = true;
  }
}

// Only ever called by one thread: the timer, and after its end the one that closes.
Result<> CheckpointWriter::write() {
  const crypto::Frontier frontier = options_.durable();
  if (frontier.size() == size_) return {};
  const crypto::Checkpoint checkpoint{options_.origin, {frontier.size(), frontier.root()}, {}};
  std::string note = crypto::sign_checkpoint(checkpoint, options_.key);
  if (auto done = replace_file(options_.file, view_of(note)); !done) return done;
  const std::lock_guard lock(mutex_);
  note_ = std::move(note);
  size_ = frontier.size();
  return {};
}

}  // namespace veil::store
