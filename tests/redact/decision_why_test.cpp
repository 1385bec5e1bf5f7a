// What a decision says besides: why not more, what a `never` leaves, the hours of a zone.
#include "redact/decision.h"

#include "tests/redact/decision_policy.h"

namespace veil::redact {
namespace {

// The person is told what is missing for the next step.

TEST_CASE("a decision says why a class is not seen in a stronger form", "[redact][decision]") {
  const Policy policy = parsed(text_of(
      {
          {"worker", "op", "full", true, ""},
          {"worker", "ident", "veiled", false, "assigned = true"},
          {"worker", "ident", "full", false, R"(assigned = true, reason = true, approved = true)"},
          {"worker", "locate", "full", false,
           R"(own_intake = 3, hours = "08:00-20:00", consent = "share", purposes = ["help"])"},
          {"counter", "op", "counted", false, ""},
          {"counter", "ident", "full", false, ""},
      },
      R"({ roles = ["counter"], classes = ["ident"], above = "withheld", why = "t" },)"));
  World world;
  world.ask = {kMe, 1, 1, Action::read, kNoon, false, false};
  world.facts.created_by = kOther;
  const auto why = [&](ClassId cls) { return decide(policy, world.facts, world.ask).of(cls)->why; };
  CHECK(why(1) == Why::granted);
  CHECK(why(2) == Why::not_assigned);
  CHECK(why(3) == Why::not_own_intake);

  world.facts.assigned = {kMe};
  CHECK(why(2) == Why::not_approved);
  world.ask.approved = true;
  CHECK(why(2) == Why::no_reason);
  world.ask.reason_given = true;
  CHECK(why(2) == Why::granted);

  world.facts.created_by = kMe;
  world.facts.created_at_ms = kNoon - 2 * kDay;
  CHECK(why(3) == Why::no_consent);
  world.facts.consents = {{"share", "office", kNoon + kDay, false}};
  CHECK(why(3) == Why::granted);
  world.ask.now_ms = kNoon + 9 * kHour;
  CHECK(why(3) == Why::outside_hours);
  world.ask.purpose = 2;
  CHECK(why(3) == Why::not_for_purpose);
  CHECK(why(2) == Why::not_for_purpose);
  CHECK(why(1) == Why::granted);

  world.ask.role = 2;
  CHECK(why(1) == Why::no_grant);  // counted is all there is
  CHECK(why(2) == Why::not_for_purpose);
  world.ask.action = Action::history;
  CHECK(why(1) == Why::no_action);
  world.ask.action = Action::read_log;
  CHECK(why(1) == Why::no_action);  // the log is no part of a record
  world.facts.conflicts = {kMe};
  CHECK(why(1) == Why::conflict);
}

TEST_CASE("of grants that would give as much, the first of the policy says why not",
          "[redact][decision]") {
  const Spec by_reason = {"worker", "op", "full", true, "reason = true"};
  const Spec by_approval = {"worker", "op", "full", true, "approved = true"};
  const Ask ask{kMe, 1, 1, Action::read, kNoon, false, false};
  CHECK(decide(parsed(text_of({by_reason, by_approval}, "")), {}, ask).of(1)->why ==
        Why::no_reason);
  CHECK(decide(parsed(text_of({by_approval, by_reason}, "")), {}, ask).of(1)->why ==
        Why::not_approved);
  // But what is for another purpose has nothing to say to whom looks for this one.
  const Spec by_purpose = {"worker", "op", "full", true, R"(purposes = ["count"])"};
  CHECK(decide(parsed(text_of({by_purpose, by_approval, by_reason}, "")), {}, ask).of(1)->why ==
        Why::not_approved);
}

TEST_CASE("a never leaves its bound and says so", "[redact][decision]") {
  const Policy policy = parsed(
      text_of({{"worker", "ident", "full", true, ""}},
              R"({ roles = ["worker"], classes = ["ident"], above = "veiled", why = "t" },)"));
  const Decision decision = decide(policy, {}, {kMe, 1, 1, Action::read, kNoon, false, false});
  CHECK(decision.of(2)->strength == Strength::veiled);
  CHECK(decision.of(2)->why == Why::never);
  CHECK(decision.of(2)->write);  // who may not read may still write
  CHECK(decision.of(9) == nullptr);
}

TEST_CASE("hours follow the policy's zone, also west of Greenwich and at the start of time",
          "[redact][decision]") {
  const auto sees = [](const std::string& zone, std::uint64_t now) {
    const Policy policy =
        parsed(replaced(text_of({{"worker", "op", "full", true, R"(hours = "08:00-20:00")"}}, ""),
                        R"(version = "1")", R"(version = "1", utc_offset = ")" + zone + "\""));
    return decide(policy, {}, {kMe, 1, 1, Action::read, now, false, false}).anything;
  };
  CHECK(sees("+08:00", 0));  // 08:00
  CHECK_FALSE(sees("+07:59", 0));
  CHECK_FALSE(sees("-00:01", 0));  // 23:59 the day before
  CHECK(sees("-03:30", 11 * kHour + kHour / 2));
  CHECK_FALSE(sees("-03:30", 11 * kHour + kHour / 2 - 1));
  CHECK(sees("+14:00", 5 * kHour + kHour - 1));
  CHECK_FALSE(sees("+14:00", 6 * kHour));
  CHECK(sees("-14:00", 0));  // 10:00 the day before
  CHECK_FALSE(sees("-14:00", 10 * kHour));
}

}  // namespace
}  // namespace veil::redact
