// store/log/reader.h: reading the entries of the log again.
// Two halves: the host finds leaves (it holds the side index key and the key of the host parts),
// the auditor opens them (he holds the secret key of an auditors' role). Neither can do the
// other's part.
// Thread safety: free functions; a LogReader belongs to one thread.
#pragma once

#include <map>

#include "store/engine/engine.h"
#include "store/log/leaf.h"
#include "store/log/rows.h"

namespace veil::store {

// The host's half.

// Ascending indices of the entries that name `record`.
Result<std::vector<std::uint64_t>> entries_of(const Snapshot& snapshot,
                                              const crypto::Key& index_key, const RecordId& record);

// Calls `visit` for each leaf from..to - 1 in order; false stops. Corrupt if one is missing.
using LeafVisitor = std::function<bool(std::uint64_t index, const Leaf& leaf)>;
Result<> each_leaf(const Snapshot& snapshot, std::uint64_t from, std::uint64_t to,
                   const LeafVisitor& visit);

// Calls `visit` with what each write left for the host, in order. Corrupt if one does not open.
using WriteVisitor = std::function<bool(std::uint64_t index, const HostPart& part)>;
Result<> each_write(const Snapshot& snapshot, const crypto::Key& host_key, const LogName& log,
                    const WriteVisitor& visit);

// The auditor's half.
class LogReader {
 public:
  // `secret` is the role's; it must outlive the reader.
  LogReader(LogName log, redact::RoleId role, const crypto::Key& secret);

  // Opens the box of an epoch's data key and compares it with the commitment in `first`, the
  // epoch's first leaf. NotFound if there is no box for this role; Corrupt if it does not open or
  // does not fit.
  Result<> add_epoch(std::uint32_t epoch, const log_rows::EpochRow& row, const Leaf& first);
  bool has_epoch(std::uint32_t epoch) const { return keys_.count(epoch) != 0; }

  // NotFound if the leaf's epoch was not added.
  Result<Entry> open(const Leaf& leaf) const;

  // The same, fetching what is missing from a snapshot.
  Result<Entry> read(const Snapshot& snapshot, std::uint64_t index);

 private:
  LogName log_;
  redact::RoleId role_;
  const crypto::Key* secret_;
  std::map<std::uint32_t, crypto::Key> keys_;
};

// Whether the side index names exactly the records that the entries name, which takes both halves.
struct IndexReport {
  std::uint64_t expected = 0;  // rows that the entries call for
  std::uint64_t present = 0;
  std::optional<std::uint64_t> first_missing;  // an entry that is not found through the index
  bool ok() const noexcept { return !first_missing && present == expected; }
};
Result<IndexReport> check_index(const Snapshot& snapshot, LogReader& reader,
                                const crypto::Key& index_key);

}  // namespace veil::store
