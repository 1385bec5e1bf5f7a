#include "tools/veil/policy_report.h"

#include <algorithm>

#include "redact/policy_proof.h"
#include "tools/veil/record_json.h"
#include "tools/veil/width.h"

namespace veil::tools {
namespace {

using redact::PolicyChange;
using redact::Proof;

constexpr std::size_t kIndent = 7;

void print_wrapped(Console& console, const std::string& head, std::string_view text, Tone tone) {
  const std::size_t width = display_width(head);
  bool first = true;
  for (const std::string& line : wrap(printable(text), Console::kWidth - width)) {
    console.out() << (first ? console.toned(tone, head) : std::string(width, ' ')) << line << '\n';
    first = false;
  }
}

// The rules of one reason, as they were written together.
struct ProvenRule {
  redact::Strength above = redact::Strength::withheld;
  std::string why;
  std::string roles;
  std::vector<std::string> lines;  // "handler guard: withheld"
  bool holds = true;
};

std::vector<ProvenRule> rules_of(const redact::Policy& policy) {
  std::vector<ProvenRule> out;
  for (const Proof& proof : redact::prove_nevers(policy)) {
    auto at = std::find_if(out.begin(), out.end(), [&](const ProvenRule& rule) {
      return rule.above == proof.rule->above && rule.why == proof.rule->why;
    });
    if (at == out.end()) at = out.insert(out.end(), {proof.rule->above, proof.rule->why, "", {}});
    const std::string role = policy.role(proof.rule->role)->name;
    if (at->roles.find(role) == std::string::npos) {
      at->roles += (at->roles.empty() ? "" : ", ") + role;
    }
    at->holds = at->holds && proof.holds();
    at->lines.push_back(role + " " + policy.schema().cls(proof.rule->cls)->name + ": " +
                        std::string(to_string(std::max(proof.granted, proof.key))));
  }
  return out;
}

boost::json::array proofs_json(const redact::Policy& policy) {
  boost::json::array out;
  for (const Proof& proof : redact::prove_nevers(policy)) {
    out.emplace_back(boost::json::object{{"role", policy.role(proof.rule->role)->name},
                                         {"class", policy.schema().cls(proof.rule->cls)->name},
                                         {"above", to_string(proof.rule->above)},
                                         {"granted", to_string(proof.granted)},
                                         {"key", to_string(proof.key)},
                                         {"holds", proof.holds()},
                                         {"why", proof.rule->why}});
  }
  return out;
}

boost::json::array findings_json(const std::vector<redact::Finding>& findings) {
  boost::json::array out;
  for (const redact::Finding& finding : findings) {
    out.emplace_back(boost::json::object{{"rule", finding.rule}, {"what", finding.message}});
  }
  return out;
}

}  // namespace

void print_lint(Console& console, const redact::Policy& policy,
                const std::vector<redact::Finding>& findings) {
  if (console.json) {
    print_json(console, boost::json::object{{"ok", findings.empty()},
                                            {"never", proofs_json(policy)},
                                            {"findings", findings_json(findings)}});
    return;
  }
  for (const ProvenRule& rule : rules_of(policy)) {
    const std::string text = rule.roles + ": " + console.word("绝不超过 ", "never above ") +
                             std::string(to_string(rule.above)) + ", " + rule.why;
    print_wrapped(
        console,
        rule.holds ? console.word("成立   ", "holds  ") : console.word("违反   ", "BROKEN "), text,
        rule.holds ? Tone::good : Tone::bad);
    std::string all;
    for (const std::string& line : rule.lines) all += (all.empty() ? "" : ", ") + line;
    print_wrapped(console, std::string(kIndent, ' '), all, Tone::plain);
  }
  for (const redact::Finding& finding : findings) {
    print_wrapped(console, finding.rule + "  ", console.said(finding.message), Tone::bad);
  }
  const std::size_t rules = redact::prove_nevers(policy).size();
  console.out() << rules << console.word(" 条绝不规则，", " never rules, ") << findings.size()
                << console.word(" 处问题\n", " findings\n");
}

void print_diff(Console& console, const std::vector<PolicyChange>& changes) {
  if (console.json) {
    boost::json::array out;
    for (const PolicyChange& change : changes) {
      out.emplace_back(boost::json::object{{"kind", to_string(change.kind)},
                                           {"role", change.role},
                                           {"subject", change.subject},
                                           {"what", change.what}});
    }
    print_json(console, out);
    return;
  }
  if (changes.empty()) {
    console.out() << console.word("两份策略没有差别\n", "the policies differ in nothing\n");
  }
  const std::string* last = nullptr;
  for (const PolicyChange& change : changes) {
    if (last == nullptr || *last != change.role) {
      console.out() << (last == nullptr ? "" : "\n")
                    << console.toned(Tone::title, change.role.empty()
                                                      ? console.word("总则", "for everybody")
                                                      : change.role.c_str())
                    << '\n';
      last = &change.role;
    }
    const bool gain = change.kind == PolicyChange::Kind::gain;
    const bool loss = change.kind == PolicyChange::Kind::loss;
    const std::string head = gain   ? console.word("  + 得到 ", "  + gains ")
                             : loss ? console.word("  - 失去 ", "  - loses ")
                                    : "  ~ ";
    print_wrapped(console, head,
                  console.said(change.subject) + console.text(": ") + console.said(change.what),
                  gain   ? Tone::good
                  : loss ? Tone::bad
                         : Tone::plain);
  }
}

}  // namespace veil::tools
