// The tree against the definitions of RFC 6962, section 2.1, written out as they stand there.
#include "crypto/merkle.h"

#include <bit>
#include <random>

#include <catch2/catch.hpp>

#include "crypto/hash.h"

namespace veil::crypto {
namespace {

using Hashes = std::vector<Hash>;
using Leaves = std::span<const Hash>;

Hashes some_leaves(std::size_t count) {
  Hashes out;
  for (std::size_t i = 0; i < count; ++i) {
    Bytes entry;
    append_le64(entry, i * 7919);
    out.push_back(leaf_hash(entry));
  }
  return out;
}

std::size_t split(std::size_t n) {
  std::size_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

Hash mth(Leaves d) {
  if (d.empty()) return sha256({});
  if (d.size() == 1) return d[0];
  const std::size_t k = split(d.size());
  return node_hash(mth(d.first(k)), mth(d.subspan(k)));
}

Hashes path(std::size_t m, Leaves d) {
  if (d.size() == 1) return {};
  const std::size_t k = split(d.size());
  Hashes out = m < k ? path(m, d.first(k)) : path(m - k, d.subspan(k));
  out.push_back(m < k ? mth(d.subspan(k)) : mth(d.first(k)));
  return out;
}

Hashes subproof(std::size_t m, Leaves d, bool whole) {
  if (m == d.size()) return whole ? Hashes{} : Hashes{mth(d)};
  const std::size_t k = split(d.size());
  Hashes out = m <= k ? subproof(m, d.first(k), whole) : subproof(m - k, d.subspan(k), false);
  out.push_back(m <= k ? mth(d.subspan(k)) : mth(d.first(k)));
  return out;
}

SubtreeHash subtrees(const Hashes& leaves) {
  return [&leaves](unsigned level, std::uint64_t index) -> Result<Hash> {
    const std::size_t width = std::size_t{1} << level;
    REQUIRE((index + 1) * width <= leaves.size());
    return mth(Leaves(leaves).subspan(index * width, width));
  };
}

void flip_a_bit(Hash& hash, std::mt19937& rng) {
  hash[rng() % hash.size()] ^= static_cast<std::uint8_t>(1U << rng() % 8);
}

// Changes a proof into another one: a flip, a drop, a surplus hash, or two swapped.
Hashes broken(Hashes proof, std::mt19937& rng) {
  const Hashes before = proof;
  while (proof == before) {
    const std::size_t at = proof.empty() ? 0 : rng() % proof.size();
    switch (proof.empty() ? 2 : rng() % 4) {
      case 0:
        flip_a_bit(proof[at], rng);
        break;
      case 1:
        proof.erase(proof.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      case 2:
        proof.insert(proof.begin() + static_cast<std::ptrdiff_t>(at), sha256({}));
        break;
      default:
        std::swap(proof[at], proof[rng() % proof.size()]);
    }
  }
  return proof;
}

TEST_CASE("fixed hashes: the empty tree is not zeros, the empty entry is legal", "[merkle]") {
  CHECK(hex(empty_root()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(leaf_hash({})) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  CHECK(Frontier().root() == empty_root());
  CHECK(root_of({}) == empty_root());
}

TEST_CASE("roots and proofs are those of the definition, for every size up to 70", "[merkle]") {
  const Hashes all = some_leaves(70);
  Frontier frontier;
  for (std::size_t size = 1; size <= all.size(); ++size) {
    CAPTURE(size);
    const Hashes leaves(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(size));
    frontier.append(leaves.back());
    const Hash root = mth(leaves);
    REQUIRE(frontier.size() == size);
    REQUIRE(frontier.root() == root);
    REQUIRE(root_from_subtrees(size, subtrees(leaves)) == root);
    const auto back = Frontier::decode(frontier.encode());
    REQUIRE(back);
    REQUIRE(*back == frontier);
    for (std::size_t index = 0; index < size; ++index) {
      const Hashes want = path(index, leaves);
      REQUIRE(make_inclusion_proof(index, size, subtrees(leaves)) == want);
      REQUIRE(verify_inclusion(leaves[index], index, size, root, want));
    }
    for (std::size_t older = 1; older <= size; ++older) {
      const Hashes want = subproof(older, leaves, true);
      REQUIRE(make_consistency_proof(older, size, subtrees(leaves)) == want);
      REQUIRE(verify_consistency({older, mth(Leaves(leaves).first(older))}, {size, root}, want));
    }
  }
}

TEST_CASE("a proof that was changed in any way proves nothing", "[merkle][property]") {
  const auto seed = GENERATE(take(60, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  const Hashes leaves = some_leaves(1 + rng() % 300);
  const std::uint64_t size = leaves.size();
  const std::uint64_t index = rng() % size;
  const Hash root = mth(leaves);
  const Hashes proof = path(index, leaves);
  CHECK(verify_inclusion(leaves[index], index, size, root, proof));
  CHECK_FALSE(verify_inclusion(leaves[index], index, size, root, broken(proof, rng)));
  CHECK_FALSE(verify_inclusion(leaves[index], index + size, size, root, proof));
  CHECK_FALSE(verify_inclusion(leaves[index], size, size, root, proof));
  CHECK_FALSE(verify_inclusion(leaves[(index + 1) % size], index, size, root, proof) !=
              (size == 1));
  if (size > 1) {
    CHECK_FALSE(verify_inclusion(leaves[index], index ^ 1, size, root, proof));
    const std::uint64_t older = 1 + rng() % (size - 1);
    const TreeHead old_head{older, mth(Leaves(leaves).first(older))};
    const Hashes consistency = subproof(older, leaves, true);
    CHECK(verify_consistency(old_head, {size, root}, consistency));
    CHECK_FALSE(verify_consistency(old_head, {size, root}, broken(consistency, rng)));
    CHECK_FALSE(verify_consistency({size, root}, old_head, consistency));
    TreeHead forged = old_head;
    flip_a_bit(forged.root, rng);
    CHECK_FALSE(verify_consistency(forged, {size, root}, consistency));
    forged = {size, root};
    flip_a_bit(forged.root, rng);
    CHECK_FALSE(verify_consistency(old_head, forged, consistency));
  }
}

TEST_CASE("nothing is consistent with everything, and only with an empty proof", "[merkle]") {
  const Hashes leaves = some_leaves(3);
  const TreeHead empty{0, empty_root()};
  const TreeHead three{3, mth(leaves)};
  CHECK(verify_consistency(empty, three, {}));
  CHECK(verify_consistency(empty, empty, {}));
  CHECK(verify_consistency(three, three, {}));
  CHECK_FALSE(verify_consistency(empty, three, leaves));
  CHECK_FALSE(verify_consistency({0, Hash{}}, three, {}));
  CHECK_FALSE(verify_consistency(empty, {0, Hash{}}, {}));
  CHECK_FALSE(verify_consistency(three, {3, Hash{}}, {}));
  CHECK_FALSE(verify_consistency({1, leaves[0]}, empty, {}));
}

TEST_CASE("a frontier decodes only from exactly what it encodes to", "[merkle]") {
  Frontier frontier;
  for (const Hash& leaf : some_leaves(13)) frontier.append(leaf);
  Bytes bytes = frontier.encode();
  CHECK(bytes.size() == 8 + 3 * 32);
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    CHECK_FALSE(Frontier::decode(BytesView(bytes).first(cut)));
  }
  bytes.push_back(0);
  CHECK_FALSE(Frontier::decode(bytes));
  Bytes huge;
  append_le64(huge, std::uint64_t{1} << 63);
  huge.resize(8 + 32);
  CHECK_FALSE(Frontier::decode(huge));
}

TEST_CASE("making a proof hands on what the caller cannot answer, and asks inside the tree only",
          "[merkle]") {
  const SubtreeHash lost = [](unsigned, std::uint64_t) -> Result<Hash> {
    return fail(Code::Unavailable, "gone");
  };
  CHECK(make_inclusion_proof(3, 9, lost).error().code == Code::Unavailable);
  CHECK(make_consistency_proof(3, 9, lost).error().code == Code::Unavailable);
  CHECK(make_inclusion_proof(9, 9, lost).error().code == Code::InvalidArgument);
  CHECK(make_inclusion_proof(0, 0, lost).error().code == Code::InvalidArgument);
  CHECK(make_consistency_proof(10, 9, lost).error().code == Code::InvalidArgument);
  CHECK(make_consistency_proof(0, 9, lost).value().empty());
}

}  // namespace
}  // namespace veil::crypto
