// An explanation is the decision, taken apart.
#include "redact/explain.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>

#include "tests/redact/small_policy.h"

namespace veil::redact {
namespace {

constexpr std::uint64_t kDay = 86'400'000;
constexpr std::uint64_t kNow = 19000 * kDay;

Policy assistance() {
  std::ifstream file("tools/policies/assistance.toml", std::ios::binary);
  INFO("run from the root of the repository");
  REQUIRE(file);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return parsed(text);
}

Explanation of_purpose(const Policy& policy, const std::vector<Explanation>& all,
                       const char* purpose) {
  for (const Explanation& one : all) {
    if (policy.purpose(one.purpose)->name == purpose) return one;
  }
  FAIL("no such purpose");
  return {};
}

TEST_CASE("an explanation names all that is missing, in the order of decisions",
          "[redact][explain]") {
  const Policy policy = assistance();
  const RoleId caseworker = policy.role("caseworker")->id;
  const ClassId locate = policy.schema().cls("locate")->id;
  Ask ask;
  ask.person = 7;
  ask.now_ms = kNow + 15ULL * 3'600'000;  // 23:00
  const auto all = explain(policy, {}, ask, caseworker, locate);
  CHECK(all.size() == policy.role("caseworker")->purposes.size());
  const Explanation visit = of_purpose(policy, all, "home_visit");
  REQUIRE(visit.ways.size() == 1);
  CHECK(visit.ways[0].lacks ==
        std::vector<Why>{Why::not_assigned, Why::no_consent, Why::outside_hours, Why::no_reason});
  CHECK(visit.decision.why == Why::not_assigned);
  CHECK(of_purpose(policy, all, "delivery").ways.empty());
  CHECK(of_purpose(policy, all, "delivery").decision.why == Why::not_for_purpose);
  const Explanation emergency = of_purpose(policy, all, "emergency");
  REQUIRE(emergency.ways.size() == 1);
  CHECK(emergency.ways[0].lacks == std::vector<Why>{Why::no_break_glass});
}

TEST_CASE("a role that may only list is explained by what it lists", "[redact][explain]") {
  const Policy policy = assistance();
  const auto all =
      explain(policy, {}, {}, policy.role("statistician")->id, policy.schema().cls("op")->id);
  REQUIRE(all.size() == 1);
  CHECK(all[0].decision.strength == Strength::counted);
  CHECK(explain(policy, {}, {}, 999, 1).empty());
  CHECK(explain(policy, {}, {}, 1, 999).empty());
}

TEST_CASE("the strongest way that lacks nothing is what is seen", "[redact][explain][property]") {
  const Policy policy = assistance();
  const auto seed = GENERATE(take(300, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 random(seed);
  Facts facts;
  facts.created_by = 7 + random() % 2;
  facts.created_at_ms = kNow - random() % 5 * kDay;
  if (random() % 2 == 0) facts.assigned = {7};
  if (random() % 8 == 0) facts.conflicts = {7};
  for (const char* scope : {"share_federation", "share_medical", "share_psych", "statistics"}) {
    for (const char* body : {"womens_federation", "procuratorate", "care_provider"}) {
      if (random() % 2 == 0) facts.consents.push_back({scope, body, kNow + 2 * kDay, false});
    }
  }
  Ask ask;
  ask.person = 7;
  ask.now_ms = kNow + random() % 24 * 3'600'000;
  ask.reason_given = random() % 2 == 0;
  ask.approved = random() % 2 == 0;
  ask.break_glass = random() % 2 == 0;
  for (const Role& role : policy.roles()) {
    for (const Class& cls : policy.schema().classes()) {
      for (const Explanation& one : explain(policy, facts, ask, role.id, cls.id)) {
        Strength best = Strength::withheld;
        for (const Considered& way : one.ways) {
          if (way.lacks.empty()) best = std::max(best, way.grant.strength);
        }
        const bool open = facts.conflicts.empty() && !role.auditor;
        CAPTURE(role.name, cls.name, one.purpose);
        CHECK(one.decision.strength == (open ? best : Strength::withheld));
      }
    }
  }
}

}  // namespace
}  // namespace veil::redact
