// tools/veil/scrub/known_record.h: what a record in JSON says that scrubbing looks for.
// Thread safety: free functions.
#pragma once

#include <vector>

#include <boost/json.hpp>

#include "redact/text/known.h"

namespace veil::tools {

// Nested objects and lists of strings: {"victim": {"name": "...", "alias": ["..."], ...}, ...}. The
// name of the outermost object says whose the values are, the key what they are; keys that are not
// known here are looked for as short text. Whole numbers are read as their digits; true, false,
// null and other numbers are left aside.
std::vector<redact::KnownValue> known_values(const boost::json::object& record);

}  // namespace veil::tools
