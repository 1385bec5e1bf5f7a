#include <algorithm>
#include <tuple>

#include "redact/policy_parser.h"

namespace veil::redact {
namespace {

constexpr std::int64_t kOwnIntakeDaysMax = 365;

// "08:00"; hours are whole.
std::optional<int> parse_hour(std::string_view text) {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != 5 || !digit(0) || !digit(1) || text.substr(2) != ":00") return std::nullopt;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  return hour <= 24 ? std::optional(hour) : std::nullopt;
}

}  // namespace

// `star`: the word "*" alone stands for all classes, and [] for none. Grants name theirs one by
// one.
std::vector<ClassId> PolicyParser::class_ids(TableReader& reader, bool star) {
  if (reader.find("classes") == nullptr) reader.fault(reader.place(), "lacks classes");
  const auto words = reader.words("classes", star);
  std::vector<ClassId> ids;
  if (star && words.size() == 1 && words.front()->text == "*") {
    for (const Class& cls : policy_.schema_.classes()) ids.push_back(cls.id);
    return ids;
  }
  for (const Node* word : words) {
    const Class* cls = policy_.schema_.cls(word->text);
    if (cls == nullptr) {
      reader.fault(word->place, "no class is named " + quoted(word->text));
      continue;
    }
    ids.push_back(cls->id);
  }
  return ids;
}

void PolicyParser::read_grants(const Tables& tables) {
  for (const Node* table : tables) {
    TableReader reader(*table, "[[grant]]", faults_);
    read_grant(reader);
    reader.finish();
    if (policy_.grants_.size() > kRulesMax) reader.fault(reader.place(), "one grant too many");
    if (faults_.any()) return;
  }
}

void PolicyParser::read_grant(TableReader& reader) {
  const Node& name = reader.text("role");
  const Role* role = policy_.role(name.text);
  if (role == nullptr) {
    reader.fault(name.place, "no role is named " + quoted(name.text));
    return;
  }
  reader.call(role->name);
  Grant grant;
  grant.role = role->id;
  if (const Node* word = reader.find_text("strength")) {
    const auto strength = parse_strength(word->text);
    if (!strength || *strength == Strength::withheld) {
      reader.fault(word->place, "strength must be full, veiled or counted");
    }
    grant.strength = strength.value_or(Strength::withheld);
  }
  grant.write = reader.flag("write");
  if (grant.strength == Strength::withheld && !grant.write) {
    reader.fault(reader.place(), "gives nothing: it has neither a strength nor write = true");
  }
  grant.when = read_conditions(reader, *role);
  for (const ClassId cls : class_ids(reader, false)) {
    grant.cls = cls;
    policy_.grants_.push_back(grant);
  }
}

Conditions PolicyParser::read_conditions(TableReader& reader, const Role& role) {
  Conditions conditions;
  const Node* table = reader.find("when");
  if (table == nullptr) return conditions;
  TableReader when(*table, "[[grant]] " + role.name + ": when", faults_);
  if (table->items.empty()) when.fault(table->place, "names no condition");
  conditions.assigned = when.flag("assigned");
  conditions.reason = when.flag("reason");
  conditions.approved = when.flag("approved");
  conditions.break_glass = when.flag("break_glass");
  read_condition_flags(when, {"assigned", "reason", "approved", "break_glass"});
  read_consent(when, conditions);
  read_referred(when, conditions);
  read_hours(when, conditions);
  conditions.own_intake_days =
      static_cast<int>(when.number_or("own_intake", 0, 1, kOwnIntakeDaysMax));
  read_condition_purposes(when, role, conditions);
  when.finish();
  return conditions;
}

void PolicyParser::read_condition_flags(TableReader& reader,
                                        std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    const Node* node = reader.find(key);
    if (node != nullptr && !node->flag) {
      reader.fault(node->place, std::string(key) + " can only be true, or be left out");
    }
  }
}

void PolicyParser::read_condition_purposes(TableReader& reader, const Role& role,
                                           Conditions& conditions) {
  for (const Node* word : reader.words("purposes")) {
    const Purpose* purpose = policy_.purpose(word->text);
    const bool of_role = purpose != nullptr && std::find(role.purposes.begin(), role.purposes.end(),
                                                         purpose->id) != role.purposes.end();
    if (!of_role) {
      reader.fault(word->place, "the role has no purpose named " + quoted(word->text));
      continue;
    }
    conditions.purposes.push_back(purpose->id);
  }
}

void PolicyParser::read_consent(TableReader& reader, Conditions& conditions) {
  const Node* scope = reader.find_text("consent");
  if (scope == nullptr) return;
  const CodeList* scopes = policy_.schema_.code_list(kConsentScopes);
  if (scopes == nullptr || scopes->find(scope->text) == nullptr) {
    reader.fault(scope->place, "no code of the code list consent_scope is " + quoted(scope->text));
  }
  conditions.consent = scope->text;
}

