// A PAE whose parts are all read encodes to the same bytes; nothing is read past the end.
#include <cstdint>
#include <cstdlib>

#include "crypto/pae.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const veil::BytesView bytes(data, size);
  veil::crypto::PaeReader reader(bytes);
  veil::crypto::PaeReader typed(bytes);
  veil::crypto::Pae again;
  while (reader.ok() && reader.parts_left() > 0) {
    const veil::BytesView part = reader.part();
    if (!reader.ok()) break;
    if (part.size() > size) std::abort();
    again.add(part);
    // Read as what its size suggests, it is the same part.
    if (part.size() == 8) {
      if (typed.number() != veil::read_le64(part.data())) std::abort();
    } else if (part.size() == 32) {
      const auto array = typed.array<32>();
      if (!veil::same_bytes(array, part)) std::abort();
    } else {
      if (!typed.domain(veil::text_of(part))) std::abort();
    }
  }
  if (reader.done() != typed.done() && reader.ok()) std::abort();
  if (reader.done() && !veil::same_bytes(again.view(), bytes)) std::abort();
  return 0;
}
