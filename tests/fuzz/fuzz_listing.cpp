// What decode_listing and decode_search_subject accept encodes to the same bytes.
#include <cstdint>
#include <cstdlib>

#include "store/postings.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const veil::BytesView bytes(data, size);
  const auto listing = veil::store::decode_listing(bytes);
  if (listing && !veil::same_bytes(veil::store::encode_listing(*listing), bytes)) std::abort();
  const auto subject = veil::store::decode_search_subject(bytes);
  if (subject &&
      !veil::same_bytes(veil::store::search_subject(subject->field, subject->digest), bytes)) {
    std::abort();
  }
  return 0;
}
