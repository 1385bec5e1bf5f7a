// Preloaded by the canary test: writes what a process has in its writable memory to files, at its
// first word to the standard output and at its end, or crashes it at that word.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

using Write = ssize_t (*)(int, const void*, size_t);

Write real_write() {
  static const Write found = reinterpret_cast<Write>(::dlsym(RTLD_NEXT, "write"));
  return found;
}

constexpr std::size_t kPage = 4096;

void dump_range(int out, std::size_t begin, std::size_t end) {
  static const std::array<char, kPage> zeros{};
  for (std::size_t at = begin; at < end; at += kPage) {
    const auto* page = reinterpret_cast<const char*>(at);  // NOLINT(performance-no-int-to-ptr)
    // Guard pages and locked holes answer the write with an error instead of a fault.
    const ssize_t put = real_write()(out, page, kPage);
    if (put == static_cast<ssize_t>(kPage) && std::memcmp(page, zeros.data(), kPage) == 0) {
      ::lseek(out, -static_cast<off_t>(kPage), SEEK_CUR);
    }
  }
}

void dump(const char* when) {
  const char* folder = std::getenv("CANARY_MEMORY");
  if (folder == nullptr) return;
  std::array<char, 512> path{};
  std::snprintf(path.data(), path.size(), "%s/%s", folder, when);
  const int out = ::open(path.data(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
  std::FILE* maps = std::fopen("/proc/self/maps", "re");
  if (out < 0 || maps == nullptr) std::_Exit(99);
  rlimit core{};
  ::getrlimit(RLIMIT_CORE, &core);
  std::array<char, 1024> line{};
  const int size = std::snprintf(
      line.data(), line.size(), "dumpable=%d core=%lu/%lu\n", ::prctl(PR_GET_DUMPABLE),
      static_cast<unsigned long>(core.rlim_cur), static_cast<unsigned long>(core.rlim_max));
  if (real_write()(out, line.data(), static_cast<std::size_t>(size)) != size) std::_Exit(99);
  while (std::fgets(line.data(), static_cast<int>(line.size()), maps) != nullptr) {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::array<char, 5> rights{};
    if (std::sscanf(line.data(), "%zx-%zx %4s", &begin, &end, rights.data()) != 3) continue;
    if (rights[0] == 'r' && rights[1] == 'w') dump_range(out, begin, end);
  }
  // Whatever a page of zeros at the end left behind.
  if (::ftruncate(out, ::lseek(out, 0, SEEK_CUR)) != 0) std::_Exit(99);
  std::fclose(maps);
  ::close(out);
}

__attribute__((destructor)) void at_end() {
  dump("end");
}

}  // namespace

extern "C" ssize_t write(int descriptor, const void* data, size_t size) {
  static bool first = true;
  if (descriptor == STDOUT_FILENO && first) {
    first = false;
    if (std::getenv("CANARY_CRASH") != nullptr) ::raise(SIGSEGV);
    dump("open");
  }
  return real_write()(descriptor, data, size);
}
