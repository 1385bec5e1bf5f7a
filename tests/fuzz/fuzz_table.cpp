// What decode_table accepts is in strict order and encodes to the same bytes.
#include <cstdint>
#include <cstdlib>

#include "store/codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const veil::BytesView bytes(data, size);
  const auto rows = veil::store::decode_table(bytes);
  if (!rows) return 0;
  for (std::size_t i = 1; i < rows->size(); ++i) {
    if (!veil::store::table_order((*rows)[i - 1], (*rows)[i])) std::abort();
  }
  if (!veil::same_bytes(veil::store::encode_table(*rows), bytes)) std::abort();
  return 0;
}
