// What is wrong with fields and classes by themselves.
#include <algorithm>

#include "redact/lint.h"

namespace veil::redact {
namespace {

constexpr Strength kWeaker[] = {Strength::veiled, Strength::counted};

enum class Harm { none, unless_explained, always };

// What `keep` may do in a strength that is given out because it tells little.
Harm harm_of_keeping(FieldType type) {
  switch (type) {
    case FieldType::boolean:
    case FieldType::code:
    case FieldType::codes:
      return Harm::none;  // one of a list that the policy itself names
    case FieldType::string:
    case FieldType::date:
    case FieldType::money:
    case FieldType::number:
    case FieldType::person:
      return Harm::unless_explained;
    case FieldType::text:
    case FieldType::name:
    case FieldType::cn_id:
    case FieldType::phone:
    case FieldType::address:
    case FieldType::account:
    case FieldType::file:
    case FieldType::uscc:
      return Harm::always;
  }
  return Harm::always;
}

void lint_keep(const Field& field, Findings& findings) {
  for (const Strength strength : kWeaker) {
    if (field.rule(strength).kind != VeilKind::keep) continue;
    const Harm harm = harm_of_keeping(field.type);
    const std::string what = field.name + " is kept as it is in " +
                             std::string(to_string(strength)) + ", a " +
                             std::string(to_string(field.type));
    if (harm == Harm::always) {
      findings.add("keep", what + ", which no weaker strength may hold whole");
    } else if (harm == Harm::unless_explained && field.keep_why.empty()) {
      findings.add("keep", what + ", without keep_why");
    }
  }
}

// How much a veil leaves, among the veils of one field type.
int rank(VeilKind kind) {
  switch (kind) {
    case VeilKind::none:
      return 0;
    case VeilKind::present:
      return 1;
    case VeilKind::valid:
      return 2;
    case VeilKind::province:
    case VeilKind::age_band:
    case VeilKind::group:
    case VeilKind::bucket:
    case VeilKind::surname:
      return 3;
    case VeilKind::city:
    case VeilKind::age:
    case VeilKind::year:
    case VeilKind::last4:
      return 4;
    case VeilKind::county:
    case VeilKind::month:
    case VeilKind::scrub:
      return 5;
    case VeilKind::keep:
      return 6;
  }
  return 6;
}

// Who holds `veiled` holds `counted` too, so the second must add nothing to the first.
void lint_order(const Policy& policy, const Field& field, Findings& findings) {
  const bool both = policy.has_compartment(compartment_of(field.cls, Strength::veiled)) &&
                    policy.has_compartment(compartment_of(field.cls, Strength::counted));
  if (!both) return;
  if (rank(field.counted.kind) > rank(field.veiled.kind)) {
    findings.add("counted-above-veiled", field.name + " tells more in counted (" +
                                             std::string(to_string(field.counted.kind)) +
                                             ") than in veiled (" +
                                             std::string(to_string(field.veiled.kind)) + ")");
    return;
  }
  const auto& fine = field.veiled.bounds;
  const auto& coarse = field.counted.bounds;
  const bool cut_anew =
      !fine.empty() && !std::includes(fine.begin(), fine.end(), coarse.begin(), coarse.end());
  if (cut_anew) {
    findings.add("counted-above-veiled",
                 field.name + " has bounds in counted that veiled lacks: both together tell more");
  }
}

void lint_presence(const Class& cls, const Field& field, Findings& findings) {
  if (!cls.hidden) return;
  for (const Strength strength : kWeaker) {
    if (field.rule(strength).kind == VeilKind::none) continue;
    findings.add("presence-leak", field.name + " has a " + std::string(to_string(strength)) +
                                      " form, but the presence of its class " + cls.name +
                                      " is hidden below full");
  }
  if (field.fact != FactKind::none) {
    findings.add("presence-leak", field.name + " is a host fact, which the host sees, but the " +
                                      "presence of its class " + cls.name + " is hidden");
  }
}

}  // namespace

bool leaves_something(const VeilRule& rule) noexcept {
  return rule.kind != VeilKind::none;
}

void lint_fields(const Policy& policy, Findings& findings) {
  const Schema& schema = policy.schema();
  for (const Field& field : schema.fields()) {
    lint_keep(field, findings);
    lint_order(policy, field, findings);
    lint_presence(*schema.cls(field.cls), field, findings);
  }
  for (const Class& cls : schema.classes()) {
    const bool used = std::any_of(schema.fields().begin(), schema.fields().end(),
                                  [&](const Field& field) { return field.cls == cls.id; });
    if (!used) findings.add("empty-class", "class " + cls.name + " has no field");
  }
}

}  // namespace veil::redact
