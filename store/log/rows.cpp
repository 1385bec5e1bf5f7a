#include "store/log/rows.h"

#include <bit>

#include "crypto/hash.h"
#include "crypto/pae.h"

namespace veil::store::log_rows {
namespace {

constexpr std::uint8_t kFormat = 1;
constexpr std::size_t kBoxSize = crypto::Key::kSize + crypto::kBoxOverhead;

Bytes key_of(std::string_view table) {
  return to_bytes(view_of(table));
}

// A read that finds nothing where the log says there is something.
Error missing(Error error, std::string what) {
  if (error.code != Code::NotFound) return error;
  return {Code::Corrupt, std::move(what)};
}

}  // namespace

Bytes frontier_key() {
  return key_of(kFrontier);
}

Bytes leaf_key(std::uint64_t index) {
  Bytes out = key_of(kLeaf);
  append_be64(out, index);
  return out;
}

Bytes tile_key(unsigned level, std::uint64_t index) {
  Bytes out = key_of(kTile);
  out.push_back(static_cast<std::uint8_t>(level));
  append_be64(out, index);
  return out;
}

Bytes epoch_key(std::uint32_t epoch) {
  Bytes out = key_of(kEpoch);
  append_be32(out, epoch);
  return out;
}

IndexAddress index_address(const crypto::Key& index_key, const RecordId& record) {
  return crypto::blake2b_keyed_128(index_key.reveal(), record.bytes);
}

Bytes index_prefix(const IndexAddress& address) {
  Bytes out = key_of(kIndex);
  append(out, address);
  return out;
}

Bytes index_key(const IndexAddress& address, std::uint64_t index) {
  Bytes out = index_prefix(address);
  append_be64(out, index);
  return out;
}

std::uint64_t index_of(BytesView key) {
  VEIL_REQUIRE(key.size() >= 8);
  return read_be64(key.last(8).data());
}

Bytes FrontierRow::encode(const crypto::Key& mac_key) const {
  Bytes out;
  out.push_back(kFormat);
  append_le32(out, epoch);
  append_le64(out, time_ms);
  append_le64(out, index_rows);
  append(out, frontier.encode());
  append(out, crypto::blake2b_keyed(mac_key.reveal(), out));
  return out;
}

Result<FrontierRow> FrontierRow::decode(BytesView bytes, const crypto::Key* mac_key) {
  const auto corrupt = [](const char* how) {
    return fail(Code::Corrupt, std::string("log: the frontier row ") + how);
  };
  if (bytes.size() < sizeof(Hash)) return corrupt("is malformed");
  const BytesView body = bytes.first(bytes.size() - sizeof(Hash));
  ByteReader reader(body);
  const std::uint8_t format = reader.u8();
  FrontierRow out;
  out.epoch = reader.le32();
  out.time_ms = reader.le64();
  out.index_rows = reader.le64();
  if (!reader.ok() || format != kFormat) return corrupt("is malformed");
  auto frontier = crypto::Frontier::decode(reader.take(reader.left()));
  if (!frontier) return corrupt("is malformed");
  out.frontier = *std::move(frontier);
  if (mac_key != nullptr &&
      !crypto::equal_constant_time(crypto::blake2b_keyed(mac_key->reveal(), body),
                                   bytes.last(sizeof(Hash)))) {
    return corrupt("was altered, or the host's key is another");
  }
  return out;
}

Bytes EpochRow::encode() const {
  Bytes out;
  out.push_back(kFormat);
  append_le64(out, first);
  out.push_back(static_cast<std::uint8_t>(boxes.size()));
  for (const EpochBox& box : boxes) {
    VEIL_REQUIRE(box.box.size() == kBoxSize);
    out.push_back(static_cast<std::uint8_t>(box.role));
    out.push_back(static_cast<std::uint8_t>(box.role >> 8));
    append(out, box.box);
  }
  return out;
}

Result<EpochRow> EpochRow::decode(BytesView bytes) {
  const auto malformed = [] { return fail(Code::Corrupt, "log epoch row: malformed"); };
  ByteReader reader(bytes);
  const std::uint8_t format = reader.u8();
  EpochRow out;
  out.first = reader.le64();
  const std::size_t count = reader.u8();
  if (!reader.ok() || format != kFormat || count == 0 || count > kBoxesMax ||
      reader.left() != count * (2 + kBoxSize)) {
    return malformed();
  }
  for (std::size_t i = 0; i < count; ++i) {
    const unsigned low = reader.u8();
    const unsigned high = reader.u8();
    const auto role = static_cast<std::uint16_t>(high << 8 | low);
    if (i > 0 && role <= out.boxes.back().role) return malformed();
    out.boxes.push_back({role, to_bytes(reader.take(kBoxSize))});
  }
  return out;
}

Bytes epoch_box_context(const StoreId& store, std::uint32_t epoch) {
  crypto::Pae out("veil/log/key/1");
  out.add(store).add(std::uint64_t{epoch});
  return std::move(out).take();
}

Result<FrontierRow> read_frontier(const Snapshot& snapshot) {
  auto row = snapshot.get(frontier_key());
  if (!row) return fail(std::move(row.error()));
  return FrontierRow::decode(*row, nullptr);
}

Result<EpochRow> read_epoch(const Snapshot& snapshot, std::uint32_t epoch) {
  auto row = snapshot.get(epoch_key(epoch));
  if (!row) {
    return fail(
        missing(row.error(), "log: the key row of epoch " + std::to_string(epoch) + " is missing"));
  }
  return EpochRow::decode(*row);
}

Result<Bytes> read_leaf(const Snapshot& snapshot, std::uint64_t index) {
  auto row = snapshot.get(leaf_key(index));
  if (row) return row;
  return fail(missing(row.error(), "log: entry " + std::to_string(index) + " is missing"));
}

Result<std::vector<Hash>> read_tile(const Snapshot& snapshot, unsigned level, std::uint64_t index) {
  auto row = snapshot.get(tile_key(level, index));
  if (row) return crypto::decode_tile(*row, crypto::kTileWidth);
  return fail(missing(row.error(), "log: tile " + std::to_string(level) + "/" +
                                       std::to_string(index) + " is missing"));
}

namespace {

// The hash of item `index` of tile level `level`: a leaf, or the root of a full tile below.
Result<Hash> read_item(const Snapshot& snapshot, unsigned level, std::uint64_t index) {
  if (level == 0) {
    auto leaf = read_leaf(snapshot, index);
    if (!leaf) return fail(std::move(leaf.error()));
    return crypto::leaf_hash(*leaf);
  }
  auto tile = read_tile(snapshot, level - 1, index);
  if (!tile) return fail(std::move(tile.error()));
  return crypto::subtree_root(*tile);
}

}  // namespace

crypto::SubtreeHash subtrees_of(const Snapshot& snapshot, const crypto::Frontier& frontier) {
  return [&snapshot, &frontier](unsigned level, std::uint64_t index) -> Result<Hash> {
    const std::uint64_t size = frontier.size();
    if (level >= 64 || index >= size >> level) {
      return fail(Code::InvalidArgument, "log: no such subtree");
    }
    // The frontier has a node at each 1 bit of the size: the last one of its level.
    if ((size >> level & 1) != 0 && index == (size >> level) - 1) {
      return frontier.hashes()[static_cast<std::size_t>(std::popcount(size >> level)) - 1];
    }
    const unsigned tile_level = level / crypto::kTileHeight;
    const unsigned below = level % crypto::kTileHeight;
    const std::uint64_t first = index << below;
    const std::size_t count = std::size_t{1} << below;
    const std::uint64_t tile_index = first / crypto::kTileWidth;
    if (crypto::tile_width(tile_level, tile_index, size) == crypto::kTileWidth) {
      auto tile = read_tile(snapshot, tile_level, tile_index);
      if (!tile) return fail(std::move(tile.error()));
      return crypto::subtree_root(std::span(*tile).subspan(first % crypto::kTileWidth, count));
    }
    std::vector<Hash> items;
    items.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      auto item = read_item(snapshot, tile_level, first + i);
      if (!item) return item;
      items.push_back(*item);
    }
    return crypto::subtree_root(items);
  };
}

}  // namespace veil::store::log_rows
