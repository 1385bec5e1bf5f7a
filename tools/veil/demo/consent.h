// tools/veil/demo/consent.h: the scene in which a woman agrees to be accompanied, and takes it
// back. Thread safety: none; one thread.
#pragma once

#include "tools/veil/demo/stage.h"

namespace veil::tools::demo {

Done<> tell_consent(Stage& stage);

}  // namespace veil::tools::demo
