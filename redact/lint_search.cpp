// What is wrong with indexes and with who may search them.
#include <algorithm>

#include "redact/lint.h"
#include "redact/normal_form.h"

namespace veil::redact {
namespace {

void lint_index(const Policy& policy, const Field& field, Findings& findings) {
  if (field.fact != FactKind::none) {
    findings.add("low-variety", field.name + " is a host fact: it has no index");
  } else if (!can_be_indexed(field.type)) {
    findings.add("low-variety", field.name + " is a " + std::string(to_string(field.type)) +
                                    ": an index is for values that cannot be guessed one by one");
  }
  if (policy.schema().cls(field.cls)->hidden) {
    findings.add("presence-leak", field.name + " has an index, which shows that something is " +
                                      "recorded, but the presence of its class " +
                                      policy.schema().cls(field.cls)->name + " is hidden");
  }
  const auto& all = policy.searches();
  if (std::none_of(all.begin(), all.end(),
                   [&](const Search& search) { return search.field == field.id; })) {
    findings.add("unused-index", "no role may search " + field.name);
  }
}

// Searching tells whether a value is there, so it needs some right to know it: a role that must
// see nothing of the class must not learn that either.
void lint_search(const Policy& policy, const Search& search, Findings& findings) {
  const Role& role = *policy.role(search.role);
  const Field& field = *policy.schema().field(search.field);
  const std::string what = role.name + " searches " + field.name;
  if (policy.cap(role.id, field.cls) == Strength::withheld) {
    findings.add("never", what + ", of whose class it may never see anything");
  }
  if (role.auditor) findings.add("auditor", what + ", and is an auditor");
  if (!role.can(Action::list)) {
    findings.add("dead-search", what + ", and may not list what is found");
  }
  for (const FieldId id : search.shows) {
    const Field& shown = *policy.schema().field(id);
    const auto grants = policy.grants_of(role.id, shown.cls);
    if (grants.empty() || grants.front().strength == Strength::withheld ||
        policy.cap(role.id, shown.cls) == Strength::withheld) {
      findings.add("dead-search",
                   what + ", and the answer shows " + shown.name + ", of which it sees nothing");
    }
  }
}

}  // namespace

void lint_searches(const Policy& policy, Findings& findings) {
  for (const FieldId id : policy.indexed())
    lint_index(policy, *policy.schema().field(id), findings);
  for (const Search& search : policy.searches()) lint_search(policy, search, findings);
}

}  // namespace veil::redact
