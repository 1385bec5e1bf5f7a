// tools/veil/import/csv.h: reads tables as spreadsheets save them, one row at a time.
// RFC 4180, and what programs make of it: UTF-8 with or without a byte order mark, lines that end
// in CRLF, LF or CR, quoted cells with line breaks, doubled quotes; comma, semicolon or tab,
// whichever the first line holds most of, unless the caller says which. Cells are handed out byte
// for byte. Memory: one buffer and the row at hand, within the limits below. Errors:
// InvalidArgument "line 3, column 5: ..." (line of the file, cell of the row, both from 1), never
// with content; Unavailable where the stream cannot be read. After an error the reader stays
// failed. Thread safety: none; one reader, one thread.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "tools/veil/import/table_reader.h"

namespace veil::tools {

struct CsvLimits {
  std::size_t cell_size = std::size_t{1024} * 1024;     // bytes
  std::size_t row_size = std::size_t{8} * 1024 * 1024;  // bytes of all cells
  std::size_t row_cells = 1024;
};

using CsvCell = TableCell;

class CsvReader final : public TableReader {
 public:
  // `in` must outlive the reader, and be opened in binary mode.
  explicit CsvReader(std::istream& in, CsvLimits limits = {},
                     std::optional<char> separator = std::nullopt);

  // Lines that hold nothing at all are passed over.
  Result<bool> next(std::vector<CsvCell>& row) override;

  char separator() const noexcept { return separator_; }  // known after the first next()

 private:
  enum class End : unsigned char { cell, row, file };

  Result<> start();
  Result<End> read_cell(CsvCell& cell);
  Result<End> read_plain(CsvCell& cell);
  Result<End> read_quoted(CsvCell& cell);
  Result<> take(CsvCell& cell, char c);
  std::optional<End> end_at(int c);
  int peek();
  int get();
  void fill();
  tl::unexpected<Error> refuse(std::size_t line, std::string_view reason);

  std::istream& in_;
  CsvLimits limits_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t column_ = 0;    // cell that is being read
  std::size_t row_size_ = 0;  // bytes of its row so far
  char separator_ = ',';
  bool separator_given_ = false;
  bool started_ = false;
  std::optional<Error> failed_;
};

}  // namespace veil::tools
