// redact/text/known_value.h: which values of a record scrubbing looks for, and as what.
// Thread safety: free functions.
#pragma once

#include <vector>

#include "redact/schema.h"
#include "redact/text/known.h"

namespace veil::redact {

// None for a field that is not known, for *unknown*, and for what is too coarse to look for; one
// for each name where a name field holds several. `row`: of the value; it says which person of the
// field's part it is.
std::vector<KnownValue> known_values(const Schema& schema, const Field& field, const Value& value,
                                     Row row);

}  // namespace veil::redact
