// What is wrong with grants and roles.
#include "redact/lint.h"

#include <algorithm>
#include <set>

namespace veil::redact {
namespace {

std::string named(const Policy& policy, const Grant& grant) {
  std::string text = policy.role(grant.role)->name + " ";
  text += policy.schema().cls(grant.cls)->name;
  text += " ";
  text += grant.strength == Strength::withheld ? "write-only" : to_string(grant.strength);
  return text;
}

// Whether some session of the role can use the grant at all.
bool has_purpose(const Policy& policy, const Grant& grant) {
  const auto& purposes =
      grant.when.purposes.empty() ? policy.role(grant.role)->purposes : grant.when.purposes;
  return std::any_of(purposes.begin(), purposes.end(),
                     [&](PurposeId purpose) { return policy.covers(purpose, grant.cls); });
}

bool can_look(const Role& role) {
  return role.can(Action::read) || role.can(Action::list) || role.can(Action::history);
}

bool can_change(const Role& role) {
  return role.can(Action::create) || role.can(Action::write);
}

// Whether `a` holds whenever `b` does.
bool is_weaker(const Conditions& a, const Conditions& b) {
  const auto among_a = [&](PurposeId purpose) {
    return std::find(a.purposes.begin(), a.purposes.end(), purpose) != a.purposes.end();
  };
  const bool purposes =
      a.purposes.empty() ||
      (!b.purposes.empty() && std::all_of(b.purposes.begin(), b.purposes.end(), among_a));
  const bool own_intake =
      a.own_intake_days == 0 || (b.own_intake_days > 0 && b.own_intake_days <= a.own_intake_days);
  return purposes && own_intake && (!a.assigned || b.assigned) && (!a.reason || b.reason) &&
         (!a.approved || b.approved) && (!a.break_glass || b.break_glass) &&
         (a.consent.empty() || a.consent == b.consent) && a.referred <= b.referred &&
         a.hours_from <= b.hours_from && a.hours_to >= b.hours_to;
}

bool covers(const Grant& a, const Grant& b) {
  return a.strength >= b.strength && (a.write || !b.write) && is_weaker(a.when, b.when);
}

void lint_nevers(const Policy& policy, Findings& findings) {
  for (const Never& never : policy.nevers()) {
    // Conditions and purposes do not save a grant: the role would hold the key.
    for (const Grant& grant : policy.grants_of(never.role, never.cls)) {
      if (grant.strength <= never.above) continue;
      findings.add("never", named(policy, grant) + ": never above " +
                                std::string(to_string(never.above)) + ", " + never.why);
    }
  }
}

void lint_strength(const Policy& policy, const Grant& grant, Findings& findings) {
  if (grant.strength != Strength::veiled && grant.strength != Strength::counted) return;
  const Schema& schema = policy.schema();
  if (schema.cls(grant.cls)->hidden) {
    findings.add("hidden-below-full", named(policy, grant) +
                                          ": below full nothing of a class with hidden presence is "
                                          "shown, but the key would tell what is there");
    return;
  }
  const bool something =
      std::any_of(schema.fields().begin(), schema.fields().end(), [&](const Field& field) {
        return field.cls == grant.cls && leaves_something(field.rule(grant.strength));
      });
  if (!something) {
    findings.add("empty-strength",
                 named(policy, grant) + ": no field of the class leaves anything there");
  }
}

void lint_use(const Policy& policy, const Grant& grant, Findings& findings) {
  const Role& role = *policy.role(grant.role);
  if (!has_purpose(policy, grant)) {
    findings.add("dead-grant", named(policy, grant) + ": outside of all its purposes");
  }
  if (grant.strength != Strength::withheld && !can_look(role)) {
    findings.add("dead-grant", named(policy, grant) + ": the role may neither read nor list");
  }
  if (grant.write && !can_change(role)) {
    findings.add("dead-grant", named(policy, grant) + ": the role may neither write nor create");
  }
  if (!grant.when.consent.empty() && role.body.empty()) {
    findings.add("consent-without-body",
                 named(policy, grant) + ": no consent can name a role without a body");
  }
  if (grant.when.referred != Referred::any && role.body.empty()) {
    findings.add("referred-without-body",
                 named(policy, grant) + ": nobody can be referred to a role without a body");
  }
}

void lint_covered(const Policy& policy, std::span<const Grant> grants, Findings& findings) {
  for (std::size_t i = 0; i < grants.size(); ++i) {
    for (std::size_t j = 0; j < grants.size(); ++j) {
      if (i == j || !covers(grants[j], grants[i])) continue;
      if (covers(grants[i], grants[j]) && i < j) continue;  // of twins the later is the needless
      findings.add("covered-grant", named(policy, grants[i]) +
                                        ": another grant gives as much on no more conditions");
      break;
    }
  }
}

// A record that is being created has nobody assigned, no consent and no approval.
bool holds_for_new(const Conditions& when) {
  return !when.assigned && !when.approved && !when.break_glass && when.consent.empty() &&
         when.referred == Referred::any;
}

// Every record holds a section of each class with hidden presence, so who makes a record makes
// those.
void lint_creator(const Policy& policy, const Role& role, Findings& findings) {
  for (const Class& cls : policy.schema().classes()) {
    const auto grants = policy.grants_of(role.id, cls.id);
    const bool writes = std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
      return grant.write && holds_for_new(grant.when) && has_purpose(policy, grant);
    });
    if (!cls.hidden || writes) continue;
    findings.add("cannot-write",
                 role.name + " may create, but cannot write class " + cls.name +
                     " to a new record, which must hold it as its presence is hidden");
  }
}

