// Attacks on acts of several people, on referrals and on explaining: each was possible once.
#include "store/policy_change.h"
#include "tests/store/request_acts.h"

namespace veil::test {
namespace {

store::FactChange consent_of(std::uint64_t until_ms, const char* giver = "self") {
  store::FactChange out;
  out.given = {{store::kNewRow, "share_federation", "womens_federation", giver, until_ms}};
  return out;
}

std::string amends(World& world, const char* who, const char* role, const char* purpose,
                   const store::RecordId& id, const store::FactChange& facts) {
  store::RecordDraft draft;
  draft.facts = facts;
  auto done = world.enter(who, role, purpose)->amend(id, draft);
  return done ? "done" : done.error().message;
}

RequestId broken_glass(World& world, const store::RecordId& id) {
  auto wang = world.enter("wang", "handler", "assist");
  auto request = wang->break_glass(world.who("wang"), id, "life", "邻居来电，门内有人呼救");
  if (!request) FAIL(request.error().message);
  return *request;
}

std::string answers(World& world, const char* who, const RequestId& id, Verdict verdict) {
  auto done = world.enter(who, "supervisor", "manage")->answer(id, verdict, "已核对");
  return done ? "done" : done.error().message;
}

void damage(World& world, const store::RecordId& id) {
  auto& engine = *world.vault().inside().engine;
  auto snapshot = engine.snapshot();
  REQUIRE(snapshot);
  auto row = (*snapshot)->get(store::record_row_key(id));
  REQUIRE(row);
  row->back() ^= 1;
  row->at(row->size() / 2) ^= 1;
  row->at(20) ^= 1;
  snapshot->reset();
  REQUIRE(engine.commit({{store::record_row_key(id), *row}}, {}));
}

}  // namespace

TEST_CASE("an offer is not accepted once she took her consent back", "[store][facts]") {
  World world;
  const store::RecordId id = stored_case(world);
  REQUIRE(amends(world, "lin", "handler", "assist", id, consent_of(world.now + 20 * kHour)) ==
          "done");  // row 3
  store::FactChange offer;
  offer.offered = {{store::kNewRow, "womens_federation"}};
  REQUIRE(amends(world, "lin", "handler", "assist", id, offer) == "done");  // row 4
  store::FactChange accept;
  accept.steps = {{4, redact::ReferralStatus::accepted, true}};
  store::FactChange decline;
  decline.steps = {{4, redact::ReferralStatus::declined, false}};
  const std::string none = "write: no valid consent names that body";
  SECTION("withdrawn") {
    store::FactChange withdrawn;
    withdrawn.ended = {{3, std::nullopt}};
    REQUIRE(amends(world, "lin", "handler", "assist", id, withdrawn) == "done");
    CHECK(amends(world, "zhao", "caseworker", "assist", id, accept) == none);
  }
  SECTION("over") {
    world.now += 20 * kHour;
    CHECK(amends(world, "zhao", "caseworker", "assist", id, accept) == none);
  }
  CHECK(amends(world, "zhao", "caseworker", "assist", id, decline) == "done");
}

TEST_CASE("a change that could not be read back is not taken", "[store][facts]") {
  World world;
  const store::RecordId id = stored_case(world);
  auto head = world.enter("head", "supervisor", "manage");
  store::FactChange many;
  many.conflict.add.assign(store::kFactActsMax + 1, number_of(*head, "wang"));
  CHECK(amends(world, "head", "supervisor", "manage", id, many) ==
        "write: too many people, consents or referrals at once");
  many.conflict.add.pop_back();
  CHECK(amends(world, "head", "supervisor", "manage", id, many) == "done");
}

TEST_CASE("a damaged record hides no request of others, and ends no review", "[store][requests]") {
  World world;
  const store::RecordId damaged = stored_case(world);
  const store::RecordId whole = stored_case(world, "王小红");
  const RequestId review = broken_glass(world, damaged);
  RequestId other;
  {
    auto head = world.enter("head", "supervisor", "manage");
    asked(*head, store::access_subject(damaged));
    other = asked(*head, store::access_subject(whole));
  }
  damage(world, damaged);
  {
    auto lin = world.enter("lin", "handler", "assist");
    auto lines = lin->requests({});
    if (!lines) FAIL(lines.error().message);
    REQUIRE(lines->size() == 1);
    CHECK(lines->front().kept.id == other);
  }
  CHECK(answers(world, "head", review, Verdict::approve) == "done");
  world.now += 73 * kHour;
  CHECK(store::Session::enter(world.vault(), world.who("wang"), {"handler", "assist", {}}));
}

TEST_CASE("a review by two comes to an end whatever one of them does", "[store][break-glass]") {
  World world(
      changed(demo_policy(), R"({ kind = "break_glass_review", approve = ["supervisor"] })",
              R"({ kind = "break_glass_review", approve = ["supervisor"], approvals = 2 })"));
  enrol_again(world, "lin", {"handler", "intake", "supervisor"});
  enrol_again(world, "zhao", {"caseworker", "supervisor"});
  const store::RecordId id = stored_case(world);
  const RequestId review = broken_glass(world, id);
  SECTION("an approval that was denied since is given anew") {
    REQUIRE(answers(world, "lin", review, Verdict::approve) == "done");
    CHECK(answers(world, "lin", review, Verdict::approve) ==
          "request: you have given this answer already");
    REQUIRE(answers(world, "head", review, Verdict::deny) == "done");
    CHECK(answers(world, "lin", review, Verdict::approve) == "done");
    CHECK(answers(world, "zhao", review, Verdict::approve) == "done");
  }
  SECTION("one who turns about again and again does not fill it") {
    std::string last;
    for (std::size_t i = 0; i < store::kRequestAnswersMax && last.size() < 5; ++i) {
      last = answers(world, "head", review, i % 2 == 0 ? Verdict::deny : Verdict::approve);
    }
    CHECK(last == "request: you have answered it too often");
    CHECK(answers(world, "lin", review, Verdict::approve) == "done");
    if (row_of(world, review).kept.closed_at_ms == 0) {
      CHECK(answers(world, "zhao", review, Verdict::approve) == "done");
    }
  }
  CHECK(row_of(world, review).kept.closed_at_ms != 0);
}

TEST_CASE("explaining does not say whether a guardian is in conflict", "[store][explain]") {
  // Here the supervisor sees nothing of minors.
  World world(changed(demo_policy(),
                      R"(classes = ["ident", "quasi", "dignity", "minor", "finance", "account"])",
                      R"(classes = ["ident", "quasi", "dignity", "finance", "account"])"));
  const store::RecordId id = stored_case(world);
  REQUIRE(amends(world, "lin", "handler", "assist", id,
                 consent_of(world.now + kHour, "guardian")) == "done");
  auto head = world.enter("head", "supervisor", "manage");
  const redact::ClassId ident = head->policy().schema().cls("ident")->id;
  const redact::PersonId zhao = number_of(*head, "zhao");
  const auto explained = [&] {
    auto answer = head->explain({id.bytes, id.bytes}, zhao, ident);
    return answer ? "told" : answer.error().message;
  };
  const std::string before = explained();
  store::FactChange conflict;
  conflict.guardian_conflict = true;
  REQUIRE(amends(world, "lin", "handler", "assist", id, conflict) == "done");
  CHECK(explained() == before);
  CHECK(before.find("not for you to know") != std::string::npos);
  world.now += kHour;  // it counts for nobody any more
  CHECK(explained() == "told");
}

TEST_CASE("a policy says to those who approve it what it says", "[store][policy-change]") {
  World world;
  auto head = world.enter("head", "supervisor", "manage");
  const Hash charter = store::charter_hash(head->charter());
  const std::string second = changed(demo_policy(), R"(id = "demo.assist", version = "1")",
                                     R"(id = "demo.assist", version = "2")");
  for (const char* hidden : {"\u202e", "\u2066", "\u009b"}) {
    const std::string text = second + "# nothing" + hidden + "changed\n";
    auto asked =
        head->ask(store::policy_subject(charter, view_of(text)), "协作办案", view_of(text));
    REQUIRE_FALSE(asked);
    CHECK(asked.error().code == Code::InvalidArgument);
  }
  CHECK(head->ask(store::policy_subject(charter, view_of(second)), "协作办案", view_of(second)));
}

TEST_CASE("a search for a record one is in conflict with is told to others", "[store][search]") {
  World world;
  const store::RecordId id = stored_case(world);
  auto lin = world.enter("lin", "intake", "intake");
  store::FactChange conflict;
  conflict.conflict.add = {number_of(*lin, "lin")};
  const redact::Schema& schema = lin->policy().schema();
  const redact::Field& phone = *schema.field(std::string_view("person.phone"));
  auto value = redact::parse_value(schema, phone, "13800138000");
  REQUIRE(value);
  REQUIRE(lin->search(phone.id, *value, "来访人再次求助")->records.size() == 1);
  REQUIRE(amends(world, "head", "supervisor", "manage", id, conflict) == "done");
  CHECK(lin->search(phone.id, *value, "来访人再次求助")->records.empty());
  auto notices = world.enter("head", "supervisor", "manage")->requests({});
  REQUIRE(notices);
  REQUIRE(notices->size() == 1);
  CHECK(notices->front().kept.request.said.subject ==
        store::notice_subject(id, number_of(*lin, "lin")));
}

TEST_CASE("that somebody tried to change the policy alone is in the log",
          "[store][policy-change]") {
  World world;
  const std::string second = changed(demo_policy(), R"(id = "demo.assist", version = "1")",
                                     R"(id = "demo.assist", version = "2")");
  const auto refusals = [&] {
    auto lines = world.enter("shen", "auditor", "audit")->read_log({std::nullopt, 0, 1000, {}});
    REQUIRE(lines);
    return std::count_if(lines->begin(), lines->end(), [](const store::LogLine& line) {
      return line.entry.action == store::Action::policy_change &&
             line.entry.outcome == store::EntryOutcome::refused;
    });
  };
  CHECK(refusals() == 0);
  CHECK_FALSE(store::change_policy(world.vault(), world.who("head"), second, world.now));
  CHECK(refusals() == 1);
}

TEST_CASE("no policy comes into force by which nobody could review an emergency that is open",
          "[store][policy-change]") {
  World world;
  std::string without = changed(demo_policy(), R"(id = "demo.assist", version = "1")",
                                R"(id = "demo.assist", version = "2")");
  for (const char* line : {R"(  { kind = "break_glass_review")", "break_glass = {",
                           R"(  { role = "handler", classes = ["ident", "locate", "safety")"}) {
    const std::size_t at = without.find(std::string("\n") + line);
    INFO(line);
    REQUIRE(at != std::string::npos);
    without.erase(at, without.find('\n', at + 1) - at);
  }
  const RequestId review = broken_glass(world, stored_case(world));
  {
    auto head = world.enter("head", "supervisor", "manage");
    const Hash charter = store::charter_hash(head->charter());
    auto id = head->ask(store::policy_subject(charter, view_of(without)), "不再设紧急查阅",
                        view_of(without));
    if (!id) FAIL(id.error().message);
    approved_by_lin(world, *id);
  }
  const auto applied = [&] {
    auto done = store::change_policy(world.vault(), world.who("head"), without, world.now);
    return done ? "done" : done.error().message;
  };
  CHECK(applied() == "charter: an emergency is not reviewed yet, and by this policy nobody could");
  REQUIRE(answers(world, "head", review, Verdict::approve) == "done");
  CHECK(applied() == "done");
}

}  // namespace veil::test
