// Slots that were sealed by a host gone mad: what opens has one to 32 keys in ascending epochs.
// First byte: the sequence. The same bytes are tried without a seal, too.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "crypto/aead.h"
#include "crypto/hash.h"
#include "crypto/pae.h"
#include "store/erasure_keys.h"

namespace {

using veil::Bytes;
using veil::BytesView;
using veil::crypto::Key;
using veil::crypto::Pae;
using veil::store::ErasureKeys;

void check(BytesView file) {
  const auto keys = ErasureKeys::decode(file, "none", Key(), {});
  if (!keys) return;
  const auto& all = keys->all();
  if (all.empty() || all.size() > ErasureKeys::kKeysMax) std::abort();
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (all[i - 1].epoch >= all[i].epoch) std::abort();
  }
  if (keys->find(keys->current().epoch) == nullptr) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const BytesView bytes(data + 1, size - 1);
  check(bytes);
  const std::uint64_t sequence = data[0];
  const veil::StoreId store{};
  const Key key =
      veil::crypto::derive(Key().reveal(), Pae("veil/erasure-file/1").add(store).view());
  Bytes plain = veil::to_bytes(bytes);
  plain.resize(ErasureKeys::kSlotSize - 16 - veil::crypto::kWrapOverhead);
  Bytes slot = veil::to_bytes(veil::view_of("veilera1"));
  veil::append_le64(slot, sequence);
  const auto context = Pae("veil/erasure-slot/1").add(store).add(sequence);
  veil::append(slot, veil::crypto::wrap(key, context.view(), plain));
  Bytes file(ErasureKeys::kFileSize);
  std::copy(slot.begin(), slot.end(),
            file.begin() + static_cast<std::ptrdiff_t>(sequence % 2 * ErasureKeys::kSlotSize));
  check(file);
  return 0;
}
