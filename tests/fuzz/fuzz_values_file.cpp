// A file of values never gives more of them than it has lines or members, and none without a name.
#include <algorithm>
#include <cstdlib>

#include "tools/veil/values_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto values = veil::tools::parse_values(text);
  if (!values) return 0;
  if (values->size() > size) std::abort();
  const bool named = std::none_of(values->begin(), values->end(),
                                  [](const auto& value) { return value.first.empty(); });
  if (!named) std::abort();
  return 0;
}
