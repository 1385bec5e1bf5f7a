// tools/veil/import/xlsx.h: one sheet of a workbook (.xlsx) as a table, row by row.
// Cells come as a person sees them: shared, inline and rich texts; numbers with the 15 digits that
// a spreadsheet keeps; day numbers of date cells, in both epochs, as 2026-03-01, or 2026-03 where
// the format shows no day; true and false as yes and no. A formula's last result counts. What
// cannot be a value (an error, a time of day, a formula never computed) is a cell that is refused.
// Merged cells among the rows end the table with a fault: which of them the value belongs to,
// nobody can tell. Line and column of a fault are row and column of the sheet. Memory: a part of
// the sheet, and the workbook's shared texts. Thread safety: none; one thread.
#pragma once

#include "tools/veil/import/table_reader.h"
#include "tools/veil/import/workbook.h"

namespace veil::tools {

class XlsxTable final : public TableReader {
 public:
  // `sheet`: name or number; empty: the only visible sheet that holds cells.
  // Errors: InvalidArgument in words that can be shown. `source` must outlive the table.
  static Result<std::unique_ptr<TableReader>> open(const ByteSource& source,
                                                   const std::string& sheet);
  ~XlsxTable() override;
  XlsxTable(const XlsxTable&) = delete;
  XlsxTable& operator=(const XlsxTable&) = delete;

  Result<bool> next(std::vector<TableCell>& row) override;
  std::vector<std::string> remarks() const override;

 private:
  class Rows;
  explicit XlsxTable(Workbook workbook);
  Result<std::size_t> choose(const std::string& sheet);
  Result<bool> end_of_rows();

  Workbook workbook_;
  std::unique_ptr<Rows> rows_;
  std::unique_ptr<XmlPart> part_;
  std::vector<std::string> remarks_;
  std::optional<Error> failed_;
};

// The text of a numeric cell, and its kind.
TableCell cell_of_number(std::string_view written, NumberStyle style, bool epoch_1904);

}  // namespace veil::tools
