#include "store/request_rules.h"

#include <algorithm>
#include <set>

namespace veil::store {
namespace {

using redact::RequestKind;

template <class List, class One>
bool among(const List& list, const One& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

bool is_review(const KeptRequest& kept) {
  return kept.request.said.subject.kind == RequestKind::break_glass_review;
}

// The place after the last denial.
std::size_t after_denial(const KeptRequest& kept) {
  std::size_t out = 0;
  for (std::size_t i = 0; i < kept.answers.size(); ++i) {
    if (kept.answers[i].said.verdict == Verdict::deny) out = i + 1;
  }
  return out;
}

bool is_denied(const KeptRequest& kept) {
  return after_denial(kept) != 0;
}

const redact::RequestRule* rule_of(const RequestWorld& world, const KeptRequest& kept) {
  const Request& request = kept.request.said;
  return world.policy.request_rule(request.subject.kind, request.role);
}

RequestState state_of_review(const KeptRequest& kept, std::uint64_t now_ms) {
  if (kept.closed_at_ms != 0) return RequestState::approved;
  if (is_denied(kept)) return RequestState::denied;
  return now_ms >= kept.request.said.due_at_ms ? RequestState::overdue : RequestState::open;
}

}  // namespace

bool has_role(const RequestWorld& world, redact::PersonId person, redact::RoleId role) {
  const RosterEntry* entry = world.charter.person(person);
  return entry != nullptr && (entry->until_ms == 0 || entry->until_ms > world.now_ms) &&
         among(entry->roles, role);
}

bool may_answer(const RequestWorld& world, const KeptRequest& kept, redact::PersonId person,
                redact::RoleId role) {
  const Request& request = kept.request.said;
  const redact::RequestRule* rule = rule_of(world, kept);
  return rule != nullptr && among(rule->approve, role) && person != request.asker &&
         person != request.subject.person && has_role(world, person, role);
}

std::size_t approvals_of(const RequestWorld& world, const KeptRequest& kept,
                         const redact::Facts* facts) {
  const std::size_t from = after_denial(kept);
  if (from != 0 && !is_review(kept)) return 0;
  std::set<redact::PersonId> people;
  for (std::size_t i = from; i < kept.answers.size(); ++i) {
    const Answer& answer = kept.answers[i].said;
    if (facts != nullptr && among(facts->conflicts, answer.person)) continue;
    if (may_answer(world, kept, answer.person, answer.role)) people.insert(answer.person);
  }
  return people.size();
}

RequestState state_of(const RequestWorld& world, const KeptRequest& kept,
                      const redact::Facts* facts) {
  const Request& request = kept.request.said;
  if (is_review(kept)) return state_of_review(kept, world.now_ms);
  if (kept.closed_at_ms != 0) return RequestState::closed;
  if (is_denied(kept)) return RequestState::denied;
  if (request.expires_at_ms != 0 && world.now_ms >= request.expires_at_ms) {
    return RequestState::expired;
  }
  const redact::RequestRule* rule = rule_of(world, kept);
  const bool enough = rule != nullptr && approvals_of(world, kept, facts) >= rule->approvals;
  return enough ? RequestState::approved : RequestState::open;
}

bool is_live(const KeptRequest& kept, std::uint64_t now_ms) noexcept {
  const Request& request = kept.request.said;
  if (is_review(kept)) return kept.closed_at_ms == 0 || now_ms < request.expires_at_ms;
  return kept.closed_at_ms == 0 && (request.expires_at_ms == 0 || now_ms < request.expires_at_ms);
}

bool suspends(const KeptRequest& kept, std::uint64_t now_ms) noexcept {
  if (!is_review(kept)) return false;
  const RequestState state = state_of_review(kept, now_ms);
  return state == RequestState::denied || state == RequestState::overdue;
}

bool is_open_glass(const KeptRequest& kept, std::uint64_t now_ms) noexcept {
  return is_review(kept) && !is_denied(kept) && now_ms < kept.request.said.expires_at_ms;
}

}  // namespace veil::store
