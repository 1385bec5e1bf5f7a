// crypto/library_version.h: which foreign library is at work, as `veil doctor` names it.
// Thread safety: free functions.
#pragma once

#include <string>

namespace veil::crypto {

struct LibraryVersion {
  std::string name;
  std::string built_with;
  std::string found;  // the one that was loaded
};

LibraryVersion sodium_version();

}  // namespace veil::crypto
