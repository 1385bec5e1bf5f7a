// tools/veil/import/table_lines.h: the lines of a table. One line per entity row:
//   案号 | case      groups the lines to records; also the value of the case number
//   类型 | entity    which part of the record the line is: label or name of an entity
//   行 | row         number of the row, for entities with many; empty: a further row
//   the rest         fields (tools/veil/import/headings.h)
// Without 类型 each line is a record and holds fields of entities with one row; without 案号 and a
// column of the case number each line is a record. An empty cell is "not recorded". Above the
// headings a title may stand, in one cell of a line.
// Thread safety: none; one reader, one thread.
#pragma once

#include "tools/veil/import/headings.h"

namespace veil::tools {

class TableLines final : public LineReader {
 public:
  // `ground` must outlive it.
  TableLines(std::unique_ptr<TableReader> table, std::vector<std::string> ignored,
             const ImportGround& ground);

  bool next(ImportLine& line) override;
  bool whole() const noexcept override { return !headings_.entity_at; }
  std::vector<std::string> remarks() const override;

 private:
  bool read_headings_of(ImportLine& line);
  bool take_reader_fault(const std::string& message, ImportLine& line);
  void take(ImportLine& line);
  bool take_key(ImportLine& line);
  bool take_part(const redact::Entity& entity, ImportLine& line);
  void take_cell(std::size_t at, const redact::Entity* entity, ImportLine& line);
  std::string text_at(std::optional<std::size_t> at) const;
  const char* word(const char* zh, const char* en) const { return ground_.console.word(zh, en); }
  void fault(ImportLine& line, std::size_t at, std::string what) const;

  std::unique_ptr<TableReader> table_;
  std::vector<std::string> ignored_;
  const ImportGround& ground_;
  const redact::Schema& schema_;
  const redact::Field* number_;
  Headings headings_;
  std::vector<TableCell> cells_;
  std::size_t titles_ = 0;  // lines above the headings that hold one cell alone
  std::vector<ImportFault> first_title_;
  bool headed_ = false;
  bool ended_ = false;
};

}  // namespace veil::tools
