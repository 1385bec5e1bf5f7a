// `veil break-glass`: opens one case further for some minutes; others review it afterwards. The
// passphrase is asked for again: an unlocked desk is not enough.
#include "tools/veil/program.h"
#include "tools/veil/record_json.h"
#include "tools/veil/record_lookup.h"
#include "tools/veil/request_text.h"
#include "tools/veil/values_file.h"

namespace veil::tools {
namespace {

constexpr std::size_t kTextFileMax = 4096;

struct GlassOptions {
  std::string record;
  std::string code;
  std::string text_file;
  SecretSource again;
};

// Why, in words: from a file or the standard input, so that it does not stand in an argument.
Done<std::string> read_words(const std::string& file) {
  auto out = read_text(file, kTextFileMax);
  if (out) out->erase(out->find_last_not_of(" \r\n\t") + 1);
  return out;
}

// The same identity file, opened anew with a passphrase of its own source.
Done<crypto::Identity> identity_again(const Program& program, const GlassOptions& options) {
  Places places = program.places;
  places.passphrase = options.again;
  return read_identity(places, program.console);
}

Done<> run(Program& program, const GlassOptions& options) {
  Console& console = program.console;
  auto prefix = store::RecordIdPrefix::parse(options.record);
  if (!prefix) return stop(prefix.error());
  auto text = read_words(options.text_file);
  if (!text) return stop(text.error());
  auto visit = Visit::enter(program.places, console);
  if (!visit) return stop(visit.error());
  store::Session& session = visit->session();
  console.hint(console.text("An emergency access is logged, and reviewed by others."));
  auto identity = identity_again(program, options);
  if (!identity) return stop(identity.error());
  auto id = whole_id(session, *prefix);
  if (!id) return stop(id.error());
  auto request = session.break_glass(*identity, *id, options.code, *text);
  if (!request) return stop(request.error());
  auto line = find_request(session, hex(*request));
  if (!line) return stop(line.error());
  const LogNames names{session.policy(), session.charter()};
  if (console.json) {
    print_json(console, request_json(names, *line));
  } else {
    const store::Request& said = line->kept.request.said;
    const int zone = session.policy().utc_offset_minutes();
    console.out() << console.text("open until {}; to be reviewed by {}: request {}",
                                  time_text(said.expires_at_ms, zone),
                                  time_text(said.due_at_ms, zone),
                                  hex(*request).substr(0, kShortRequestId))
                  << '\n';
  }
  return visit->leave();
}

}  // namespace

void add_break_glass(CLI::App& app, Program& program) {
  CLI::App* command = add_command(
      app, program, "break-glass", "Open one case in an emergency; it is reviewed afterwards",
      "  veil break-glass 3F9K2M1A --reason life --text-file why.txt\n"
      "  echo \"neighbour called, screams\" | veil break-glass 3F9K2M1A --reason child "
      "--text-file -\n"
      "  veil get 3F9K2M1A                       now shows what the policy gives in emergencies\n"
      "Asks for your passphrase again. Who is not reviewed in time is suspended, and so is one "
      "whose\n"
      "emergency was none. The conflict list and the `never` rules hold in emergencies, too.");
  auto options = std::make_shared<GlassOptions>();
  command->add_option("RECORD", options->record, "Id, or its first 6 or more characters")
      ->required();
  command->add_option("--reason", options->code, "A code of the policy's list of reasons")
      ->required()
      ->type_name("CODE");
  command->add_option("--text-file", options->text_file, "What happened; - is the standard input")
      ->required()
      ->type_name("FILE");
  command
      ->add_option("--passphrase-again-file", options->again.file,
                   "File with the passphrase, for the second time; else it is asked for")
      ->type_name("FILE");
  command
      ->add_option("--passphrase-again-fd", options->again.descriptor,
                   "The same from a file descriptor")
      ->type_name("N");
  add_session_options(*command, program);
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run(program, *options); };
  });
}

}  // namespace veil::tools
