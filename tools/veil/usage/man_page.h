// tools/veil/usage/man_page.h: a manual page for each command, in the language of its descriptions.
// Thread safety: free functions.
#pragma once

#include "tools/veil/console.h"
#include "tools/veil/usage/command_tree.h"

namespace veil::tools {

// "veil-log-show.1".
std::string man_page_name(const CommandWords& command);
// In the troff of man(7).
std::string man_page(const CommandWords& command, const std::string& version,
                     const Console& console);

}  // namespace veil::tools
