// What decodes as a request, an answer or a kept row is canonical.
#include <cstdlib>

#include "store/request.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace veil;
  const BytesView bytes(data, size);
  const auto request = store::decode_request(bytes);
  if (request && store::encode_request(*request) != to_bytes(bytes)) std::abort();
  if (request && !store::check_request(*request)) std::abort();
  const auto answer = store::decode_answer(bytes);
  if (answer && store::encode_answer(*answer) != to_bytes(bytes)) std::abort();
  const auto kept = store::decode_kept_request(bytes);
  if (kept && store::encode_kept_request(*kept) != to_bytes(bytes)) std::abort();
  return 0;
}
