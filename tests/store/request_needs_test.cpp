// What takes the decision of several people is refused without it, and done once with it.
#include <catch2/catch.hpp>

#include "store/request_needs.h"
#include "tests/store/world.h"

namespace veil::test {
namespace {

using store::RequestId;
using store::Verdict;

constexpr std::uint64_t kDay = 24ULL * 3'600'000;

std::string written(store::Session& session, const store::RecordId& id,
                    const store::FactChange& change) {
  store::RecordDraft draft;
  draft.facts = change;
  auto done = session.amend(id, draft);
  return done ? "done" : done.error().message;
}

RequestId approved(World& world, store::Session& asker, const store::RequestSubject& subject,
                   const std::string& by) {
  auto id = asker.ask(subject, "当事人亲属已不在本院工作");
  if (!id) FAIL(id.error().message);
  auto other = by == "head" ? world.enter("head", "supervisor", "manage")
                            : world.enter(by, "handler", "assist");
  auto done = other->answer(*id, Verdict::approve);
  if (!done) FAIL(done.error().message);
  return *id;
}

store::FactChange without(redact::PersonId person) {
  store::FactChange out;
  out.conflict.remove = {person};
  return out;
}

std::string policy_with_closing() {
  std::string text = demo_policy();
  const std::string after = "request = [\n";
  const std::size_t at = text.find(after);
  REQUIRE(at != std::string::npos);
  return text.insert(at + after.size(),
                     R"(  { kind = "closing", ask = ["handler"], approve = ["supervisor"] },)"
                     "\n");
}

}  // namespace

TEST_CASE("taking a person off the conflict list takes an approval of exactly that",
          "[store][requests]") {
  World world;
  const store::RecordId id = stored_case(world);
  const store::RecordId other = stored_case(world);
  auto head = world.enter("head", "supervisor", "manage");
  const redact::PersonId wang = number_of(*head, "wang");
  const redact::PersonId zhao = number_of(*head, "zhao");
  store::FactChange barred;
  barred.conflicts = {wang, zhao};
  CHECK(written(*head, id, barred) == "done");
  CHECK(written(*head, other, barred) == "done");

  const std::string needed =
      "write: taking a person off the conflict list takes an approved request";
  CHECK(written(*head, id, without(wang)) == needed);
  store::FactChange fewer;
  fewer.conflicts = {zhao};
  CHECK(written(*head, id, fewer) == needed);
  fewer.conflicts = {zhao, number_of(*head, "lin")};
  CHECK(written(*head, id, fewer) == needed);
  store::FactChange more;
  more.conflict.add = {number_of(*head, "sun")};
  CHECK(written(*head, id, more) == "done");

  store::FactChange change = without(wang);
  change.request = approved(world, *head, store::conflict_subject(id, wang), "lin");
  CHECK(written(*head, other, change) == "request: it was asked for something else");
  store::FactChange both = without(wang);
  both.conflict.remove.push_back(zhao);
  both.request = change.request;
  CHECK(written(*head, id, both) ==
        "write: it would need several approved requests: do one thing at a time");
  store::FactChange another = without(zhao);
  another.request = change.request;
  CHECK(written(*head, id, another) == "request: it was asked for something else");
  store::FactChange needless = more;
  needless.conflict.add = {number_of(*head, "shen")};
  needless.request = change.request;
  CHECK(written(*head, id, needless) == "write: it cites a request that it does not need");
  CHECK(written(*head, id, change) == "done");

  // Once: barred again, she stays so until others decide again.
  store::FactChange again;
  again.conflict.add = {wang};
  CHECK(written(*head, id, again) == "done");
  CHECK(written(*head, id, change) == "request: it was used already");
}

TEST_CASE("a guardian in conflict consents only where two people decided it", "[store][requests]") {
  World world;
  const store::RecordId id = stored_case(world);
  auto lin = world.enter("lin", "handler", "assist");
  store::FactChange conflict;
  conflict.guardian_conflict = true;
  CHECK(written(*lin, id, conflict) == "done");
  store::FactChange consent;
  consent.given = {
      {store::kNewRow, "share_federation", "womens_federation", "guardian", world.now + kDay}};
  CHECK(written(*lin, id, consent).find("guardian with a conflict") != std::string::npos);

  const std::string words = store::consent_words(consent.given.front());
  CHECK(words == "share_federation womens_federation guardian");
  store::FactChange wrong = consent;
  wrong.request = approved(
      world, *lin, store::consent_subject(id, "share_medical womens_federation guardian"), "head");
  CHECK(written(*lin, id, wrong) == "request: it was asked for something else");
  consent.request = approved(world, *lin, store::consent_subject(id, words), "head");
  // Another who may write the record does not use what was not hers to ask.
  store::RecordDraft draft;
  draft.facts = consent;
  CHECK(written(*lin, id, consent) == "done");
  auto zhao = world.enter("zhao", "caseworker", "assist");
  auto view = zhao->read(id, {});
  REQUIRE(view);
  CHECK(shown(*zhao, view->view, "person.name") == "欧阳桂兰");
  CHECK(written(*lin, id, consent) == "request: it was used already");

  // That the conflict is over is decided in the same way.
  store::FactChange over;
  over.guardian_conflict = false;
  CHECK(written(*lin, id, over).find("guardian with a conflict") != std::string::npos);
  over.request =
      approved(world, *lin, store::consent_subject(id, store::kGuardianConflictOver), "head");
  CHECK(written(*lin, id, over) == "done");
}

TEST_CASE("a record is closed by an approved request where the policy says so",
          "[store][requests]") {
  World world(policy_with_closing());
  const store::RecordId id = stored_case(world);
  auto lin = world.enter("lin", "handler", "assist");
  store::FactChange close;
  close.status = "closed";
  CHECK(written(*lin, id, close) == "write: closing takes an approved request");
  close.request = approved(world, *lin, store::closing_subject(id), "head");
  world.now += 72ULL * 3'600'000;
  lin = world.enter("lin", "handler", "assist");
  CHECK(written(*lin, id, close) == "request: it has expired");
  close.request = approved(world, *lin, store::closing_subject(id), "head");
  CHECK(written(*lin, id, close) == "done");
  store::FactChange reopen;
  reopen.status = "delivery";
  CHECK(written(*lin, id, reopen) == "done");
  CHECK(written(*lin, id, close) == "request: it was used already");

  // A case that had ended before it was recorded is recorded so.
  auto intake = world.enter("lin", "intake", "intake");
  store::RecordDraft old = a_case(*intake, "欧阳桂兰");
  old.facts.status = "closed";
  CHECK(intake->create(old));
}

}  // namespace veil::test
