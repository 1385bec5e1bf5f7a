#include "store/request_needs.h"

#include <algorithm>

namespace veil::store {
namespace {

using redact::RequestKind;

bool has_rule(const redact::Policy& policy, RequestKind kind) {
  const auto& rules = policy.requests();
  return std::any_of(rules.begin(), rules.end(),
                     [&](const redact::RequestRule& rule) { return rule.kind == kind; });
}

// Who stands in the conflict list before, and not after.
std::vector<redact::PersonId> taken_off(const redact::Facts& before, const FactChange& change) {
  redact::Facts after = before;
  change.apply_to(after, {});
  std::vector<redact::PersonId> out;
  for (const redact::PersonId person : before.conflicts) {
    const auto& left = after.conflicts;
    if (std::find(left.begin(), left.end(), person) == left.end()) out.push_back(person);
  }
  return out;
}

// Each thing that takes a decision, with what to say if there is none.
struct Need {
  RequestSubject subject;
  const char* without;
};

void add_consents(std::vector<Need>& needs, const RecordId& record, const redact::Facts& before,
                  const FactChange& change) {
  if (!needs_override(before, change)) return;
  constexpr const char* kWithout =
      "a guardian with a conflict of interest cannot consent for the minor";
  if (before.guardian_conflict && !change.guardian_conflict.value_or(true)) {
    needs.push_back({consent_subject(record, kGuardianConflictOver), kWithout});
  }
  for (const ConsentGiven& one : change.given) {
    if (one.giver != redact::kGuardian) continue;
    needs.push_back({consent_subject(record, consent_words(one)), kWithout});
  }
}

std::vector<Need> needs_of(const redact::Policy& policy, const RecordId& record,
                           const redact::Facts& before, const FactChange& change) {
  std::vector<Need> out;
  add_consents(out, record, before, change);
  if (has_rule(policy, RequestKind::conflict_override)) {
    for (const redact::PersonId person : taken_off(before, change)) {
      out.push_back({conflict_subject(record, person),
                     "taking a person off the conflict list takes an approved request"});
    }
  }
  const redact::Schema& schema = policy.schema();
  if (has_rule(policy, RequestKind::closing) && change.status && schema.is_closed(*change.status) &&
      !schema.is_closed(before.status)) {
    out.push_back({closing_subject(record), "closing takes an approved request"});
  }
  return out;
}

}  // namespace

std::string consent_words(const ConsentGiven& consent) {
  return consent.scope + " " + consent.recipient + " " + consent.giver;
}

Result<std::optional<RequestSubject>> request_needed(const redact::Policy& policy,
                                                     const RecordId& record,
                                                     const redact::Facts& before,
                                                     const FactChange& change) {
  std::vector<Need> needs = needs_of(policy, record, before, change);
  const bool cites = change.request != Hash{};
  if (needs.empty()) {
    if (!cites) return std::nullopt;
    return fail(Code::InvalidArgument, "write: it cites a request that it does not need");
  }
  if (!cites) return fail(Code::Denied, std::string("write: ") + needs.front().without);
  if (needs.size() > 1) {
    return fail(Code::InvalidArgument,
                "write: it would need several approved requests: do one thing at a time");
  }
  return std::move(needs.front().subject);
}

}  // namespace veil::store
