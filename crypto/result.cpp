#include "crypto/result.h"

#include <cstdio>
#include <cstdlib>

namespace veil {

const char* to_string(Code code) noexcept {
  switch (code) {
    case Code::InvalidArgument:
      return "InvalidArgument";
    case Code::NotFound:
      return "NotFound";
    case Code::Denied:
      return "Denied";
    case Code::Conflict:
      return "Conflict";
    case Code::Corrupt:
      return "Corrupt";
    case Code::Unavailable:
      return "Unavailable";
    case Code::Unsupported:
      return "Unsupported";
  }
  return "Unknown";
}

void contract_broken(const char* what, const char* file, int line) noexcept {
  std::fprintf(stderr, "veil: broken contract: %s at %s:%d\n", what, file, line);
  std::abort();
}

}  // namespace veil
