#include "tools/veil/demo/compare.h"

#include <algorithm>
#include <array>
#include <utility>

#include "tools/veil/record_text.h"
#include "tools/veil/width.h"

namespace veil::tools::demo {
namespace {

// Of the label and of each person; numbers of 18 digits and ranges of amounts stay on one line.
constexpr std::array<std::size_t, 5> kWidths = {13, 18, 17, 18, 10};
static_assert(kWidths[0] + kWidths[1] + kWidths[2] + kWidths[3] + kWidths[4] + 4 ==
              Console::kWidth);

struct Column {
  std::vector<std::string> lines;
  Tone tone = Tone::plain;
};

void print_row(Console& console, const std::vector<Column>& columns) {
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
      blanks.append(kWidths.at(j) > used ? kWidths.at(j) - used + 1 : 1, ' ');
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
  const std::string text = cell != nullptr ? cell_text(schema, *cell, console)
                                           : marker_text(redact::Marker::withheld, console);
  return {wrap(text, width), withheld ? Tone::dim : Tone::plain};
}

}  // namespace

void print_side_by_side(Console& console, const redact::Schema& schema,
                        const std::vector<std::string>& fields, const std::vector<Sight>& sights) {
  VEIL_REQUIRE(sights.size() < kWidths.size());
  std::vector<Column> heading = {{{""}, Tone::title}};
  for (const Sight& sight : sights) {
    heading.push_back({wrap(sight.heading, kWidths.at(heading.size())), Tone::title});
  }
  print_row(console, heading);
  console.out() << console.toned(Tone::dim, std::string(Console::kWidth, '-')) << '\n';
  for (const std::string& name : fields) {
    const redact::Field* field = schema.field(std::string_view(name));
    if (field == nullptr) continue;
    std::vector<Column> row = {{wrap(console.label(field->label), kWidths[0]), Tone::plain}};
    for (const Sight& sight : sights) {
      row.push_back(column_of(console, schema, *field, kWidths.at(row.size()), sight));
    }
    print_row(console, row);
  }
}

}  // namespace veil::tools::demo
