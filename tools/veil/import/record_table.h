// tools/veil/import/record_table.h: which records a file holds, kept between its two readings: a
// few bytes of each, never a value. A record's number is its place in the file, by first
// appearance, and so the same in every reading of the same file.
// Thread safety: none; one thread.
#pragma once

#include <unordered_map>

#include "tools/veil/import/line_reader.h"

namespace veil::tools {

struct RecordMark {
  std::size_t line = 0;    // of its first line
  std::size_t column = 0;  // of its case number there
  std::uint32_t lines = 0;
  std::uint32_t rows = 0;  // of entities with many
  std::uint32_t size = 0;  // bytes of its texts, and a little for each cell
  bool bad = false;
  bool unchanged = false;                // the store's record holds all that the file says
  bool doubled = false;                  // several records of the store have this case number
  std::optional<store::RecordId> there;  // the record of the store that has it
};

class RecordTable {
 public:
  static constexpr std::size_t kRecordsMax = std::size_t{2} * 1000 * 1000;

  // The record that a line belongs to, made if it is the first of its case number.
  std::uint32_t take(const ImportLine& line);
  // The same in a later reading, in the same order from the beginning; nothing if the table does
  // not know it. `next` is 0 at the beginning.
  std::optional<std::uint32_t> find(const ImportLine& line, std::uint32_t& next) const;
  std::optional<std::uint32_t> find(std::string_view key) const;

  std::vector<RecordMark>& marks() noexcept { return marks_; }
  const std::vector<RecordMark>& marks() const noexcept { return marks_; }
  bool keyed() const noexcept { return !by_key_.empty(); }

 private:
  using Digest = ByteArray<16>;
  struct FirstBytes {
    std::size_t operator()(const Digest& digest) const noexcept { return read_le64(digest.data()); }
  };
  static Digest digest_of(std::string_view key);

  std::vector<RecordMark> marks_;
  std::unordered_map<Digest, std::uint32_t, FirstBytes> by_key_;
};

}  // namespace veil::tools
