// tools/veil/case/row_values.h: other values of a row that an act makes, from a file, so that they
// stand in no argument list.
// Thread safety: free functions.
#pragma once

#include "tools/veil/draft.h"
#include "tools/veil/fault.h"

namespace veil::tools {

// `path`: a file of field=value lines or JSON, "-" for the standard input, or empty. The fields are
// of that entity, named with or without it, in the first new row.
Done<> add_row_values(DraftBuilder& draft, const redact::Schema& schema, redact::EntityId entity,
                      const std::string& path);

}  // namespace veil::tools
