// redact/lint.h: the linter's parts. Not part of the public interface: callers use lint().
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "redact/policy.h"

namespace veil::redact {

class Findings {
 public:
  void add(const char* rule, std::string message) {
    all_.push_back(Finding{rule, std::move(message)});
  }
  std::vector<Finding> take() && { return std::move(all_); }

 private:
  std::vector<Finding> all_;
};

// False for the veils that leave nothing to see.
bool leaves_something(const VeilRule& rule) noexcept;

// Whether `a` gives at least as much as `b`, on no more conditions: then `b` adds nothing.
bool gives_as_much(const Grant& a, const Grant& b);

void lint_fields(const Policy& policy, Findings& findings);
void lint_facts(const Policy& policy, Findings& findings);
void lint_grants(const Policy& policy, Findings& findings);
void lint_roles(const Policy& policy, Findings& findings);
void lint_searches(const Policy& policy, Findings& findings);
void lint_requests(const Policy& policy, Findings& findings);

}  // namespace veil::redact
