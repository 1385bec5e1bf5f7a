// tools/veil/demo/theft.h: the demo's step in which the store and one person's keys are stolen.
// Thread safety: free functions.
#pragma once

#include "tools/veil/demo/teller.h"
#include "tools/veil/demo/world.h"

namespace veil::tools::demo {

// Closes the world's vault, copies the store, searches the copy, and says what was found.
Done<> tell_theft(Console& console, Teller& teller, World& world);

}  // namespace veil::tools::demo
