#include "tools/veil/import/record_table.h"

#include "crypto/hash.h"

namespace veil::tools {

RecordTable::Digest RecordTable::digest_of(std::string_view key) {
  const Hash hash = crypto::blake2b(view_of(key));
  Digest out{};
  std::copy_n(hash.begin(), out.size(), out.begin());
  return out;
}

std::uint32_t RecordTable::take(const ImportLine& line) {
  const auto next = static_cast<std::uint32_t>(marks_.size());
  if (!line.key.empty()) {
    const auto [at, is_new] = by_key_.emplace(digest_of(line.key), next);
    if (!is_new) return at->second;
  }
  RecordMark mark;
  mark.line = line.line;
  mark.column = line.column;
  marks_.push_back(mark);
  return next;
}

std::optional<std::uint32_t> RecordTable::find(const ImportLine& line, std::uint32_t& next) const {
  if (line.key.empty()) {
    if (next >= marks_.size()) return std::nullopt;
    return next++;
  }
  const auto at = find(line.key);
  if (at == next) ++next;
  return at;
}

std::optional<std::uint32_t> RecordTable::find(std::string_view key) const {
  const auto at = by_key_.find(digest_of(key));
  if (at == by_key_.end()) return std::nullopt;
  return at->second;
}

}  // namespace veil::tools
