// tools/veil/doctor/machine.h: does this machine keep keys in memory, and does its clock tell the
// time? Reads what the kernel says about itself; needs no key and no privilege.
// Thread safety: free functions.
#pragma once

#include "tools/veil/doctor/finding.h"

namespace veil::tools::doctor {

// Where the kernel speaks.
struct Kernel {
  std::filesystem::path proc = "/proc";
  std::filesystem::path sys = "/sys";
};

Finding check_locked_memory(const Console& console);
Finding check_core_dumps(const Console& console);
Findings check_swap(const Console& console, const Kernel& kernel = {});
Finding check_clock_source(const Console& console);
Findings check_libraries(const Console& console);

}  // namespace veil::tools::doctor
