// What is wrong with requests and break-glass: grants that nobody could ever make use of, and acts
// that nobody could answer.
#include <algorithm>

#include "redact/lint.h"

namespace veil::redact {
namespace {

bool has_role(const std::vector<RoleId>& roles, RoleId role) {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

const RequestRule* rule_of(const Policy& policy, RequestKind kind) {
  for (const RequestRule& rule : policy.requests()) {
    if (rule.kind == kind) return &rule;
  }
  return nullptr;
}

// Each role once; true where some grant of it needs what `needs` says.
void lint_use_of_requests(const Policy& policy, Findings& findings) {
  for (const Role& role : policy.roles()) {
    bool approved = false;
    bool glass = false;
    for (const Grant& grant : policy.grants()) {
      approved = approved || (grant.role == role.id && grant.when.approved);
      glass = glass || (grant.role == role.id && grant.when.break_glass);
    }
    const RequestRule* access = policy.request_rule(RequestKind::access, role.id);
    if (approved && access == nullptr) {
      findings.add("dead-grant", role.name +
                                     " has a grant that needs an approval, but no request of the "
                                     "kind access lets it ask");
    }
    if (!approved && access != nullptr) {
      findings.add("dead-request",
                   role.name + " may ask for access, but no grant of it needs that");
    }
    if (glass && !policy.break_glass()) {
      findings.add("dead-grant",
                   role.name + " has a grant for break-glass, but there is no table [break_glass]");
    }
  }
}

void lint_break_glass(const Policy& policy, Findings& findings) {
  const RequestRule* review = rule_of(policy, RequestKind::break_glass_review);
  if (policy.break_glass() && review == nullptr) {
    findings.add("break-glass",
                 "nobody reviews break-glass: there is no request rule break_glass_review, and who "
                 "is not reviewed in time is suspended");
  }
  const auto& grants = policy.grants();
  const bool used = std::any_of(grants.begin(), grants.end(),
                                [](const Grant& grant) { return grant.when.break_glass; });
  if (policy.break_glass() && !used) {
    findings.add("break-glass", "no grant has the condition break_glass");
  }
  if (!policy.break_glass() && review != nullptr) {
    findings.add("break-glass", "break_glass_review without a table [break_glass]");
  }
}

// An auditor reads the log of who approved what; she does not take part in it.
void lint_answerers(const Policy& policy, const RequestRule& rule, Findings& findings) {
  for (const Role& role : policy.roles()) {
    if (!role.auditor) continue;
    if (has_role(rule.ask, role.id) || has_role(rule.approve, role.id)) {
      findings.add("auditor", role.name + " is an auditor and takes part in requests of the kind " +
                                  std::string(to_string(rule.kind)));
    }
  }
}

}  // namespace

void lint_requests(const Policy& policy, Findings& findings) {
  lint_use_of_requests(policy, findings);
  lint_break_glass(policy, findings);
  for (const RequestRule& rule : policy.requests()) lint_answerers(policy, rule, findings);
}

}  // namespace veil::redact
