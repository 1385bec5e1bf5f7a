// A change of facts that decodes encodes to the same bytes: what is signed is what is kept.
#include <cstdlib>

#include "store/fact_change.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const veil::BytesView bytes(data, size);
  auto change = veil::store::decode_fact_change(bytes);
  if (change && !veil::same_bytes(veil::store::encode_fact_change(*change), bytes)) std::abort();
  return 0;
}
