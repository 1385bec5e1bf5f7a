// Text forms that are read are written back the same, and so are varints; a reader that failed
// gives nothing more.
#include <cstdint>
#include <cstdlib>

#include "crypto/bytes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const veil::BytesView bytes(data, size);
  const std::string_view text = veil::text_of(bytes);
  const auto padded = veil::parse_base64(text);
  if (padded && veil::base64(*padded) != text) std::abort();
  const auto unpadded = veil::parse_base64_unpadded(text);
  if (unpadded && veil::base64_unpadded(*unpadded) != text) std::abort();
  const auto from_hex = veil::parse_hex(text);
  if (from_hex && *veil::parse_hex(veil::hex(*from_hex)) != *from_hex) std::abort();
  veil::ByteReader reader(bytes);
  veil::Bytes again;
  while (reader.ok() && reader.left() > 0) {
    const std::uint64_t number = reader.varint();
    if (reader.ok()) veil::append_varint(again, number);
  }
  if (reader.at_end() && !veil::same_bytes(again, bytes)) std::abort();
  if (!reader.ok() && (reader.u8() != 0 || !reader.take(1).empty())) std::abort();
  return 0;
}
