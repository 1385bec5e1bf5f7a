// Facts as values of the policy's fields: the one part of a record that the host itself shows.
#include "store/vault_inside.h"

namespace veil::store {
namespace {

using redact::FactKind;

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

// A word of the host as the field has it: a code, or a text.
std::optional<redact::Value> word_of(const redact::Schema& schema, const redact::Field& field,
                                     std::string_view word) {
  if (word.empty()) return std::nullopt;
  if (field.type != redact::FieldType::code) return std::string(word);
  const redact::CodeList* list = schema.code_list(field.codes);
  const redact::CodeList::Item* item = list != nullptr ? list->find(word) : nullptr;
  return redact::CodeEntry{std::string(word), item != nullptr ? item->edition : std::string()};
}

std::optional<redact::Value> value_of(const redact::Facts& facts, const InForce& now,
                                      const redact::Field& field) {
  switch (field.fact) {
    case FactKind::created_by:
      return names_of(now.charter(), {facts.created_by});
    case FactKind::created_at:
      return day_of(facts.created_at_ms, now.policy);
    case FactKind::opened_on:
      return opened_on(facts, now.policy);
    case FactKind::assigned:
      return names_of(now.charter(), facts.assigned);
    case FactKind::conflicts:
      return names_of(now.charter(), facts.conflicts);
    case FactKind::status:
      return word_of(now.policy.schema(), field, facts.status);
    case FactKind::guardian_conflict:
      // "No" and "nobody looked" are not told apart, so neither is shown.
      return facts.guardian_conflict ? std::optional<redact::Value>(true) : std::nullopt;
    default:
      return std::nullopt;  // of a row: below
  }
}

std::optional<redact::Value> value_of(const redact::Consent& consent, const InForce& now,
                                      const redact::Field& field) {
  switch (field.fact) {
    case FactKind::consent_scope:
      return word_of(now.policy.schema(), field, consent.scope);
    case FactKind::consent_recipient:
      return word_of(now.policy.schema(), field, consent.recipient);
    case FactKind::consent_giver:
      return word_of(now.policy.schema(), field, consent.giver);
    case FactKind::consent_until:
      return day_of(consent.until_ms - 1, now.policy);  // the last day on which it counts
    case FactKind::consent_withdrawn:
      if (field.type == redact::FieldType::boolean) return consent.withdrawn;
      if (!consent.withdrawn) return std::nullopt;
      return day_of(consent.withdrawn_at_ms, now.policy);
    default:
      return std::nullopt;
  }
}

std::optional<redact::Value> value_of(const redact::Referral& referral, const InForce& now,
                                      const redact::Field& field) {
  switch (field.fact) {
    case FactKind::referral_to:
      return word_of(now.policy.schema(), field, referral.recipient);
    case FactKind::referral_status:
      return word_of(now.policy.schema(), field, redact::to_string(referral.status));
    case FactKind::referral_offered:
      return day_of(referral.offered_at_ms, now.policy);
    case FactKind::referral_until:
      return day_of(referral.until_ms, now.policy);
    default:
      return std::nullopt;
  }
}

// Shows values in the strength that a field is seen in, made by the same veils as a writer's.
class Showing {
 public:
  Showing(const InForce& now, const redact::Field& field, redact::Strength strength)
      : now_(now), field_(field), strength_(strength) {}

  template <class Facts>
  void add(std::vector<redact::OpenedValue>& to, redact::Row row, const Facts& facts) const {
    auto value = value_of(facts, now_, field_);
    if (value && strength_ != redact::Strength::full) {
      value = redact::veiled_or_withheld(now_.policy.schema(), field_, field_.rule(strength_),
                                         *value, {});
    }
    if (value) to.push_back({row, field_.id, strength_, std::move(*value)});
  }

 private:
  const InForce& now_;
  const redact::Field& field_;
  redact::Strength strength_;
};

}  // namespace

redact::Date opened_on(const redact::Facts& facts, const redact::Policy& policy) {
  return facts.opened_on ? *facts.opened_on : day_of(facts.created_at_ms, policy);
}

std::vector<redact::OpenedValue> visible_facts(const redact::Facts& facts, const InForce& now,
                                               const redact::Decision& decision) {
  std::vector<redact::OpenedValue> out;
  for (const redact::Field& field : now.policy.schema().fields()) {
    if (field.fact == FactKind::none) continue;
    const redact::ClassDecision* given = decision.of(field.cls);
    if (given == nullptr || given->strength == redact::Strength::withheld) continue;
    const Showing showing(now, field, given->strength);
    if (redact::is_of_consent(field.fact)) {
      for (const redact::Consent& consent : facts.consents) showing.add(out, consent.row, consent);
    } else if (redact::is_of_referral(field.fact)) {
      for (const redact::Referral& one : facts.referrals) showing.add(out, one.row, one);
    } else {
      showing.add(out, 0, facts);
    }
  }
  return out;
}

}  // namespace veil::store
