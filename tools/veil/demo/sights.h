// tools/veil/demo/sights.h: the scenes in which several people look at one case: the case itself,
// the child in it, and what keys have to do with it.
// Thread safety: none; one thread.
#pragma once

#include "tools/veil/demo/stage.h"

namespace veil::tools::demo {

Done<> tell_sights(Stage& stage);
Done<> tell_minor(Stage& stage);

}  // namespace veil::tools::demo
