#include "crypto/library_version.h"

#include <sodium.h>

namespace veil::crypto {

LibraryVersion sodium_version() {
  return {"libsodium", SODIUM_VERSION_STRING, sodium_version_string()};
}

}  // namespace veil::crypto
