// A sheet in a terminal: tables of at most its width, cells wrapped, broad tables broken.
#include <algorithm>
#include <numeric>

#include "tools/veil/policy_sheet.h"
#include "tools/veil/width.h"

namespace veil::tools {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNameWidth = 13;
constexpr std::size_t kNarrowest = 8;
constexpr std::size_t kCellMax = 18;     // of a broad table, before its cells are wrapped
constexpr std::size_t kHeadingMax = 14;  // the same for a word of its headings

using Row = std::vector<std::string>;

std::size_t longest_word(std::string_view text) {
  std::size_t longest = 0;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    longest = std::max(longest, display_width(word));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
  }
  return longest;
}

// How wide a column wants to be: its cells and heading on one line; of a broad table only the words
// of the heading, and not too much for the cells.
std::size_t wanted(const SheetTable& table, std::size_t column) {
  const std::string& heading = table.headings[column];
  const bool narrow = table.broad && column > 0;
  std::size_t width = 1;
  for (const Row& row : table.rows) width = std::max(width, display_width(row[column]));
  if (!narrow) return std::max(width, display_width(heading));
  return std::max(std::min(width, kCellMax), std::min(longest_word(heading), kHeadingMax));
}

// Narrows the widest until all fit.
void fit(std::vector<std::size_t>& widths) {
  const std::size_t gaps = kGap * (widths.size() - 1);
  while (std::accumulate(widths.begin(), widths.end(), gaps) > Console::kWidth) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kNarrowest) break;
    --*widest;
  }
}

// Ways stay whole, as long as one fits.
std::vector<std::string> lines_of(std::string_view cell, std::size_t width) {
  constexpr std::string_view kOr = " / ";
  std::vector<std::string> out;
  while (!cell.empty()) {
    const std::string_view way = cell.substr(0, cell.find(kOr));
    const std::string joined = out.empty() ? "" : out.back() + std::string(kOr) + std::string(way);
    cell.remove_prefix(std::min(way.size() + kOr.size(), cell.size()));
    if (!joined.empty() && display_width(joined) <= width) {
      out.back() = joined;
      continue;
    }
    const bool later = !out.empty();
    for (std::string& line : wrap(way, later ? width - 2 : width)) {
      out.push_back((later ? "/ " : "") + line);
    }
  }
  return out;
}

void add_row(std::string& text, const Console& console, const Row& cells,
             const std::vector<std::size_t>& widths, Tone tone) {
  std::vector<std::vector<std::string>> wrapped;
  std::size_t height = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    wrapped.push_back(lines_of(cells[i], widths[i]));
    height = std::max(height, wrapped.back().size());
  }
  for (std::size_t line = 0; line < height; ++line) {
    std::string out;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string piece = line < wrapped[i].size() ? wrapped[i][line] : "";
      out += pad_right(piece, widths[i] + (i + 1 < cells.size() ? kGap : 0));
    }
    out.erase(out.find_last_not_of(' ') + 1);
    text += console.toned(tone, out) + "\n";
  }
}

void add_columns(std::string& text, const Console& console, const SheetTable& table,
                 const std::vector<std::size_t>& columns) {
  std::vector<std::size_t> widths;
  widths.reserve(columns.size());
  for (const std::size_t column : columns) widths.push_back(wanted(table, column));
  fit(widths);
  const auto chosen = [&](const Row& row) {
    Row out;
    out.reserve(columns.size());
    for (const std::size_t column : columns) out.push_back(row[column]);
    return out;
  };
  add_row(text, console, chosen(table.headings), widths, Tone::title);
  for (const Row& row : table.rows) add_row(text, console, chosen(row), widths, Tone::plain);
}

// The first column stands in every part.
std::vector<std::vector<std::size_t>> parts_of(const SheetTable& table) {
  std::vector<std::vector<std::size_t>> parts = {{0}};
  std::size_t width = wanted(table, 0);
  for (std::size_t column = 1; column < table.headings.size(); ++column) {
    const std::size_t more = kGap + wanted(table, column);
    if (table.broad && parts.back().size() > 1 && width + more > Console::kWidth) {
      parts.push_back({0});
      width = wanted(table, 0);
    }
    parts.back().push_back(column);
    width += more;
  }
  return parts;
}

SheetTable printable_table(const SheetTable& table) {
  SheetTable out = table;
  for (std::string& heading : out.headings) heading = printable(heading);
  for (Row& row : out.rows) {
    for (std::string& cell : row) cell = printable(cell);
  }
  return out;
}

}  // namespace

std::string sheet_text(const Console& console, const Sheet& sheet) {
  std::string text = console.toned(Tone::title, printable(sheet.title)) + "\n";
  for (const auto& [name, value] : sheet.facts) {
    text += pad_right(name, kNameWidth) + printable(value) + "\n";
  }
  for (const SheetTable& table : sheet.tables) {
    text += "\n\n" + console.toned(Tone::title, table.title) + "\n";
    for (const std::string& line : wrap(table.note, Console::kWidth)) {
      if (!line.empty()) text += console.toned(Tone::dim, line) + "\n";
    }
    const SheetTable safe = printable_table(table);
    for (const auto& part : parts_of(safe)) {
      text += "\n";
      add_columns(text, console, safe, part);
    }
  }
  return text;
}

}  // namespace veil::tools
