// store/engine/memory_engine.h: an Engine that lives in memory, for tests and for what need not
// last. Promise: the same answers as any other engine; everything is gone when it is destroyed.
// Cost: a commit beside a living snapshot copies the whole map, so keep snapshots short.
// Thread safety and errors: as Engine; it never answers Unavailable or Corrupt.
#pragma once

#include <memory>

#include "store/engine/engine.h"

namespace veil::store {

std::unique_ptr<Engine> open_memory();

}  // namespace veil::store
