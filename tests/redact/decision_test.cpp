// decide() against a slow reference that is written the other way round: it asks of each strength,
// from the top, whether anything gives it, and never looks at the order of grants.
#include "redact/decision.h"

#include <algorithm>
#include <random>

#include "tests/redact/decision_policy.h"

namespace veil::redact {
namespace {

bool counts(const Consent& consent, const std::string& body, const Facts& facts, const Ask& ask) {
  return consent.recipient == body && !body.empty() && !consent.withdrawn &&
         ask.now_ms < consent.until_ms &&
         (consent.giver != "guardian" || !facts.guardian_conflict || consent.overridden);
}

bool applies(const Policy& policy, const Grant& grant, const Facts& facts, const Ask& ask) {
  const std::string& body = policy.role(grant.role)->body;
  bool ok = true;
  if (grant.when.assigned) {
    ok &= std::count(facts.assigned.begin(), facts.assigned.end(), ask.person) > 0;
  }
  if (grant.when.reason) ok &= ask.reason_given;
  if (grant.when.approved) ok &= ask.approved;
  if (grant.when.break_glass) ok &= ask.break_glass;
  if (!grant.when.consent.empty()) {
    bool any = false;
    for (const Consent& consent : facts.consents) {
      any |= consent.scope == grant.when.consent && counts(consent, body, facts, ask);
    }
    ok &= any;
  }
  if (grant.when.referred != Referred::any) {
    bool agreed = false;
    for (const Consent& consent : facts.consents) agreed |= counts(consent, body, facts, ask);
    bool any = false;
    for (const Referral& referral : facts.referrals) {
      const bool offered = referral.status == ReferralStatus::offered &&
                           ask.now_ms < referral.until_ms && agreed &&
                           grant.when.referred == Referred::offered;
      any |= referral.recipient == body && !referral.recipient.empty() &&
             (offered || referral.status == ReferralStatus::accepted);
    }
    ok &= any;
  }
  const auto zone_ms = static_cast<std::int64_t>(policy.utc_offset_minutes()) * 60'000;
  const auto local_ms = static_cast<std::int64_t>(ask.now_ms) + zone_ms;
  const auto hour = local_ms / static_cast<std::int64_t>(kHour) % 24;
  ok &= hour >= grant.when.hours_from && hour < grant.when.hours_to;
  if (grant.when.own_intake_days != 0) {
    ok &= facts.created_by == ask.person &&
          facts.created_at_ms + kDay * static_cast<std::uint64_t>(grant.when.own_intake_days) >=
              ask.now_ms;
  }
  if (!grant.when.purposes.empty()) {
    ok &= std::count(grant.when.purposes.begin(), grant.when.purposes.end(), ask.purpose) > 0;
  }
  return ok;
}

struct Outcome {
  Strength strength = Strength::withheld;
  bool write = false;
};

Outcome reference(const Policy& policy, ClassId cls, const Facts& facts, const Ask& ask) {
  const Role* role = policy.role(ask.role);
  if (role == nullptr) return {};
  const auto among = [](const auto& all, auto one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  const Purpose* purpose = policy.purpose(ask.purpose);
  const bool on_record = ask.action != Action::read_log && ask.action != Action::manage_people;
  const bool in = purpose != nullptr && among(role->purposes, ask.purpose) &&
                  among(purpose->classes, cls) && among(role->may, ask.action) && on_record &&
                  !among(facts.conflicts, ask.person);
  if (!in) return {};
  Outcome outcome;
  for (const Strength strength : {Strength::full, Strength::veiled, Strength::counted}) {
    bool given = false;
    for (const Grant& grant : policy.grants()) {
      const bool mine = grant.role == ask.role && grant.cls == cls;
      given |= mine && grant.strength == strength && applies(policy, grant, facts, ask);
    }
    for (const Never& never : policy.nevers()) {
      if (never.role == ask.role && never.cls == cls && never.above < strength) {
        // A stronger grant still gives what the rule leaves.
        if (given) outcome.strength = std::max(outcome.strength, never.above);
        given = false;
      }
    }
    if (given) outcome.strength = std::max(outcome.strength, strength);
  }
  // What several rules leave is the least of them.
  for (const Never& never : policy.nevers()) {
    if (never.role == ask.role && never.cls == cls) {
      outcome.strength = std::min(outcome.strength, never.above);
    }
  }
  const Action needed = ask.action == Action::create ? Action::create : Action::write;
  for (const Grant& grant : policy.grants()) {
    outcome.write |= grant.role == ask.role && grant.cls == cls && grant.write &&
                     applies(policy, grant, facts, ask) && among(role->may, needed);
  }
  return outcome;
}

// ---- policies at random, over three classes, two roles, two purposes

std::string condition_at(std::mt19937& rng, bool first_role) {
  switch (rng() % 10) {
    case 0:
      return "assigned = true";
    case 1:
      return "reason = true";
    case 2:
      return "approved = true";
    case 3:
      return R"(consent = "share")";
    case 4:
      return R"(hours = "08:00-20:00")";
    case 5:
      return "own_intake = 3";
    case 6:
      return "break_glass = true";
    case 7:
      return "referred = true";
    case 8:
      return R"(referred = "offered")";
    default:
      return first_role ? R"(purposes = ["help"])" : R"(purposes = ["count"])";
  }
}

// The words before "=" must differ: a table takes a key once.
std::string conditions_at(std::mt19937& rng, bool first_role) {
  std::vector<std::string> all;
  for (unsigned i = rng() % 4; i > 0; --i) {
    const std::string one = condition_at(rng, first_role);
    const auto same = [&](const std::string& other) {
      return other.substr(0, other.find('=')) == one.substr(0, one.find('='));
    };
    if (std::none_of(all.begin(), all.end(), same)) all.push_back(one);
  }
  std::string text;
  for (const std::string& one : all) text += (text.empty() ? "" : ", ") + one;
  return text;
}

Spec spec_at(std::mt19937& rng) {
  static constexpr const char* kClasses[] = {"op", "ident", "locate"};
  static constexpr const char* kStrengths[] = {"", "counted", "veiled", "full"};
  Spec spec;
  const bool first = rng() % 2 == 0;
  spec.role = first ? "worker" : "counter";
  spec.cls = kClasses[rng() % 3];
  spec.strength = kStrengths[rng() % 4];
  spec.write = spec.strength.empty() || rng() % 3 == 0;
  spec.conditions = conditions_at(rng, first);
  return spec;
}

std::string nevers_at(std::mt19937& rng) {
  static constexpr const char* kNevers[] = {
      "", R"({ roles = ["worker"], classes = ["ident"], above = "counted", why = "t" },)",
      R"({ roles = ["counter"], classes = ["op"], above = "withheld", why = "t" },
{ roles = ["worker", "counter"], classes = ["*"], above = "veiled", why = "t" },)"};
  return kNevers[rng() % 3];
}

std::vector<Spec> specs_at(std::mt19937& rng) {
  std::vector<Spec> specs;
  for (unsigned i = 1 + rng() % 8; i > 0; --i) specs.push_back(spec_at(rng));
  return specs;
}

// ---- worlds: each number is another one of them

constexpr std::size_t kWorlds = std::size_t{2} * 2 * 2 * 3 * 7 * 2 * 2 * 4 * 3 * 16 * 2 * 3;

std::vector<Referral> referrals_at(std::size_t number, std::uint64_t now) {
  using enum ReferralStatus;
  switch (number) {
    case 0:
      return {{1, "office", offered, now - 1, now + 1, kOther, 0}};
    case 1:
      return {{1, "office", offered, now - 1, now, kOther, 0}};
    case 2:
      return {{1, "press", accepted, now - 1, now + 1, kOther, kMe},
              {2, "", accepted, now - 1, now + 1, kOther, kMe},
              {3, "office", done, now - 1, now + 1, kOther, 0},
              {4, "office", declined, now - 1, now + 1, kOther, 0},
              {5, "office", revoked, now - 1, now + 1, kOther, 0}};
    default:
      return {{1, "office", accepted, now - 2, now - 1, kOther, kMe}};
  }
}

World world_at(std::size_t number) {
  const auto pick = [&](std::size_t choices) {
    const std::size_t choice = number % choices;
    number /= choices;
    return choice;
  };
  World world;
  world.ask.person = kMe;
  static constexpr int kMinutes[] = {7 * 60 + 59, 8 * 60, 19 * 60 + 59, 20 * 60};
  const int minute = kMinutes[pick(4)];
  world.ask.now_ms = kNoon + static_cast<std::uint64_t>((minute - 12 * 60) * 60'000 + 59'999);
  world.ask.role = static_cast<RoleId>(1 + pick(3));  // 3: no such role
  world.ask.purpose = static_cast<PurposeId>(1 + pick(3));
  world.ask.action = static_cast<Action>(1 + pick(7));
  world.ask.reason_given = pick(2) == 1;
  world.ask.approved = pick(2) == 1;
  world.ask.break_glass = pick(2) == 1;
  world.facts.created_by = pick(2) == 1 ? kMe : kOther;
  static constexpr std::uint64_t kAges[] = {0, 3 * kDay, 3 * kDay + 1};
  world.facts.created_at_ms = world.ask.now_ms - kAges[pick(3)];
  world.facts.assigned = {kOther};
  if (pick(2) == 1) world.facts.assigned.push_back(kMe);
  world.facts.conflicts = {kOther};
  if (pick(2) == 1) world.facts.conflicts.push_back(kMe);
  const std::uint64_t now = world.ask.now_ms;
  const std::size_t state = pick(16);
  switch (state) {
    case 0:
      break;
    case 1:
      world.facts.consents = {{"share", "office", now + 1, false}};
      break;
    case 2:
      world.facts.consents = {{"share", "office", now, false}};
      break;
    case 3:
      world.facts.consents = {{"share", "office", now + 1, true}};
      break;
    case 4:
      world.facts.consents = {{"share", "press", now + 1, false}, {"share", "", now + 1, false}};
      break;
    case 5:
      world.facts.consents = {{"statistics", "office", now + 1, false}};
      break;
    case 6:
      world.facts.consents = {{"share", "office", now + 1, true},
                              {"share", "office", now + 1, false}};
      break;
    case 7:
      world.facts.guardian_conflict = true;
      world.facts.consents = {{"share", "office", now + 1, false, 1, "guardian", 0, false}};
      break;
    case 8:
      world.facts.guardian_conflict = true;
      world.facts.consents = {{"share", "office", now + 1, false, 1, "guardian", 0, true}};
      break;
    case 9:
      world.facts.guardian_conflict = true;
      world.facts.consents = {{"share", "office", now + 1, false, 1, "self", 0, false}};
      break;
    case 14:  // offered, and what was agreed to is over or for others
      world.facts.consents = {{"share", "office", now + 1, true},
                              {"share", "press", now + 1, false}};
      world.facts.referrals = referrals_at(0, now);
      break;
    case 15:
      world.facts.referrals = referrals_at(0, now);
      break;
    default:
      world.facts.consents = {{"statistics", "office", now + 1, false}};
      world.facts.referrals = referrals_at(state - 10, now);
  }
  return world;
}

// Empty if decide() and the reference agree, else what they disagree on.
std::string difference(const Policy& policy, const World& world) {
  const Decision decision = decide(policy, world.facts, world.ask);
  if (decision.classes.size() != policy.schema().classes().size()) return "classes";
  bool anything = false;
  for (std::size_t i = 0; i < decision.classes.size(); ++i) {
    const ClassDecision& one = decision.classes[i];
    if (one.cls != policy.schema().classes()[i].id) return "order";
    const Outcome want = reference(policy, one.cls, world.facts, world.ask);
    if (one.strength != want.strength) return "strength of class " + std::to_string(one.cls);
    if (one.write != want.write) return "write of class " + std::to_string(one.cls);
    if ((one.why == Why::granted) != (one.strength == Strength::full)) return "why";
    anything |= want.write || want.strength != Strength::withheld;
  }
  return decision.anything == anything ? "" : "anything";
}

TEST_CASE("decide() agrees with a naive reference on every small world", "[redact][decision]") {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    CAPTURE(seed);
    std::mt19937 rng(seed);
    const Policy policy = parsed(text_of(specs_at(rng), nevers_at(rng)));
    std::size_t agreed = 0;
    for (std::size_t i = 0; i < kWorlds; ++i) {
      const std::string found = difference(policy, world_at(i));
      if (!found.empty()) FAIL_CHECK("world " << i << ": " << found);
      agreed += found.empty() ? 1 : 0;
    }
    CHECK(agreed == kWorlds);
  }
}

TEST_CASE("decide() agrees with a naive reference on policies at random",
          "[redact][decision][property]") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 rng(seed);
  for (int round = 0; round < 300; ++round) {
    const std::string text = text_of(specs_at(rng), nevers_at(rng));
    const Policy policy = parsed(text);
    for (int i = 0; i < 300; ++i) {
      const std::size_t number = rng() % kWorlds;
      const std::string found = difference(policy, world_at(number));
      if (!found.empty()) FAIL("world " << number << ": " << found << "\n" << text);
    }
  }
  SUCCEED();
}

// Every class of `less` is seen and written no more than in `more`.
bool is_no_more(const Decision& less, const Decision& more) {
  for (std::size_t i = 0; i < less.classes.size(); ++i) {
    if (less.classes[i].strength > more.classes[i].strength) return false;
    if (less.classes[i].write && !more.classes[i].write) return false;
  }
  return !less.anything || more.anything;
}

TEST_CASE("taking a grant away, or adding a condition, a never or a conflict, never shows more",
          "[redact][decision][property]") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 rng(seed);
  for (int round = 0; round < 150; ++round) {
    const auto specs = specs_at(rng);
    const Policy policy = parsed(text_of(specs, ""));

    auto fewer = specs;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(rng() % fewer.size()));
    fewer.push_back(
        {"counter", "locate", "", true, R"(hours = "03:00-04:00")"});  // never in a world
    const Policy less = parsed(text_of(fewer, ""));

