// `veil new`: a new record; prints its id.
#include "tools/veil/record_json.h"
#include "tools/veil/write_options.h"

namespace veil::tools {
namespace {

Done<> run(Program& program, const WriteOptions& options) {
  Console& console = program.console;
  auto visit = Visit::enter(program.places, console);
  if (!visit) return stop(visit.error());
  store::Session& session = visit->session();
  DraftBuilder draft(session.policy(), session.charter());
  if (auto filled = fill_draft(draft, session.policy().schema(), options); !filled) return filled;
  auto id = session.create(draft.take(), options.reason);
  if (!id) return stop(id.error());
  if (console.json) {
    print_json(console, {{"id", id->text()}, {"version", 1}});
  } else {
    console.out() << id->text() << '\n';
  }
  return visit->leave();
}

}  // namespace

void add_new(CLI::App& app, Program& program) {
  const std::string examples =
      std::string(
          "  veil new case.no=京检救助〔2022〕17号 --values case.txt --role intake\n"
          "  veil new --values - < case.json\n"
          "with lines like\n"
          "  person.name=欧阳桂兰\n"
          "  person.birth_date=1989-07-02\n"
          "  minor.name#+1=欧阳小满          #+1 is the first new row, #+2 the second\n"
          "  case.assigned=周敏、林静        people by their names in the roster\n"
          "  person.phone=不详               asked, and not known\n") +
      kArgumentsAreSeen;
  CLI::App* command =
      add_command(app, program, "new", "Make a record; prints its id", examples.c_str());
  auto options = std::make_shared<WriteOptions>();
  command->add_option("FIELD=VALUE", options->words, "Values");
  add_write_options(*command, *options);
  add_session_options(*command, program);
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run(program, *options); };
  });
}

}  // namespace veil::tools
