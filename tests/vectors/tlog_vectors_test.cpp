// A real C2SP tile log, as another program published it at the sizes 0 to 15
// (transparency-dev/tessera, testdata/log): its entries make its tiles, its tiles make its roots,
// and each checkpoint extends the last.
#include "crypto/checkpoint.h"
#include "crypto/tile.h"
#include "tests/vectors/vector_files.h"

namespace veil::crypto {
namespace {

// The published key of that log.
constexpr const char* kLogKey =
    "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
constexpr std::uint64_t kSizeMax = 15;

Result<Bytes> read_tile_file(const std::filesystem::path& folder, const Tile& tile) {
  return to_bytes(view_of(vectors::read_text(folder / tile.path())));
}

TEST_CASE("a tile log of others", "[vectors]") {
  const auto folder = vectors::folder("tlog");
  if (!folder) return;
  const NoteKey key = NoteKey::parse(kLogKey).value();
  std::vector<TreeHead> heads;
  for (std::uint64_t size = 0; size <= kSizeMax; ++size) {
    CAPTURE(size);
    const std::string note = vectors::read_text(*folder / ("checkpoint." + std::to_string(size)));
    const auto checkpoint = open_checkpoint(note, key);
    REQUIRE(checkpoint);
    REQUIRE(checkpoint->tree.size == size);
    CHECK(Note::parse(note).value().text() == note);
    heads.push_back(checkpoint->tree);

    auto tiles = VerifiedTiles::open(
        checkpoint->tree, [&](const Tile& tile) { return read_tile_file(*folder, tile); });
    REQUIRE(tiles);
    if (size == 0) continue;
    const auto entries = tiles->entries(0);
    REQUIRE(entries);
    CHECK(entries->size() == size);

    std::vector<Hash> leaves;
    for (const Bytes& entry : *entries) leaves.push_back(leaf_hash(entry));
    CHECK(root_of(leaves) == checkpoint->tree.root);
    const auto width = static_cast<unsigned>(size);
    CHECK(encode_tile(leaves) == read_tile_file(*folder, {0, 0, width}).value());
    CHECK(encode_bundle(*entries).value() ==
          read_tile_file(*folder, {std::nullopt, 0, width}).value());
    const SubtreeHash subtree = [&](unsigned level, std::uint64_t index) {
      return tiles->subtree(level, index);
    };
    for (const TreeHead& older : heads) {
      const auto proof = make_consistency_proof(older.size, size, subtree);
      REQUIRE(proof);
      CHECK(verify_consistency(older, checkpoint->tree, *proof));
    }
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = make_inclusion_proof(index, size, subtree);
      REQUIRE(proof);
      CHECK(verify_inclusion(leaves[index], index, size, checkpoint->tree.root, *proof));
    }
  }
  CHECK(vectors::read_text(*folder / "checkpoint") ==
        vectors::read_text(*folder / "checkpoint.15"));
}

}  // namespace
}  // namespace veil::crypto
