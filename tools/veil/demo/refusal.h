// tools/veil/demo/refusal.h: the scene in which people ask for what is not for them.
// Thread safety: none; one thread.
#pragma once

#include "tools/veil/demo/stage.h"

namespace veil::tools::demo {

Done<> tell_refusal(Stage& stage);

}  // namespace veil::tools::demo