void lint_writer(const Policy& policy, const Role& role, Findings& findings) {
  bool write = false;
  bool create = false;
  for (const Grant& grant : policy.grants()) {
    if (grant.role != role.id || !grant.write || !has_purpose(policy, grant)) continue;
    write = true;
    create = create || holds_for_new(grant.when);
  }
  if (can_change(role) && !write) {
    findings.add("cannot-write", role.name + " may write or create, but no grant lets it write");
  } else if (role.can(Action::create) && !create) {
    findings.add("cannot-write",
                 role.name + " may create, but no grant lets it write to a new record");
  } else if (role.can(Action::create)) {
    lint_creator(policy, role, findings);
  }
}

void lint_auditor(const Policy& policy, const Role& role, Findings& findings) {
  if (role.auditor != role.can(Action::read_log)) {
    findings.add("auditor", role.name + (role.auditor ? " is an auditor, but may not read_log"
                                                      : " may read_log, but is no auditor"));
  }
  if (!role.auditor) return;
  if (role.may.size() > 1) {
    findings.add("auditor", role.name + " is an auditor and may do more than read_log");
  }
  const auto& grants = policy.grants();
  const bool granted = std::any_of(grants.begin(), grants.end(),
                                   [&](const Grant& grant) { return grant.role == role.id; });
  if (granted) findings.add("auditor", role.name + " is an auditor and has grants of classes");
}

// Data that nobody can open, or a form that nobody can fill in.
void lint_reach(const Policy& policy, const Class& cls, Findings& findings) {
  const auto& fields = policy.schema().fields();
  const auto of_class = [&](const Field& field) { return field.cls == cls.id; };
  if (std::none_of(fields.begin(), fields.end(), of_class)) return;
  const bool only_facts = std::all_of(fields.begin(), fields.end(), [&](const Field& field) {
    return !of_class(field) || field.fact != FactKind::none;
  });
  bool read = false;
  bool written = only_facts;
  for (const Role& role : policy.roles()) {
    for (const Grant& grant : policy.grants_of(role.id, cls.id)) {
      if (!has_purpose(policy, grant)) continue;
      read = read || (can_look(role) && grant.strength == Strength::full &&
                      policy.cap(role.id, cls.id) == Strength::full);
      written = written || (can_change(role) && grant.write);
    }
  }
  if (!read) findings.add("unreachable-class", "nobody can read class " + cls.name + " in full");
  if (!written) findings.add("unreachable-class", "nobody can write class " + cls.name);
}

}  // namespace

bool gives_as_much(const Grant& a, const Grant& b) {
  return covers(a, b);
}

void lint_grants(const Policy& policy, Findings& findings) {
  lint_nevers(policy, findings);
  for (const Grant& grant : policy.grants()) {
    lint_strength(policy, grant, findings);
    lint_use(policy, grant, findings);
  }
  for (const Role& role : policy.roles()) {
    for (const Class& cls : policy.schema().classes()) {
      lint_covered(policy, policy.grants_of(role.id, cls.id), findings);
    }
  }
  for (const Class& cls : policy.schema().classes()) lint_reach(policy, cls, findings);
}

void lint_roles(const Policy& policy, Findings& findings) {
  std::set<PurposeId> used;
  for (const Role& role : policy.roles()) {
    used.insert(role.purposes.begin(), role.purposes.end());
    lint_writer(policy, role, findings);
    lint_auditor(policy, role, findings);
  }
  for (const Purpose& purpose : policy.purposes()) {
    if (used.find(purpose.id) == used.end()) {
      findings.add("unused-purpose", "no role has the purpose " + purpose.name);
    }
  }
  const auto& roles = policy.roles();
  if (std::none_of(roles.begin(), roles.end(), [](const Role& role) { return role.auditor; })) {
    findings.add("auditor", "no role is an auditor: nobody could read the access log");
  }
}

std::vector<Finding> lint(const Policy& policy) {
  Findings findings;
  lint_fields(policy, findings);
  lint_facts(policy, findings);
  lint_grants(policy, findings);
  lint_roles(policy, findings);
  lint_searches(policy, findings);
  lint_requests(policy, findings);
  return std::move(findings).take();
}

}  // namespace veil::redact
