// Tables: what is read is within its limits, and written again in the plainest way reads the same;
// what is shown of its cells is harmless to a terminal and fits.
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "redact/unicode.h"
#include "tools/veil/import/csv.h"
#include "tools/veil/width.h"

namespace {

using veil::tools::CsvCell;
using veil::tools::CsvLimits;
using veil::tools::CsvReader;
using Table = std::vector<std::vector<std::string>>;

constexpr CsvLimits kLimits{256, 1024, 16};

void require(bool holds) {
  if (!holds) std::abort();
}

// The rows before the first fault.
Table read(const std::string& text, bool& whole, char& separator) {
  std::istringstream in(text);
  CsvReader reader(in, kLimits);
  Table rows;
  std::vector<CsvCell> row;
  std::size_t line = 1;
  for (;;) {
    const auto more = reader.next(row);
    separator = reader.separator();
    whole = more.has_value();
    if (!more) require(more.error().message.starts_with("line "));
    if (!more || !*more) return rows;
    rows.emplace_back();
    for (const CsvCell& cell : row) {
      require(cell.line >= line);
      line = cell.line;
      rows.back().push_back(cell.text);
    }
  }
}

std::string written(const Table& rows, char separator) {
  std::string out;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += separator;
      out += '"';
      for (const char c : row[i]) out.append(c == '"' ? 2 : 1, c);
      out += '"';
    }
    out += '\n';
  }
  return out;
}

void check_shown(const std::string& text) {
  const std::string safe = veil::tools::printable(text);
  const auto characters = veil::redact::decode_utf8(safe);
  require(characters.has_value());
  for (const char32_t c : *characters) {
    require(!veil::redact::is_control(c) && !veil::redact::is_bidi_control(c));
  }
  require(veil::tools::display_width(veil::tools::cut(safe, 7)) <= 7);
  for (const auto& line : veil::tools::wrap(safe, 7))
    require(veil::tools::display_width(line) <= 7);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check_shown(text);
  bool whole = false;
  char separator = ',';
  const Table rows = read(text, whole, separator);
  for (const auto& row : rows) {
    require(!row.empty() && row.size() <= kLimits.row_cells);
    for (const auto& cell : row) require(cell.size() <= kLimits.cell_size);
  }
  // Of one column, or where cells of the first row decide otherwise, the separator cannot be seen.
  if (rows.empty() || rows[0].size() < 2) return 0;
  bool again_whole = false;
  char again_separator = ',';
  const Table again = read(written(rows, separator), again_whole, again_separator);
  require(again_whole && again_separator == separator && again == rows);
  return 0;
}
