// What differs in the schema and in purposes; policy_diff_roles.cpp says what it means for roles.
#include "redact/policy_diff.h"

#include <algorithm>

#include "redact/policy_diff_parts.h"
#include "redact/policy_words.h"

namespace veil::redact {
namespace {

std::string labels(const Label& label) {
  return label.zh + " / " + label.en;
}

std::string yes_no(bool value) {
  return value ? "yes" : "no";
}

// Runs `compare` for what both have; reports what only one has.
template <class T, class Compare>
void each(Comparison& both, const std::vector<T>& before, const std::vector<T>& after,
          const std::string& kind, Compare compare) {
  for (const T& old : before) {
    const T* now = by_id(after, old.id);
    if (now == nullptr) {
      both.other(kind + " " + old.name, "dropped");
      continue;
    }
    const std::string subject = kind + " " + now->name;
    both.compare(subject, "name", old.name, now->name);
    both.compare(subject, "label", labels(old.label), labels(now->label));
    compare(subject, old, *now);
  }
  for (const T& now : after) {
    if (by_id(before, now.id) == nullptr) both.other(kind + " " + now.name, "added");
  }
}

std::string class_name(const Policy& policy, ClassId id) {
  return policy.schema().cls(id)->name;
}

std::string item_text(const CodeList::Item& item) {
  return labels(item.label) + (item.group.empty() ? "" : ", group " + item.group) +
         (item.closed ? ", closed" : "");
}

const CodeList::Item* same_item(const std::vector<CodeList::Item>& all,
                                const CodeList::Item& item) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const CodeList::Item& other) {
    return other.code == item.code && other.edition == item.edition;
  });
  return found == all.end() ? nullptr : &*found;
}

void diff_items(Comparison& both, const std::string& subject, const std::string& what,
                const std::vector<CodeList::Item>& before,
                const std::vector<CodeList::Item>& after) {
  const auto named = [&](const CodeList::Item& item) {
    return what + " " + item.code + " (" + item.edition + ")";
  };
  for (const CodeList::Item& old : before) {
    const CodeList::Item* now = same_item(after, old);
    if (now == nullptr) {
      both.other(subject, named(old) + " dropped");
    } else {
      both.compare(subject, named(old), item_text(old), item_text(*now));
    }
  }
  for (const CodeList::Item& now : after) {
    if (same_item(before, now) == nullptr) both.other(subject, named(now) + " added");
  }
}

void diff_code_lists(Comparison& both) {
  const auto& before = both.before.schema().code_lists();
  const auto& after = both.after.schema().code_lists();
  for (const auto& [name, old] : before) {
    const CodeList* now = both.after.schema().code_list(name);
    if (now == nullptr) {
      both.other("codes " + name, "dropped");
      continue;
    }
    both.compare("codes " + name, "edition", old.edition, now->edition);
    diff_items(both, "codes " + name, "code", old.items, now->items);
    diff_items(both, "codes " + name, "group", old.groups, now->groups);
  }
  for (const auto& [name, now] : after) {
    if (both.before.schema().code_list(name) == nullptr) both.other("codes " + name, "added");
  }
}

