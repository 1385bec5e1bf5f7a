// tools/veil/table.h: rows in columns, aligned by display width, cut to the width of the console.
// Thread safety: none; one thread.
#pragma once

#include <string>
#include <vector>

#include "tools/veil/console.h"

namespace veil::tools {

class Table {
 public:
  explicit Table(std::vector<std::string> headings) : headings_(std::move(headings)) {}

  // As many cells as there are headings (asserted).
  void add(std::vector<std::string> cells);
  // Columns that do not fit are narrowed, the widest first; nothing is printed for no rows.
  void print(Console& console) const;

 private:
  std::vector<std::size_t> widths(std::size_t width) const;
  std::vector<std::string> headings_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace veil::tools
