// What sessions show equals the reference model, for random policies, people, records and states;
// and taking a grant away never shows more. VEIL_CASES sets how many readings are compared.
#include <catch2/catch.hpp>
#include <cstdlib>

#include "redact/decision.h"
#include "tests/model/stage.h"

namespace veil::model {
namespace {

std::size_t cases_wanted(std::size_t otherwise) {
  const char* text = std::getenv("VEIL_CASES");
  return text == nullptr ? otherwise : std::stoul(text);
}

std::uint64_t seed() {
  const char* text = std::getenv("VEIL_SEED");
  const std::uint64_t seed = text == nullptr ? std::random_device{}() : std::stoull(text);
  WARN("VEIL_SEED=" << seed);
  return seed;
}

std::string told(const std::optional<ViewModel>& view) {
  if (!view) return "nothing\n";
  std::string out;
  for (const auto& [at, cell] : *view) {
    out += "row " + std::to_string(at.first) + " field " + std::to_string(at.second) + ": " +
           std::to_string(cell.strength) + " " + cell.marker + " " + cell.code + "\n";
  }
  return out;
}

// How often each thing happened: a property that only ever saw refusals shows nothing.
struct Tally {
  std::size_t cases = 0;
  std::size_t nothing = 0;
  std::size_t suspended = 0;
  std::size_t by_request = 0;  // that an approval or an emergency shows more of
  std::map<std::pair<Strength, std::string>, std::size_t> cells;

