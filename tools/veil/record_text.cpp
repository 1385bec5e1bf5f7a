#include "tools/veil/record_text.h"

#include <algorithm>
#include <map>

#include "tools/veil/width.h"

namespace veil::tools {
namespace {

using redact::Cell;
using redact::Marker;

constexpr std::size_t kIndent = 2;
constexpr std::size_t kLabelMax = 24;
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

// Labels that have the same to say, in the order of the fields.
struct Note {
  Marker marker = Marker::empty;
  std::string why;
  std::string labels;
  std::size_t count = 0;
};

class Printer {
 public:
  Printer(const Beholder& by, const redact::View& view, Console& console)
      : by_(by), view_(view), console_(console) {
    for (const Cell& cell : view.cells) {
      const std::size_t width = cell.marker == Marker::value ? display_width(label(cell)) : 0;
      label_width_ = std::max(label_width_, std::min({width, kLabelMax, console.width() / 3}));
    }
    for (const Marker marker : {Marker::empty, Marker::unknown, Marker::withheld}) {
      label_width_ = std::max(label_width_, display_width(marker_text(marker, console)));
    }
    for (const auto strength :
         {redact::Strength::counted, redact::Strength::veiled, redact::Strength::full}) {
      mark_width_ = std::max(mark_width_, display_width(strength_text(strength, console)));
    }
  }

  void print(const Block& block) {
    std::string heading = printable(console_.label(block.entity->label));
    if (block.entity->many && block.row != 0) heading += " #" + std::to_string(block.row);
    console_.out() << '\n' << console_.toned(Tone::title, heading);
    const auto notes = notes_of(block);
    if (notes.size() == 1 && notes.front().count == block.cells.size()) {
      print_whole(notes.front(), display_width(heading));
      return;
    }
    console_.out() << '\n';
    for (const Cell* cell : block.cells) {
      if (cell->marker == Marker::value) print(*cell);
    }
    for (const Note& note : notes) print(note);
  }

  // Why what is shown is not shown in full, by classes.
  void print_strengths() {
    std::map<std::string, std::string> classes;
    for (const redact::ClassDecision& one : view_.classes) {
      const bool weaker = one.strength != redact::Strength::full && shows(one);
      if (!weaker) continue;
      std::string& list = classes[why_text(by_, one, console_)];
      if (!list.empty()) list += console_.phrase(", ");
      list += printable(console_.label(by_.policy.schema().cls(one.cls)->label));
    }
    if (classes.empty()) return;
    console_.out() << '\n'
                   << console_.toned(Tone::title, console_.text("Not shown in full")) << '\n';
    for (const auto& [why, list] : classes) {
      std::string text = list;
      text += console_.phrase(": ");
      print_lines("", text += why);
    }
  }

 private:
  std::string label(const Cell& cell) const {
    return printable(console_.label(by_.policy.schema().field(cell.field)->label));
  }

  // Whether some value of the class is shown.
  bool shows(const redact::ClassDecision& decision) const {
    return std::any_of(view_.cells.begin(), view_.cells.end(), [&](const Cell& cell) {
      return cell.marker == Marker::value &&
             by_.policy.schema().field(cell.field)->cls == decision.cls;
    });
  }

  std::vector<Note> notes_of(const Block& block) const {
    std::vector<Note> out;
    for (const Cell* cell : block.cells) {
      if (cell->marker == Marker::value) continue;
      std::string why = why_withheld(by_, view_, *cell, console_);
      auto at = std::find_if(out.begin(), out.end(), [&](const Note& note) {
        return note.marker == cell->marker && note.why == why;
      });
      if (at == out.end()) at = out.insert(out.end(), {cell->marker, std::move(why), {}, 0});
      if (at->count++ > 0) at->labels += console_.phrase(", ");
      at->labels += label(*cell);
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const Note& a, const Note& b) { return a.marker < b.marker; });
    return out;
  }

  void print(const Cell& cell) {
    const std::size_t room = text_width() - kGap - mark_width_;
    const auto lines = wrap(cell_text(by_.policy.schema(), cell, console_), room);
    const std::string_view strength = strength_text(cell.strength, console_);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      start_line(i == 0 ? cut(label(cell), label_width_) : "", Tone::plain);
      if (i > 0) {
        console_.out() << lines[i] << '\n';
      } else {
        console_.out() << pad_right(lines[i], room) << std::string(kGap, ' ')
                       << console_.toned(Tone::dim, strength) << '\n';
      }
    }
  }

  // An entity of which nothing is shown needs no list of what it has.
  void print_whole(const Note& note, std::size_t used) {
    std::string text(marker_text(note.marker, console_));
    if (!note.why.empty()) text += " " + note.why;
    const auto lines = wrap(text, console_.width() - std::min(used + kGap, console_.width() / 2));
    for (std::size_t i = 0; i < lines.size(); ++i) {
      console_.out() << std::string(i == 0 ? kGap : used + kGap, ' ')
                     << console_.toned(Tone::dim, lines[i]) << '\n';
    }
  }

  void print(const Note& note) {
    std::string text = note.labels;
    if (!note.why.empty()) text = note.labels + console_.text(": ") + note.why;
    print_lines(std::string(marker_text(note.marker, console_)), text);
  }

  void print_lines(const std::string& heading, const std::string& text) {
    const auto lines = wrap(text, heading.empty() ? console_.width() - kIndent : text_width());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (heading.empty()) {
        console_.out() << std::string(kIndent, ' ');
      } else {
        start_line(i == 0 ? heading : "", Tone::dim);
      }
      console_.out() << console_.toned(Tone::dim, lines[i]) << '\n';
    }
  }

  void start_line(const std::string& heading, Tone tone) {
    console_.out() << std::string(kIndent, ' ')
                   << console_.toned(tone, pad_right(heading, label_width_))
                   << std::string(kGap, ' ');
  }

  std::size_t text_width() const { return console_.width() - kIndent - label_width_ - kGap; }

  const Beholder& by_;
  const redact::View& view_;
  Console& console_;
  std::size_t label_width_ = 0;
  std::size_t mark_width_ = 0;
};

}  // namespace

std::string_view marker_text(Marker marker, const Console& console) noexcept {
  switch (marker) {
    case Marker::value:
      return "";
    case Marker::empty:
      return console.phrase("[not recorded]");
    case Marker::unknown:
      return console.phrase("[unknown]");
    case Marker::withheld:
      return console.phrase("[withheld]");
  }
  return "";
}

std::string_view strength_text(redact::Strength strength, const Console& console) noexcept {
  switch (strength) {
    case redact::Strength::withheld:
      return console.phrase("withheld");
    case redact::Strength::counted:
      return console.phrase("counted");
    case redact::Strength::veiled:
      return console.phrase("veiled");
    case redact::Strength::full:
      return console.phrase("full");
  }
  return "";
}

std::string cell_text(const redact::Schema& schema, const Cell& cell, const Console& console) {
  if (!cell.value) return std::string(marker_text(cell.marker, console));
  const redact::Field& field = *schema.field(cell.field);
  return printable(redact::show_value(schema, field, *cell.value, console.language), Breaks::keep);
}

void print_record(const Beholder& by, const store::RecordView& record, Console& console) {
  console.out() << console.toned(Tone::title, console.text("Record {}", record.id.text())) << "  "
                << console.text("version {}", record.view.record_version) << '\n';
  Printer printer(by, record.view, console);
  for (const Block& block : blocks_of(by.policy.schema(), record.view)) printer.print(block);
  printer.print_strengths();
}

}  // namespace veil::tools
