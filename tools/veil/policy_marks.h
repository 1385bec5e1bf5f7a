// tools/veil/policy_marks.h: grants as short marks, for a table that people read and sign.
// "Fw ar [4,5]" is: in full, may write, when assigned and for a written reason, for purposes 4
// and 5. A legend names every mark that was used, and no other. Thread safety: none; one thread.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "redact/policy.h"
#include "tools/veil/console.h"

namespace veil::tools {

class PolicyMarks {
 public:
  // Both must outlive the marks.
  PolicyMarks(const redact::Policy& policy, const Console& console)
      : policy_(policy), console_(console) {}

  // Every way of the role to the class, the strongest first; "-" if there is none.
  std::string cell(const redact::Role& role, redact::ClassId cls);
  // A purpose's place in the policy, as the marks name it.
  std::size_t number(redact::PurposeId id) const;

  using Legend = std::vector<std::pair<std::string, std::string>>;
  Legend legend() const;

 private:
  std::string strength(redact::Strength strength, bool write);
  std::string conditions(const redact::Conditions& when);
  // Notes that a mark was used, and what it means.
  std::string use(std::string mark, std::string meaning);
  std::string numbered(const std::string& letter, const std::string& meaning);
  std::string purposes(const redact::Role& role, redact::ClassId cls,
                       const redact::Conditions& when) const;

  const redact::Policy& policy_;
  const Console& console_;
  Legend used_;
  std::map<std::string, std::vector<std::string>> kinds_;  // meanings of c1, c2, ...
};

}  // namespace veil::tools
