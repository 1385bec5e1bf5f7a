#include "crypto/tile.h"

#include <map>
#include <random>

#include <catch2/catch.hpp>

namespace veil::crypto {
namespace {

Bytes entry_of(std::uint64_t index) {
  Bytes out;
  append_le64(out, index);
  out.resize(8 + index % 5);
  return out;
}

// A tile log as another program would serve it: all tiles of a tree, by path.
struct Served {
  TreeHead tree;
  std::map<std::string, Bytes> files;

  explicit Served(std::uint64_t size) {
    std::vector<Hash> level;
    std::vector<Bytes> entries;
    for (std::uint64_t i = 0; i < size; ++i) {
      entries.push_back(entry_of(i));
      level.push_back(leaf_hash(entries.back()));
      if (entries.size() == kTileWidth || i + 1 == size) {
        const Tile tile{std::nullopt, i / kTileWidth, static_cast<unsigned>(entries.size())};
        files[tile.path()] = encode_bundle(entries).value();
        entries.clear();
      }
    }
    tree = {size, root_of(level)};
    for (unsigned number = 0; !level.empty(); ++number) {
      std::vector<Hash> above;
      for (std::size_t at = 0; at < level.size(); at += kTileWidth) {
        const std::size_t width = std::min<std::size_t>(kTileWidth, level.size() - at);
        const auto items = std::span(level).subspan(at, width);
        files[Tile{number, at / kTileWidth, static_cast<unsigned>(width)}.path()] =
            encode_tile(items);
        if (width == kTileWidth) above.push_back(subtree_root(items));
      }
      level = std::move(above);
    }
  }

