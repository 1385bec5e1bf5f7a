#include "tools/veil/usage/completion.h"

namespace veil::tools {
namespace {

// Descriptions of _arguments end at ']' and their values' parts at ':'.
std::string plain(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string value_part(const OptionWords& option, const PolicyWords& names) {
  if (option.takes == Taken::nothing) return {};
  std::string out = ":" + plain(option.type.empty() ? option.names.back() : option.type) + ":";
  const auto& choices = choices_of(option, names);
  if (!choices.empty()) {
    out += "(";
    for (const std::string& choice : choices)
      out += (&choice == choices.data() ? "" : " ") + choice;
    return out + ")";
  }
  if (option.takes == Taken::file) return out + "_files";
  if (option.takes == Taken::folder) return out + "_files -/";
  return out + " ";
}

std::string arguments(const CommandWords& command, const PolicyWords& names) {
  std::string out = "_arguments";
  for (const OptionWords& option : command.options) {
    for (const std::string& name : option.names) {
      out += " \\\n        " +
             shell_quoted("*" + name + "[" + plain(option.about) + "]" + value_part(option, names));
    }
  }
  for (const OptionWords& positional : command.positionals) {
    out += " \\\n        " + shell_quoted("*" + value_part(positional, names));
    break;  // the first says what is most likely wanted; more of "*:" is not allowed
  }
  return out;
}

}  // namespace

std::string zsh_completion(const CommandWords& top, const PolicyWords& names) {
  std::string out = R"(#compdef veil
# zsh completion for veil; made by `veil completion zsh`
_veil() {
  local at=veil word i=1 depth=1
  local -a below
  for word in ${words[2,CURRENT-1]}; do
    ((i++))
    case "$at $word" in
      ()";
  out += all_paths(top, "|") + ") at=\"$at $word\"; depth=$i ;;\n    esac\n  done\n";
  out += "  words=(${words[depth,-1]})\n  ((CURRENT -= depth - 1))\n  case \"$at\" in\n";
  for (const CommandWords* command : all_commands(top)) {
    out += "    " + shell_quoted(path_text(*command)) + ")\n";
    if (command->commands.empty()) {
      out += "      " + arguments(*command, names) + " ;;\n";
      continue;
    }
    out += "      below=(";
    for (const CommandWords& one : command->commands) {
      out += "\n        " + shell_quoted(one.path.back() + ":" + plain(one.about));
    }
    out += ")\n      _describe -t commands command below ;;\n";
  }
  return out +
         "  esac\n}\nif [ \"$funcstack[1]\" = _veil ]; then _veil \"$@\"; else compdef _veil veil; "
         "fi\n";
}

}  // namespace veil::tools
