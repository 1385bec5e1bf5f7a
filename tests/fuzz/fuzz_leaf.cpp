// A log leaf that decodes encodes to the same bytes and fits a tile log; and a sealed entry is
// opened by no key but its own.
#include <cstdint>
#include <cstdlib>

#include "crypto/tile.h"
#include "store/log/leaf.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const veil::BytesView bytes(data, size);
  const auto leaf = veil::store::decode_leaf(bytes);
  if (!leaf) return 0;
  const veil::Bytes again = encode_leaf(*leaf);
  if (!veil::same_bytes(again, bytes) || again.size() > veil::crypto::kEntrySizeMax) std::abort();
  const veil::crypto::Key key = veil::crypto::Key::random();
  const veil::store::LogName log{{}, "o.example"};
  if (open_entry(key, log, *leaf) || open_host_part(key, log, *leaf)) std::abort();
  return 0;
}
