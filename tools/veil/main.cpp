// The `veil` command: reads the words, does the one thing they ask for, ends with its exit code.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "tools/veil/help_text.h"
#include "tools/veil/process.h"
#include "tools/veil/program.h"

namespace veil::tools {
namespace {

constexpr const char* kAbout =
    "Keeps records so that each person sees what her role, purpose and cases allow,\n"
    "by keys, and so that every reading is in a log that anybody can verify.";

constexpr const char* kFooter =
    "Begin with `veil demo`, or with `veil identity new` and `veil init`.\n"
    "`veil COMMAND --help` has examples.\n\n"
    "Exit codes: 0 ok, 1 other, 2 usage, 3 not found, 4 refused or not told, 5 integrity,\n"
    "6 key or passphrase, 7 conflict, 8 unavailable.";

// Secrets in arguments and in the environment are seen by others; they are refused, unread.
Done<> refuse_open_secrets(int argc, char** argv) {
  for (int i = 1; i < argc && std::strcmp(argv[i], "--") != 0; ++i) {
    const std::string_view word = argv[i];
    for (const std::string_view option : {"--passphrase", "--host-passphrase", "--password"}) {
      if (word != option && !word.starts_with(std::string(option) + "=")) continue;
      return stop(Exit::usage,
                  "a passphrase on the command line can be seen by others and is not taken: use "
                  "--passphrase-file, --passphrase-fd or the prompt; change this one");
    }
  }
  for (const char* name : {"VEIL_PASSPHRASE", "VEIL_HOST_PASSPHRASE", "VEIL_PASSWORD"}) {
    if (std::getenv(name) == nullptr) continue;  // NOLINT(concurrency-mt-unsafe)
    return stop(Exit::usage, std::string(name) +
                                 " is set: a passphrase in the environment can be seen by others "
                                 "and is not taken; unset it and use --passphrase-file, "
                                 "--passphrase-fd or the prompt");
  }
  return {};
}

int finish(Program& program, const Done<>& done) {
  if (!done) program.console.fault(done.error().text);
  const bool arrived = program.console.finish();
  if (program.console.reader_gone()) return 128 + 13;  // as a program that SIGPIPE ended
  if (!arrived) {
    program.console.fault("the output could not be written");
    return static_cast<int>(Exit::other);
  }
  return static_cast<int>(done ? Exit::ok : done.error().exit);
}

void add_commands(CLI::App& app, Program& program) {
  app.description(kAbout);
  app.footer(kFooter);
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("veil ") + VEIL_VERSION);
  add_init(app, program);
  add_identity(app, program);
  add_person(app, program);
  add_import(app, program);
  add_new(app, program);
  add_get(app, program);
  add_set(app, program);
  add_list(app, program);
  add_duplicate(app, program);
  add_due(app, program);
  add_assign(app, program);
  add_conflict(app, program);
  add_consent(app, program);
  add_refer(app, program);
  add_note(app, program);
  add_close(app, program);
  add_history(app, program);
  add_reveil(app, program);
  add_log(app, program);
  add_check(app, program);
  add_doctor(app, program);
  add_policy(app, program);
  add_completion(app, program);
  add_scrub(app, program);
  add_man(app, program);
  add_request(app, program);
  add_break_glass(app, program);
  add_demo(app, program);
}

// Before anything is said, and whatever else is wrong with the command line.
redact::Language language_of(int argc, char** argv) {
  for (int i = 1; i < argc && std::strcmp(argv[i], "--") != 0; ++i) {
    const std::string_view word = argv[i];
    std::string_view wanted;
    if (word == "--lang" && i + 1 < argc) wanted = argv[i + 1];
    if (word.starts_with("--lang=")) wanted = word.substr(7);
    if (wanted == "zh") return redact::Language::zh;
    if (wanted == "en") return redact::Language::en;
  }
  return language_of_environment();
}

int run(int argc, char** argv) {
  Program program;
  program.console.language = language_of(argc, argv);
  if (auto open = refuse_open_secrets(argc, argv); !open) return finish(program, open);
  CLI::App app;
  app.name("veil");
  app.formatter(help_formatter(program.console));
  add_commands(app, program);
  translate_help(app, program.console);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    program.console.out() << (asked.get_name() == "CallForVersion"
                                  ? std::string(asked.what()) + "\n"
                                  : app.help());
    return finish(program, {});
  } catch (const CLI::ParseError& error) {
    return finish(program, stop(Exit::usage, usage_text(error)));
  }
  if (program.console.json && program.language.empty()) {
    program.console.talk = std::exchange(program.console.language, redact::Language::en);
  }
  program.places.take_environment();
  try {
    return finish(program, program.chosen());
  } catch (const std::bad_alloc&) {
    return finish(program, stop(Exit::unavailable, "out of memory"));
  }
}

}  // namespace
}  // namespace veil::tools

int main(int argc, char** argv) {
  veil::tools::harden_process();
  int status = static_cast<int>(veil::tools::Exit::other);
  try {
    status = veil::tools::run(argc, argv);
  } catch (...) {
    std::fputs("veil: stopped by a fault of its own\n", stderr);  // what it carries may be a value
  }
  veil::tools::wipe_stack();
  return status;
}
