// `veil policy show|lint|diff` and the group of their siblings: what a policy allows, for those who
// sign it.
#include "tools/veil/policy_commands.h"
#include "tools/veil/policy_report.h"
#include "tools/veil/policy_sheet.h"
#include "tools/veil/policy_source.h"
#include "tools/veil/record_json.h"

namespace veil::tools {
namespace {

struct ShowOptions {
  std::string file;
  std::string format = "text";
};

Done<> run_show(Program& program, const ShowOptions& options) {
  Console& console = program.console;
  auto read_in = read_policy_text(program, options.file);
  if (!read_in) return stop(read_in.error());
  if (console.json) {
    print_json(console, sheet_json(read_in->policy, read_in->text));
    return {};
  }
  const Sheet sheet = make_sheet(read_in->policy, read_in->text, console);
  if (options.format == "md") {
    console.out() << sheet_markdown(sheet);
  } else if (options.format == "html") {
    console.out() << sheet_html(sheet, console);
  } else {
    console.out() << sheet_text(console, sheet);
  }
  return {};
}

struct LintOptions {
  std::string file;
  std::string before;
};

Done<> run_lint(Program& program, const LintOptions& options) {
  auto now = read_policy_text(program, options.file);
  if (!now) return stop(now.error());
  auto findings = redact::lint(now->policy);
  if (!options.before.empty()) {
    auto before = read_policy_text(program, options.before);
    if (!before) return stop(before.error());
    for (auto& finding : redact::lint_succession(before->policy, now->policy)) {
      findings.push_back(std::move(finding));
    }
  }
  print_lint(program.console, now->policy, findings);
  if (findings.empty()) return {};
  return stop(Exit::other, "policy: the linter has findings, no store takes it");
}

struct DiffOptions {
  std::string before;
  std::string after;
};

Done<> run_diff(Program& program, const DiffOptions& options) {
  auto before = read_policy_text(program, options.before);
  if (!before) return stop(before.error());
  auto after = read_policy_text(program, options.after);
  if (!after) return stop(after.error());
  print_diff(program.console, redact::diff(before->policy, after->policy));
  return {};
}

void add_show(CLI::App& group, Program& program) {
  CLI::App* command = add_command(
      group, program, "show", "Print who sees what, to be read and signed",
      "  veil policy show assistance                            a template by its name\n"
      "  veil policy show new.toml --format html > new.html     to print; --format md as well\n"
      "  veil policy show --store cases --host-key host.key     the policy in force");
  auto options = std::make_shared<ShowOptions>();
  command->add_option("FILE", options->file, "Policy file or template; else that of the store");
  command->add_option("--format", options->format, "text, md or html")
      ->check(CLI::IsMember({"text", "md", "html"}));
  add_store_options(*command, program);
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run_show(program, *options); };
  });
}

void add_lint(CLI::App& group, Program& program) {
  CLI::App* command =
      add_command(group, program, "lint", "Prove the `never` rules and look for faults",
                  "  veil policy lint new.toml\n"
                  "  veil policy lint new.toml --before old.toml    may it follow that one?\n"
                  "Exit code 1 with findings: no store takes a policy that has any.");
  auto options = std::make_shared<LintOptions>();
  command->add_option("FILE", options->file, "Policy file or template")->required();
  command->add_option("--before", options->before, "The policy that it is to follow")
      ->type_name("FILE");
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run_lint(program, *options); };
  });
}

void add_diff(CLI::App& group, Program& program) {
  CLI::App* command = add_command(
      group, program, "diff", "Say who gains and who loses between two policies",
      "  veil policy diff old.toml new.toml\n"
      "A gain or loss names role, class or field, strength and conditions. Whatever can change a\n"
      "decision is named.");
  auto options = std::make_shared<DiffOptions>();
  command->add_option("BEFORE", options->before, "Policy file or template")->required();
  command->add_option("AFTER", options->after, "Policy file or template")->required();
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run_diff(program, *options); };
  });
}

}  // namespace

void add_policy(CLI::App& app, Program& program) {
  CLI::App* group = app.add_subcommand("policy", "Show, check and compare policies");
  group->require_subcommand(1);
  add_show(*group, program);
  add_lint(*group, program);
  add_diff(*group, program);
  add_policy_explain(*group, program);
  add_policy_dictionary(*group, program);
  add_policy_template(*group, program);
  add_policy_change(*group, program);
}

}  // namespace veil::tools
