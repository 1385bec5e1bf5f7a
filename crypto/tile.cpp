#include "crypto/tile.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>

namespace veil::crypto {
namespace {

constexpr std::uint64_t kGroup = 1000;  // a path part holds three digits

// How many items a level has in a tree of `size` leaves.
std::uint64_t items_at(unsigned level, std::uint64_t size) noexcept {
  const unsigned shift = level * kTileHeight;
  return shift < 64 ? size >> shift : 0;
}

std::string three_digits(std::uint64_t number) {
  std::string digits = std::to_string(number);
  return std::string(3 - digits.size(), '0') + digits;
}

Result<std::uint64_t> parse_decimal(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) {
    return fail(Code::InvalidArgument, "tile path: not a number");
  }
  return number;
}

std::string_view cut_part(std::string_view& rest) {
  const std::size_t slash = rest.find('/');
  const std::string_view part = rest.substr(0, slash);
  rest.remove_prefix(slash == std::string_view::npos ? rest.size() : slash + 1);
  return part;
}

}  // namespace

std::string Tile::path() const {
  std::string number = three_digits(index % kGroup);
  for (std::uint64_t rest = index / kGroup; rest > 0; rest /= kGroup) {
    number.insert(0, "x" + three_digits(rest % kGroup) + "/");
  }
  std::string out =
      "tile/" + (level ? std::to_string(*level) : std::string("entries")) + "/" + number;
  if (width != kTileWidth) out += ".p/" + std::to_string(width);
  return out;
}

// Reads loosely, then accepts only what is written the same way again.
Result<Tile> Tile::parse(std::string_view path) {
  const auto malformed = [] { return fail(Code::InvalidArgument, "tile path: malformed"); };
  constexpr std::size_t kPathMax = 64;
  if (path.size() > kPathMax) return malformed();
  Tile tile;
  std::string_view rest = path;
  if (cut_part(rest) != "tile") return malformed();
  const std::string_view level = cut_part(rest);
  if (level != "entries") {
    const auto number = parse_decimal(level);
    if (!number || *number > kTileLevelMax) return malformed();
    tile.level = static_cast<unsigned>(*number);
  }
  if (const std::size_t partial = rest.find(".p/"); partial != std::string_view::npos) {
    const auto width = parse_decimal(rest.substr(partial + 3));
    if (!width || *width == 0 || *width >= kTileWidth) return malformed();
    tile.width = static_cast<unsigned>(*width);
    rest = rest.substr(0, partial);
  }
  std::string digits;
  while (!rest.empty()) {
    std::string_view group = cut_part(rest);
    if (!group.empty() && group.front() == 'x') group.remove_prefix(1);
    digits += group;
  }
  const auto index = parse_decimal(digits);
  if (!index) return malformed();
  tile.index = *index;
  if (tile.path() != path) return malformed();
  return tile;
}

unsigned tile_width(unsigned level, std::uint64_t index, std::uint64_t size) noexcept {
  const std::uint64_t items = items_at(level, size);
  if (index < items / kTileWidth) return kTileWidth;
  return index == items / kTileWidth ? static_cast<unsigned>(items % kTileWidth) : 0;
}

Bytes encode_tile(std::span<const Hash> items) {
  Bytes out;
  out.reserve(items.size() * sizeof(Hash));
  for (const Hash& item : items) append(out, item);
  return out;
}

Result<std::vector<Hash>> decode_tile(BytesView bytes, unsigned width) {
  if (width == 0 || width > kTileWidth ||
      (bytes.size() != width * sizeof(Hash) && bytes.size() != kTileSize)) {
    return fail(Code::Corrupt, "tile: wrong size");
  }
  ByteReader reader(bytes);
  std::vector<Hash> items;
  items.reserve(width);
  for (unsigned i = 0; i < width; ++i) items.push_back(reader.array<sizeof(Hash)>());
  return items;
}

Hash subtree_root(std::span<const Hash> items) {
  VEIL_REQUIRE(std::has_single_bit(items.size()));
  return root_of(items);
}

Result<Bytes> encode_bundle(std::span<const Bytes> entries) {
  if (entries.size() > kTileWidth)
    return fail(Code::InvalidArgument, "entry bundle: too many entries");
  Bytes out;
  for (const Bytes& entry : entries) {
    if (entry.size() > kEntrySizeMax)
      return fail(Code::InvalidArgument, "entry bundle: entry too long");
    out.push_back(static_cast<std::uint8_t>(entry.size() >> 8));
    out.push_back(static_cast<std::uint8_t>(entry.size()));
    append(out, entry);
  }
  return out;
}

Result<std::vector<Bytes>> decode_bundle(BytesView bytes, unsigned width) {
  ByteReader reader(bytes);
  std::vector<Bytes> entries;
  while (reader.ok() && !reader.at_end() && entries.size() < kTileWidth) {
    const unsigned high = reader.u8();
    const unsigned low = reader.u8();
    entries.push_back(to_bytes(reader.take(high << 8 | low)));
  }
  if (!reader.at_end() || width == 0 ||
      (entries.size() != width && (entries.size() != kTileWidth || width > kTileWidth))) {
    return fail(Code::Corrupt, "entry bundle: malformed");
  }
  entries.resize(width);
  return entries;
}

