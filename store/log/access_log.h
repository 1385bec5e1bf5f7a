// store/log/access_log.h: the one writer of the access log.
// Promise: commit() answers only once its entries and changes are durable, in one engine batch with
// the leaves, side index, full tiles and frontier. On any other answer nothing of the work was
// written. Entries get their index and time in one order; time never goes back within a log.
// Checkpoints are signed over durable entries only, at most a second after them and at close(), and
// written to a file beside the engine; never two that do not extend each other.
// Works that wait together are committed together, by the thread of one of them. One whose
// conditions fail does not harm the others.
// After an error that may have left the engine's state open the log is poisoned: it answers
// Unavailable until opened anew. So it does while the checkpoint file cannot be written.
// Thread safety: all members may be called concurrently, close() once, as the last.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

#include "crypto/checkpoint.h"
#include "store/engine/engine.h"
#include "store/log/leaf.h"

namespace veil::store {

struct AuditorKey {
  redact::RoleId role = 0;
  crypto::PublicKey key{};
};

// The log's keys belong to the vault, which outlives the log.
struct LogKeys {
  const crypto::Key& host_part;
  const crypto::Key& index;
  const crypto::SigningKey& checkpoint;
};

struct AccessLogOptions {
  LogName name;
  std::vector<AuditorKey> auditors;  // at least one
  LogKeys keys;
  std::function<std::uint64_t()> now;  // ms UTC; may be called from any thread
  std::filesystem::path checkpoint_file;
  std::chrono::milliseconds checkpoint_interval{800};
};

// One entry, and for a write what the host must know of it.
struct Draft {
  Entry entry;  // time_ms is given by the log
  std::optional<HostPart> host;
};

// What is done together or not at all.
struct Work {
  std::vector<Draft> drafts;  // at least one: nothing is done unlogged
  Batch changes;              // outside the log's own rows
  std::vector<Condition> conditions;
};

class AccessLog {
 public:
  static constexpr std::uint64_t kEpochLengthMs = 24ULL * 60 * 60 * 1000;
  static constexpr std::uint64_t kClockSlackMs = 5ULL * 60 * 1000;

  // Begins the log of a new store: its frontier row and a checkpoint of size 0.
  // Conflict if the engine has a log or the checkpoint file exists.
  static Result<> create(Engine& engine, const AccessLogOptions& options);

  // Corrupt if the checkpoint file is missing or malformed, is of another key or origin, or if the
  // log does not extend it (the message says both sizes); Unavailable if the clock is more than
  // kClockSlackMs behind the last entry.
  static Result<std::unique_ptr<AccessLog>> open(Engine& engine, AccessLogOptions options);

  virtual ~AccessLog() = default;  // as close(), errors unseen
  AccessLog(const AccessLog&) = delete;
  AccessLog& operator=(const AccessLog&) = delete;

  // Blocks until durable; answers the index of the first entry. A draft of more than
  // Entry::kRecordsMax records becomes several entries, in order. InvalidArgument for an entry over
  // its limits; Conflict if a condition fails, and then nothing was written, no entry either;
  // Unavailable if the log cannot be written.
  virtual Result<std::uint64_t> commit(Work work) = 0;

  // Of the last entry; later entries are not earlier.
  virtual std::uint64_t time_ms() const = 0;

  // The newest checkpoint in the file, as a signed note.
  virtual std::string checkpoint() const = 0;

  // Signs and writes the last checkpoint. Afterwards commit() answers Unavailable.
  virtual Result<> close() = 0;

 protected:
  AccessLog() = default;
};

}  // namespace veil::store
