// tools/veil/policy_commands.h: the commands of `veil policy` that have a file of their own.
#pragma once

#include "tools/veil/program.h"

namespace veil::tools {

void add_policy_explain(CLI::App& group, Program& program);
void add_policy_dictionary(CLI::App& group, Program& program);
void add_policy_template(CLI::App& group, Program& program);
void add_policy_change(CLI::App& group, Program& program);  // and `apply`

}  // namespace veil::tools
