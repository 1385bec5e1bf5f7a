// redact/veil/regions.h: the table of administrative divisions, by GB/T 2260 code.
// Entries are a code and a name, each followed by a space, ascending by code within a table. A code
// of two digits has its first four from the entry before it.
// Thread safety: constants.
#pragma once

#include <string_view>

namespace veil::redact {

extern const std::string_view kRegionsCurrent;    // regions_data.cpp names the edition
extern const std::string_view kRegionsWithdrawn;  // regions_older_data.cpp
extern const std::string_view kRegionsShort;

}  // namespace veil::redact
