// tools/veil/process.h: what the program does to itself before it touches a secret, and after.
// Thread safety: to be called from the main thread.
#pragma once

namespace veil::tools {

// No core files, no other process of this account may look into memory, SIGPIPE becomes an error of
// writing.
void harden_process() noexcept;

// Overwrites the part of the stack that calls before this one used.
void wipe_stack() noexcept;

}  // namespace veil::tools
