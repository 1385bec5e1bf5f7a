// store/log/sealing.h: what becomes of a Work on its way into the log: entries cut, sealed and
// hashed by the caller's own thread, so that the one commit at a time has little left to do.
// Thread safety: free functions and values; an Epoch does not change once made.
#pragma once

#include <memory>

#include "store/log/access_log.h"
#include "store/log/rows.h"

namespace veil::store {

// A data key and its boxes.
struct Epoch {
  std::uint32_t number = 0;
  std::uint64_t begun_ms = 0;
  crypto::Key key;
  Hash commitment{};
  std::vector<log_rows::EpochBox> boxes;
};

// InvalidArgument if an auditor's key is no key.
Result<std::shared_ptr<const Epoch>> draw_epoch(std::uint32_t number, std::uint64_t now_ms,
                                                const LogName& name,
                                                std::span<const AuditorKey> auditors);

struct SealedEntry {
  Bytes leaf;
  Hash hash{};
  std::vector<log_rows::IndexAddress> addresses;  // of its records, each once
};

// A work whose entries are cut to size.
struct CutWork {
  std::vector<Draft> drafts;
  Batch changes;
  std::vector<Condition> conditions;

  // What seal() made of the drafts.
  std::shared_ptr<const Epoch> epoch;
  std::uint64_t time_ms = 0;
  std::vector<SealedEntry> sealed;
};

// InvalidArgument if an entry is over its limits.
Result<CutWork> cut(Work work);

// Seals the drafts (again) under `epoch` with `time_ms` as their time. InvalidArgument if one is
// too long.
Result<> seal(CutWork& work, std::shared_ptr<const Epoch> epoch, std::uint64_t time_ms,
              const AccessLogOptions& options);

// The same leaf as the first of its epoch.
SealedEntry with_commitment(const SealedEntry& entry, const Hash& commitment);

// How many of `works` may share a batch, at least 1: none may touch or depend on what an earlier
// one changes, as the engine looks at all conditions before it applies any change.
std::size_t count_independent(std::span<const CutWork* const> works);

}  // namespace veil::store
