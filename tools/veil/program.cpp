#include "tools/veil/program.h"

namespace veil::tools {

CLI::App* add_command(CLI::App& parent, Program& program, const char* name, const char* what,
                      const char* examples) {
  CLI::App* command = parent.add_subcommand(name, what);
  if (*examples != '\0') {
    command->footer(program.console.text("Examples:") + "\n" + program.console.said(examples));
  }
  command->add_flag("--json", program.console.json, "Data as JSON");
  command->add_option("--lang", program.language, "Language: zh or en [LC_ALL, LANG]")
      ->check(CLI::IsMember({"zh", "en"}));
  return command;
}

void add_store_options(CLI::App& command, Program& program) {
  constexpr const char* kGroup = "Store";
  Places& places = program.places;
  command.add_option("--store", places.store, "Folder of the store [VEIL_STORE]")
      ->type_name("DIR")
      ->group(kGroup);
  command.add_option("--host-key", places.host_key, "Key file of the host [VEIL_HOST_KEY]")
      ->type_name("FILE")
      ->group(kGroup);
  command
      .add_option("--host-passphrase-file", places.host_passphrase.file,
                  "File with its passphrase, if it has one")
      ->type_name("FILE")
      ->group(kGroup);
  command
      .add_option("--host-passphrase-fd", places.host_passphrase.descriptor,
                  "The same from a file descriptor")
      ->type_name("N")
      ->group(kGroup);
}

void add_identity_options(CLI::App& command, Program& program) {
  constexpr const char* kGroup = "Person";
  Places& places = program.places;
  command.add_option("--identity", places.identity, "Your identity file [VEIL_IDENTITY]")
      ->type_name("FILE")
      ->group(kGroup);
  command
      .add_option("--passphrase-file", places.passphrase.file,
                  "File with its passphrase; else it is asked for")
      ->type_name("FILE")
      ->group(kGroup);
  command
      .add_option("--passphrase-fd", places.passphrase.descriptor,
                  "The same from a file descriptor")
      ->type_name("N")
      ->group(kGroup);
}

void add_session_options(CLI::App& command, Program& program) {
  add_store_options(command, program);
  add_identity_options(command, program);
  Places& places = program.places;
  command.add_option("--role", places.role, "Role to enter in, if you have several [VEIL_ROLE]")
      ->type_name("NAME")
      ->group("Person");
  command
      .add_option("--purpose", places.purpose,
                  "Why, if the role has several purposes [VEIL_PURPOSE]")
      ->type_name("NAME")
      ->group("Person");
}

}  // namespace veil::tools
