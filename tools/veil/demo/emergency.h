// tools/veil/demo/emergency.h: the scene in which somebody opens a case that is not hers because a
// life is in danger, and answers for it afterwards.
// Thread safety: none; one thread.
#pragma once

#include "tools/veil/demo/stage.h"

namespace veil::tools::demo {

Done<> tell_emergency(Stage& stage);

}  // namespace veil::tools::demo
