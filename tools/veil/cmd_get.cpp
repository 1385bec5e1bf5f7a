// `veil get`: prints one record as this session may see it.
#include <algorithm>

#include "tools/veil/program.h"
#include "tools/veil/record_json.h"
#include "tools/veil/record_lookup.h"
#include "tools/veil/record_text.h"

namespace veil::tools {
namespace {

struct GetOptions {
  std::string record;
  std::vector<std::string> fields;
  std::string at_most = "full";
  std::string reason;
};

bool shows_nothing(const redact::View& view) {
  return std::all_of(view.cells.begin(), view.cells.end(), [](const redact::Cell& cell) {
    return cell.marker == redact::Marker::withheld;
  });
}

Done<> run(Program& program, const GetOptions& options) {
  Console& console = program.console;
  auto prefix = store::RecordIdPrefix::parse(options.record);
  if (!prefix) return stop(prefix.error());
  auto visit = Visit::enter(program.places, console);
  if (!visit) return stop(visit.error());
  store::Session& session = visit->session();
  const redact::Schema& schema = session.policy().schema();
  auto fields = find_fields(schema, options.fields);
  if (!fields) return stop(fields.error());
  store::Want want;
  want.fields = ids_of(*fields);
  want.at_most = *redact::parse_strength(options.at_most);
  auto record = session.read(*prefix, want, options.reason);
  if (!record) return stop(record.error());
  if (console.json) {
    print_json(console, record_json(schema, *record, console));
  } else {
    print_record({session.policy(), session.role(), want.at_most}, *record, console);
  }
  if (auto left = visit->leave(); !left) return left;
  // Scripts tell by the exit code that nothing of what they named is for them.
  if (!options.fields.empty() && shows_nothing(record->view)) {
    return stop(Exit::refused, "nothing of what was asked for is for you, as you ask now");
  }
  return {};
}

}  // namespace

void add_get(CLI::App& app, Program& program) {
  CLI::App* command =
      add_command(app, program, "get", "Print a record as you may see it",
                  "  veil get 3F9K2M1A\n"
                  "  veil get 3F9K2M1A --field person.name --field person.phone --json\n"
                  "  veil get 3F9K2M1A --at-most veiled          not more than the work needs\n"
                  "  veil get 3F9K2M1A --reason \"home visit on Thursday\"\n"
                  "Three markers are three things: [not recorded], [unknown] (asked, not known),\n"
                  "[withheld] (not for you). Exit code 4 says: no such record, or nothing that was "
                  "asked for is\n"
                  "for you.");
  auto options = std::make_shared<GetOptions>();
  command->add_option("RECORD", options->record, "Id, or its first 6 or more characters")
      ->required();
  command->add_option("--field", options->fields, "Only this field; may be repeated")
      ->allow_extra_args(false)
      ->type_name("FIELD");
  command->add_option("--at-most", options->at_most, "full, veiled or counted")
      ->check(CLI::IsMember({"full", "veiled", "counted"}));
  command->add_option("--reason", options->reason, "Why, for the access log; some fields need it")
      ->type_name("TEXT");
  add_session_options(*command, program);
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run(program, *options); };
  });
}

}  // namespace veil::tools
