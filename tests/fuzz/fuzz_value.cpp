// What decode_value accepts (first byte: the kind) encodes to the same bytes.
#include <cstdint>
#include <cstdlib>

#include "store/codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const veil::BytesView bytes(data + 1, size - 1);
  const auto value = veil::store::decode_value(data[0], bytes);
  if (!value) return 0;
  veil::Bytes again;
  if (!veil::store::encode_value(again, *value)) std::abort();
  if (value->index() != data[0] || !veil::same_bytes(again, bytes)) std::abort();
  return 0;
}
