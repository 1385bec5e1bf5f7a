// `veil identity new|show`: a person's key pair in an age passphrase file.
#include "store/file.h"
#include "tools/veil/program.h"
#include "tools/veil/record_json.h"

namespace veil::tools {
namespace {

void print_identity(Console& console, const crypto::PublicIdentity& identity) {
  if (console.json) {
    print_json(console, {{"identity", identity.text()}, {"age", identity.age_recipient()}});
  } else {
    console.out() << identity.text() << '\n';
  }
}

Done<> run_new(Program& program, const std::string& path, unsigned work_factor) {
  Console& console = program.console;
  if (work_factor < 1 || work_factor > crypto::kAgeWorkFactorMax) {
    return stop(Exit::usage, "--work-factor: 1 to 22");
  }
  auto passphrase = read_new_secret(program.places.passphrase,
                                    console.text("New passphrase of the identity file {}", path),
                                    console.text("The same again"));
  if (!passphrase) return stop(passphrase.error());
  const crypto::Identity identity = crypto::Identity::generate();
  auto file = identity.to_file(*passphrase, work_factor);
  if (!file) return stop_at_key(file.error());
  if (auto written = store::create_file(path, *file); !written) return stop(written.error());
  print_identity(console, identity.public_identity());
  console.hint(
      console.text("The file is written. Give the line above to a custodian; keep file and "
                   "passphrase to yourself."));
  return {};
}

Done<> run_show(Program& program) {
  auto identity = read_identity(program.places, program.console);
  if (!identity) return stop(identity.error());
  print_identity(program.console, identity->public_identity());
  return {};
}

}  // namespace

void add_identity(CLI::App& app, Program& program) {
  CLI::App* group = app.add_subcommand("identity", "Make or show a person's key pair");
  group->require_subcommand(1);

  CLI::App* make =
      add_command(*group, program, "new", "Make a key pair in a new age passphrase file",
                  "  veil identity new wang.age            asks for the passphrase\n"
                  "  veil identity new wang.age --passphrase-file wang.pass\n"
                  "The file is an ordinary age file: `age -d wang.age` shows the key.");
  auto path = std::make_shared<std::string>();
  auto work_factor = std::make_shared<unsigned>(crypto::kAgeWorkFactor);
  make->add_option("FILE", *path, "The file to make")->required();
  make->add_option("--passphrase-file", program.places.passphrase.file,
                   "File with the passphrase; else it is asked for")
      ->type_name("FILE");
  make->add_option("--passphrase-fd", program.places.passphrase.descriptor,
                   "The same from a file descriptor")
      ->type_name("N");
  make->add_option("--work-factor", *work_factor, "Cost of each guess, 2^N; 18 takes 256 MiB")
      ->type_name("N")
      ->capture_default_str();
  make->callback([&program, path, work_factor] {
    program.chosen = [&program, path, work_factor] {
      return run_new(program, *path, *work_factor);
    };
  });

  CLI::App* show = add_command(*group, program, "show", "Print the public line of an identity file",
                               "  veil identity show --identity wang.age");
  add_identity_options(*show, program);
  show->callback([&program] { program.chosen = [&program] { return run_show(program); }; });
}

}  // namespace veil::tools
