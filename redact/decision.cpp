#include "redact/decision.h"

#include <algorithm>

namespace veil::redact {
namespace {

constexpr std::uint64_t kMinuteMs = 60'000;
constexpr std::uint64_t kDayMs = 86'400'000;
constexpr int kMinutesInDay = 24 * 60;

int local_hour(std::uint64_t now_ms, int utc_offset_minutes) {
  const int utc_minute = static_cast<int>(now_ms / kMinuteMs % kMinutesInDay);
  return (utc_minute + utc_offset_minutes + kMinutesInDay) % kMinutesInDay / 60;
}

bool holds(const std::vector<PersonId>& persons, PersonId person) {
  return std::find(persons.begin(), persons.end(), person) != persons.end();
}

// What a condition may look at.
struct World {
  const Facts& facts;
  const Ask& ask;
  const Role& role;
  int hour;
  bool assigned;
};

World world_of(const Policy& policy, const Facts& facts, const Ask& ask, const Role& role) {
  return {facts, ask, role, local_hour(ask.now_ms, policy.utc_offset_minutes()),
          holds(facts.assigned, ask.person)};
}

// To the role's body; an empty scope stands for any.
bool consented(const World& world, const std::string& scope) {
  if (world.role.body.empty()) return false;
  return std::any_of(
      world.facts.consents.begin(), world.facts.consents.end(), [&](const Consent& consent) {
        return (scope.empty() || consent.scope == scope) && consent.recipient == world.role.body &&
               is_valid(world.facts, consent, world.ask.now_ms);
      });
}

// An offer counts while some consent names the body: she may have taken it back since.
bool is_referred(const World& world, Referred far) {
  if (world.role.body.empty()) return false;
  const bool offers_count = far == Referred::offered && consented(world, {});
  return std::any_of(
      world.facts.referrals.begin(), world.facts.referrals.end(), [&](const Referral& referral) {
        return referral.recipient == world.role.body && is_open(referral, world.ask.now_ms) &&
               (offers_count || referral.status == ReferralStatus::accepted);
      });
}

bool is_own_intake(const World& world, int days) {
  if (world.facts.created_by != world.ask.person) return false;
  const std::uint64_t created = world.facts.created_at_ms;
  return world.ask.now_ms <= created ||
         world.ask.now_ms - created <= static_cast<std::uint64_t>(days) * kDayMs;
}

// Says of each condition that does not hold why, until `stop` answers true. Those that a person can
// do something about come last, so that they are named once they are all that is missing.
template <class Stop>
void each_unmet(const Conditions& when, const World& world, Stop stop) {
  const auto& in = when.purposes;
  const bool for_purpose =
      in.empty() || std::find(in.begin(), in.end(), world.ask.purpose) != in.end();
  if (!for_purpose && stop(Why::not_for_purpose)) return;
  if (when.assigned && !world.assigned && stop(Why::not_assigned)) return;
  const bool own = when.own_intake_days == 0 || is_own_intake(world, when.own_intake_days);
  if (!own && stop(Why::not_own_intake)) return;
  const bool referred = when.referred == Referred::any || is_referred(world, when.referred);
  if (!referred && stop(Why::not_referred)) return;
  if (!when.consent.empty() && !consented(world, when.consent) && stop(Why::no_consent)) return;
  const bool in_hours = world.hour >= when.hours_from && world.hour < when.hours_to;
  if (!in_hours && stop(Why::outside_hours)) return;
  if (when.approved && !world.ask.approved && stop(Why::not_approved)) return;
  if (when.break_glass && !world.ask.break_glass && stop(Why::no_break_glass)) return;
  if (when.reason && !world.ask.reason_given) stop(Why::no_reason);
}

// The first condition that does not hold; `granted` if all do.
Why first_unmet(const Conditions& when, const World& world) {
  Why first = Why::granted;
  each_unmet(when, world, [&](Why why) {
    first = why;
    return true;
  });
  return first;
}

// `grants`: of one role and class, the strongest first.
ClassDecision weigh(std::span<const Grant> grants, const World& world, bool may_write) {
  ClassDecision decision;
  for (const Grant& grant : grants) {
    const Why why = first_unmet(grant.when, world);
    if (why == Why::granted) {
      decision.strength = std::max(decision.strength, grant.strength);
      decision.write = decision.write || (grant.write && may_write);
    }
  }
  if (decision.strength == Strength::full) {
    decision.why = Why::granted;
    return decision;
  }
  // Why not more: of the grants that would give more, the one that gives least more.
  Strength next = Strength::withheld;
  for (const Grant& grant : grants) {
    if (grant.strength <= decision.strength) break;
    // Among equals the first of the policy speaks, but before those that are for another purpose.
    if (grant.strength == next && decision.why != Why::not_for_purpose) continue;
    next = grant.strength;
    decision.why = first_unmet(grant.when, world);
  }
  return decision;
}

// Reading the log and managing people open no record.
bool opens_records(Action action) {
  return action != Action::read_log && action != Action::manage_people;
}

bool may_write(const Role& role, Action action) {
  return role.can(action == Action::create ? Action::create : Action::write);
}

Decision nothing(const Schema& schema, Why why) {
  Decision decision;
  decision.classes.reserve(schema.classes().size());
  for (const Class& cls : schema.classes()) {
    decision.classes.push_back({cls.id, Strength::withheld, false, why});
  }
  return decision;
}

}  // namespace

std::string_view to_string(Why why) noexcept {
  switch (why) {
    case Why::granted:
      return "granted";
    case Why::no_grant:
      return "no grant";
    case Why::not_assigned:
      return "not assigned";
    case Why::no_consent:
      return "no consent";
    case Why::no_reason:
      return "no reason given";
    case Why::outside_hours:
      return "outside hours";
    case Why::not_own_intake:
      return "not own intake";
    case Why::not_approved:
      return "not approved";
    case Why::not_for_purpose:
      return "not for this purpose";
    case Why::never:
      return "never";
    case Why::conflict:
      return "conflict of interest";
    case Why::no_action:
      return "not an action of this role";
    case Why::no_break_glass:
      return "only by break-glass";
    case Why::suspended:
      return "suspended";
    case Why::stale:
      return "stale";
    case Why::not_referred:
      return "not referred";
  }
  return "no grant";
}

const ClassDecision* Decision::of(ClassId cls) const noexcept {
  for (const ClassDecision& one : classes) {
    if (one.cls == cls) return &one;
  }
  return nullptr;
}

Why decide_search(const Policy& policy, FieldId field, const Ask& ask) {
  const Role* role = policy.role(ask.role);
  const Search* search = policy.search(ask.role, field);
  if (role == nullptr || search == nullptr) return Why::no_grant;
  const auto& own = role->purposes;
  if (std::find(own.begin(), own.end(), ask.purpose) == own.end()) return Why::not_for_purpose;
  const Facts nothing;
  return first_unmet(search->when, {nothing, ask, *role,
                                    local_hour(ask.now_ms, policy.utc_offset_minutes()), false});
}

std::vector<Why> unmet(const Policy& policy, const Facts& facts, const Ask& ask,
                       const Conditions& when) {
  const Role* role = policy.role(ask.role);
  if (role == nullptr) return {Why::no_action};
  std::vector<Why> all;
  each_unmet(when, world_of(policy, facts, ask, *role), [&](Why why) {
    all.push_back(why);
    return false;
  });
  return all;
}

Decision decide(const Policy& policy, const Facts& facts, const Ask& ask) {
  const Schema& schema = policy.schema();
  if (holds(facts.conflicts, ask.person)) return nothing(schema, Why::conflict);
  const Role* role = policy.role(ask.role);
  const Purpose* purpose = policy.purpose(ask.purpose);
  if (role == nullptr || !role->can(ask.action) || !opens_records(ask.action)) {
    return nothing(schema, Why::no_action);
  }
  const auto& own = role->purposes;
  if (purpose == nullptr || std::find(own.begin(), own.end(), ask.purpose) == own.end()) {
    return nothing(schema, Why::not_for_purpose);
  }

  const World world = world_of(policy, facts, ask, *role);
  const bool writes = may_write(*role, ask.action);
  const auto role_place = static_cast<std::size_t>(role - policy.roles_.data());
  const auto purpose_place = static_cast<std::size_t>(purpose - policy.purposes_.data());
  Decision decision;
  decision.classes.reserve(schema.classes().size());
  for (std::size_t i = 0; i < schema.classes().size(); ++i) {
    const std::size_t cell = policy.cell(role_place, i);
    const auto from = policy.grants_from_[cell];
    const auto size = policy.grants_from_[cell + 1] - from;
    ClassDecision one;  // no grant
    if (size > 0 && policy.covers_[policy.cell(purpose_place, i)]) {
      one = weigh(std::span(policy.grants_).subspan(from, size), world, writes);
      if (one.strength > policy.caps_[cell]) {
        one.strength = policy.caps_[cell];
        one.why = Why::never;
      }
    } else if (size > 0) {
      one.why = Why::not_for_purpose;
    }
    one.cls = schema.classes()[i].id;
    decision.anything = decision.anything || one.write || one.strength != Strength::withheld;
    decision.classes.push_back(one);
  }
  return decision;
}

}  // namespace veil::redact
