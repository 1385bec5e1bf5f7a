// tools/veil/policy_template.h: the policies that come with the program (tools/policies/*.toml, put
// into it when it is built).
// Thread safety: free functions, no shared state.
#pragma once

#include <span>
#include <string_view>

#include "tools/veil/fault.h"

namespace veil::tools {

struct PolicyTemplate {
  std::string_view name;  // of its file, without ".toml"
  std::string_view text;
};
std::span<const PolicyTemplate> policy_templates() noexcept;

// A template by its name, else the text of the file `word`.
Done<std::string> read_policy(const std::string& word);

}  // namespace veil::tools
