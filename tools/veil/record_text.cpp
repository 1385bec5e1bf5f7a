#include "tools/veil/record_text.h"

#include <algorithm>

#include "tools/veil/width.h"

namespace veil::tools {
namespace {

using redact::Cell;
using redact::Marker;

constexpr std::size_t kIndent = 2;
constexpr std::size_t kLabelMax = 28;
constexpr std::size_t kGap = 2;

// The cells of one row of one entity.
struct Block {
  const redact::Entity* entity = nullptr;
  redact::Row row = 0;
  std::vector<const Cell*> cells;
};

std::vector<Block> blocks_of(const redact::Schema& schema, const redact::View& view) {
  std::vector<Block> out;
  for (const Cell& cell : view.cells) {
    const redact::Entity* entity = schema.entity(schema.field(cell.field)->entity);
    if (out.empty() || out.back().entity != entity || out.back().row != cell.row) {
      out.push_back({entity, cell.row, {}});
    }
    out.back().cells.push_back(&cell);
  }
  return out;
}

// The one marker that all cells of a block have, if it is no value.
const Marker* common_marker(const Block& block) {
  const Marker& first = block.cells.front()->marker;
  const bool same = std::all_of(block.cells.begin(), block.cells.end(),
                                [&](const Cell* cell) { return cell->marker == first; });
  return same && first != Marker::value && block.cells.size() > 1 ? &first : nullptr;
}

class Printer {
 public:
  Printer(const redact::Schema& schema, Console& console, std::size_t label_width)
      : schema_(schema), console_(console), label_width_(label_width) {
    for (const auto strength :
         {redact::Strength::counted, redact::Strength::veiled, redact::Strength::full}) {
      mark_width_ = std::max(mark_width_, display_width(strength_text(strength, console)));
    }
  }

  void print(const Block& block) {
    std::string heading = printable(console_.label(block.entity->label));
    if (block.entity->many && block.row != 0) heading += " #" + std::to_string(block.row);
    console_.out() << '\n' << console_.toned(Tone::title, heading);
    if (const Marker* marker = common_marker(block)) {
      console_.out() << "  " << console_.toned(Tone::dim, marker_text(*marker, console_)) << '\n';
      return;
    }
    console_.out() << '\n';
    for (const Cell* cell : block.cells) print(*cell);
  }

 private:
  void print(const Cell& cell) {
    const redact::Field& field = *schema_.field(cell.field);
    const std::size_t room = Console::kWidth - kIndent - label_width_ - kGap - kGap - mark_width_;
    const auto lines = wrap(cell_text(schema_, cell, console_), room);
    const bool is_value = cell.marker == Marker::value;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      std::string label;
      if (i == 0) label = cut(printable(console_.label(field.label)), label_width_);
      auto& out = console_.out();
      out << std::string(kIndent, ' ') << pad_right(label, label_width_) << std::string(kGap, ' ');
      if (i > 0 || !is_value) {
        out << console_.toned(is_value ? Tone::plain : Tone::dim, lines[i]) << '\n';
      } else {
        out << pad_right(lines[i], room) << std::string(kGap, ' ')
            << console_.toned(Tone::dim, strength_text(cell.strength, console_)) << '\n';
      }
    }
  }

  const redact::Schema& schema_;
  Console& console_;
  std::size_t label_width_;
  std::size_t mark_width_ = 0;
};

}  // namespace

const char* marker_text(Marker marker, const Console& console) noexcept {
  switch (marker) {
    case Marker::value:
      return "";
    case Marker::empty:
      return console.word("【未填】", "[not recorded]");
    case Marker::unknown:
      return console.word("【不详】", "[unknown]");
    case Marker::withheld:
      return console.word("【不公开】", "[withheld]");
  }
  return "";
}

const char* strength_text(redact::Strength strength, const Console& console) noexcept {
  switch (strength) {
    case redact::Strength::withheld:
      return console.word("不公开", "withheld");
    case redact::Strength::counted:
      return console.word("统计", "counted");
    case redact::Strength::veiled:
      return console.word("脱敏", "veiled");
    case redact::Strength::full:
      return console.word("完整", "full");
  }
  return "";
}

std::string cell_text(const redact::Schema& schema, const Cell& cell, const Console& console) {
  if (!cell.value) return marker_text(cell.marker, console);
  const redact::Field& field = *schema.field(cell.field);
  return printable(redact::show_value(schema, field, *cell.value, console.language), Breaks::keep);
}

void print_record(const redact::Schema& schema, const store::RecordView& record, Console& console) {
  std::size_t label_width = 0;
  for (const Cell& cell : record.view.cells) {
    const std::string label = printable(console.label(schema.field(cell.field)->label));
    label_width = std::max(label_width, std::min(display_width(label), kLabelMax));
  }
  console.out() << console.toned(Tone::title, console.word("记录 ", "Record ") + record.id.text())
                << console.word("  第 ", "  version ") << record.view.record_version
                << console.word(" 版\n", "\n");
  Printer printer(schema, console, label_width);
  for (const Block& block : blocks_of(schema, record.view)) printer.print(block);
}

}  // namespace veil::tools
