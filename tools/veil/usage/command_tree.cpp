#include "tools/veil/usage/command_tree.h"

#include <CLI/CLI.hpp>

namespace veil::tools {
namespace {

// "TEXT:{zh,en}": the type, and what CLI::IsMember says of its choices.
std::vector<std::string> choices_in(const std::string& type) {
  std::vector<std::string> out;
  const auto open = type.find('{');
  const auto close = type.find('}');
  if (open == std::string::npos || close == std::string::npos) return out;
  std::string word;
  for (std::size_t i = open + 1; i <= close; ++i) {
    if (type[i] == ',' || i == close) {
      out.push_back(std::move(word));
      word.clear();
    } else {
      word += type[i];
    }
  }
  return out;
}

Taken taken_by(const CLI::Option& option, const std::string& type, const std::string& name) {
  if (option.get_items_expected_max() == 0) return Taken::nothing;
  if (type == "DIR") return Taken::folder;
  if (name == "--role") return Taken::role;
  if (name == "--purpose") return Taken::purpose;
  if (type.starts_with("FIELD") || name.starts_with("FIELD")) return Taken::field;
  const bool file = type.find("FILE") != std::string::npos || name == "FILE" || name == "IDENTITY";
  return file ? Taken::file : Taken::text;
}

OptionWords words_of(const CLI::Option& option) {
  OptionWords out;
  out.about = option.get_description();
  out.required = option.get_required();
  if (option.get_positional()) {
    out.names.push_back(option.get_name(true, false));
  } else {
    for (const std::string& name : option.get_snames()) out.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) out.names.push_back("--" + name);
  }
  const std::string type = option.get_type_name();
  out.choices = choices_in(type);
  out.type = type.substr(0, type.find(':'));
  out.takes = out.choices.empty() ? taken_by(option, out.type, out.names.back()) : Taken::choice;
  if (out.takes == Taken::nothing) out.type.clear();
  return out;
}

CommandWords walk(const CLI::App& app, std::vector<std::string> path) {
  CommandWords out;
  path.push_back(app.get_name());
  out.path = path;
  out.about = app.get_description();
  out.footer = app.get_footer();
  for (const CLI::Option* option : app.get_options()) {
    auto& list = option->get_positional() ? out.positionals : out.options;
    list.push_back(words_of(*option));
  }
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    out.commands.push_back(walk(*command, path));
  }
  return out;
}

}  // namespace

CommandWords words_of(const CLI::App& app) {
  return walk(app, {});
}

std::vector<const CommandWords*> all_commands(const CommandWords& top) {
  std::vector<const CommandWords*> out = {&top};
  for (std::size_t i = 0; i < out.size(); ++i) {
    for (const CommandWords& command : out[i]->commands) out.push_back(&command);
  }
  return out;
}

std::string path_text(const CommandWords& command, const char* between) {
  std::string out;
  for (const std::string& word : command.path) out += (out.empty() ? "" : between) + word;
  return out;
}

}  // namespace veil::tools
