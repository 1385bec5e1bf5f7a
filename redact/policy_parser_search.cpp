#include <algorithm>
#include <tuple>

#include "redact/policy_parser.h"

namespace veil::redact {
namespace {

constexpr std::int64_t kDailyMax = 10000;

}  // namespace

void PolicyParser::read_searches(const Tables& tables) {
  for (const Node* table : tables) {
    TableReader reader(*table, "[[search]]", faults_);
    read_search(reader);
    reader.finish();
    if (policy_.searches_.size() > kRulesMax) reader.fault(reader.place(), "one search too many");
    if (faults_.any()) return;
  }
  const auto by_place = [](const Search& a, const Search& b) {
    return std::tie(a.role, a.field) < std::tie(b.role, b.field);
  };
  std::sort(policy_.searches_.begin(), policy_.searches_.end(), by_place);
}

void PolicyParser::read_search(TableReader& reader) {
  const Node& name = reader.text("role");
  const Role* role = policy_.role(name.text);
  if (role == nullptr) {
    reader.fault(name.place, "no role is named " + quoted(name.text));
    return;
  }
  reader.call(role->name);
  Search search;
  search.role = role->id;
  search.shows = field_ids(reader, "shows");
  if (reader.find("daily") == nullptr) {
    reader.fault(reader.place(), "lacks daily, how often a person may search in a day");
  }
  search.daily = static_cast<unsigned>(reader.number_or("daily", 1, 1, kDailyMax));
  search.when = read_search_conditions(reader, *role);
  for (const FieldId id : field_ids(reader, "fields")) {
    const Field& field = *policy_.schema_.field(id);
    if (!field.index) {
      reader.fault(reader.place(), field.name + " has no index = true");
    }
    if (policy_.search(role->id, id) != nullptr) {
      reader.fault(reader.place(), field.name + " is given to the role twice");
    }
    search.field = id;
    policy_.searches_.push_back(search);
  }
}

std::vector<FieldId> PolicyParser::field_ids(TableReader& reader, std::string_view key) {
  const auto words = reader.words(key);
  if (words.empty()) reader.fault(reader.place(), "lacks " + std::string(key));
  std::vector<FieldId> out;
  for (const Node* word : words) {
    const Field* field = policy_.schema_.field(std::string_view(word->text));
    if (field == nullptr || field->name != word->text) {
      reader.fault(word->place, "no field is named " + quoted(word->text));
      continue;
    }
    out.push_back(field->id);
  }
  return out;
}

// Only what can be asked before any record is found.
Conditions PolicyParser::read_search_conditions(TableReader& reader, const Role& role) {
  Conditions conditions;
  const Node* table = reader.find("when");
  if (table == nullptr) return conditions;
  TableReader when(*table, "[[search]] " + role.name + ": when", faults_);
  if (table->items.empty()) when.fault(table->place, "names no condition");
  conditions.reason = when.flag("reason");
  read_condition_flags(when, {"reason"});
  read_hours(when, conditions);
  read_condition_purposes(when, role, conditions);
  when.finish();
  return conditions;
}

}  // namespace veil::redact
