#include "tools/veil/process.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <array>

#include "crypto/secret.h"

namespace veil::tools {

void harden_process() noexcept {
  const rlimit none = {0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  ::signal(SIGPIPE, SIG_IGN);
}

__attribute__((noinline)) void wipe_stack() noexcept {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): it is wiped, and read by nobody.
  std::array<std::uint8_t, std::size_t{512} * 1024> below;
  crypto::wipe(below);
}

}  // namespace veil::tools
