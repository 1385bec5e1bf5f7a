// tools/veil/demo/story.h: the main job from beginning to end, told as it happens.
// Thread safety: none; one thread.
#pragma once

#include "tools/veil/demo/world.h"

namespace veil::tools::demo {

// Each step does what it says and checks that it came out so: Exit::integrity where it did not.
Done<> tell(Console& console, const DemoFolder& folder, bool kept);

}  // namespace veil::tools::demo
