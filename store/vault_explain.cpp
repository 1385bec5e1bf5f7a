// Why somebody sees what she sees: the decision function on the record's facts.
#include <algorithm>

#include "store/vault_inside.h"

namespace veil::store {
namespace {

// What decisions rest on, besides the clock and what a session states.
constexpr redact::FactKind kRestsOn[] = {
    redact::FactKind::created_by,    redact::FactKind::assigned,    redact::FactKind::conflicts,
    redact::FactKind::consent_scope, redact::FactKind::referral_to,
};

// The classes of those facts, as far as the policy has them.
std::vector<redact::ClassId> needed(const redact::Schema& schema) {
  std::vector<redact::ClassId> out;
  for (const redact::FactKind kind : kRestsOn) {
    const redact::Field* field = schema.field(kind);
    if (field == nullptr) continue;
    if (std::find(out.begin(), out.end(), field->cls) == out.end()) out.push_back(field->cls);
  }
  return out;
}

bool sees_all(const redact::Decision& decision, const std::vector<redact::ClassId>& classes) {
  return std::all_of(classes.begin(), classes.end(), [&](redact::ClassId cls) {
    const redact::ClassDecision* one = decision.of(cls);
    return one != nullptr && one->strength == redact::Strength::full;
  });
}

bool sees_guardian_conflict(const redact::Schema& schema, const redact::Decision& decision) {
  const redact::Field* field = schema.field(redact::FactKind::guardian_conflict);
  const redact::ClassDecision* given = field != nullptr ? decision.of(field->cls) : nullptr;
  if (given == nullptr) return field == nullptr;
  if (given->strength == redact::Strength::withheld) return false;
  return given->strength == redact::Strength::full ||
         field->rule(given->strength).kind == redact::VeilKind::keep;
}

// Whether a consent counts only as long as no guardian is in conflict: what is decided by it says
// whether one is.
bool rests_on_guardian(const redact::Facts& facts, std::uint64_t now_ms) {
  redact::Facts barred = facts;
  barred.guardian_conflict = true;
  redact::Facts free = facts;
  free.guardian_conflict = false;
  return std::any_of(facts.consents.begin(), facts.consents.end(), [&](const auto& consent) {
    return is_valid(free, consent, now_ms) != is_valid(barred, consent, now_ms);
  });
}

}  // namespace

Result<ExplainAnswer> Vault::explain(const SessionToken& token, const ExplainRequest& request) {
  const auto now = inside_->current();
  auto visitor = inside_->visitor(token, *now);
  if (!visitor) return fail(visitor.error());
  if (auto checked = check_reason(request.reason); !checked) return fail(checked.error());
  const RosterEntry* whom = now->charter().person(request.person);
  if (whom == nullptr || now->policy.schema().cls(request.cls) == nullptr) {
    return fail(Code::InvalidArgument, "explain: no such person or class");
  }
  auto snapshot = inside_->engine->snapshot();
  if (!snapshot) return fail(snapshot.error());
  const ReadRequest read = {request.low, request.high, {}, request.reason};
  const Looking looking = {*inside_, *now, **visitor, redact::Action::read, read};
  auto found = looking.find_one(**snapshot);
  if (!found) return fail(found.error());
  const auto classes = needed(now->policy.schema());
  if (!sees_all(found->decision, classes)) {
    return looking.fail_logged(
        EntryOutcome::refused,
        {Code::Denied,
         "explain: only for those who see who is assigned, who is barred, what was "
         "agreed and who was asked"});
  }
  if (rests_on_guardian(found->record.facts, inside_->clock()) &&
      !sees_guardian_conflict(now->policy.schema(), found->decision)) {
    return looking.fail_logged(
        EntryOutcome::refused,
        {Code::Denied,
         "explain: a guardian consented, and whether that counts is not for you to know"});
  }
  // What she learns is what those facts say: the entry says that she read them.
  Want want;
  want.classes = classes;
  Entry entry = looking.entry();
  entry.records = {found->record.id};
  entry.classes = outcomes_of(cut(found->decision, want, *now));
  if (auto logged = inside_->record(std::move(entry)); !logged) return fail(logged.error());

  redact::Ask ask;
  ask.person = whom->number;
  ask.now_ms = inside_->clock();
  ExplainAnswer out;
  out.id = found->record.id;
  const bool over = whom->until_ms != 0 && ask.now_ms >= whom->until_ms;
  const RequestTable& requests = inside_->requests;
  // She enters in no role any more, or not until somebody approves what she did.
  if (over || requests.is_suspended(whom->number, ask.now_ms)) return out;
  for (const redact::RoleId role : whom->roles) {
    ask.approved = requests.is_approved({now->policy, now->charter(), ask.now_ms}, whom->number,
                                        role, out.id, found->record.facts);
    ask.break_glass = requests.is_glass_open(whom->number, role, out.id, ask.now_ms);
    for (auto& one : redact::explain(now->policy, found->record.facts, ask, role, request.cls)) {
      out.explanations.push_back(std::move(one));
    }
  }
  return out;
}

}  // namespace veil::store
