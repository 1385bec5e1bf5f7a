// tools/veil/import/line_reader.h: what the lines of an imported file mean, before their values are
// looked at: which record a line belongs to, and which field each of its texts is for. One form for
// tables (CSV, workbooks) and for JSON lines. Faults name line, column and label, never what a cell
// holds. Thread safety: none; one reader, one thread.
#pragma once

#include <memory>

#include "tools/veil/console.h"
#include "tools/veil/draft.h"
#include "tools/veil/import/table_reader.h"

namespace veil::tools {

struct ImportFault {
  std::size_t line = 0;
  std::size_t column = 0;  // 0: of the whole line
  std::string what;
};

// What an import needs to know of the store.
struct ImportGround {
  const redact::Policy& policy;
  const store::Charter& charter;
  const Console& console;  // for the language of labels
};

struct ImportCell {
  const redact::Field* field = nullptr;
  redact::Row row = 0;  // 0, or kNewRow + i for the i-th of the line's rows
  TableCell::Kind kind = TableCell::Kind::text;
  std::string text;
  std::size_t line = 0;
  std::size_t column = 0;  // 0 where the file has no columns
};

// A row of an entity that the line holds or is part of.
struct ImportRow {
  const redact::Entity* entity = nullptr;
  std::string number;  // as the file numbers it; empty: a further one
  std::size_t line = 0;
  std::size_t column = 0;
};

struct ImportLine {
  std::size_t line = 0;
  std::size_t column = 0;            // of its case number
  std::string key;                   // case number in its normal form; empty: a record of its own
  std::optional<ImportCell> number;  // the case number as a value; counts in a record's first line
  std::vector<ImportCell> cells;
  std::vector<ImportRow> rows;
  std::vector<ImportRow> parts;  // entities with one row that the line fills
  std::vector<ImportFault> faults;
  bool ends = false;  // the file cannot be understood: nothing of it is imported
};

class LineReader {
 public:
  virtual ~LineReader() = default;
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  // False at the end. After a line that `ends`, there is no other.
  virtual bool next(ImportLine& line) = 0;
  // Whether each line is a whole record, so that a case number stands in one line only.
  virtual bool whole() const noexcept = 0;
  // What the user should know of the file though it is no fault: known after the last line.
  virtual std::vector<std::string> remarks() const { return {}; }

 protected:
  LineReader() = default;
};

// The field that holds the case number, by which lines are grouped and records found again.
const redact::Field* case_number_field(const redact::Schema& schema) noexcept;
// Case numbers of one normal form (redact/normal_form.h) are the same.
std::string case_key(std::string_view text);

}  // namespace veil::tools
