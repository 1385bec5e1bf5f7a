// tools/veil/demo/thief.h: what somebody finds who has a copy of the store folder and all keys of
// one person, but not the host's. Looks for a name in every form in which a computer might hold it.
// Thread safety: free functions.
#pragma once

#include <filesystem>
#include <span>

#include "crypto/identity.h"
#include "tools/veil/fault.h"

namespace veil::tools::demo {

struct Loot {
  std::uint64_t files = 0;  // of the folder, byte by byte
  std::uint64_t file_bytes = 0;
  std::uint64_t rows = 0;  // of the engine, unpacked
  std::uint64_t row_bytes = 0;
  std::uint64_t role_keys = 0;  // opened with the identity
  std::uint64_t compartment_keys = 0;
  std::uint64_t records = 0;
  std::uint64_t sections_tried = 0;  // of compartments whose key is at hand
  std::uint64_t sections_opened = 0;
  std::uint64_t log_boxes_tried = 0;
  std::uint64_t log_boxes_opened = 0;
  std::uint64_t found = 0;          // the needles
  std::uint64_t control_found = 0;  // a text that is there in the open: the search works
};

// `control`: a text that the folder is known to hold.
Done<Loot> loot(const std::filesystem::path& copy, const crypto::Identity& identity,
                std::span<const std::string> needles, const std::string& control);

}  // namespace veil::tools::demo
