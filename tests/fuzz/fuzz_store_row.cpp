// The store row that decodes encodes to the same bytes.
#include <cstdlib>

#include "store/log_name.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const veil::BytesView bytes(data, size);
  const auto row = veil::store::decode_store_row(bytes);
  if (row && !veil::same_bytes(veil::store::encode_store_row(row->store, row->log_vkey), bytes)) {
    std::abort();
  }
  return 0;
}
