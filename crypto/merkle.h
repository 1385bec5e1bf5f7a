// crypto/merkle.h: the Merkle tree of RFC 6962 with SHA-256, and its proofs.
//   leaf = H(0x00 || entry)    node = H(0x01 || left || right)    no leaves = H("")
// Verifying refuses a proof with a hash too many or too few, and an index outside the tree. Making
// a proof asks the caller for the hashes of complete subtrees, so nothing here keeps the tree.
// Thread safety: free functions and values.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "crypto/bytes.h"

namespace veil::crypto {

Hash leaf_hash(BytesView entry);
Hash node_hash(const Hash& left, const Hash& right);
Hash empty_root();
Hash root_of(std::span<const Hash> leaves);

// The right edge of a growing tree: the roots of the complete subtrees that make it up, from left
// (the largest) to right. One for each 1 bit of the size.
class Frontier {
 public:
  static constexpr std::uint64_t kSizeMax = std::uint64_t{1} << 62;

  // Requires size() < kSizeMax (asserted).
  void append(const Hash& leaf);
  std::uint64_t size() const noexcept { return size_; }
  Hash root() const;
  const std::vector<Hash>& hashes() const noexcept { return hashes_; }

  // Requires one hash for each 1 bit of `size` (asserted).
  static Frontier of(std::uint64_t size, std::vector<Hash> hashes);

  // LE64 size, then the hashes. Decoding accepts exactly the right number of them.
  Bytes encode() const;
  static Result<Frontier> decode(BytesView bytes);  // Corrupt

  friend bool operator==(const Frontier&, const Frontier&) = default;

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> hashes_;
};

// The leaves start <= i < end of a tree. Valid as a subtree if not empty and start is a multiple of
// the smallest power of two that is not below the length: only those have proofs.
struct LeafRange {
  std::uint64_t start = 0;
  std::uint64_t end = 0;
};

// What the root of a tree of `size` leaves must be for `leaf` to stand at `index`.
Result<Hash> root_from_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                                 std::span<const Hash> proof);  // InvalidArgument
bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size, const Hash& root,
                      std::span<const Hash> proof);

struct TreeHead {
  std::uint64_t size = 0;
  Hash root{};
  friend bool operator==(const TreeHead&, const TreeHead&) = default;
};

// Whether `newer` begins with the leaves of `older`. An older size of 0 takes an empty proof.
bool verify_consistency(const TreeHead& older, const TreeHead& newer, std::span<const Hash> proof);
// Whether `leaf` stands at `index` of the tree in the subtree over `range`, whose root is `hash`.
bool verify_subtree_inclusion(const Hash& leaf, std::uint64_t index, LeafRange range,
                              const Hash& hash, std::span<const Hash> proof);
// Whether `hash` is the root of the subtree over `range` in `tree`; an empty range within the tree
// takes the empty root and an empty proof.
bool verify_subtree_consistency(LeafRange range, const Hash& hash, const TreeHead& tree,
                                std::span<const Hash> proof);

// The root of the 2^level leaves from index * 2^level on, all of which are in the tree.
using SubtreeHash = std::function<Result<Hash>(unsigned level, std::uint64_t index)>;

// The root of a tree of `size` leaves, from the roots of its complete subtrees.
Result<Hash> root_from_subtrees(std::uint64_t size, const SubtreeHash& subtree);
// InvalidArgument if index >= size, or older > newer; errors of `subtree` are handed on.
Result<std::vector<Hash>> make_inclusion_proof(std::uint64_t index, std::uint64_t size,
                                               const SubtreeHash& subtree);
Result<std::vector<Hash>> make_consistency_proof(std::uint64_t older, std::uint64_t newer,
                                                 const SubtreeHash& subtree);

}  // namespace veil::crypto
