// `veil history`: what a record was, version by version.
#include <algorithm>

#include "redact/calendar.h"
#include "tools/veil/case/act.h"
#include "tools/veil/record_json.h"
#include "tools/veil/record_text.h"
#include "tools/veil/record_visit.h"
#include "tools/veil/table.h"

namespace veil::tools {
namespace {

struct HistoryOptions : ActOptions {
  std::vector<std::string> fields;
};

class Printer {
 public:
  Printer(Console& console, const store::Session& session)
      : console_(console), session_(session), schema_(session.policy().schema()) {}

  void print(const store::RecordHistory& history) {
    // Of sealed values the log alone says who wrote them.
    const bool known = std::any_of(history.values.begin(), history.values.end(),
                                   [](const store::PastValue& one) { return one.by != 0; });
    std::vector<std::string> headings = {console_.word("字段", "field"),
                                         console_.word("版本", "version"),
                                         console_.word("内容", "value")};
    if (known) headings.push_back(console_.word("登记", "written by"));
    Table table(std::move(headings));
    for (const store::PastValue& one : history.values) {
      const redact::Field& field = *schema_.field(one.cell.field);
      std::string name = console_.label(field.label);
      if (one.cell.row != 0) name += " #" + std::to_string(one.cell.row);
      std::vector<std::string> cells = {std::move(name), std::to_string(one.version),
                                        cell_text(schema_, one.cell, console_)};
      if (known) cells.push_back(who(one));
      table.add(std::move(cells));
    }
    table.print(console_);
  }

  boost::json::object json(const store::RecordHistory& history) {
    boost::json::array values;
    for (const store::PastValue& one : history.values) {
      boost::json::object value = cell_json(schema_, one.cell, console_);
      value["version"] = one.version;
      value["by"] = one.by != 0 ? boost::json::value(name_of(one.by)) : nullptr;
      value["at_ms"] = one.by != 0 ? boost::json::value(one.at_ms) : nullptr;
      values.emplace_back(std::move(value));
    }
    return {{"id", history.id.text()},
            {"version", history.record_version},
            {"values", std::move(values)}};
  }

 private:
  std::string name_of(redact::PersonId number) const {
    const store::RosterEntry* person = session_.charter().person(number);
    return person != nullptr ? person->name : "#" + std::to_string(number);
  }

  std::string who(const store::PastValue& one) const {
    return one.by != 0 ? name_of(one.by) : std::string();
  }

  Console& console_;
  const store::Session& session_;
  const redact::Schema& schema_;
};

// Whether anything of what was asked for could be shown at all.
bool is_withheld(const store::RecordHistory& history) {
  return std::all_of(history.classes.begin(), history.classes.end(),
                     [](const auto& one) { return one.strength == redact::Strength::withheld; });
}

Done<> run(Program& program, const HistoryOptions& options) {
  Console& console = program.console;
  auto at = visit_record(program, options.record);
  if (!at) return stop(at.error());
  store::Session& session = at->session();
  auto fields = find_fields(session.policy().schema(), options.fields);
  if (!fields) return stop(fields.error());
  store::Want want;
  want.fields = ids_of(*fields);
  auto history = session.history(at->prefix, want, options.reason);
  if (!history) return stop(history.error());
  Printer printer(console, session);
  if (console.json) {
    print_json(console, printer.json(*history));
  } else {
    printer.print(*history);
  }
  return leave_record(*at, is_withheld(*history));
}

}  // namespace

void add_history(CLI::App& app, Program& program) {
  CLI::App* command = add_command(
      app, program, "history", "Print what a record was, version by version",
      "  veil history 3F9K2M1A --field person.phone\n"
      "  veil history 3F9K2M1A --json\n"
      "You see the strengths that a reading shows you now, if your role has the action\n"
      "history. The reading is logged. [not recorded] says that a value was taken "
      "away.");
  auto options = std::make_shared<HistoryOptions>();
  add_act_options(*command, program, *options);
  command->add_option("--field", options->fields, "Only this field; may be repeated")
      ->allow_extra_args(false)
      ->type_name("FIELD");
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run(program, *options); };
  });
}

}  // namespace veil::tools
