// A log entry that decodes is within its limits and encodes to the same bytes.
#include <cstdint>
#include <cstdlib>

#include "store/log/entry.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const veil::BytesView bytes(data, size);
  const auto entry = veil::store::decode_entry(bytes);
  if (!entry) return 0;
  if (!check_entry(*entry) || !veil::same_bytes(encode_entry(*entry), bytes)) std::abort();
  return 0;
}
