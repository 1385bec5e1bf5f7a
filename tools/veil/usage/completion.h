// tools/veil/usage/completion.h: scripts that let a shell complete the tool's commands, options and
// their values. A script runs no command of the tool: what it knows of a policy's names was put
// into it when it was made, and it never opens a store.
// Thread safety: free functions.
#pragma once

#include "tools/veil/usage/command_tree.h"

namespace veil::tools {

// Names of a policy; none where it is not known.
struct PolicyWords {
  std::vector<std::string> roles;
  std::vector<std::string> purposes;
  std::vector<std::string> fields;
};

std::string bash_completion(const CommandWords& top, const PolicyWords& names);
std::string zsh_completion(const CommandWords& top, const PolicyWords& names);
std::string fish_completion(const CommandWords& top, const PolicyWords& names);

// The words that may stand there; empty for files, folders and free text.
const std::vector<std::string>& choices_of(const OptionWords& option, const PolicyWords& names);
// Quoted for any of the three shells.
std::string shell_quoted(std::string_view text);
// "'veil log' | 'veil log show'": every command but the first, for a case of the shells.
std::string all_paths(const CommandWords& top, const char* between);

}  // namespace veil::tools
