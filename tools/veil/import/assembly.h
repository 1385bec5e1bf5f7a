// tools/veil/import/assembly.h: the second reading of a file: its good records, one by one, each
// when its last line has come.
// Thread safety: none; one thread.
#pragma once

#include <map>

#include "tools/veil/import/record_table.h"

namespace veil::tools {

// A row as the draft holds it (kNewRow + i) and as the file asked for it.
struct AskedRow {
  const redact::Entity* entity = nullptr;
  redact::Row row = 0;
  std::string number;
  std::size_t line = 0;
  std::size_t column = 0;
};

struct ImportRecord {
  std::uint32_t number = 0;  // of the table
  store::RecordDraft draft;
  std::vector<AskedRow> rows;
  std::string reason;  // for the access log
};

class RecordAssembly {
 public:
  // All must outlive it; the lines must be those that the table was made of, from the beginning.
  RecordAssembly(LineReader& lines, const RecordTable& table, const ImportGround& ground,
                 std::string reason = {})
      : lines_(lines), table_(table), ground_(ground), reason_(std::move(reason)) {}

  // The next record that is not bad, or false at the end. Conflict if the file is not what it was
  // when it was checked.
  Result<bool> next(ImportRecord& record);
  std::size_t lines() const noexcept { return read_; }

 private:
  struct Open {
    explicit Open(const ImportGround& ground)
        : draft(ground.policy, ground.charter, DraftBuilder::Numbers::checked) {}
    DraftBuilder draft;
    std::vector<AskedRow> rows;
    std::uint32_t lines = 0;
  };
  bool add(const ImportLine& line, Open& record) const;

  LineReader& lines_;
  const RecordTable& table_;
  const ImportGround& ground_;
  std::string reason_;
  std::map<std::uint32_t, Open> open_;
  std::uint32_t next_ = 0;
  std::size_t read_ = 0;
};

}  // namespace veil::tools
