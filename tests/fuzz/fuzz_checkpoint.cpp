// A checkpoint body that parses is written the same way again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "crypto/checkpoint.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto checkpoint = veil::crypto::Checkpoint::parse(text);
  if (checkpoint && checkpoint->body() != text) std::abort();
  return 0;
}
