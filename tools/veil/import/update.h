// tools/veil/import/update.h: what of a file's record is new to a record that the store has.
// A cell changes a value, an empty cell leaves it as it is. 行 N means the N-th row of that part of
// the record that this session sees, and a further row where there are fewer; an empty 行 a further
// row, unless one that holds the same is there. What is equal already is not written again, so that
// an update that was cut short can be done again.
// Thread safety: free functions.
#pragma once

#include "tools/veil/import/assembly.h"

namespace veil::tools {

// Takes out of `record` what `view` shows to be there already, and numbers its rows as the record
// does. A fault where the session does not see what it would have to compare.
std::optional<ImportFault> fit_to_record(const redact::View& view, const store::Charter& charter,
                                         const redact::Schema& schema, ImportRecord& record);

}  // namespace veil::tools
