// An entry bundle or a tile path that parses is written the same way again; a full bundle may be
// cut.
#include <cstdint>
#include <cstdlib>

#include "crypto/tile.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using veil::crypto::kTileWidth;
  const veil::BytesView bytes(data, size);
  if (const auto tile = veil::crypto::Tile::parse(veil::text_of(bytes)); tile) {
    if (tile->path() != veil::text_of(bytes)) std::abort();
  }
  if (size == 0) return 0;
  const unsigned width = 1U + data[0];
  const veil::BytesView bundle = bytes.subspan(1);
  const auto entries = veil::crypto::decode_bundle(bundle, width);
  if (!entries) return 0;
  if (entries->size() != width) std::abort();
  const auto again = veil::crypto::encode_bundle(*entries);
  if (!again || again->size() > bundle.size()) std::abort();
  if (!veil::same_bytes(*again, bundle.first(again->size()))) std::abort();
  const bool cut = again->size() < bundle.size();
  if (cut && !veil::crypto::decode_bundle(bundle, kTileWidth)) std::abort();
  return 0;
}
