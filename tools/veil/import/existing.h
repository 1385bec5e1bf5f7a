// tools/veil/import/existing.h: which case numbers of a file the store holds already.
// Thread safety: free functions.
#pragma once

#include "tools/veil/import/check.h"

namespace veil::tools {

struct ExistingOptions {
  bool update = false;  // records that exist are amended; else they are faults
  std::string reason;
};

// Marks the records of the table that the session sees in the store; those that an earlier run of
// the same import made do not count. Faults (a case number that is there) are handed out and mark
// their record as bad. Also Denied if the session may not write what the file holds.
// Memory: what the table has. Every listing is logged by the store.
Result<> find_existing(store::Session& session, BytesView import_id, ImportCheck& check,
                       const ExistingOptions& options, const FaultSink& sink);

}  // namespace veil::tools
