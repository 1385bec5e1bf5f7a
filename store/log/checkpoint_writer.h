// store/log/checkpoint_writer.h: signs the head of a log on a timer and keeps it in a file.
// Promise: the file holds a whole checkpoint at every moment, of durable entries only, and each one
// extends the one before, because the log's frontier only grows.
// Thread safety: all members may be called concurrently; close() once.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>

#include "crypto/checkpoint.h"

namespace veil::store {

Result<std::string> read_checkpoint(const std::filesystem::path& file);

class CheckpointWriter {
 public:
  struct Options {
    std::string origin;
    const crypto::SigningKey& key;  // outlives the writer
    std::filesystem::path file;
    std::chrono::milliseconds interval;
    std::function<crypto::Frontier()> durable;  // where the log durably ends
  };

  // `note` is what the file holds, a checkpoint of `size` entries.
  CheckpointWriter(Options options, std::string note, std::uint64_t size);
  ~CheckpointWriter();  // as close(), errors unseen
  CheckpointWriter(const CheckpointWriter&) = delete;
  CheckpointWriter& operator=(const CheckpointWriter&) = delete;

  // There are new durable entries: a checkpoint will follow within the interval.
  void notice();
  // Several attempts in a row have failed; later ones are still made.
  bool is_failing() const noexcept { return failures_.load() >= kFailuresMax; }
  std::string note() const;
  // Ends the timer and writes the last checkpoint.
  Result<> close();

 private:
  static constexpr unsigned kFailuresMax = 5;

  void run();
  Result<> write();

  Options options_;
  mutable std::mutex mutex_;
  std::condition_variable entries_;
  std::condition_variable stopped_;
  bool dirty_ = false;
  bool stop_ = false;
  std::string note_;        // what the file holds
  std::uint64_t size_ = 0;  // of its tree
  std::atomic<unsigned> failures_ = 0;
  std::thread timer_;
};

}  // namespace veil::store
