// tools/veil/import/check.h: the first reading of a file: every cell is checked, nothing is kept of
// it but which records there are and which of them are bad.
// Thread safety: free functions.
#pragma once

#include <functional>
#include <set>

#include "tools/veil/import/record_table.h"

namespace veil::tools {

// Bytes of records that are begun and not yet whole, in a file whose lines are not in order.
inline constexpr std::size_t kOpenMax = std::size_t{64} * 1024 * 1024;
inline constexpr std::size_t kRecordTextMax = std::size_t{16} * 1024 * 1024;  // bytes of one record

using FaultSink = std::function<void(const ImportFault&)>;
using LineProgress = std::function<void(std::size_t lines)>;

struct ImportCheck {
  RecordTable records;
  std::size_t lines = 0;
  std::size_t faults = 0;
  bool broken = false;                // the file as a whole: nothing of it can be imported
  std::set<redact::ClassId> classes;  // that its values are of
  bool acts = false;  // it gives consents, refers, or speaks of guardians: only the vault can judge
  std::vector<std::string> remarks;

  std::size_t good() const noexcept;  // records; none of a file that is broken
};

// Faults are handed out as they are found.
ImportCheck check_lines(LineReader& lines, const ImportGround& ground, const FaultSink& sink,
                        const LineProgress& progress);

}  // namespace veil::tools
