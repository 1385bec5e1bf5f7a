// tools/veil/doctor/places.h: do the files of a store and of a person lie where they should, and
// can nobody else read, change or exchange them? Opens no store and needs no key; of key files only
// the first line is read, which says how they are protected.
// Thread safety: free functions.
#pragma once

#include "tools/veil/doctor/finding.h"
#include "tools/veil/visit.h"

namespace veil::tools::doctor {

// Of the places that are named; `now_ms` is the clock that the log's checkpoint is compared with.
Findings check_places(const Console& console, const Places& places, std::uint64_t now_ms);

}  // namespace veil::tools::doctor
