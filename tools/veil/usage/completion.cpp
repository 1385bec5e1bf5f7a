#include "tools/veil/usage/completion.h"

namespace veil::tools {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

// What bash does for a value.
std::string bash_action(const OptionWords& option, const PolicyWords& names) {
  const auto& choices = choices_of(option, names);
  if (!choices.empty()) return "_veil_words " + shell_quoted(joined(choices));
  if (option.takes == Taken::folder) return "_veil_files -d";
  if (option.takes == Taken::file) return "_veil_files -f";
  return ":";
}

std::string option_names(const CommandWords& command) {
  std::vector<std::string> out;
  for (const OptionWords& option : command.options) {
    out.insert(out.end(), option.names.begin(), option.names.end());
  }
  return joined(out);
}

std::string bash_words(const CommandWords& command, const PolicyWords& names) {
  if (!command.commands.empty()) {
    std::vector<std::string> out;
    for (const CommandWords& one : command.commands) out.push_back(one.path.back());
    return "_veil_words " + shell_quoted(joined(out));
  }
  // A positional that holds files, else one that has choices.
  std::string out = ":";
  for (const OptionWords& positional : command.positionals) {
    const std::string action = bash_action(positional, names);
    if (out == ":" || action.starts_with("_veil_files")) out = action;
  }
  return out;
}

}  // namespace

const std::vector<std::string>& choices_of(const OptionWords& option, const PolicyWords& names) {
  static const std::vector<std::string> kNone;
  switch (option.takes) {
    case Taken::choice:
      return option.choices;
    case Taken::role:
      return names.roles;
    case Taken::purpose:
      return names.purposes;
    case Taken::field:
      return names.fields;
    case Taken::nothing:
    case Taken::text:
    case Taken::file:
    case Taken::folder:
      break;
  }
  return kNone;
}

std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c == '\n' ? ' ' : c;
    }
  }
  return out + "'";
}

std::string all_paths(const CommandWords& top, const char* between) {
  std::string out;
  for (const CommandWords* command : all_commands(top)) {
    if (command->path.size() == 1) continue;
    out += (out.empty() ? "" : between) + shell_quoted(path_text(*command));
  }
  return out;
}

std::string bash_completion(const CommandWords& top, const PolicyWords& names) {
  std::string out = R"(# bash completion for veil; made by `veil completion bash`
_veil_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur"); }
_veil_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen "$1" -- "$cur")
}
_veil() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} at=veil i
  COMPREPLY=()
  # --option=value comes in three words
  if [ "$cur" = = ]; then
    cur=
  elif [ "$prev" = = ] && ((COMP_CWORD > 1)); then
    prev=${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at ${COMP_WORDS[i]}" in
      )";
  out += all_paths(top, " | ") + ") at=\"$at ${COMP_WORDS[i]}\" ;;\n    esac\n  done\n";
  out += "  case \"$at $prev\" in\n";
  for (const CommandWords* command : all_commands(top)) {
    for (const OptionWords& option : command->options) {
      if (option.takes == Taken::nothing) continue;
      std::string patterns;
      for (const std::string& name : option.names) {
        patterns +=
            (patterns.empty() ? "" : " | ") + shell_quoted(path_text(*command) + " " + name);
      }
      out += "    " + patterns + ") " + bash_action(option, names) + "; return ;;\n";
    }
  }
  out += "  esac\n  case \"$cur\" in\n    -*)\n      case \"$at\" in\n";
  for (const CommandWords* command : all_commands(top)) {
    out += "        " + shell_quoted(path_text(*command)) + ") _veil_words " +
           shell_quoted(option_names(*command)) + " ;;\n";
  }
  out += "      esac\n      return ;;\n  esac\n  case \"$at\" in\n";
  for (const CommandWords* command : all_commands(top)) {
    out +=
        "    " + shell_quoted(path_text(*command)) + ") " + bash_words(*command, names) + " ;;\n";
  }
  return out + "  esac\n}\ncomplete -F _veil veil\n";
}

}  // namespace veil::tools
