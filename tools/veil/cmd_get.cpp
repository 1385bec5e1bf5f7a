// `veil get`: prints one record as this session may see it.
#include "tools/veil/record_visit.h"

namespace veil::tools {
namespace {

struct GetOptions {
  std::string record;
  std::vector<std::string> fields;
  std::string at_most = "full";
  std::string reason;
};

Done<> run(Program& program, const GetOptions& options) {
  auto at = visit_record(program, options.record);
  if (!at) return stop(at.error());
  auto fields = find_fields(at->session().policy().schema(), options.fields);
  if (!fields) return stop(fields.error());
  Reading reading;
  reading.want.fields = ids_of(*fields);
  reading.want.at_most = *redact::parse_strength(options.at_most);
  reading.reason = options.reason;
  reading.named = !options.fields.empty();
  return print_reading(program, *at, reading);
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
