// tools/veil/import/rehearsal.h: a reading of the file between its check and its writing, where one
// is needed: for records to be amended, what is new in them; for consents, referrals and guardians,
// whether the vault would take what it alone can judge. Nothing is written; readings are logged.
// Thread safety: free functions.
#pragma once

#include "tools/veil/import/assembly.h"
#include "tools/veil/import/check.h"

namespace veil::tools {

bool needs_rehearsal(const ImportCheck& check) noexcept;

// Faults are handed out and mark their record as bad. Records that hold all that the file says are
// marked as unchanged.
Result<> rehearse_records(store::Session& session, RecordAssembly& records, BytesView import_id,
                          ImportCheck& check, const FaultSink& sink);

// The record as it would be amended: `record` without what the store's record has already. Denied
// if the session does not see enough of it.
Result<> fit_to_store(store::Session& session, const store::RecordId& id, ImportRecord& record,
                      std::optional<ImportFault>& fault);

}  // namespace veil::tools
