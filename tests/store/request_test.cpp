// Acts of several people: what a request needs before it counts, and everything that must not make
// it count.
#include "tests/store/request_acts.h"

namespace veil::test {

TEST_CASE("an approved request shows what its grant says, to the asker, until it ends",
          "[store][requests]") {
  World world;
  const store::RecordId id = stored_case(world);
  CHECK_FALSE(sees_money(world, id));
  auto head = world.enter("head", "supervisor", "manage");
  const RequestId request = asked(*head, store::access_subject(id));
  CHECK(state(*head, request) == RequestState::open);
  CHECK_FALSE(sees_money(world, id));
  approved_by_lin(world, request);
  CHECK(state(*head, request) == RequestState::approved);
  CHECK(sees_money(world, id));

  // Another record, and what the grant does not speak of, stay as they were.
  const store::RecordId other = stored_case(world, "李小红");
  CHECK_FALSE(sees_money(world, other));
  auto view = head->read(id, kAll);
  REQUIRE(view);
  CHECK(shown(*head, view->view, "person.name") == "欧阳某");

  // It is kept, and ends at its millisecond.
  head.reset();
  world.close();
  world.open();
  world.now = kMonday + 72 * kHour - 1;
  CHECK(sees_money(world, id));
  world.now = kMonday + 72 * kHour;
  CHECK_FALSE(sees_money(world, id));
  head = world.enter("head", "supervisor", "manage");
  CHECK(state(*head, request) == RequestState::expired);
}

TEST_CASE("nobody answers her own request, and only whom the policy names answers",
          "[store][requests]") {
  World world;
  const store::RecordId id = stored_case(world);
  auto head = world.enter("head", "supervisor", "manage");
  const RequestId request = asked(*head, store::access_subject(id));
  auto own = head->answer(request, Verdict::approve);
  REQUIRE_FALSE(own);
  CHECK(own.error().message == "request: nobody answers a request of her own");
  for (const auto& [who, role, purpose] :
       {std::tuple("zhao", "caseworker", "assist"), std::tuple("sun", "statistician", "statistics"),
        std::tuple("lin", "intake", "intake")}) {
    CAPTURE(who, role);
    auto session = world.enter(who, role, purpose);
    auto refused = session->answer(request, Verdict::approve);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::Denied);
    CHECK(refused.error().message == "request: no such request, or not for you");
    auto lines = session->requests({std::nullopt, std::nullopt, true});
    REQUIRE(lines);
    CHECK(lines->empty());
  }
  auto unknown = head->answer(RequestId{1}, Verdict::approve);
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().message == "request: no such request, or not for you");
  CHECK_FALSE(sees_money(world, id));

  // Who may not ask, does not.
  auto zhao = world.enter("zhao", "caseworker", "assist");
  auto not_hers = zhao->ask(store::access_subject(id), "让我看看吧，谢谢了");
  REQUIRE_FALSE(not_hers);
  CHECK(not_hers.error().code == Code::Denied);
}

TEST_CASE("a denial ends a request, an approval before it or after it does not help",
          "[store][requests]") {
  World world;
  const store::RecordId id = stored_case(world);
  auto head = world.enter("head", "supervisor", "manage");
  const RequestId request = asked(*head, store::access_subject(id));
  approved_by_lin(world, request);
  CHECK(sees_money(world, id));
  auto again = world.enter("lin", "handler", "assist")->answer(request, Verdict::approve);
  REQUIRE_FALSE(again);
  CHECK(again.error().message == "request: you have given this answer already");
  answered(world, "wang", "handler", "assist", request, Verdict::deny);
  CHECK_FALSE(sees_money(world, id));
  CHECK(state(*head, request) == RequestState::denied);
  auto late = world.enter("lin", "handler", "assist")->answer(request, Verdict::approve);
  REQUIRE_FALSE(late);
  CHECK(late.error().message == "request: it was denied");
}

