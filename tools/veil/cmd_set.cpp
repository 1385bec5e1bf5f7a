// `veil set`: changes a record.
#include "tools/veil/record_json.h"
#include "tools/veil/record_visit.h"
#include "tools/veil/request_text.h"
#include "tools/veil/write_options.h"

namespace veil::tools {
namespace {

struct SetOptions : WriteOptions {
  std::string request;
};

Done<> run(Program& program, const std::string& word, const SetOptions& options) {
  Console& console = program.console;
  auto at = visit_record(program, word);
  if (!at) return stop(at.error());
  store::Session& session = at->session();
  DraftBuilder draft(session.policy(), session.charter());
  if (auto filled = fill_draft(draft, session.policy().schema(), options); !filled) return filled;
  if (auto cited = cite_request(session, options.request, draft.facts()); !cited) return cited;
  auto id = whole_id(session, at->prefix);
  if (!id) return stop(id.error());
  auto version = session.amend(*id, draft.take(), options.reason);
  if (!version) return stop(version.error());
  if (console.json) {
    print_json(console, {{"id", id->text()}, {"version", *version}});
  } else {
    console.out() << *version << '\n';
  }
  return at->visit.leave();
}

}  // namespace

void add_set(CLI::App& app, Program& program) {
  const std::string examples =
      std::string(
          "  veil set 3F9K2M1A --values changes.txt\n"
          "  veil set 3F9K2M1A case.status=review measure.type#+1=money measure.amount#+1=20000\n"
          "  veil set 3F9K2M1A --clear person.phone --reason \"number given up\"\n"
          "  veil set 3F9K2M1A --from-file case.narrative=statement.txt\n"
          "minor.name#3 is row 3 of the record, as `veil get` shows it; #+1 is a new row.\n"
          "Prints the new version. Exit code 7: somebody else wrote first; look, and try "
          "again.\n") +
      kArgumentsAreSeen;
  CLI::App* command =
      add_command(app, program, "set", "Change a record; prints its new version", examples.c_str());
  auto word = std::make_shared<std::string>();
  auto options = std::make_shared<SetOptions>();
  command->add_option("RECORD", *word, "Id, or its first 6 or more characters")->required();
  command->add_option("FIELD=VALUE", options->words, "Values");
  command->add_option("--clear", options->clear, "Take a value away; may be repeated")
      ->allow_extra_args(false)
      ->type_name("FIELD");
  add_write_options(*command, *options);
  add_request_option(*command, options->request);
  add_session_options(*command, program);
  command->callback([&program, word, options] {
    program.chosen = [&program, word, options] { return run(program, *word, *options); };
  });
}

}  // namespace veil::tools
