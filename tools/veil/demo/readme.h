// tools/veil/demo/readme.h: the page that `veil demo --keep` leaves beside what it made.
// Thread safety: free functions.
#pragma once

#include "tools/veil/console.h"

namespace veil::tools::demo {

std::string readme_text(const Console& console, const std::string& record);

}  // namespace veil::tools::demo
