// A record that parses encodes back to the same head, and its sections lie within it.
#include <cstdlib>

#include "store/head.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const veil::BytesView bytes(data, size);
  auto parts = veil::store::parse_record(bytes);
  if (!parts) return 0;
  veil::Bytes again = veil::store::encode_head(parts->head);
  veil::append(again, parts->head.mac);
  if (!veil::same_bytes(again, parts->head_bytes)) std::abort();
  std::size_t sections = 0;
  for (const auto& entry : parts->head.directory) {
    if (parts->head.salt(entry.section_version) == nullptr) std::abort();
    sections += parts->section(entry).size();
  }
  if (parts->head_bytes.size() + sections != size) std::abort();
  if (!veil::store::parse_record_head(parts->head_bytes)) std::abort();
  return 0;
}
