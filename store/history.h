// store/history.h: the sections of a record that newer ones replaced, as one snapshot has them.
// Promise: what is given is the whole history that the record's head names, each row as it was
// written, or Corrupt: a row dropped, added, altered, swapped or put into another order is noticed
// before anything of it is used. Internal to the vault and to check. Thread safety: free functions.
#pragma once

#include "store/loaded_record.h"

namespace veil::store {

// Oldest first: by the version that replaced them, then by compartment and section version.
Result<std::vector<HistoryRow>> read_history(const Snapshot& snapshot, const RecordId& record,
                                             const Head& head);

// The facts of each version that wrote some, oldest first, without those that were erased.
// Corrupt if a section of facts is not what was sealed.
struct FactsOfVersion {
  std::uint64_t version = 0;
  FactsVersion written;
};
Result<std::vector<FactsOfVersion>> read_facts(const HostAccess& host, const LoadedRecord& record,
                                               const std::vector<HistoryRow>& history);

}  // namespace veil::store
