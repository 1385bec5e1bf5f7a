// redact/veil/regions.h: the table of administrative divisions, by GB/T 2260 code.
// Entries are six digits and a name, separated by single spaces, ascending by code within a table.
// Thread safety: constants.
#pragma once

#include <string_view>

namespace veil::redact {

extern const std::string_view kRegionsCurrent;
extern const std::string_view kRegionsWithdrawn;
extern const std::string_view kRegionsShort;

}  // namespace veil::redact
