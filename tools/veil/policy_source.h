// tools/veil/policy_source.h: the policy that a command is about, with the text it was read from.
// Thread safety: free functions.
#pragma once

#include "tools/veil/program.h"

namespace veil::tools {

struct PolicyText {
  std::string text;
  redact::Policy policy;
};

// A file, or a template by its name; where `word` is empty the policy in force in the store.
Done<PolicyText> read_policy_text(const Program& program, const std::string& word);

}  // namespace veil::tools