// Who is shown this strength of a class, now or before: a veil that changes is theirs.
std::string shown_to(const Comparison& both, ClassId before, ClassId after, Strength strength) {
  std::vector<std::string> names;
  const auto add = [&](const Policy& policy, ClassId cls) {
    for (const Grant& grant : policy.grants()) {
      if (grant.cls != cls || grant.strength != strength) continue;
      const std::string& name = policy.role(grant.role)->name;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  };
  add(both.before, before);
  add(both.after, after);
  return names.empty() ? "" : " (shown to " + joined(names) + ")";
}

void diff_veils(Comparison& both, const std::string& subject, const Field& old, const Field& now) {
  for (const Strength strength : {Strength::veiled, Strength::counted}) {
    const std::string was = words_of(old, old.rule(strength));
    const std::string is = words_of(now, now.rule(strength));
    if (was == is) continue;
    std::string what(to_string(strength));
    what += " form " + becomes(was, is) + shown_to(both, old.cls, now.cls, strength);
    both.other(subject, std::move(what));
  }
}

std::string part_words(const Field& field) {
  return field.known ? std::string(to_string(*field.known)) : "no";
}

void diff_field(Comparison& both, const std::string& subject, const Field& old, const Field& now) {
  const auto compare = [&](const char* what, const std::string& was, const std::string& is) {
    both.compare(subject, what, was.empty() ? "none" : was, is.empty() ? "none" : is);
  };
  compare("class", class_name(both.before, old.cls), class_name(both.after, now.cls));
  compare("type", std::string(to_string(old.type)), std::string(to_string(now.type)));
  diff_veils(both, subject, old, now);
  compare("code list", old.codes, now.codes);
  compare("host fact", std::string(to_string(old.fact)), std::string(to_string(now.fact)));
  compare("known to scrubbing", part_words(old), part_words(now));
  compare("index", yes_no(old.index), yes_no(now.index));
  compare("keep_why", old.keep_why, now.keep_why);
}

}  // namespace

std::string_view to_string(PolicyChange::Kind kind) noexcept {
  switch (kind) {
    case PolicyChange::Kind::gain:
      return "gain";
    case PolicyChange::Kind::loss:
      return "loss";
    case PolicyChange::Kind::other:
      return "other";
  }
  return "other";
}

void diff_schema(Comparison& both) {
  const Schema& before = both.before.schema();
  const Schema& after = both.after.schema();
  each(both, before.entities(), after.entities(), "entity",
       [&](const std::string& subject, const Entity& old, const Entity& now) {
         both.compare(subject, "many rows", yes_no(old.many), yes_no(now.many));
       });
  each(both, before.classes(), after.classes(), "class",
       [&](const std::string& subject, const Class& old, const Class& now) {
         both.compare(subject, "presence hidden", yes_no(old.hidden), yes_no(now.hidden));
       });
  each(both, before.fields(), after.fields(), "field",
       [&](const std::string& subject, const Field& old, const Field& now) {
         diff_field(both, subject, old, now);
       });
  diff_code_lists(both);
}

void diff_purposes(Comparison& both) {
  const auto offset = [](const Policy& policy) {
    return std::to_string(policy.utc_offset_minutes()) + " minutes";
  };
  both.compare("policy", "id", both.before.id(), both.after.id());
  both.compare("policy", "utc_offset", offset(both.before), offset(both.after));
  const auto glass = [](const Policy& policy) -> std::string {
    if (!policy.break_glass()) return "none";
    const BreakGlassRule& rule = *policy.break_glass();
    return std::to_string(rule.minutes) + " minutes, review within " +
           std::to_string(rule.review_hours) + " hours, reasons " + rule.reasons;
  };
  both.compare("policy", "break_glass", glass(both.before), glass(both.after));
  both.compare("policy", "reason_min", std::to_string(both.before.reason_size_min()),
               std::to_string(both.after.reason_size_min()));
  const auto covered = [](const Policy& policy, PurposeId purpose, ClassId cls) {
    return policy.schema().cls(cls) != nullptr && policy.covers(purpose, cls);
  };
  each(both, both.before.purposes(), both.after.purposes(), "purpose",
       [&](const std::string& subject, const Purpose& old, const Purpose& now) {
         for (const Class& cls : both.before.schema().classes()) {
           if (covered(both.before, old.id, cls.id) && !covered(both.after, now.id, cls.id)) {
             both.other(subject, "no longer covers class " + cls.name);
           }
         }
         for (const Class& cls : both.after.schema().classes()) {
           if (covered(both.after, now.id, cls.id) && !covered(both.before, old.id, cls.id)) {
             both.other(subject, "now covers class " + cls.name);
           }
         }
       });
}

std::vector<PolicyChange> diff(const Policy& before, const Policy& after) {
  Comparison both{before, after};
  diff_purposes(both);
  diff_schema(both);
  diff_roles(both);
  return std::move(both.changes);
}

}  // namespace veil::redact