  void count(const std::optional<ViewModel>& view) {
    ++cases;
    if (!view) ++nothing;
    if (view) {
      for (const auto& [at, cell] : *view) ++cells[{cell.strength, cell.marker}];
    }
  }
};

void compare(Stage& stage, const AskSketch& ask, bool by_list, Tally& tally) {
  const auto seen = by_list ? stage.list_all(ask) : stage.read_all(ask);
  for (std::size_t i = 0; i < stage.records(); ++i) {
    const bool suspended = stage.is_suspended(ask.person);
    auto expected = view(stage.sketch(), stage.record(i), ask);
    RecordSketch without = stage.record(i);
    without.requests.clear();
    if (!suspended && view(stage.sketch(), without, ask) != expected) ++tally.by_request;
    if (suspended) expected.reset();
    if (suspended) ++tally.suspended;
    tally.count(expected);
    if (seen.at(i) == expected) continue;
    INFO("policy:\n" << policy_text(stage.sketch()));
    INFO("person " << ask.person << ", role " << ask.role << ", purpose " << ask.purpose);
    INFO((by_list ? "listed" : "read"));
    CHECK(told(seen.at(i)) == told(expected));
    FAIL("a session shows something else than the model");
  }
}

redact::Facts facts_of(const RecordSketch& record) {
  const auto number = [](int person) { return static_cast<redact::PersonId>(person) + 1; };
  redact::Facts facts;
  facts.created_by = number(record.created_by);
  facts.created_at_ms = record.created_ms;
  for (const int person : record.assigned) facts.assigned.push_back(number(person));
  for (const int person : record.conflicts) facts.conflicts.push_back(number(person));
  for (const ConsentSketch& consent : record.consents) {
    redact::Consent one;
    one.scope = consent.scope;
    one.recipient = consent.recipient;
    one.until_ms = consent.until_ms;
    one.withdrawn = consent.withdrawn;
    one.giver = consent.by_guardian ? "guardian" : "self";
    facts.consents.push_back(one);
  }
  facts.guardian_conflict = record.guardian_conflict;
  for (const ReferralSketch& referral : record.referrals) {
    redact::Referral one;
    one.recipient = referral.recipient;
    one.until_ms = referral.until_ms;
    one.status =
        referral.accepted ? redact::ReferralStatus::accepted : redact::ReferralStatus::offered;
    facts.referrals.push_back(one);
  }
  return facts;
}

redact::Ask ask_of(const Sketch& sketch, const AskSketch& ask) {
  redact::Ask out;
  out.person = static_cast<redact::PersonId>(ask.person) + 1;
  out.role = static_cast<redact::RoleId>(ask.role);
  out.purpose = static_cast<redact::PurposeId>(ask.purpose);
  out.now_ms = ask.now_ms;
  std::size_t letters = 0;
  for (const char c : ask.reason) letters += c == ' ' ? 0 : 1;
  out.reason_given = letters >= sketch.reason_min;
  out.approved = ask.approved;
  out.break_glass = ask.break_glass;
  return out;
}

RecordSketch random_record(std::mt19937_64& random, std::uint64_t now_ms) {
  constexpr std::uint64_t kDay = 86'400'000;
  RecordSketch record;
  record.created_by = draw(random, kPeople);
  record.created_ms = now_ms - static_cast<std::uint64_t>(draw(random, 5)) * kDay +
                      static_cast<std::uint64_t>(draw(random, 3)) - 1;
  for (int person = 0; person < kPeople; ++person) {
    if (chance(random, 40)) record.assigned.insert(person);
    if (chance(random, 10)) record.conflicts.insert(person);
  }
  for (int more = draw(random, 4); more > 0; --more) {
    record.consents.push_back({chance(random, 50) ? "s1" : "s2", chance(random, 50) ? "b1" : "b2",
                               now_ms + static_cast<std::uint64_t>(draw(random, 3)) - 1,
                               chance(random, 30), chance(random, 30), 0});
  }
  for (int more = draw(random, 3); more > 0; --more) {
    record.referrals.push_back({chance(random, 50) ? "b1" : "b2",
                                now_ms + static_cast<std::uint64_t>(draw(random, 3)) - 1,
                                chance(random, 40), 0});
  }
  record.guardian_conflict = chance(random, 30);
  return record;
}

AskSketch random_ask(std::mt19937_64& random, std::uint64_t now_ms) {
  AskSketch ask;
  ask.person = draw(random, kPeople);
  ask.role = 1 + draw(random, 5);  // one that nobody knows
  ask.purpose = 1 + draw(random, 4);
  ask.now_ms = now_ms;
  ask.reason = std::string(static_cast<std::size_t>(draw(random, 12)), 'x');
  ask.approved = chance(random, 40);
  ask.break_glass = chance(random, 40);
  return ask;
}

redact::Policy parsed(const Sketch& sketch) {
  auto policy = redact::Policy::parse(policy_text(sketch));
  INFO(policy_text(sketch));
  if (!policy) FAIL(policy.error().message);
  return std::move(*policy);
}

}  // namespace

TEST_CASE("what a session shows equals the reference model", "[model]") {
  std::mt19937_64 random(seed());
  const std::size_t wanted = cases_wanted(10'000);
  Tally tally;
  while (tally.cases < wanted) {
    Stage stage(random_sketch(random, true), random);
    for (int i = 0; i < 8; ++i) stage.make_record(random);
    for (int step = 0; step < 20; ++step) {
      stage.pass_time(random);
      stage.change_record(random);
      stage.act_together(random);
      stage.act_together(random);
      compare(stage, stage.random_ask(random), chance(random, 30), tally);
    }
  }
  CHECK(tally.nothing > tally.cases / 50);
  for (const Strength strength : {1, 2, 3}) {
    for (const char* marker : {"value", "empty", "unknown"}) {
      CAPTURE(strength, marker);
      CHECK(tally.cells[{strength, marker}] > 0);
    }
  }
  CHECK(tally.cells[{0, "withheld"}] > 0);
  CHECK(tally.by_request > tally.cases / 1000);
  CHECK(tally.suspended > 0);
  WARN(tally.cases << " readings compared, " << tally.nothing << " of them refused, "
                   << tally.by_request << " by a request, " << tally.suspended << " suspended");
}

TEST_CASE("the decision equals the reference model, `never` rules that bite included", "[model]") {
  std::mt19937_64 random(seed());
  const std::size_t wanted = cases_wanted(10'000) * 10;
  std::size_t given = 0;
  for (std::size_t cases = 0; cases < wanted;) {
    const Sketch sketch = random_sketch(random, false);
    const redact::Policy policy = parsed(sketch);
    for (int i = 0; i < 200; ++i, ++cases) {
      const std::uint64_t now_ms = 1'772'416'800'000 + random() % 90'000'000;
      const RecordSketch record = random_record(random, now_ms);
      const AskSketch ask = random_ask(random, now_ms);
      const auto decision = redact::decide(policy, facts_of(record), ask_of(sketch, ask));
      for (const redact::ClassDecision& one : decision.classes) {
        const Sight expected = sight(sketch, record, ask, one.cls);
        const bool same =
            static_cast<Strength>(one.strength) == expected.strength && one.write == expected.write;
        if (expected.strength > 0) ++given;
        if (same) continue;
        INFO(policy_text(sketch));
        CAPTURE(one.cls, one.strength, one.write, expected.strength, expected.write);
        FAIL("the decision is another than the model's");
      }
    }
  }
  CHECK(given > wanted / 10);
}

TEST_CASE("taking a grant away never shows more", "[model]") {
  std::mt19937_64 random(seed());
  std::size_t shown_less = 0;
  for (std::size_t cases = 0; cases < cases_wanted(10'000);) {
    const Sketch sketch = random_sketch(random, false);
    if (sketch.grants.empty()) continue;
    Sketch less = sketch;
    less.grants.erase(less.grants.begin() + draw(random, static_cast<int>(sketch.grants.size())));
    const redact::Policy before = parsed(sketch);
    const redact::Policy after = parsed(less);
    for (const redact::Role& role : after.roles()) {
      const auto had = before.keys_of(role.id);
      for (const redact::Compartment key : after.keys_of(role.id)) {
        CHECK(std::find(had.begin(), had.end(), key) != had.end());
      }
    }
    for (int i = 0; i < 100; ++i, ++cases) {
      const std::uint64_t now_ms = 1'772'416'800'000 + random() % 90'000'000;
      const redact::Facts facts = facts_of(random_record(random, now_ms));
      const redact::Ask ask = ask_of(sketch, random_ask(random, now_ms));
      const auto more = redact::decide(before, facts, ask);
      const auto fewer = redact::decide(after, facts, ask);
      for (std::size_t k = 0; k < more.classes.size(); ++k) {
        const redact::ClassDecision& was = more.classes[k];
        const redact::ClassDecision& is = fewer.classes[k];
        if (is.strength > was.strength || (is.write && !was.write)) FAIL("more is shown");
        if (is.strength < was.strength) ++shown_less;
      }
    }
  }
  CHECK(shown_less > 0);
}

}  // namespace veil::model
