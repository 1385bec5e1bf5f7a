// What parse_json accepts has no key twice and no number out of range: written out, it reads back
// as the same value.
#include <cstdlib>

#include "tools/veil/strict_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto value = veil::tools::parse_json(text);
  if (!value) return 0;
  auto again = veil::tools::parse_json(boost::json::serialize(*value));
  if (!again || *again != *value) std::abort();
  return 0;
}
