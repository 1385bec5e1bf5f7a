// `veil completion`, `veil man`: what shells and manual readers know of this program.
#include <fstream>

#include "redact/policy.h"
#include "tools/veil/policy_template.h"
#include "tools/veil/program.h"
#include "tools/veil/usage/completion.h"
#include "tools/veil/usage/man_page.h"

namespace veil::tools {
namespace {

Done<PolicyWords> words_of_policy(const std::string& word) {
  PolicyWords out;
  if (word.empty()) return out;
  auto text = read_policy(word);
  if (!text) return stop(text.error());
  auto policy = redact::Policy::parse(*text);
  if (!policy) return stop(policy.error());
  for (const redact::Role& role : policy->roles()) out.roles.push_back(role.name);
  for (const redact::Purpose& purpose : policy->purposes()) out.purposes.push_back(purpose.name);
  for (const redact::Field& field : policy->schema().fields()) out.fields.push_back(field.name);
  return out;
}

Done<> run_completion(Program& program, const CLI::App& app, const std::string& shell,
                      const std::string& policy) {
  auto names = words_of_policy(policy);
  if (!names) return stop(names.error());
  const CommandWords top = words_of(app);
  program.console.out() << (shell == "bash"  ? bash_completion(top, *names)
                            : shell == "zsh" ? zsh_completion(top, *names)
                                             : fish_completion(top, *names));
  return {};
}

Done<> run_man(Program& program, const CLI::App& app, const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return stop(Exit::other, folder + ": " + error.message());
  const CommandWords top = words_of(app);
  const std::string version = app.version();
  for (const CommandWords* command : all_commands(top)) {
    const std::string page =
        man_page(*command, version.substr(version.find(' ') + 1), program.console);
    const auto path = std::filesystem::path(folder) / man_page_name(*command);
    // For everybody on the machine, unlike what the store writes.
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << page;
    if (!file.flush()) return stop(Exit::other, path.string() + ": cannot be written");
  }
  return {};
}

}  // namespace

void add_completion(CLI::App& app, Program& program) {
  CLI::App* command = add_command(
      app, program, "completion", "Print a script that completes commands in bash, zsh or fish",
      "  veil completion bash > ~/.local/share/bash-completion/completions/veil\n"
      "  veil completion bash --policy assistance > veil.bash\n"
      "  veil completion zsh > ~/.zfunc/_veil\n"
      "  veil completion fish > ~/.config/fish/completions/veil.fish\n"
      "Roles, purposes and fields are completed only from the policy that is named here; no\n"
      "store is ever opened for it.");
  auto shell = std::make_shared<std::string>();
  auto policy = std::make_shared<std::string>();
  command->add_option("SHELL", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command
      ->add_option("--policy", *policy,
                   "Complete the names of this policy too: a template or a file")
      ->type_name("NAME|FILE");
  command->callback([&program, &app, shell, policy] {
    program.chosen = [&program, &app, shell, policy] {
      return run_completion(program, app, *shell, *policy);
    };
  });
}

void add_man(CLI::App& app, Program& program) {
  CLI::App* command =
      add_command(app, program, "man", "Write a manual page for each command into a folder",
                  "  veil man share/man/man1\n"
                  "  veil man share/man/zh_CN/man1 --lang zh\n"
                  "`cmake --install` puts them in place, so that `man veil-get` shows one.");
  auto folder = std::make_shared<std::string>();
  command->add_option("DIR", *folder, "The folder; made if it is not there")
      ->required()
      ->type_name("DIR");
  command->callback([&program, &app, folder] {
    program.chosen = [&program, &app, folder] { return run_man(program, app, *folder); };
  });
}

}  // namespace veil::tools
