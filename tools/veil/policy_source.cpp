#include "tools/veil/policy_source.h"

#include "tools/veil/policy_template.h"

namespace veil::tools {
namespace {

Done<PolicyText> parse(std::string text, const std::string& name) {
  auto policy = redact::Policy::parse(text);
  if (!policy) return stop(Exit::usage, name + ": " + policy.error().message);
  return PolicyText{std::move(text), std::move(*policy)};
}

}  // namespace

Done<PolicyText> read_policy_text(const Program& program, const std::string& word) {
  if (!word.empty()) {
    auto text = read_policy(word);
    if (!text) return stop(text.error());
    return parse(std::move(*text), word);
  }
  auto vault = open_vault(program.places, program.console);
  if (!vault) return stop(vault.error());
  auto out = parse(std::string(text_of((*vault)->charter()->charter.policy)), "policy in force");
  if (auto closed = (*vault)->close(); !closed) return stop(closed.error());
  return out;
}

}  // namespace veil::tools
