// tools/veil/import/table_reader.h: a table row by row, whatever kind of file it is in.
// Errors: InvalidArgument "line 3, column 5: reason" (line of the file or row of the sheet, cell of
// the row, both from 1), never with content; Unavailable where the file cannot be read. After an
// error a reader stays failed. Thread safety: none; one reader, one thread.
#pragma once

#include <string>
#include <vector>

#include "crypto/result.h"

namespace veil::tools {

struct TableCell {
  // What a spreadsheet knows of its cell and a text file does not.
  enum class Kind : unsigned char {
    text,
    number,   // typed by the spreadsheet: it keeps 15 digits
    date,     // the text is 2026-03-01, made from its day number
    refused,  // the text is the reason, fit to be shown
  };
  std::string text;
  std::size_t line = 0;  // where the cell begins; from 1
  Kind kind = Kind::text;
};

class TableReader {
 public:
  virtual ~TableReader() = default;
  TableReader(const TableReader&) = delete;
  TableReader& operator=(const TableReader&) = delete;

  // The next row, or false at the end.
  virtual Result<bool> next(std::vector<TableCell>& row) = 0;
  // What the user should know of the table though it is no fault: known after the last row.
  virtual std::vector<std::string> remarks() const { return {}; }

 protected:
  TableReader() = default;
};

inline Error table_fault(std::size_t line, std::size_t column, std::string_view reason) {
  return {Code::InvalidArgument, "line " + std::to_string(line) + ", column " +
                                     std::to_string(column) + ": " + std::string(reason)};
}

}  // namespace veil::tools
