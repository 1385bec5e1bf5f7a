// `veil policy dictionary` and `veil policy template`: what a record can hold, for those who fill
// it.
#include "tools/veil/policy_commands.h"
#include "tools/veil/policy_dictionary.h"
#include "tools/veil/policy_source.h"
#include "tools/veil/record_json.h"

namespace veil::tools {
namespace {

struct DictionaryOptions {
  std::string file;
  std::string format = "md";
};

Done<> run_dictionary(Program& program, const DictionaryOptions& options) {
  Console& console = program.console;
  auto policy = read_policy_text(program, options.file);
  if (!policy) return stop(policy.error());
  if (console.json) {
    print_json(console, dictionary_json(policy->policy));
  } else if (options.format == "csv") {
    console.out() << dictionary_csv(policy->policy, console);
  } else {
    console.out() << dictionary_markdown(policy->policy, console);
  }
  return {};
}

struct TemplateOptions {
  std::string file;
  std::vector<std::string> entities;
};

Done<> run_template(Program& program, const TemplateOptions& options) {
  Console& console = program.console;
  auto policy = read_policy_text(program, options.file);
  if (!policy) return stop(policy.error());
  for (const std::string& name : options.entities) {
    if (policy->policy.schema().entity(std::string_view(name)) != nullptr) continue;
    return stop(Exit::usage, "--entity: the policy has no such part of a record");
  }
  const auto headings = import_headings(policy->policy, options.entities, console);
  if (console.json) {
    boost::json::array out;
    for (const std::string& heading : headings) out.emplace_back(heading);
    print_json(console, out);
  } else {
    console.out() << kByteOrderMark << csv_line(headings);
  }
  return {};
}

}  // namespace

void add_policy_dictionary(CLI::App& group, Program& program) {
  CLI::App* command = add_command(
      group, program, "dictionary", "Print what a record can hold: fields, forms, codes",
      "  veil policy dictionary assistance > dictionary.md\n"
      "  veil policy dictionary --store cases --host-key host.key --format csv > fields.csv\n"
      "Field names and labels are those that `veil set` and `veil import` take.");
  auto options = std::make_shared<DictionaryOptions>();
  command->add_option("FILE", options->file, "Policy file or template; else that of the store");
  command->add_option("--format", options->format, "md, or csv without the code lists")
      ->check(CLI::IsMember({"md", "csv"}));
  add_store_options(*command, program);
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run_dictionary(program, *options); };
  });
}

void add_policy_template(CLI::App& group, Program& program) {
  CLI::App* command = add_command(
      group, program, "template", "Print the first line of a table for `veil import`",
      "  veil policy template assistance --lang zh > cases.csv\n"
      "  veil policy template assistance --entity person --entity minor > cases.csv\n"
      "One line of the table is one row of a part of a record: the case number, which part, and\n"
      "for parts with many rows which of them. Columns that are not needed may be taken out.");
  auto options = std::make_shared<TemplateOptions>();
  command->add_option("FILE", options->file, "Policy file or template; else that of the store");
  command->add_option("--entity", options->entities, "Only this part; may be repeated")
      ->allow_extra_args(false)
      ->type_name("NAME");
  add_store_options(*command, program);
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run_template(program, *options); };
  });
}

}  // namespace veil::tools
