// What is wrong with the fields that are host facts, taken together.
#include <algorithm>

#include "redact/facts.h"
#include "redact/lint.h"

namespace veil::redact {
namespace {

constexpr FactKind kOfConsent[] = {FactKind::consent_scope, FactKind::consent_recipient,
                                   FactKind::consent_giver, FactKind::consent_until,
                                   FactKind::consent_withdrawn};
constexpr FactKind kOfReferral[] = {FactKind::referral_to, FactKind::referral_status};
constexpr FactKind kBodies[] = {FactKind::consent_recipient, FactKind::referral_to};

// A consent without an end, or a referral without a state, would be no such thing.
void lint_whole(const Schema& schema, std::span<const FactKind> kinds, Findings& findings) {
  const auto there = [&](FactKind kind) { return schema.field(kind) != nullptr; };
  if (std::none_of(kinds.begin(), kinds.end(), there)) return;
  for (const FactKind kind : kinds) {
    if (there(kind)) continue;
    findings.add("half-fact",
                 "no field is " + std::string(to_string(kind)) + ", which goes with the others");
  }
}

void need_code(const Schema& schema, const Field& field, std::string_view code,
               Findings& findings) {
  const CodeList* list = schema.code_list(field.codes);
  if (list == nullptr || list->find(code) != nullptr) return;
  findings.add("fact-codes", field.name + ": the code list " + field.codes + " lacks the code " +
                                 std::string(code));
}

}  // namespace

void lint_facts(const Policy& policy, Findings& findings) {
  const Schema& schema = policy.schema();
  lint_whole(schema, kOfConsent, findings);
  lint_whole(schema, kOfReferral, findings);
  if (schema.field(FactKind::referral_to) != nullptr &&
      schema.field(FactKind::consent_scope) == nullptr) {
    findings.add("half-fact", "referrals need consents, and no field is of a consent");
  }
  for (const FactKind kind : kBodies) {
    const Field* field = schema.field(kind);
    if (field == nullptr) continue;
    for (const Role& role : policy.roles()) {
      if (!role.body.empty()) need_code(schema, *field, role.body, findings);
    }
  }
  if (const Field* scope = schema.field(FactKind::consent_scope);
      scope != nullptr && scope->codes != kConsentScopes) {
    findings.add("fact-codes", scope->name + ": scopes are codes of the list consent_scope");
  }
  if (const Field* giver = schema.field(FactKind::consent_giver)) {
    need_code(schema, *giver, kGuardian, findings);
  }
  if (const Field* status = schema.field(FactKind::referral_status)) {
    for (int i = 0; i <= static_cast<int>(ReferralStatus::revoked); ++i) {
      need_code(schema, *status, to_string(static_cast<ReferralStatus>(i)), findings);
    }
  }
}

}  // namespace veil::redact
