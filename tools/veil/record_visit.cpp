#include "tools/veil/record_visit.h"

#include <algorithm>

#include "tools/veil/record_json.h"
#include "tools/veil/record_text.h"

namespace veil::tools {

Done<RecordVisit> visit_record(Program& program, const std::string& record) {
  auto prefix = store::RecordIdPrefix::parse(record);
  if (!prefix) return stop(prefix.error());
  auto visit = Visit::enter(program.places, program.console);
  if (!visit) return stop(visit.error());
  return RecordVisit{*prefix, std::move(*visit)};
}

Done<> leave_record(RecordVisit& at, bool shows_nothing) {
  if (auto left = at.visit.leave(); !left) return left;
  if (shows_nothing) {
    return stop(Exit::refused, "nothing of what was asked for is for you, as you ask now");
  }
  return {};
}

Done<> print_reading(Program& program, RecordVisit& at, const Reading& reading) {
  Console& console = program.console;
  store::Session& session = at.session();
  auto record = session.read(at.prefix, reading.want, reading.reason);
  if (!record) return stop(record.error());
  if (console.json) {
    print_json(console, record_json(session.policy().schema(), *record, console));
  } else {
    print_record({session.policy(), session.role(), reading.want.at_most}, *record, console);
  }
  const auto& cells = record->view.cells;
  const bool withheld = std::all_of(cells.begin(), cells.end(), [](const redact::Cell& cell) {
    return cell.marker == redact::Marker::withheld;
  });
  return leave_record(at, reading.named && withheld);
}

}  // namespace veil::tools
