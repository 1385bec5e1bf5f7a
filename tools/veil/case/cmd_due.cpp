// `veil due`: the asker's own open cases, the most urgent first.
#include <algorithm>

#include "redact/calendar.h"
#include "tools/veil/case/act.h"
#include "tools/veil/record_json.h"
#include "tools/veil/record_lookup.h"
#include "tools/veil/record_text.h"
#include "tools/veil/table.h"

namespace veil::tools {
namespace {

constexpr std::size_t kShortId = 8;

struct DueOptions {
  std::size_t limit = 1000;
  std::string reason;
};

struct Line {
  store::RecordView record;
  std::optional<std::int32_t> days_left;  // absent: no date that this session could count from
};

// The due date first, then what tells the cases apart.
Done<std::vector<const redact::Field*>> columns(const redact::Schema& schema) {
  auto due = need_field(schema, "case.due_on");
  if (!due) return stop(due.error());
  std::vector<const redact::Field*> out = {*due};
  for (const char* name : {"case.no", "case.status", "person.name"}) {
    const redact::Field* field = schema.field(std::string_view(name));
    if (field != nullptr) out.push_back(field);
  }
  return out;
}

std::optional<std::int32_t> days_left(const store::RecordView& record, const redact::Field& due,
                                      const redact::Date& now) {
  const redact::Cell* cell = record.view.find(due.id);
  const auto* date =
      cell != nullptr && cell->value ? std::get_if<redact::Date>(&*cell->value) : nullptr;
  if (date == nullptr) return std::nullopt;
  return redact::last_day(*date) - now.days;
}

std::string days_text(const Line& line, const Console& console) {
  if (!line.days_left) return "";
  if (*line.days_left >= 0) return std::to_string(*line.days_left);
  return console.word("超期 ", "over by ") + std::to_string(-std::int64_t{*line.days_left});
}

void print(Console& console, const redact::Schema& schema, const std::vector<Line>& lines,
           const std::vector<const redact::Field*>& fields) {
  std::vector<std::string> headings = {console.word("剩余天数", "days left"),
                                       console.word("记录", "record")};
  for (const redact::Field* field : fields) headings.push_back(console.label(field->label));
  Table table(headings);
  for (const Line& line : lines) {
    std::vector<std::string> cells = {days_text(line, console),
                                      line.record.id.text().substr(0, kShortId)};
    for (const redact::Field* field : fields) {
      const redact::Cell* cell = line.record.view.find(field->id);
      cells.push_back(cell != nullptr ? cell_text(schema, *cell, console) : "");
    }
    table.add(std::move(cells));
  }
  table.print(console);
}

Done<> run(Program& program, const DueOptions& options) {
  Console& console = program.console;
  auto visit = Visit::enter(program.places, console);
  if (!visit) return stop(visit.error());
  store::Session& session = visit->session();
  const redact::Schema& schema = session.policy().schema();
  auto fields = columns(schema);
  if (!fields) return stop(fields.error());
  store::ListRequest request;
  request.want.fields = ids_of(*fields);
  request.only_mine = true;
  request.reason = options.reason;
  const redact::Date now = today(session.policy());
  std::vector<Line> lines;
  std::size_t damaged = 0;
  do {
    request.limit = std::min(options.limit - lines.size(), store::kListPageMax);
    auto page = session.list(request);
    if (!page) return stop(page.error());
    for (store::RecordView& record : page->records) {
      const auto left = days_left(record, *fields->front(), now);
      lines.push_back({std::move(record), left});
    }
    damaged += page->damaged;
    request.after = page->next;
  } while (request.after && lines.size() < options.limit);
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return a.days_left.value_or(INT32_MAX) < b.days_left.value_or(INT32_MAX);
  });
  if (console.json) {
    for (const Line& line : lines) {
      boost::json::object out = record_json(schema, line.record, console);
      out["days_left"] = line.days_left ? boost::json::value(*line.days_left) : nullptr;
      print_json(console, out);
    }
  } else {
    print(console, schema, lines, *fields);
  }
  if (auto left = visit->leave(); !left) return left;
  if (damaged > 0) return stop(Exit::integrity, "some records could not be listed: damaged");
  return {};
}

}  // namespace

void add_due(CLI::App& app, Program& program) {
  CLI::App* command =
      add_command(app, program, "due", "List your open cases, the most urgent first",
                  "  veil due\n"
                  "  veil due --json | jq -r 'select(.days_left < 3) | .id'\n"
                  "Records that are assigned to you and not closed. Without a date that you see "
                  "they\nstand last, with its marker.");
  auto options = std::make_shared<DueOptions>();
  command->add_option("--limit", options->limit, "At most so many records")
      ->check(CLI::Range(std::size_t{1}, std::size_t{100000}))
      ->capture_default_str();
  command->add_option("--reason", options->reason, "Why, for the access log")->type_name("TEXT");
  add_session_options(*command, program);
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run(program, *options); };
  });
}

}  // namespace veil::tools
