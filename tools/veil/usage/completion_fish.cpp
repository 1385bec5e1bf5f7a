#include "tools/veil/usage/completion.h"

namespace veil::tools {
namespace {

// Within single quotes fish takes a backslash before ' and itself.
std::string fish_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out + "'";
}

std::string value_words(const OptionWords& option, const PolicyWords& names) {
  if (option.takes == Taken::nothing) return {};
  const auto& choices = choices_of(option, names);
  if (!choices.empty()) {
    std::string list;
    for (const std::string& choice : choices) list += (list.empty() ? "" : " ") + choice;
    return " -x -a " + fish_quoted(list);
  }
  if (option.takes == Taken::file) return " -r -F";
  if (option.takes == Taken::folder) return " -x -a '(__fish_complete_directories)'";
  return " -x";
}

}  // namespace

std::string fish_completion(const CommandWords& top, const PolicyWords& names) {
  std::string out = R"(# fish completion for veil; made by `veil completion fish`
function __veil_at
    set -l at veil
    for word in (commandline -opc)[2..-1]
        switch "$at $word"
            case )";
  out += all_paths(top, " ");
  out += R"(
                set at "$at $word"
        end
    end
    test "$at" = "$argv"
end
complete -c veil -f
)";
  for (const CommandWords* command : all_commands(top)) {
    const std::string begin =
        "complete -c veil -n " + fish_quoted("__veil_at " + path_text(*command));
    for (const CommandWords& one : command->commands) {
      out += begin + " -a " + one.path.back() + " -d " + fish_quoted(one.about) + "\n";
    }
    for (const OptionWords& option : command->options) {
      out += begin;
      for (const std::string& name : option.names) {
        out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      }
      out += value_words(option, names) + " -d " + fish_quoted(option.about) + "\n";
    }
    for (const OptionWords& positional : command->positionals) {
      const std::string words = value_words(positional, names);
      if (words == " -x") continue;
      out += begin + (words == " -r -F" ? " -F" : words.substr(3)) + "\n";
    }
  }
  return out;
}

}  // namespace veil::tools
