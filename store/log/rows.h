// store/log/rows.h: where the access log keeps its rows: all engine keys that begin with 'L'.
//   "Lf"                       frontier row: where the log ends
//   "Le" BE64 index            a leaf
//   "Lt" level BE64 n          a full tile: 256 hashes
//   "Lk" BE32 epoch            the boxes of an epoch's data key
//   "Lx" address 16 BE64 index side index, empty value; address =
//                              BLAKE2b-128(log index key, record)
// Thread safety: free functions and values.
#pragma once

#include <vector>

#include "crypto/box.h"
#include "crypto/tile.h"
#include "store/engine/engine.h"
#include "store/record_id.h"

namespace veil::store::log_rows {

inline constexpr std::string_view kFrontier = "Lf";
inline constexpr std::string_view kLeaf = "Le";
inline constexpr std::string_view kTile = "Lt";
inline constexpr std::string_view kEpoch = "Lk";
inline constexpr std::string_view kIndex = "Lx";

Bytes frontier_key();
Bytes leaf_key(std::uint64_t index);
Bytes tile_key(unsigned level, std::uint64_t index);
Bytes epoch_key(std::uint32_t epoch);

using IndexAddress = ByteArray<16>;
IndexAddress index_address(const crypto::Key& index_key, const RecordId& record);
Bytes index_prefix(const IndexAddress& address);
Bytes index_key(const IndexAddress& address, std::uint64_t index);

// The number that ends a leaf, tile or side index key.
std::uint64_t index_of(BytesView key);

struct FrontierRow {
  std::uint32_t epoch = 0;       // the newest, 0 before the first
  std::uint64_t time_ms = 0;     // of the last entry
  std::uint64_t index_rows = 0;  // how many side index rows there are
  crypto::Frontier frontier;

  // The row ends with a MAC of the host, BLAKE2b-256(mac_key, what stands before it), because the
  // tree says nothing of epoch and time. Who has no key reads without.
  Bytes encode(const crypto::Key& mac_key) const;
  static Result<FrontierRow> decode(BytesView bytes, const crypto::Key* mac_key);  // Corrupt
};

struct EpochBox {
  std::uint16_t role = 0;  // an auditors' role
  Bytes box;               // of the data key, context epoch_box_context()
};

struct EpochRow {
  static constexpr std::size_t kBoxesMax = 64;
  std::uint64_t first = 0;  // index of the epoch's first leaf
  std::vector<EpochBox> boxes;

  Bytes encode() const;
  static Result<EpochRow> decode(BytesView bytes);  // Corrupt
};

Bytes epoch_box_context(const StoreId& store, std::uint32_t epoch);

// NotFound if the store has no log. Does not check the host's MAC.
Result<FrontierRow> read_frontier(const Snapshot& snapshot);
Result<EpochRow> read_epoch(const Snapshot& snapshot, std::uint32_t epoch);
Result<Bytes> read_leaf(const Snapshot& snapshot, std::uint64_t index);
Result<std::vector<Hash>> read_tile(const Snapshot& snapshot, unsigned level, std::uint64_t index);

// Hashes of complete subtrees of a log, for proofs: from the frontier, full tiles and leaf rows.
// `snapshot` and `frontier` must outlive it.
crypto::SubtreeHash subtrees_of(const Snapshot& snapshot, const crypto::Frontier& frontier);

}  // namespace veil::store::log_rows
