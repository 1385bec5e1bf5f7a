// All proofs of the transparency-dev/merkle test data, good and broken.
#include "crypto/merkle.h"

#include "crypto/hash.h"
#include "tests/vectors/vector_files.h"

namespace veil::crypto {
namespace {

using boost::json::value;

// Some vectors have byte strings of other sizes where any value would do ("dont care 1"); what our
// types cannot hold is hashed, so that equal ones stay equal and different ones different.
Hash to_hash(const value& text) {
  const Bytes bytes = parse_base64(std::string_view(text.as_string())).value();
  Hash out{};
  if (bytes.size() != out.size()) return sha256(bytes);
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

std::vector<Hash> to_hashes(const value& list) {
  std::vector<Hash> out;
  if (list.is_null()) return out;
  for (const value& text : list.as_array()) out.push_back(to_hash(text));
  return out;
}

std::uint64_t number_at(const value& vector, const char* key) {
  return vector.at(key).to_number<std::uint64_t>();
}

bool lacks(const value& vector, const char* key) {
  return vector.at(key).as_string().empty();
}

bool holds_inclusion(const value& vector) {
  if (lacks(vector, "leafHash") || lacks(vector, "root")) return false;
  return verify_inclusion(to_hash(vector.at("leafHash")), number_at(vector, "leafIdx"),
                          number_at(vector, "treeSize"), to_hash(vector.at("root")),
                          to_hashes(vector.at("proof")));
}

bool holds_subtree_inclusion(const value& vector) {
  if (lacks(vector, "leafHash") || lacks(vector, "root")) return false;
  const LeafRange range{number_at(vector, "start"), number_at(vector, "end")};
  return verify_subtree_inclusion(to_hash(vector.at("leafHash")), number_at(vector, "leafIdx"),
                                  range, to_hash(vector.at("root")), to_hashes(vector.at("proof")));
}

bool holds_consistency(const value& vector) {
  return verify_consistency({number_at(vector, "size1"), to_hash(vector.at("root1"))},
                            {number_at(vector, "size2"), to_hash(vector.at("root2"))},
                            to_hashes(vector.at("proof")));
}

bool holds_subtree_consistency(const value& vector) {
  const LeafRange range{number_at(vector, "start"), number_at(vector, "end")};
  return verify_subtree_consistency(range, to_hash(vector.at("root1")),
                                    {number_at(vector, "size"), to_hash(vector.at("root2"))},
                                    to_hashes(vector.at("proof")));
}

// That library refuses to compare with an empty tree; a witness must accept it (tlog-witness 1.0:
// the proof of old size 0 is empty), and so do we.
constexpr std::string_view kEmptyIsRefused = "size1 is zero and size2 is not zero";

std::size_t run(const std::filesystem::path& folder, bool (*holds)(const value&)) {
  std::size_t count = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    const value vector = vectors::read_json(file.path());
    const std::string name = vectors::text_at(vector, "desc");
    CAPTURE(file.path().string(), name);
    CHECK(holds(vector) == (name == kEmptyIsRefused || !vector.at("wantErr").as_bool()));
    ++count;
  }
  return count;
}

TEST_CASE("merkle proofs of others", "[vectors]") {
  const auto folder = vectors::folder("merkle");
  if (!folder) return;
  CHECK(run(*folder / "inclusion", holds_inclusion) == 98);
  CHECK(run(*folder / "consistency", holds_consistency) == 98);
  CHECK(run(*folder / "subtreeinclusion", holds_subtree_inclusion) == 204);
  CHECK(run(*folder / "subtreeconsistency", holds_subtree_consistency) == 118);
}

}  // namespace
}  // namespace veil::crypto
