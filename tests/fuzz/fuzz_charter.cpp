// What decode_signed_charter accepts is whole and encodes to the same bytes.
#include <cstdint>
#include <cstdlib>

#include "store/charter.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const veil::BytesView bytes(data, size);
  const auto charter = veil::store::decode_signed_charter(bytes);
  if (!charter) return 0;
  if (!veil::store::check_charter(charter->charter)) std::abort();
  if (!veil::same_bytes(veil::store::encode_signed_charter(*charter), bytes)) std::abort();
  return 0;
}