// `referred = true` is the usual case: help has been accepted.
void PolicyParser::read_referred(TableReader& reader, Conditions& conditions) {
  const Node* node = reader.find("referred");
  if (node == nullptr) return;
  if (node->kind == Node::Kind::flag && node->flag) {
    conditions.referred = Referred::accepted;
  } else if (node->kind == Node::Kind::text && node->text == "offered") {
    conditions.referred = Referred::offered;
  } else {
    reader.fault(node->place, "referred can only be true or \"offered\", or be left out");
  }
}

void PolicyParser::read_hours(TableReader& reader, Conditions& conditions) {
  const Node* hours = reader.find_text("hours");
  if (hours == nullptr) return;
  const std::string_view text = hours->text;
  const auto from = parse_hour(text.substr(0, std::min<std::size_t>(5, text.size())));
  const auto to = text.size() == 11 && text[5] == '-' ? parse_hour(text.substr(6)) : std::nullopt;
  if (!from || !to || *from >= *to) {
    reader.fault(hours->place, "hours must look like \"08:00-20:00\": whole hours, within one day");
    return;
  }
  conditions.hours_from = *from;
  conditions.hours_to = *to;
}

void PolicyParser::read_nevers(const Tables& tables) {
  for (const Node* table : tables) {
    TableReader reader(*table, "[[never]]", faults_);
    read_never(reader);
    reader.finish();
    if (policy_.nevers_.size() > kRulesMax) reader.fault(reader.place(), "one rule too many");
    if (faults_.any()) return;
  }
}

void PolicyParser::read_never(TableReader& reader) {
  Never never;
  never.why = reader.sentence("why");
  const Node& above = reader.text("above");
  const auto strength = parse_strength(above.text);
  if (!strength || *strength == Strength::full) {
    reader.fault(above.place, "above must be withheld, counted or veiled");
  }
  never.above = strength.value_or(Strength::withheld);
  const auto classes = class_ids(reader, true);
  if (classes.empty()) reader.fault(reader.place(), "lacks classes");
  const auto roles = reader.words("roles");
  if (roles.empty()) reader.fault(reader.place(), "lacks roles");
  for (const Node* word : roles) {
    const Role* role = policy_.role(word->text);
    if (role == nullptr) {
      reader.fault(word->place, "no role is named " + quoted(word->text));
      return;
    }
    never.role = role->id;
    for (const ClassId cls : classes) {
      never.cls = cls;
      policy_.nevers_.push_back(never);
    }
  }
}

// Sorts the grants by cell, so that a decision finds those of a role and class side by side.
void PolicyParser::make_index() {
  const Schema& schema = policy_.schema_;
  const auto cell_of = [&](const Grant& grant) {
    return policy_.cell(policy_.role_at_[grant.role] - std::size_t{1},
                        schema.class_at_[grant.cls] - std::size_t{1});
  };
  auto& grants = policy_.grants_;
  std::stable_sort(grants.begin(), grants.end(), [&](const Grant& a, const Grant& b) {
    return std::tuple(cell_of(a), b.strength) < std::tuple(cell_of(b), a.strength);
  });
  auto& from = policy_.grants_from_;
  from.assign(policy_.roles_.size() * schema.classes_.size() + 1, 0);
  for (const Grant& grant : grants) ++from[cell_of(grant) + 1];
  for (std::size_t i = 1; i < from.size(); ++i) from[i] += from[i - 1];

  policy_.covers_.assign(policy_.purposes_.size() * schema.classes_.size(), false);
  for (std::size_t i = 0; i < policy_.purposes_.size(); ++i) {
    for (const ClassId cls : policy_.purposes_[i].classes) {
      policy_.covers_[policy_.cell(i, schema.class_at_[cls] - std::size_t{1})] = true;
    }
  }
}

void PolicyParser::make_caps() {
  policy_.caps_.assign(policy_.roles_.size() * policy_.schema_.classes_.size(), Strength::full);
  for (const Never& never : policy_.nevers_) {
    auto& cap = policy_.caps_[policy_.cell(policy_.role_at_[never.role] - std::size_t{1},
                                           policy_.schema_.class_at_[never.cls] - std::size_t{1})];
    cap = std::min(cap, never.above);
  }
}

void PolicyParser::make_compartments() {
  auto& compartments = policy_.compartments_;
  for (const Class& cls : policy_.schema_.classes_) {
    compartments.push_back(compartment_of(cls.id, Strength::full));
  }
  for (const Grant& grant : policy_.grants_) {
    const Strength strength = std::min(grant.strength, policy_.cap(grant.role, grant.cls));
    if (strength != Strength::withheld) {
      compartments.push_back(compartment_of(grant.cls, strength));
    }
  }
  std::sort(compartments.begin(), compartments.end());
  compartments.erase(std::unique(compartments.begin(), compartments.end()), compartments.end());
}

}  // namespace veil::redact