Result<VerifiedTiles> VerifiedTiles::open(const TreeHead& tree, Fetch fetch) {
  if (tree.size > Frontier::kSizeMax) return fail(Code::InvalidArgument, "tiles: tree too large");
  VerifiedTiles out(tree, std::move(fetch));
  std::vector<Hash> right_to_left;
  for (unsigned level = 0; items_at(level, tree.size) > 0; ++level) {
    const std::uint64_t items = items_at(level, tree.size);
    if (items % kTileWidth == 0) continue;
    const std::uint64_t index = items / kTileWidth;
    auto tile = out.fetch_tile(level, index);
    if (!tile) return fail(std::move(tile.error()));
    Frontier subtrees;
    for (const Hash& item : *tile) subtrees.append(item);
    right_to_left.insert(right_to_left.end(), subtrees.hashes().rbegin(), subtrees.hashes().rend());
    out.edge_.emplace(Place{level, index}, *std::move(tile));
  }
  std::reverse(right_to_left.begin(), right_to_left.end());
  if (Frontier::of(tree.size, std::move(right_to_left)).root() != tree.root) {
    return fail(Code::Corrupt, "tiles: the right edge does not make the signed root");
  }
  return out;
}

Result<std::vector<Hash>> VerifiedTiles::fetch_tile(unsigned level, std::uint64_t index) const {
  const unsigned width = tile_width(level, index, tree_.size);
  if (width == 0) return fail(Code::InvalidArgument, "tiles: the tree has no such tile");
  auto bytes = fetch_({level, index, width});
  if (!bytes) return fail(std::move(bytes.error()));
  return decode_tile(*bytes, width);
}

Result<std::vector<Hash>> VerifiedTiles::tile(unsigned level, std::uint64_t index) {
  const Place place{level, index};
  if (const auto at = edge_.find(place); at != edge_.end()) return at->second;
  if (const auto at = kept_.find(place); at != kept_.end()) return at->second;
  auto items = fetch_tile(level, index);
  if (!items) return items;
  // A full tile always has a parent; the recursion ends at the edge.
  auto parent = tile(level + 1, index / kTileWidth);
  if (!parent) return parent;
  if (subtree_root(*items) != (*parent)[index % kTileWidth]) {
    return fail(Code::Corrupt, "tiles: a tile does not belong to its parent");
  }
  if (kept_.size() >= kKeptMax) kept_.clear();
  kept_.emplace(place, *items);
  return items;
}

Result<Hash> VerifiedTiles::subtree(unsigned level, std::uint64_t index) {
  if (level >= 64 || index >= tree_.size >> level) {
    return fail(Code::InvalidArgument, "tiles: the tree has no such subtree");
  }
  const unsigned below = level % kTileHeight;
  const std::uint64_t first = index << below;
  auto items = tile(level / kTileHeight, first / kTileWidth);
  if (!items) return fail(std::move(items.error()));
  return subtree_root(std::span(*items).subspan(first % kTileWidth, std::size_t{1} << below));
}

Result<std::vector<Bytes>> VerifiedTiles::entries(std::uint64_t index) {
  auto hashes = tile(0, index);
  if (!hashes) return fail(std::move(hashes.error()));
  const auto width = static_cast<unsigned>(hashes->size());
  auto bytes = fetch_({std::nullopt, index, width});
  if (!bytes) return fail(std::move(bytes.error()));
  auto entries = decode_bundle(*bytes, width);
  if (!entries) return entries;
  for (std::size_t i = 0; i < entries->size(); ++i) {
    if (leaf_hash((*entries)[i]) != (*hashes)[i]) {
      return fail(Code::Corrupt, "tiles: an entry does not belong to its leaf");
    }
  }
  return entries;
}

Result<TileEdge> TileEdge::resume(Frontier frontier, std::vector<Hash> open_leaves) {
  Frontier tail;
  for (const Hash& leaf : open_leaves) tail.append(leaf);
  const auto& whole = frontier.hashes();
  if (open_leaves.size() != frontier.size() % kTileWidth ||
      !std::equal(tail.hashes().rbegin(), tail.hashes().rend(), whole.rbegin())) {
    return fail(Code::Corrupt, "tile edge: the last leaves do not belong to the frontier");
  }
  TileEdge out;
  out.levels_.push_back({frontier.size() - open_leaves.size(), std::move(open_leaves)});
  out.frontier_ = std::move(frontier);
  return out;
}

Result<> TileEdge::append(const Hash& leaf, std::vector<Full>& full, const ReadTile& read) {
  frontier_.append(leaf);
  Hash item = leaf;
  for (unsigned level = 0;; ++level) {
    const std::uint64_t number = items_at(level, frontier_.size()) - 1;
    if (levels_.size() == level) levels_.emplace_back();
    Open& open = levels_[level];
    if (open.items.empty()) open.first = number;
    open.items.push_back(item);
    if ((number + 1) % kTileWidth != 0) return {};

    const std::uint64_t tile = number / kTileWidth;
    std::vector<Hash> items;
    items.reserve(kTileWidth);
    for (std::uint64_t i = tile * kTileWidth; i < open.first; ++i) {
      auto below = read(level - 1, i);
      if (!below) return fail(std::move(below.error()));
      items.push_back(subtree_root(*below));
    }
    items.insert(items.end(), open.items.begin(), open.items.end());
    open.items.clear();
    item = subtree_root(items);
    full.push_back({level, tile, std::move(items)});
  }
}

}  // namespace veil::crypto
