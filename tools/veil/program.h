// tools/veil/program.h: what main() and the commands share. Each command has one file, which adds
// its words and options to the command line and says what is to be done.
// Thread safety: none; one thread.
#pragma once

#include <functional>

#include <CLI/CLI.hpp>

#include "tools/veil/visit.h"

namespace veil::tools {

struct Program {
  Console console;
  Places places;
  std::string language;
  std::function<Done<>()> chosen;  // set by the command that was typed
};

// A command with its description, its examples, and the options that all have.
CLI::App* add_command(CLI::App& parent, Program& program, const char* name, const char* what,
                      const char* examples);
void add_store_options(CLI::App& command, Program& program);     // --store --host-key ...
void add_identity_options(CLI::App& command, Program& program);  // --identity --passphrase-file ...
void add_session_options(CLI::App& command, Program& program);   // both, --role and --purpose

void add_init(CLI::App& app, Program& program);
void add_identity(CLI::App& app, Program& program);
void add_person(CLI::App& app, Program& program);
void add_import(CLI::App& app, Program& program);
void add_new(CLI::App& app, Program& program);
void add_get(CLI::App& app, Program& program);
void add_set(CLI::App& app, Program& program);
void add_list(CLI::App& app, Program& program);
void add_duplicate(CLI::App& app, Program& program);
void add_assign(CLI::App& app, Program& program);
void add_conflict(CLI::App& app, Program& program);
void add_consent(CLI::App& app, Program& program);
void add_refer(CLI::App& app, Program& program);
void add_note(CLI::App& app, Program& program);
void add_close(CLI::App& app, Program& program);
void add_history(CLI::App& app, Program& program);
void add_due(CLI::App& app, Program& program);
void add_log(CLI::App& app, Program& program);
void add_reveil(CLI::App& app, Program& program);
void add_check(CLI::App& app, Program& program);
void add_doctor(CLI::App& app, Program& program);
void add_policy(CLI::App& app, Program& program);
void add_completion(CLI::App& app, Program& program);
void add_scrub(CLI::App& app, Program& program);
void add_man(CLI::App& app, Program& program);
void add_request(CLI::App& app, Program& program);
void add_break_glass(CLI::App& app, Program& program);
void add_demo(CLI::App& app, Program& program);

}  // namespace veil::tools
