// Facts as values of the policy's fields: the one part of a record that the host itself shows.
#include "store/vault_inside.h"

namespace veil::store {
namespace {

redact::Date day_of(std::uint64_t time_ms, const redact::Policy& policy) {
  constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;
  const std::int64_t local =
      static_cast<std::int64_t>(time_ms) + std::int64_t{policy.utc_offset_minutes()} * 60 * 1000;
  return {static_cast<std::int32_t>(local / kDayMs), redact::Precision::day};
}

std::optional<redact::Value> names_of(const Charter& charter,
                                      const std::vector<redact::PersonId>& people) {
  if (people.empty()) return std::nullopt;
  std::string out;
  for (const redact::PersonId number : people) {
    const RosterEntry* person = charter.person(number);
    if (!out.empty()) out += "、";
    out += person != nullptr ? person->name : "#" + std::to_string(number);
  }
  return out;
}

std::optional<redact::Value> status_of(const redact::Schema& schema, const redact::Field& field,
                                       const std::string& status) {
  if (status.empty()) return std::nullopt;
  if (field.type != redact::FieldType::code) return status;
  const redact::CodeList* list = schema.code_list(field.codes);
  const redact::CodeList::Item* item = list != nullptr ? list->find(status) : nullptr;
  return redact::CodeEntry{status, item != nullptr ? item->edition : std::string()};
}

std::optional<redact::Value> value_of(const redact::Facts& facts, const InForce& now,
                                      const redact::Field& field) {
  switch (field.fact) {
    case redact::FactKind::none:
      return std::nullopt;
    case redact::FactKind::created_by:
      return names_of(now.charter(), {facts.created_by});
    case redact::FactKind::created_at:
      return day_of(facts.created_at_ms, now.policy);
    case redact::FactKind::opened_on:
      return opened_on(facts, now.policy);
    case redact::FactKind::assigned:
      return names_of(now.charter(), facts.assigned);
    case redact::FactKind::conflicts:
      return names_of(now.charter(), facts.conflicts);
    case redact::FactKind::status:
      return status_of(now.policy.schema(), field, facts.status);
  }
  return std::nullopt;
}

}  // namespace

redact::Date opened_on(const redact::Facts& facts, const redact::Policy& policy) {
  return facts.opened_on ? *facts.opened_on : day_of(facts.created_at_ms, policy);
}

std::vector<redact::OpenedValue> visible_facts(const redact::Facts& facts, const InForce& now,
                                               const redact::Decision& decision) {
  std::vector<redact::OpenedValue> out;
  for (const redact::Field& field : now.policy.schema().fields()) {
    if (field.fact == redact::FactKind::none) continue;
    const redact::ClassDecision* given = decision.of(field.cls);
    if (given == nullptr || given->strength == redact::Strength::withheld) continue;
    auto value = value_of(facts, now, field);
    if (value && given->strength != redact::Strength::full) {
      const redact::VeilRule& rule =
          given->strength == redact::Strength::veiled ? field.veiled : field.counted;
      value = redact::veiled_or_withheld(now.policy.schema(), field, rule, *value, {});
    }
    if (value) out.push_back({0, field.id, given->strength, std::move(*value)});
  }
  return out;
}

}  // namespace veil::store
