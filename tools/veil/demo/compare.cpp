#include "tools/veil/demo/compare.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "tools/veil/record_text.h"
#include "tools/veil/width.h"

namespace veil::tools::demo {
namespace {

struct Column {
  std::vector<std::string> lines;
  Tone tone = Tone::plain;
};

void print_row(Console& console, const std::vector<std::size_t>& widths,
               const std::vector<Column>& columns) {
  std::size_t height = 0;
  for (const Column& column : columns) height = std::max(height, column.lines.size());
  for (std::size_t i = 0; i < height; ++i) {
    std::string blanks;  // owed before the next text, so that no line ends with any
    for (std::size_t j = 0; j < columns.size(); ++j) {
      const std::string text = i < columns[j].lines.size() ? columns[j].lines[i] : "";
      if (!text.empty()) {
        console.out() << std::exchange(blanks, {}) << console.toned(columns[j].tone, text);
      }
      const std::size_t used = display_width(text);
      blanks.append(widths.at(j) > used ? widths.at(j) - used + 1 : 1, ' ');
    }
    console.out() << '\n';
  }
}

Column column_of(const Console& console, const redact::Schema& schema, const redact::Field& field,
                 std::size_t width, const Sight& sight) {
  const redact::Cell* cell = nullptr;
  if (sight.view) {
    const auto at = std::find_if(sight.view->cells.begin(), sight.view->cells.end(),
                                 [&](const redact::Cell& one) { return one.field == field.id; });
    if (at != sight.view->cells.end()) cell = &*at;
  }
  const bool withheld = cell == nullptr || cell->marker != redact::Marker::value;
  const std::string text = cell != nullptr
                               ? cell_text(schema, *cell, console)
                               : std::string(marker_text(redact::Marker::withheld, console));
  return {wrap(text, width), withheld ? Tone::dim : Tone::plain};
}

}  // namespace

void print_side_by_side(Console& console, const redact::Schema& schema,
                        const Comparison& comparison, const std::vector<Sight>& sights) {
  const std::vector<std::size_t>& widths = comparison.widths;
  VEIL_REQUIRE(widths.size() == sights.size() + 1);
  VEIL_REQUIRE(std::accumulate(widths.begin(), widths.end(), widths.size() - 1) <= Console::kWidth);
  std::vector<Column> heading = {{{""}, Tone::title}};
  for (const Sight& sight : sights) {
    heading.push_back({wrap(sight.heading, widths.at(heading.size())), Tone::title});
  }
  print_row(console, widths, heading);
  console.out() << console.toned(Tone::dim, std::string(Console::kWidth, '-')) << '\n';
  for (const std::string& name : comparison.fields) {
    const redact::Field* field = schema.field(std::string_view(name));
    VEIL_REQUIRE(field != nullptr);
    std::vector<Column> row = {{wrap(console.label(field->label), widths[0]), Tone::plain}};
    for (const Sight& sight : sights) {
      row.push_back(column_of(console, schema, *field, widths.at(row.size()), sight));
    }
    print_row(console, widths, row);
  }
}

}  // namespace veil::tools::demo
