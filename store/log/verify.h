// store/log/verify.h: verifies a log without any secret key.
// Every leaf is hashed again and compared with tiles and frontier; the root with the signed
// checkpoint and, where one is given, with an older one. What it cannot see: acts that were never
// logged, and whether the side index names the right records (check_index in reader.h).
// Thread safety: free functions; the snapshot belongs to the calling thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/checkpoint.h"
#include "store/engine/engine.h"

namespace veil::store {

struct LogFault {
  // Where: entries from..to - 1 hold the first bad one. Equal where it is not about entries.
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  std::string what;
};

// Answers to four questions that must not be mixed up.
struct LogReport {
  std::uint64_t present = 0;     // leaves found without a gap, from 0 on
  std::uint64_t expected = 0;    // what the frontier row and the checkpoint say, whichever is more
  std::vector<LogFault> faults;  // the first kFaultsMax
  bool anchored = false;  // a checkpoint signed by the log's key covers the first anchored_size
  std::uint64_t anchored_size = 0;
  std::uint64_t unanchored_tail = 0;  // entries after the checkpoint: a loss among them goes unseen

  static constexpr std::size_t kFaultsMax = 100;
  bool intact() const noexcept { return faults.empty(); }         // nothing was changed
  bool complete() const noexcept { return present == expected; }  // nothing is missing
  bool ok() const noexcept { return intact() && complete() && anchored; }
};

struct LogEvidence {
  crypto::NoteKey log;               // trusted: from the charter or the auditor's own file
  std::string checkpoint;            // the signed note beside the engine; empty if there is none
  std::optional<std::string> older;  // a signed note that an auditor or witness kept
};

// Errors only where the engine fails; what is wrong with the log stands in the report.
Result<LogReport> verify_log(const Snapshot& snapshot, const LogEvidence& evidence);

}  // namespace veil::store
