// crypto/tile.h: a Merkle tree cut in tiles, in the C2SP tlog-tiles format (tiles of height 8).
//   tile/<L>/<N>[.p/<W>]        tile n of level L, item i = root of the 256^L leaves from
//                               (256 n + i) * 256^L on; 256 items of 32 bytes when full
//   tile/entries/<N>[.p/<W>]    a bundle of up to 256 x (u16 big-endian length || entry)
//   N is written in groups of three digits, all but the last with an x in front: x001/x234/067
// A partial tile of W items exists at the right edge only; an empty one never exists.
// Thread safety: free functions and values; a VerifiedTiles belongs to one thread.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "crypto/merkle.h"

namespace veil::crypto {

inline constexpr unsigned kTileHeight = 8;
inline constexpr unsigned kTileWidth = 256;
inline constexpr unsigned kTileLevelMax = 63;
inline constexpr std::size_t kTileSize = kTileWidth * sizeof(Hash);
inline constexpr std::size_t kEntrySizeMax = 65'535;

struct Tile {
  std::optional<unsigned> level;  // none: a bundle of entries
  std::uint64_t index = 0;
  unsigned width = kTileWidth;  // 1 to kTileWidth

  std::string path() const;
  // InvalidArgument unless `path` is exactly what path() writes of some tile.
  static Result<Tile> parse(std::string_view path);
  friend bool operator==(const Tile&, const Tile&) = default;
};

// How many items tile `index` of `level` has in a tree of `size` leaves; 0 if it does not exist.
unsigned tile_width(unsigned level, std::uint64_t index, std::uint64_t size) noexcept;

Bytes encode_tile(std::span<const Hash> items);
// Corrupt unless `bytes` holds exactly `width` items, or a full tile, which is cut to `width`: the
// partial form may be deleted once the full one exists.
Result<std::vector<Hash>> decode_tile(BytesView bytes, unsigned width);

// Root of the complete subtree over `items` (a power of two of them, asserted).
Hash subtree_root(std::span<const Hash> items);

// InvalidArgument if an entry is longer than kEntrySizeMax or there are more than kTileWidth.
Result<Bytes> encode_bundle(std::span<const Bytes> entries);
// Corrupt unless `bytes` is exactly `width` entries, or a full bundle, which is cut to `width`.
Result<std::vector<Bytes>> decode_bundle(BytesView bytes, unsigned width);

// Reads tiles that others serve. Every tile is verified up to the root of a signed checkpoint
// before one of its hashes is given: the partial tiles at the right edge together make the root,
// and each full tile must hash to its item in its parent.
class VerifiedTiles {
 public:
  using Fetch = std::function<Result<Bytes>(const Tile& tile)>;

  // Fetches the right edge. Corrupt if it does not make `tree.root`; errors of `fetch` are handed
  // on.
  static Result<VerifiedTiles> open(const TreeHead& tree, Fetch fetch);

  // InvalidArgument if the tree has no such tile; Corrupt if what was fetched is forged.
  Result<std::vector<Hash>> tile(unsigned level, std::uint64_t index);
  // Root of a complete subtree, for making proofs.
  Result<Hash> subtree(unsigned level, std::uint64_t index);
  // The entries of bundle `index`, each checked against its leaf hash.
  Result<std::vector<Bytes>> entries(std::uint64_t index);

 private:
  using Place = std::pair<unsigned, std::uint64_t>;
  static constexpr std::size_t kKeptMax = 256;  // tiles; dropped all at once when reached

  VerifiedTiles(const TreeHead& tree, Fetch fetch) : tree_(tree), fetch_(std::move(fetch)) {}
  Result<std::vector<Hash>> fetch_tile(unsigned level, std::uint64_t index) const;

  TreeHead tree_;
  Fetch fetch_;
  std::map<Place, std::vector<Hash>> edge_;
  std::map<Place, std::vector<Hash>> kept_;
};

// The tiles of a tree that grows: its frontier, and what is known of the tile that is open at each
// level. Of levels above 0 the items before a resume are read again only when the tile fills, once
// in 65,536 leaves.
class TileEdge {
 public:
  struct Full {
    unsigned level;
    std::uint64_t index;
    std::vector<Hash> items;
  };
  using ReadTile = std::function<Result<std::vector<Hash>>(unsigned level, std::uint64_t index)>;

  TileEdge() = default;
  // `open_leaves`: the hashes of the last size % kTileWidth leaves. Corrupt if they do not make the
  // frontier's last subtrees.
  static Result<TileEdge> resume(Frontier frontier, std::vector<Hash> open_leaves);

  // Appends a leaf; each tile that it fills is appended to `full`, lower levels first. Errors of
  // `read` are handed on, and leave the edge unusable: append to a copy.
  Result<> append(const Hash& leaf, std::vector<Full>& full, const ReadTile& read);
  const Frontier& frontier() const noexcept { return frontier_; }

 private:
  struct Open {
    std::uint64_t first = 0;  // number, within the level, of items[0]
    std::vector<Hash> items;
  };

  Frontier frontier_;
  std::vector<Open> levels_;
};

}  // namespace veil::crypto
