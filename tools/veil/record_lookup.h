// tools/veil/record_lookup.h: from what a person typed to a record and its parts.
// Thread safety: free functions.
#pragma once

#include "store/session.h"
#include "tools/veil/fault.h"

namespace veil::tools {

// The whole id that a prefix names. A whole id is answered as it is; a prefix is looked up by a
// reading of nothing but the record's existence, which is logged like any other.
Done<store::RecordId> whole_id(store::Session& session, const store::RecordIdPrefix& prefix);

// Fields by name or label.
Done<std::vector<const redact::Field*>> find_fields(const redact::Schema& schema,
                                                    const std::vector<std::string>& names);
std::vector<redact::FieldId> ids_of(const std::vector<const redact::Field*>& fields);

}  // namespace veil::tools