TEST_CASE("one person counts once, whatever roles she has", "[store][requests]") {
  World world(changed(demo_policy(),
                      R"(approve = ["handler", "supervisor"], approvals = 1, hours = 72)",
                      R"(approve = ["handler", "intake"], approvals = 2, hours = 72)"));
  const store::RecordId id = stored_case(world);
  auto head = world.enter("head", "supervisor", "manage");
  const RequestId request = asked(*head, store::access_subject(id));
  approved_by_lin(world, request);
  auto twice = world.enter("lin", "intake", "intake")->answer(request, Verdict::approve);
  REQUIRE_FALSE(twice);
  CHECK(state(*head, request) == RequestState::open);
  CHECK_FALSE(sees_money(world, id));
  answered(world, "wang", "handler", "assist", request, Verdict::approve);
  CHECK(sees_money(world, id));
}

TEST_CASE("an approval counts while its person has the role, and is not in conflict",
          "[store][requests]") {
  World world;
  const store::RecordId id = stored_case(world);
  auto head = world.enter("head", "supervisor", "manage");
  const RequestId request = asked(*head, store::access_subject(id));
  approved_by_lin(world, request);
  CHECK(sees_money(world, id));
  SECTION("she changed to another role") {
    enrol_again(world, "lin", {"intake"});
    CHECK_FALSE(sees_money(world, id));
    enrol_again(world, "lin", {"intake", "handler"});
    CHECK(sees_money(world, id));
  }
  SECTION("she left") {
    enrol_again(world, "lin", {"handler"}, kMonday + kHour);
    CHECK(sees_money(world, id));
    world.now = kMonday + kHour;
    CHECK_FALSE(sees_money(world, id));
  }
  SECTION("she is in conflict with the record") {
    store::RecordDraft change;
    change.facts.conflicts = {number_of(*head, "lin")};
    REQUIRE(head->amend(id, change));
    CHECK_FALSE(sees_money(world, id));
  }
  SECTION("the asker lost her role") {
    enrol_again(world, "wang", {"supervisor", "handler"});
    auto wang = world.enter("wang", "supervisor", "manage");
    auto view = wang->read(id, kAll);
    REQUIRE(view);  // an approval of another person's wish is none of hers
    CHECK(shown(*wang, view->view, "case.loss") == "¥10,000–29,999.99");
  }
}

TEST_CASE("the same to ask about: a record, an unknown id, one in conflict", "[store][requests]") {
  World world;
  const store::RecordId id = stored_case(world);
  auto head = world.enter("head", "supervisor", "manage");
  const RequestId nowhere = asked(*head, store::access_subject(store::RecordId::random()));
  CHECK(state(*head, nowhere) == RequestState::open);
  auto lin = world.enter("lin", "handler", "assist");
  auto lines = lin->requests();
  REQUIRE(lines);
  CHECK(lines->empty());  // there is nothing to approve
  auto refused = lin->answer(nowhere, Verdict::approve);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "request: no such request, or not for you");

  // Who is in conflict neither sees the request nor answers it.
  store::RecordDraft change;
  change.facts.conflicts = {number_of(*head, "wang")};
  REQUIRE(head->amend(id, change));
  const RequestId request = asked(*head, store::access_subject(id));
  auto wang = world.enter("wang", "handler", "assist");
  lines = wang->requests({std::nullopt, std::nullopt, true});
  REQUIRE(lines);
  CHECK(lines->empty());
  auto barred = wang->answer(request, Verdict::approve);
  REQUIRE_FALSE(barred);
  CHECK(barred.error().message == refused.error().message);
}

