#include "crypto/merkle.h"

#include <algorithm>
#include <bit>

#include "crypto/hash.h"

namespace veil::crypto {
namespace {

constexpr std::uint8_t kLeafPrefix = 0x00;
constexpr std::uint8_t kNodePrefix = 0x01;

// The largest power of two below `size`, which is at least 2.
std::uint64_t split_of(std::uint64_t size) {
  return std::bit_floor(size - 1);
}

// `range` begins at a multiple of the power of two that its length rounds up to, as every range
// does that the splitting rule makes.
Result<Hash> range_root(LeafRange range, const SubtreeHash& subtree) {
  const std::uint64_t length = range.end - range.start;
  if (std::has_single_bit(length)) {
    const auto level = static_cast<unsigned>(std::countr_zero(length));
    return subtree(level, range.start >> level);
  }
  const std::uint64_t middle = range.start + split_of(length);
  auto left = range_root({range.start, middle}, subtree);
  if (!left) return left;
  auto right = range_root({middle, range.end}, subtree);
  if (!right) return right;
  return node_hash(*left, *right);
}

bool is_subtree(LeafRange range) {
  if (range.start >= range.end) return false;
  const std::uint64_t length = range.end - range.start;
  if (length > Frontier::kSizeMax) return false;
  return range.start % std::bit_ceil(length) == 0;
}

}  // namespace

Hash leaf_hash(BytesView entry) {
  Bytes message;
  message.reserve(entry.size() + 1);
  message.push_back(kLeafPrefix);
  append(message, entry);
  return sha256(message);
}

Hash node_hash(const Hash& left, const Hash& right) {
  ByteArray<1 + 2 * sizeof(Hash)> message;
  message[0] = kNodePrefix;
  std::copy(left.begin(), left.end(), message.begin() + 1);
  std::copy(right.begin(), right.end(), message.begin() + 1 + left.size());
  return sha256(message);
}

Hash empty_root() {
  return sha256({});
}

Hash root_of(std::span<const Hash> leaves) {
  Frontier frontier;
  for (const Hash& leaf : leaves) frontier.append(leaf);
  return frontier.root();
}

void Frontier::append(const Hash& leaf) {
  VEIL_REQUIRE(size_ < kSizeMax);
  Hash right = leaf;
  for (std::uint64_t bits = size_; (bits & 1) != 0; bits >>= 1) {
    right = node_hash(hashes_.back(), right);
    hashes_.pop_back();
  }
  hashes_.push_back(right);
  ++size_;
}

Hash Frontier::root() const {
  if (hashes_.empty()) return empty_root();
  Hash right = hashes_.back();
  for (std::size_t i = hashes_.size() - 1; i-- > 0;) right = node_hash(hashes_[i], right);
  return right;
}

Frontier Frontier::of(std::uint64_t size, std::vector<Hash> hashes) {
  VEIL_REQUIRE(size <= kSizeMax && static_cast<std::size_t>(std::popcount(size)) == hashes.size());
  Frontier out;
  out.size_ = size;
  out.hashes_ = std::move(hashes);
  return out;
}

Bytes Frontier::encode() const {
  Bytes out;
  out.reserve(8 + hashes_.size() * sizeof(Hash));
  append_le64(out, size_);
  for (const Hash& hash : hashes_) veil::append(out, hash);
  return out;
}

Result<Frontier> Frontier::decode(BytesView bytes) {
  ByteReader reader(bytes);
  const std::uint64_t size = reader.le64();
  const auto count = static_cast<std::size_t>(std::popcount(size));
  if (!reader.ok() || size > kSizeMax || reader.left() != count * sizeof(Hash)) {
    return fail(Code::Corrupt, "frontier: malformed");
  }
  std::vector<Hash> hashes;
  hashes.reserve(count);
  for (std::size_t i = 0; i < count; ++i) hashes.push_back(reader.array<sizeof(Hash)>());
  return of(size, std::move(hashes));
}

Result<Hash> root_from_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                                 std::span<const Hash> proof) {
  if (index >= size) return fail(Code::InvalidArgument, "inclusion proof: index outside the tree");
  Hash root = leaf;
  std::uint64_t node = index;
  std::uint64_t last = size - 1;
  for (const Hash& sibling : proof) {
    if (last == 0) return fail(Code::InvalidArgument, "inclusion proof: too many hashes");
    if ((node & 1) != 0 || node == last) {
      root = node_hash(sibling, root);
      // The last node of a level without a sibling is lifted as it is.
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      root = node_hash(root, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return fail(Code::InvalidArgument, "inclusion proof: too few hashes");
  return root;
}

bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size, const Hash& root,
                      std::span<const Hash> proof) {
  const auto computed = root_from_inclusion(leaf, index, size, proof);
  return computed && *computed == root;
}

bool verify_consistency(const TreeHead& older, const TreeHead& newer, std::span<const Hash> proof) {
  if (older.size == 0) {
    const Hash empty = empty_root();
    return proof.empty() && older.root == empty && (newer.size != 0 || newer.root == empty);
  }
  return verify_subtree_consistency({0, older.size}, older.root, newer, proof);
}

bool verify_subtree_inclusion(const Hash& leaf, std::uint64_t index, LeafRange range,
                              const Hash& hash, std::span<const Hash> proof) {
  return is_subtree(range) && index >= range.start &&
         verify_inclusion(leaf, index - range.start, range.end - range.start, hash, proof);
}

bool verify_subtree_consistency(LeafRange range, const Hash& hash, const TreeHead& tree,
                                std::span<const Hash> proof) {
  if (range.end > tree.size) return false;
  if (range.start == range.end) return proof.empty() && hash == empty_root();
  if (!is_subtree(range)) return false;
  std::uint64_t first = range.start;
  std::uint64_t last = range.end - 1;
  std::uint64_t edge = tree.size - 1;
  const auto lift = [&] {
    first >>= 1;
    last >>= 1;
    edge >>= 1;
  };
  // Climb to the largest complete subtree that ends the range: the proof begins there.
  if (last == edge) {
    while (first != last) lift();
  } else {
    while (first != last && (last & 1) != 0) lift();
  }
  Hash inner = hash;  // root of the range, as the proof has it
  std::size_t next = 0;
  if (first != last) {
    if (proof.empty()) return false;
    inner = proof[next++];
  }
  Hash outer = inner;  // root of the whole tree, as the proof has it
  for (; next < proof.size(); ++next) {
    if (edge == 0) return false;
    if ((last & 1) != 0 || last == edge) {
      if (first < last) inner = node_hash(proof[next], inner);
      outer = node_hash(proof[next], outer);
      while ((last & 1) == 0 && last != 0) lift();
    } else {
      outer = node_hash(outer, proof[next]);
    }
    lift();
  }
  return edge == 0 && inner == hash && outer == tree.root;
}

Result<Hash> root_from_subtrees(std::uint64_t size, const SubtreeHash& subtree) {
  if (size == 0) return empty_root();
  return range_root({0, size}, subtree);
}

Result<std::vector<Hash>> make_inclusion_proof(std::uint64_t index, std::uint64_t size,
                                               const SubtreeHash& subtree) {
  if (index >= size || size > Frontier::kSizeMax) {
    return fail(Code::InvalidArgument, "inclusion proof: index outside the tree");
  }
  std::vector<Hash> proof;
  LeafRange range{0, size};
  while (range.end - range.start > 1) {
    const std::uint64_t middle = range.start + split_of(range.end - range.start);
    const LeafRange left{range.start, middle};
    const LeafRange right{middle, range.end};
    auto sibling = range_root(index < middle ? right : left, subtree);
    if (!sibling) return fail(std::move(sibling.error()));
    proof.push_back(*sibling);
    range = index < middle ? left : right;
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

Result<std::vector<Hash>> make_consistency_proof(std::uint64_t older, std::uint64_t newer,
                                                 const SubtreeHash& subtree) {
  if (older > newer || newer > Frontier::kSizeMax) {
    return fail(Code::InvalidArgument, "consistency proof: the older tree is the larger");
  }
  std::vector<Hash> proof;
  if (older == 0 || older == newer) return proof;
  LeafRange range{0, newer};
  while (range.end != older) {
    const std::uint64_t middle = range.start + split_of(range.end - range.start);
    const LeafRange left{range.start, middle};
    const LeafRange right{middle, range.end};
    auto sibling = range_root(older <= middle ? right : left, subtree);
    if (!sibling) return fail(std::move(sibling.error()));
    proof.push_back(*sibling);
    range = older <= middle ? left : right;
  }
  // Where the old tree is itself a complete subtree from leaf 0, the verifier knows its root.
  if (range.start != 0) {
    auto last = range_root(range, subtree);
    if (!last) return fail(std::move(last.error()));
    proof.push_back(*last);
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

}  // namespace veil::crypto
