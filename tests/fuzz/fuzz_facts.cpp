// What decode_facts accepts encodes to the same bytes.
#include <cstdint>
#include <cstdlib>

#include "store/codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const veil::BytesView bytes(data, size);
  const auto facts = veil::store::decode_facts(bytes);
  if (!facts) return 0;
  const auto again = veil::store::encode_facts(*facts);
  if (!again || !veil::same_bytes(*again, bytes)) std::abort();
  return 0;
}