TEST_CASE("what a request allows is done once, and only by its asker, on exactly its subject",
          "[store][requests]") {
  World world;
  const store::RecordId id = stored_case(world);
  auto head = world.enter("head", "supervisor", "manage");
  const redact::PersonId wang = number_of(*head, "wang");
  const auto subject = store::conflict_subject(id, wang);
  const RequestId request = asked(*head, subject);
  store::Vault::Inside& inside = world.vault().inside();
  const auto now = inside.current();
  BareSession by_head(world.vault(), world.who("head"), "supervisor", "manage");
  BareSession by_lin(world.vault(), world.who("lin"), "handler", "assist");
  const auto visitor = [&](const BareSession& session) {
    return inside.visitor(session.inside.token, *now).value();
  };
  const auto use = [&](const store::RequestUse& what) {
    store::Work work;
    auto used = inside.use_request(*now, what, work);
    if (!used) return used.error().message;
    CHECK(work.conditions.size() == 1);
    store::Entry entry = inside.entry(*what.by, *now, store::Action::update, {});
    work.drafts.push_back({std::move(entry), std::nullopt});
    auto done = inside.log->commit(std::move(work));
    return done ? std::string("done") : done.error().message;
  };
  const auto hers = visitor(by_head);
  const store::RequestUse right{request, subject, hers.get(), nullptr};
  CHECK(use(right) == "request: it is not approved yet");
  approved_by_lin(world, request);
  SECTION("another person's conflict") {
    CHECK(use({request, store::conflict_subject(id, wang + 1), hers.get(), nullptr}) ==
          "request: it was asked for something else");
  }
  SECTION("another record") {
    CHECK(use({request, store::conflict_subject(store::RecordId::random(), wang), hers.get(),
               nullptr}) == "request: it was asked for something else");
  }
  SECTION("another kind") {
    CHECK(use({request, store::access_subject(id), hers.get(), nullptr}) ==
          "request: it was asked for something else");
  }
  SECTION("somebody else's wish") {
    const auto lins = visitor(by_lin);
    CHECK(use({request, subject, lins.get(), nullptr}) ==
          "request: it was asked for something else");
  }
  SECTION("no such request") {
    CHECK(use({RequestId{7}, subject, hers.get(), nullptr}) == "request: there is no such request");
  }
  SECTION("the approver is in conflict with the record by now") {
    redact::Facts facts;
    facts.conflicts = {number_of(*head, "lin")};
    CHECK(use({request, subject, hers.get(), &facts}) == "request: it is not approved yet");
  }
  SECTION("at its last millisecond") {
    world.now = kMonday + 72 * kHour - 1;
    CHECK(use(right) == "done");
  }
  SECTION("after it, and when the clock goes back") {
    world.now = kMonday + 72 * kHour;
    CHECK(use(right) == "request: it has expired");
    world.now -= 1;
    CHECK(use(right) == "request: it has expired");
  }
  SECTION("twice") {
    // Two acts that both saw it approved: the second finds its row changed.
    store::Work early;
    REQUIRE(inside.use_request(*now, right, early));
    CHECK(use(right) == "done");
    early.drafts.push_back({inside.entry(*hers, *now, store::Action::update, {}), std::nullopt});
    auto late = inside.log->commit(std::move(early));
    REQUIRE_FALSE(late);
    CHECK(late.error().code == Code::Conflict);
    CHECK(use(right) == "request: it was used already");
    inside.refresh_request(request);
    CHECK(state(*head, request) == RequestState::closed);
  }
}

TEST_CASE("every act on requests is in the log, with what was signed", "[store][requests]") {
  World world;
  const store::RecordId id = stored_case(world);
  auto head = world.enter("head", "supervisor", "manage");
  const RequestId request = asked(*head, store::access_subject(id));
  REQUIRE_FALSE(head->answer(request, Verdict::approve));
  approved_by_lin(world, request);
  auto auditor = world.enter("shen", "auditor", "audit");
  auto lines = auditor->read_log({std::nullopt, 0, 100000, {}});
  REQUIRE(lines);
  std::vector<store::EntryOutcome> outcomes;
  std::size_t statements = 0;
  for (const store::LogLine& line : *lines) {
    if (line.entry.action != store::Action::request) continue;
    outcomes.push_back(line.entry.outcome);
    CHECK(line.entry.records == std::vector<store::RecordId>{id});
    if (line.entry.statement) ++statements;
  }
  CHECK(outcomes == std::vector<store::EntryOutcome>{store::EntryOutcome::given,
                                                     store::EntryOutcome::refused,
                                                     store::EntryOutcome::given});
  CHECK(statements == 2);
}
}  // namespace veil::test
