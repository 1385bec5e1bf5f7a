#include "tools/veil/table.h"

#include <algorithm>
#include <numeric>

#include "tools/veil/width.h"

namespace veil::tools {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 6;

}  // namespace

void Table::add(std::vector<std::string> cells) {
  VEIL_REQUIRE(cells.size() == headings_.size());
  for (std::string& cell : cells) cell = printable(cell);
  rows_.push_back(std::move(cells));
}

std::vector<std::size_t> Table::widths(std::size_t width) const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < headings_.size(); ++i) {
    std::size_t widest = display_width(headings_[i]);
    for (const auto& row : rows_) widest = std::max(widest, display_width(row[i]));
    out.push_back(widest);
  }
  const std::size_t gaps = kGap * (out.size() - 1);
  while (std::accumulate(out.begin(), out.end(), gaps) > width) {
    const auto widest = std::max_element(out.begin(), out.end());
    if (*widest <= kNarrowest) break;
    --*widest;
  }
  return out;
}

void Table::print(Console& console) const {
  if (rows_.empty()) return;
  const auto columns = widths(console.width());
  const auto line = [&](const std::vector<std::string>& cells) {
    std::string out;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string text = cut(cells[i], columns[i]);
      const bool last = i + 1 == cells.size();
      out += last ? text : pad_right(text, columns[i]) + std::string(kGap, ' ');
    }
    return out;
  };
  console.out() << console.toned(Tone::title, line(headings_)) << '\n';
  for (const auto& row : rows_) console.out() << line(row) << '\n';
}

}  // namespace veil::tools
