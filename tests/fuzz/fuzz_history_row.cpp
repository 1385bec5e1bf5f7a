// A history row that decodes encodes to the same bytes: the chain is over them.
#include <cstdlib>

#include "store/loaded_record.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const veil::BytesView bytes(data, size);
  auto row = veil::store::decode_history_row(bytes);
  if (row && !veil::same_bytes(veil::store::encode_history_row(*row), bytes)) std::abort();
  return 0;
}
