#include "tools/veil/policy_template.h"

#include <algorithm>

#include "store/charter.h"
#include "store/file.h"

namespace veil::tools {

Done<std::string> read_policy(const std::string& word) {
  const auto templates = policy_templates();
  const auto known = std::find_if(templates.begin(), templates.end(),
                                  [&](const PolicyTemplate& one) { return one.name == word; });
  if (known != templates.end()) return std::string(known->text);
  auto file = store::read_file(word, store::kPolicySizeMax);
  if (!file && file.error().code == Code::NotFound) {
    std::string names;
    for (const PolicyTemplate& one : templates) {
      names += (names.empty() ? "" : ", ") + std::string(one.name);
    }
    return stop(Exit::not_found,
                "policy: no such file, and no template of that name (there are: " + names + ")");
  }
  if (!file) return stop(file.error());
  return std::string(text_of(file->bytes));
}

}  // namespace veil::tools