    auto bound = specs;
    Spec& target = bound[rng() % bound.size()];
    const std::string one = condition_at(rng, target.role == "worker");
    if (target.conditions.find(one.substr(0, one.find(' '))) == std::string::npos) {
      target.conditions += (target.conditions.empty() ? "" : ", ") + one;
    }
    const Policy bounded = parsed(text_of(bound, ""));
    const Policy forbidden = parsed(text_of(specs, nevers_at(rng)));

    for (int i = 0; i < 200; ++i) {
      World world = world_at(rng() % kWorlds);
      const Decision whole = decide(policy, world.facts, world.ask);
      CHECK(is_no_more(decide(less, world.facts, world.ask), whole));
      CHECK(is_no_more(decide(bounded, world.facts, world.ask), whole));
      CHECK(is_no_more(decide(forbidden, world.facts, world.ask), whole));
      world.facts.conflicts.push_back(kMe);
      const Decision barred = decide(policy, world.facts, world.ask);
      CHECK_FALSE(barred.anything);
      for (const ClassDecision& cls : barred.classes) {
        CHECK(cls.strength == Strength::withheld);
        CHECK_FALSE(cls.write);
        CHECK(cls.why == Why::conflict);
      }
    }
  }
}

}  // namespace
}  // namespace veil::redact
