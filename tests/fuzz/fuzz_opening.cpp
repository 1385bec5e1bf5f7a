// An opening that decodes encodes to the same bytes: what is signed is what is read.
#include <cstdlib>

#include "store/opening.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const veil::BytesView bytes(data, size);
  auto opening = veil::store::decode_opening(bytes);
  if (opening && !veil::same_bytes(veil::store::encode_opening(*opening), bytes)) std::abort();
  return 0;
}