  VerifiedTiles::Fetch fetch() const {
    return [this](const Tile& tile) -> Result<Bytes> {
      const auto at = files.find(tile.path());
      if (at == files.end()) return fail(Code::NotFound, "no such tile");
      return at->second;
    };
  }
};

TEST_CASE("tile paths, there and back", "[tile]") {
  struct Row {
    const char* why;
    Tile tile;
    std::string path;
  };
  const auto row = GENERATE(values<Row>({
      {"first", {0, 0, 256}, "tile/0/000"},
      {"groups of three", {1, 1234067, 256}, "tile/1/x001/x234/067"},
      {"group of zeros", {5, 1000000, 256}, "tile/5/x001/x000/000"},
      {"partial", {63, 273, 112}, "tile/63/273.p/112"},
      {"bundle", {std::nullopt, 7, 256}, "tile/entries/007"},
      {"partial bundle", {std::nullopt, 1001, 1}, "tile/entries/x001/001.p/1"},
      {"largest", {0, ~std::uint64_t{0}, 256}, "tile/0/x018/x446/x744/x073/x709/x551/615"},
  }));
  CAPTURE(row.why);
  CHECK(row.tile.path() == row.path);
  const auto back = Tile::parse(row.path);
  REQUIRE(back);
  CHECK(*back == row.tile);
}

TEST_CASE("a path that is not written that way is refused", "[tile]") {
  const auto* const path =
      GENERATE("", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000",
               "tile/00/000", "tile/64/000", "tile/-1/000", "tile/+1/000", "tile/0/x000/001",
               "tile/0/001/234", "tile/0/x001/x234", "tile/0/001.p/", "tile/0/001.p/0",
               "tile/0/001.p/256", "tile/0/001.p/01", "tile/0/001.p/1/", "tile/0/x001.p/1",
               "/tile/0/000", "tile//000", "tile/8/0/000", "tile/data/000", "tile/entries/000 ",
               "tile/0/x018/x446/x744/x073/x709/x551/616",
               "tile/0/x001/x000/x000/x000/x000/x000/x000/x000/x000/x000/x000/000");
  CAPTURE(path);
  CHECK_FALSE(Tile::parse(path));
}

TEST_CASE("the widths of a tree of 70,000 leaves, one partial tile a level", "[tile]") {
  constexpr std::uint64_t kSize = 70'000;
  CHECK(tile_width(0, 272, kSize) == 256);
  CHECK(tile_width(0, 273, kSize) == 112);
  CHECK(tile_width(0, 274, kSize) == 0);
  CHECK(tile_width(1, 0, kSize) == 256);
  CHECK(tile_width(1, 1, kSize) == 17);
  CHECK(tile_width(2, 0, kSize) == 1);
  CHECK(tile_width(2, 1, kSize) == 0);
  CHECK(tile_width(3, 0, kSize) == 0);
  CHECK(tile_width(0, 1, 256) == 0);  // never an empty one
  CHECK(tile_width(63, 0, ~std::uint64_t{0}) == 0);
}

TEST_CASE("entry bundles hold exactly what they say", "[tile]") {
  const std::vector<Bytes> three{{'a'}, {'b'}, {'c'}};
  const Bytes bundle = encode_bundle(three).value();
  CHECK(hex(bundle) == "000161000162000163");
  CHECK(decode_bundle(bundle, 3).value() == three);
  CHECK_FALSE(decode_bundle(bundle, 2));
  CHECK_FALSE(decode_bundle(bundle, 4));
  CHECK_FALSE(decode_bundle(bundle, 0));
  CHECK_FALSE(decode_bundle({}, 0));
  for (std::size_t cut = 0; cut < bundle.size(); ++cut) {
    CHECK_FALSE(decode_bundle(BytesView(bundle).first(cut), 3));
  }
  const std::vector<Bytes> longest{Bytes(kEntrySizeMax), Bytes()};
  CHECK(decode_bundle(encode_bundle(longest).value(), 2).value() == longest);
  CHECK_FALSE(encode_bundle(std::vector<Bytes>{Bytes(kEntrySizeMax + 1)}));
  CHECK_FALSE(encode_bundle(std::vector<Bytes>(257)));

  Bytes full = encode_bundle(std::vector<Bytes>(256, Bytes{'x'})).value();
  CHECK(decode_bundle(full, 5).value() == std::vector<Bytes>(5, Bytes{'x'}));  // cut from the full
  full.insert(full.end(), {0, 0});
  CHECK_FALSE(decode_bundle(full, 256));
}

TEST_CASE("verified tiles give every hash and entry of an honest log", "[tile]") {
  const auto size = GENERATE(0, 1, 3, 255, 256, 257, 511, 512, 65'536, 70'000);
  CAPTURE(size);
  const auto count = static_cast<std::uint64_t>(size);
  const Served served(count);
  auto tiles = VerifiedTiles::open(served.tree, served.fetch());
  REQUIRE(tiles);
  const auto subtree = [&](unsigned level, std::uint64_t index) {
    return tiles->subtree(level, index);
  };
  CHECK(root_from_subtrees(count, subtree) == served.tree.root);
  CHECK_FALSE(tiles->tile(0, count / 256 + 1));
  CHECK_FALSE(tiles->subtree(0, count));
  for (const std::uint64_t index : {count / 3, count - 1}) {
    if (count == 0) break;
    const auto proof = make_inclusion_proof(index, count, subtree);
    REQUIRE(proof);
    CHECK(verify_inclusion(leaf_hash(entry_of(index)), index, count, served.tree.root, *proof));
    const auto entries = tiles->entries(index / 256);
    REQUIRE(entries);
    CHECK((*entries)[index % 256] == entry_of(index));
  }
}

TEST_CASE("a partial tile may be gone once the full one exists", "[tile]") {
  const Served grown(600);
  Served served(300);
  served.files = grown.files;
  const VerifiedTiles::Fetch only_full = [&](const Tile& tile) {
    return grown.fetch()(Tile{tile.level, tile.index, 256});
  };
  const VerifiedTiles::Fetch fetch = [&](const Tile& tile) -> Result<Bytes> {
    return tile.level == 1U ? grown.fetch()({1, 0, 2}) : only_full(tile);
  };
  // The open tile of level 1 is still open in the larger tree: one hash too many is no full tile.
  CHECK_FALSE(VerifiedTiles::open(served.tree, fetch));
  const VerifiedTiles::Fetch right = [&](const Tile& tile) -> Result<Bytes> {
    if (tile.level != 1U) return only_full(tile);
    auto two = grown.fetch()({1, 0, 2});
    two->resize(32);
    return two;
  };
  auto tiles = VerifiedTiles::open(served.tree, right);
  REQUIRE(tiles);
  CHECK(tiles->entries(1).value().size() == 44);
}

TEST_CASE("a forged leaf tile is refused although its own entries fit it", "[tile]") {
  Served served(70'000);
  constexpr std::uint64_t kVictim = 25'607;  // in tile 100
  std::vector<Bytes> entries;
  std::vector<Hash> hashes;
  for (std::uint64_t i = kVictim - 7; i < kVictim + 249; ++i) {
    entries.push_back(i == kVictim ? Bytes{'f', 'o', 'r', 'g', 'e', 'd'} : entry_of(i));
    hashes.push_back(leaf_hash(entries.back()));
  }
  served.files["tile/entries/100"] = encode_bundle(entries).value();
  served.files["tile/0/100"] = encode_tile(hashes);

  auto tiles = VerifiedTiles::open(served.tree, served.fetch());
  REQUIRE(tiles);  // the right edge is honest
  CHECK(tiles->entries(100).error().code == Code::Corrupt);
  CHECK(tiles->tile(0, 100).error().code == Code::Corrupt);
  CHECK(tiles->tile(0, 99));

  // Its parent forged to fit: then the parent does not fit.
  auto parent = decode_tile(served.files["tile/1/000"], 256).value();
  parent[100] = subtree_root(hashes);
  served.files["tile/1/000"] = encode_tile(parent);
  tiles = VerifiedTiles::open(served.tree, served.fetch());
  REQUIRE(tiles);
  CHECK(tiles->entries(100).error().code == Code::Corrupt);
}

TEST_CASE("any change of any tile or bundle is noticed", "[tile][property]") {
  const auto seed = GENERATE(take(40, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  Served served(1 + rng() % 2000);
  auto victim = served.files.begin();
  std::advance(victim, static_cast<std::ptrdiff_t>(rng() % served.files.size()));
  Bytes& bytes = victim->second;
  CAPTURE(victim->first, served.tree.size);
  if (rng() % 4 == 0) {
    bytes.resize(rng() % bytes.size());
  } else {
    bytes[rng() % bytes.size()] ^= static_cast<std::uint8_t>(1U << rng() % 8);
  }
  auto tiles = VerifiedTiles::open(served.tree, served.fetch());
  bool noticed = !tiles;
  for (std::uint64_t i = 0; tiles && i < served.tree.size; i += kTileWidth) {
    noticed = noticed || !tiles->entries(i / kTileWidth);
  }
  CHECK(noticed);
}

TEST_CASE("a growing edge fills the tiles that a whole tree has, also after resuming", "[tile]") {
  constexpr std::uint64_t kSize = 66'000;
  const Served served(kSize);
  std::vector<Hash> leaves;
  TileEdge edge;
  std::vector<TileEdge::Full> full;
  std::map<std::string, Bytes> made;
  const TileEdge::ReadTile read = [&](unsigned level, std::uint64_t index) {
    return decode_tile(made.at(Tile{level, index, 256}.path()), 256);
  };
  for (std::uint64_t i = 0; i < kSize; ++i) {
    if (i == 300 || i == 1000 || i == 65'535 || i == 65'536) {
      const auto tail = static_cast<std::ptrdiff_t>(leaves.size() - leaves.size() % 256);
      auto resumed = TileEdge::resume(edge.frontier(), {leaves.begin() + tail, leaves.end()});
      REQUIRE(resumed);
      edge = *std::move(resumed);
    }
    leaves.push_back(leaf_hash(entry_of(i)));
    REQUIRE(edge.append(leaves.back(), full, read));
    for (const auto& tile : full) {
      made[Tile{tile.level, tile.index, 256}.path()] = encode_tile(tile.items);
    }
    full.clear();
  }
  CHECK(edge.frontier().root() == served.tree.root);
  CHECK(made.size() == 257 + 1);
  for (const auto& [path, bytes] : made) {
    CAPTURE(path);
    CHECK(served.files.at(path) == bytes);
  }
  std::vector<Hash> tail(leaves.end() - kSize % 256, leaves.end());
  CHECK(TileEdge::resume(edge.frontier(), tail));
  std::swap(tail[3], tail[4]);
  CHECK(TileEdge::resume(edge.frontier(), tail).error().code == Code::Corrupt);
  tail.pop_back();
  CHECK(TileEdge::resume(edge.frontier(), tail).error().code == Code::Corrupt);
}

}  // namespace
}  // namespace veil::crypto
