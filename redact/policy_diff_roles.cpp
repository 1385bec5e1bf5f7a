// Who gains and who loses. A way is one grant as a session of one purpose can use it: in strength
// as far as `never` leaves it, and without the purposes that it names. For each role, purpose and
// class the ways of both policies are compared; one is a gain if the policy before had none that
// gave as much on no more conditions.
#include <algorithm>
#include <map>
#include <set>

#include "redact/lint.h"
#include "redact/policy_diff_parts.h"
#include "redact/policy_ways.h"
#include "redact/policy_words.h"

namespace veil::redact {
namespace {

using Kind = PolicyChange::Kind;
using Ways = std::vector<Grant>;

// Those of one purpose. Null role or class: none.
Ways ways_for(const Policy& policy, const Role* role, const Class* cls, PurposeId purpose) {
  Ways ways;
  if (role == nullptr || cls == nullptr) return ways;
  for (Grant& way : ways_of(policy, *role, cls->id)) {
    const auto& in = way.when.purposes;
    if (std::find(in.begin(), in.end(), purpose) == in.end()) continue;
    way.when.purposes.clear();
    ways.push_back(std::move(way));
  }
  return ways;
}

// The words of those ways for which `others` has none that gives as much.
std::set<std::string> not_in(const Policy& policy, const Ways& ways, const Ways& others) {
  std::set<std::string> words;
  for (const Grant& way : ways) {
    const bool covered = std::any_of(others.begin(), others.end(),
                                     [&](const Grant& other) { return gives_as_much(other, way); });
    if (!covered) words.insert(words_of(policy, way));
  }
  return words;
}

// Nothing if they are all in which the class is open to the role.
std::string purposes_text(const std::vector<std::string>& names, std::size_t all) {
  if (names.size() == all) return "";
  std::string text = names.size() == 1 ? " (purpose" : " (purposes";
  for (const std::string& name : names) text += " " + name;
  return text + ")";
}

// One end of a comparison: a class that a role has under a policy.
struct Place {
  const Policy& policy;
  const Role* role;
  const Class* cls;
};

// Ways of `to` that `from` lacks, as changes of this kind; whether there were any.
bool report(Comparison& both, Kind kind, const Place& from, const Place& to,
            const std::string& subject) {
  std::map<std::string, std::vector<std::string>> purposes_by_words;
  if (to.role == nullptr) return false;
  for (const PurposeId purpose : to.role->purposes) {
    const Ways mine = ways_for(to.policy, to.role, to.cls, purpose);
    const Ways theirs = ways_for(from.policy, from.role, from.cls, purpose);
    for (const std::string& words : not_in(to.policy, mine, theirs)) {
      purposes_by_words[words].push_back(to.policy.purpose(purpose)->name);
    }
  }
  const auto open =
      std::count_if(to.role->purposes.begin(), to.role->purposes.end(), [&](PurposeId purpose) {
        return to.cls != nullptr && to.policy.covers(purpose, to.cls->id);
      });
  for (const auto& [words, purposes] : purposes_by_words) {
    both.of_role(kind, *to.role, subject, words + purposes_text(purposes, open));
  }
  return !purposes_by_words.empty();
}

bool compare_places(Comparison& both, const Place& before, const Place& after,
                    const std::string& subject) {
  const bool lost = report(both, Kind::loss, after, before, subject);
  const bool gained = report(both, Kind::gain, before, after, subject);
  return lost || gained;
}

// Grants and rules as they are written, where they can do nothing else than before.
std::string written(const Policy& policy, const Role* role, const Class* cls) {
  std::string text;
  if (role == nullptr || cls == nullptr) return text;
  for (const Grant& grant : policy.grants_of(role->id, cls->id)) {
    text += (text.empty() ? "" : "; ") + words_of(policy, grant);
  }
  std::vector<std::string> rules;
  for (const Never& never : policy.nevers()) {
    if (never.role != role->id || never.cls != cls->id) continue;
    rules.push_back("never above " + std::string(to_string(never.above)) + ": " + never.why);
  }
  std::sort(rules.begin(), rules.end());
  for (const std::string& rule : rules) text += (text.empty() ? "" : "; ") + rule;
  return text;
}

void diff_class(Comparison& both, const Role* old, const Role* now, ClassId id) {
  const Class* old_class = both.before.schema().cls(id);
  const Class* now_class = both.after.schema().cls(id);
  const std::string subject = "class " + (now_class != nullptr ? now_class : old_class)->name;
  if (compare_places(both, {both.before, old, old_class}, {both.after, now, now_class}, subject)) {
    return;
  }
  const std::string was = written(both.before, old, old_class);
  const std::string is = written(both.after, now, now_class);
  if (was == is) return;
  const Role& role = now != nullptr ? *now : *old;
  both.of_role(Kind::other, role, subject,
               "sees and writes the same; " +
                   becomes(was.empty() ? "no rule" : was, is.empty() ? "no rule" : is));
}

// A field that is new, gone or in another class is seen by others than before.
void diff_moves(Comparison& both, const Role* old, const Role* now) {
  const auto class_at = [](const Policy& policy, const Field* field) {
    return field == nullptr ? nullptr : policy.schema().cls(field->cls);
  };
  std::set<FieldId> ids;
  for (const Field& field : both.before.schema().fields()) ids.insert(field.id);
  for (const Field& field : both.after.schema().fields()) ids.insert(field.id);
  for (const FieldId id : ids) {
    const Field* was = both.before.schema().field(id);
    const Field* is = both.after.schema().field(id);
    if (was != nullptr && is != nullptr && was->cls == is->cls) continue;
    compare_places(both, {both.before, old, class_at(both.before, was)},
                   {both.after, now, class_at(both.after, is)},
                   "field " + (is != nullptr ? is : was)->name);
  }
}

template <class T, class Name>
void diff_lists(Comparison& both, const Role& role, const std::vector<T>& before,
                const std::vector<T>& after, const std::pair<const char*, Name>& named) {
  for (const T& one : before) {
    if (std::find(after.begin(), after.end(), one) != after.end()) continue;
    both.of_role(Kind::loss, role, named.first, named.second(one, both.before));
  }
  for (const T& one : after) {
    if (std::find(before.begin(), before.end(), one) != before.end()) continue;
    both.of_role(Kind::gain, role, named.first, named.second(one, both.after));
  }
}

void diff_rights(Comparison& both, const Role& role, const Role* old, const Role* now) {
  static const Role kNone;
  const Role& was = old != nullptr ? *old : kNone;
  const Role& is = now != nullptr ? *now : kNone;
  const auto action = [](Action one, const Policy&) { return std::string(to_string(one)); };
  const auto purpose = [](PurposeId one, const Policy& policy) {
    return policy.purpose(one)->name;
  };
  diff_lists(both, role, was.may, is.may, std::pair{"action", action});
  diff_lists(both, role, was.purposes, is.purposes, std::pair{"purpose", purpose});
  const auto say = [&](const char* what, const std::string& before, const std::string& after) {
    if (before == after) return;
    both.of_role(
        Kind::other, role, what,
        (before.empty() ? "none" : before) + " becomes " + (after.empty() ? "none" : after));
  };
  say("body", was.body, is.body);
  if (was.auditor != is.auditor) {
    both.of_role(is.auditor ? Kind::gain : Kind::loss, role, "access log", "its keys");
  }
  if (old == nullptr || now == nullptr) return;
  say("name", was.name, is.name);
  say("label", was.label.zh + " / " + was.label.en, is.label.zh + " / " + is.label.en);
}

void diff_role(Comparison& both, const Role* old, const Role* now) {
  const Role& role = now != nullptr ? *now : *old;
  if (old == nullptr || now == nullptr) {
    both.of_role(Kind::other, role, "role", now != nullptr ? "added" : "dropped");
  }
  diff_rights(both, role, old, now);
  std::set<ClassId> classes;
  for (const Class& cls : both.before.schema().classes()) classes.insert(cls.id);
  for (const Class& cls : both.after.schema().classes()) classes.insert(cls.id);
  for (const ClassId cls : classes) diff_class(both, old, now, cls);
  diff_moves(both, old, now);
  diff_searches(both, role);
  diff_requests(both, role);
}

}  // namespace

void diff_roles(Comparison& both) {
  for (const Role& role : both.before.roles()) {
    diff_role(both, &role, by_id(both.after.roles(), role.id));
  }
  for (const Role& role : both.after.roles()) {
    if (by_id(both.before.roles(), role.id) == nullptr) diff_role(both, nullptr, &role);
  }
}

}  // namespace veil::redact
