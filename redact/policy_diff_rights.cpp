// Rights of roles that are not about classes: what they search for, ask of others and answer.
#include <map>
#include <set>

#include "redact/policy_diff_parts.h"
#include "redact/policy_words.h"

namespace veil::redact {
namespace {

using Kind = PolicyChange::Kind;

std::string search_text(const Policy& policy, const Search& search) {
  std::string text = "shows";
  for (const FieldId field : search.shows) text += " " + policy.schema().field(field)->name;
  text += ", " + std::to_string(search.daily) + " a day";
  const std::string when = words_of(policy, search.when);
  return when.empty() ? text : text + " when " + when;
}

}  // namespace

void diff_searches(Comparison& both, const Role& role) {
  const auto fields_of = [&](const Policy& policy) {
    std::map<FieldId, const Search*> out;
    for (const Search& search : policy.searches()) {
      if (search.role == role.id) out.emplace(search.field, &search);
    }
    return out;
  };
  const auto before = fields_of(both.before);
  const auto after = fields_of(both.after);
  for (const auto& [field, search] : before) {
    const std::string subject = "search " + both.before.schema().field(field)->name;
    const auto now = after.find(field);
    if (now == after.end()) {
      both.of_role(Kind::loss, role, subject, search_text(both.before, *search));
      continue;
    }
    const std::string was = search_text(both.before, *search);
    const std::string is = search_text(both.after, *now->second);
    if (was != is) both.of_role(Kind::other, role, subject, becomes(was, is));
  }
  for (const auto& [field, search] : after) {
    if (before.find(field) != before.end()) continue;
    both.of_role(Kind::gain, role, "search " + both.after.schema().field(field)->name,
                 search_text(both.after, *search));
  }
}

namespace {

// "ask access" or "answer access": and who approves, how many, how long.
using Parts = std::set<std::pair<std::string, std::string>>;

Parts parts_of(const Policy& policy, RoleId role) {
  Parts out;
  for (const RequestRule& rule : policy.requests()) {
    const std::string kind(to_string(rule.kind));
    const std::string words = words_of(policy, rule);
    std::vector<std::string> askers;
    for (const RoleId asker : rule.ask) {
      askers.push_back(policy.role(asker)->name);
      if (asker == role) out.emplace("ask " + kind, words);
    }
    for (const RoleId approver : rule.approve) {
      if (approver != role) continue;
      out.emplace("answer " + kind,
                  askers.empty() ? words : "asked by " + joined(askers) + "; " + words);
    }
  }
  return out;
}

}  // namespace

void diff_requests(Comparison& both, const Role& role) {
  const Parts before = parts_of(both.before, role.id);
  const Parts after = parts_of(both.after, role.id);
  for (const auto& part : before) {
    if (after.count(part) == 0) both.of_role(Kind::loss, role, part.first, part.second);
  }
  for (const auto& part : after) {
    if (before.count(part) == 0) both.of_role(Kind::gain, role, part.first, part.second);
  }
}

}  // namespace veil::redact
