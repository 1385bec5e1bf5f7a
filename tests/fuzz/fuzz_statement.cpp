// A commit statement that decodes encodes to the same bytes: what is signed is what is read.
#include <cstdlib>

#include "store/statement.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const veil::BytesView bytes(data, size);
  auto statement = veil::store::decode_statement(bytes);
  if (statement && !veil::same_bytes(veil::store::encode_statement(*statement), bytes)) {
    std::abort();
  }
  return 0;
}
