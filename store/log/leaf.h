// store/log/leaf.h: the public form of a log entry, over which the tree is built.
//   leaf       = format u8 = 1 | suite u8 = 1 | flags u8 | LE32 epoch
//                | [commitment] | [host part] | entry
//   commitment   flag 2, 32 bytes, in the first leaf of an epoch:
//                BLAKE2b-256(data key, PAE("veil/log/commitment/1", store, epoch))
//   host part    flag 1, 96 bytes, in the leaf of a write:
//                wrap(host key, PAE("veil/log/host/1", store, epoch),
//                     record 16 | LE64 record version | head hash 32)
//   entry        wrap(data key, PAE("veil/log/entry/1", origin, epoch),
//                     LE32 length | entry | zeros)
// The entry is padded to a size class: 256, 512, ..., 32768, 65280. Whoever holds no key learns
// from a leaf its size class, whether it starts an epoch, and whether it is of a write.
// Thread safety: free functions and values.
#pragma once

#include <optional>

#include "crypto/box.h"
#include "store/log/entry.h"

namespace veil::store {

// What the host itself must know of a write, so that checking the store needs no auditor.
struct HostPart {
  RecordId record;
  std::uint64_t version = 0;
  Hash head{};
  friend bool operator==(const HostPart&, const HostPart&) = default;
};

struct Leaf {
  std::uint32_t epoch = 0;
  std::optional<Hash> commitment;  // of the data key; only in the first leaf of an epoch
  std::optional<Bytes> host;       // sealed HostPart
  Bytes entry;                     // sealed and padded Entry
  friend bool operator==(const Leaf&, const Leaf&) = default;
};

Bytes encode_leaf(const Leaf& leaf);
Result<Leaf> decode_leaf(BytesView bytes);  // Corrupt; Unsupported for another format or suite

// What a log's seals are bound to.
struct LogName {
  StoreId store{};
  std::string origin;  // of its checkpoints
};

Hash data_key_commitment(const crypto::Key& data_key, const LogName& log, std::uint32_t epoch);

// InvalidArgument if the entry is too long for a leaf.
Result<Bytes> seal_entry(const crypto::Key& data_key, const LogName& log, std::uint32_t epoch,
                         const Entry& entry);
Result<Entry> open_entry(const crypto::Key& data_key, const LogName& log, const Leaf& leaf);

Bytes seal_host_part(const crypto::Key& host_key, const LogName& log, std::uint32_t epoch,
                     const HostPart& part);
// NotFound if the leaf has no host part.
Result<HostPart> open_host_part(const crypto::Key& host_key, const LogName& log, const Leaf& leaf);

}  // namespace veil::store
