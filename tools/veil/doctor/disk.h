// tools/veil/doctor/disk.h: the disk under a store: room for what the engine keeps free, and a file
// system that keeps what it was told to keep.
// Thread safety: free functions.
#pragma once

#include "tools/veil/doctor/finding.h"

namespace veil::tools::doctor {

// Nothing for a folder that is not there.
Findings check_disk(const Console& console, const std::filesystem::path& store);

// How a disk with so much room stands.
Grade grade_of_room(std::uint64_t free_bytes) noexcept;

// Why a file system of this kind (statfs's number) may lose what was synced, as a phrase with a
// place for its name; null if it is not known to.
struct FileSystem {
  const char* name;
  const char* why;
};
const FileSystem* doubtful_file_system(std::uint64_t kind) noexcept;

}  // namespace veil::tools::doctor
