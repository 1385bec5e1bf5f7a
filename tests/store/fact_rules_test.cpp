// Consents, referrals, a guardian's conflict and closed records: what the vault takes and refuses,
// whoever asks. Each test goes through a whole store with the demo policy.
#include "store/fact_rules.h"

#include <catch2/catch.hpp>

#include "tests/store/world.h"

using namespace veil;
using redact::ReferralStatus;
using test::shown;

namespace {

constexpr std::uint64_t kHour = 3'600'000;
constexpr std::uint64_t kDay = 24 * kHour;
constexpr redact::Row kNew = store::kNewRow;

struct Someone {
  const char* name;
  const char* role;
  const char* purpose;
};
constexpr Someone kLin = {"lin", "handler", "assist"};
constexpr Someone kZhao = {"zhao", "caseworker", "assist"};
constexpr Someone kHead = {"head", "supervisor", "manage"};
constexpr Someone kWang = {"wang", "handler", "assist"};

Result<std::uint64_t> write(test::World& world, const Someone& who, const store::RecordId& id,
                            const store::FactChange& change) {
  store::RecordDraft draft;
  draft.facts = change;
  return world.enter(who.name, who.role, who.purpose)->amend(id, draft);
}

void written(test::World& world, const Someone& who, const store::RecordId& id,
             const store::FactChange& change) {
  auto version = write(world, who, id, change);
  if (!version) FAIL(version.error().message);
}

std::string why_not(test::World& world, const Someone& who, const store::RecordId& id,
                    const store::FactChange& change) {
  auto version = write(world, who, id, change);
  REQUIRE(!version);
  const bool refused =
      version.error().code == Code::Denied || version.error().code == Code::InvalidArgument;
  CHECK(refused);
  return version.error().message;
}

std::string seen(test::World& world, const Someone& who, const store::RecordId& id,
                 const std::string& field, redact::Row row = 0) {
  auto session = world.enter(who.name, who.role, who.purpose);
  auto view = session->read(id, {});
  if (!view) return "[" + view.error().message + "]";
  return shown(*session, view->view, field, row);
}

store::FactChange consent_of(std::uint64_t until_ms, const char* giver = "self",
                             const char* recipient = "womens_federation") {
  store::FactChange change;
  change.given = {{kNew, "share_federation", recipient, giver, until_ms}};
  return change;
}
store::FactChange ended(redact::Row row, std::optional<std::uint64_t> until = std::nullopt) {
  store::FactChange change;
  change.ended = {{row, until}};
  return change;
}
store::FactChange offer(const char* recipient = "womens_federation") {
  store::FactChange change;
  change.offered = {{kNew, recipient}};
  return change;
}
store::FactChange step(redact::Row row, ReferralStatus to, bool assign = false) {
  store::FactChange change;
  change.steps = {{row, to, assign}};
  return change;
}
store::FactChange status(const char* code) {
  store::FactChange change;
  change.status = code;
  return change;
}
store::FactChange guardian(bool conflict) {
  store::FactChange change;
  change.guardian_conflict = conflict;
  return change;
}
store::FactChange without(test::World& world, const char* name) {
  auto session = world.enter("lin", "handler", "assist");
  store::FactChange change;
  change.assign.remove = {test::number_of(*session, name)};
  return change;
}

}  // namespace

TEST_CASE("a consent opens what it names, for whom it names, until it ends", "[store][facts]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  CHECK(seen(world, kZhao, id, "person.name") == "欧阳某");
  written(world, kLin, id, consent_of(world.now + 10 * kDay));  // row 3
  CHECK(seen(world, kZhao, id, "person.name") == "欧阳桂兰");
  CHECK(seen(world, kZhao, id, "consent.scope", 3) == "向妇联提供");
  CHECK(seen(world, kZhao, id, "consent.until", 3) == "2026-03-12");
  CHECK(seen(world, kZhao, id, "consent.withdrawn", 3) == "否");

  written(world, kLin, id, ended(3, world.now + 2 * kDay));
  world.now += 2 * kDay - 1;
  CHECK(seen(world, kZhao, id, "person.name") == "欧阳桂兰");
  world.now += 1;
  CHECK(seen(world, kZhao, id, "person.name") == "欧阳某");

  written(world, kLin, id, consent_of(world.now + kDay, "self", "legal_aid"));  // row 4
  CHECK(seen(world, kZhao, id, "person.name") == "欧阳某");
  written(world, kLin, id, consent_of(world.now + kDay));  // row 5
  CHECK(seen(world, kZhao, id, "person.name") == "欧阳桂兰");
  written(world, kLin, id, ended(5));
  CHECK(seen(world, kZhao, id, "person.name") == "欧阳某");
  CHECK(seen(world, kZhao, id, "consent.withdrawn", 5) == "是");
}

TEST_CASE("a consent is given or ended, never altered, and only by who may write it",
          "[store][facts]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  written(world, kLin, id, consent_of(world.now + 10 * kDay));  // row 3
  CHECK(why_not(world, kLin, id, ended(3, world.now + 10 * kDay)) ==
        "write: a consent is not made longer: a new one is given");
  CHECK(why_not(world, kLin, id, ended(4)) == "write: there is no such consent");
  CHECK(why_not(world, kLin, id, consent_of(world.now)) ==
        "write: a consent must end in the future");
  CHECK(why_not(world, kZhao, id, consent_of(world.now + kDay)) ==
        "write: this role may not write all of these fields");
  CHECK(why_not(world, kZhao, id, ended(3)) ==
        "write: this role may not write all of these fields");
  written(world, kLin, id, ended(3));
  CHECK(why_not(world, kLin, id, ended(3)) == "write: this consent was withdrawn already");
  CHECK(why_not(world, kLin, id, ended(3, world.now + kDay)) ==
        "write: this consent was withdrawn already");

  store::FactChange strange = consent_of(world.now + kDay);
  strange.given[0].scope = "share_all";
  CHECK(why_not(world, kLin, id, strange).find("no such code") != std::string::npos);
  strange = consent_of(world.now + kDay);
  strange.given[0].giver = "";
  CHECK(why_not(world, kLin, id, strange).find("needs scope") != std::string::npos);
  // Another row's place, or two consents in one.
  strange = consent_of(world.now + kDay);
  strange.given[0].row = 3;
  CHECK(why_not(world, kLin, id, strange).find("not its own") != std::string::npos);
  strange = consent_of(world.now + kDay);
  strange.given.push_back(strange.given[0]);
  CHECK(why_not(world, kLin, id, strange).find("not its own") != std::string::npos);
  CHECK(seen(world, kZhao, id, "consent.scope", 4) == "[absent]");
}

TEST_CASE("a row of a consent carries values of its own, and is not removed", "[store][facts]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  auto handler = world.enter("lin", "handler", "assist");
  store::RecordDraft draft;
  draft.facts = consent_of(world.now + kDay);
  draft.edits.push_back(test::edit(handler->policy(), "consent.document", "同-17", kNew));
  REQUIRE(handler->amend(id, draft));
  CHECK(seen(world, kZhao, id, "consent.document", 3) == "同-17");
  CHECK(seen(world, kZhao, id, "consent.giver", 3) == "本人");
  store::RecordDraft removal;
  removal.removed_rows.emplace_back(handler->policy().schema().entity("consent")->id, 3);
  CHECK(handler->amend(id, removal).error().code == Code::InvalidArgument);
}

TEST_CASE("a guardian with a conflict of interest cannot consent, before or after",
          "[store][facts]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  written(world, kLin, id, consent_of(world.now + kDay, "guardian"));  // row 3
  CHECK(seen(world, kZhao, id, "person.name") == "欧阳桂兰");
  written(world, kLin, id, guardian(true));
  CHECK(seen(world, kZhao, id, "person.name") == "欧阳某");  // what was given does not count either
  CHECK(seen(world, kZhao, id, "case.guardian_conflict") == "是");
  const std::string barred =
      "write: a guardian with a conflict of interest cannot consent for the minor";
  CHECK(why_not(world, kLin, id, consent_of(world.now + kDay, "guardian")) == barred);
  CHECK(why_not(world, kLin, id, guardian(false)) == barred);
  // Nor by saying both at once, nor by citing a request that nobody approved.
  store::FactChange both = consent_of(world.now + kDay, "guardian");
  both.guardian_conflict = false;
  CHECK(why_not(world, kLin, id, both) == barred);
  store::FactChange cited = consent_of(world.now + kDay, "guardian");
  cited.request.fill(7);
  CHECK(why_not(world, kLin, id, cited) == "request: there is no such request");
  written(world, kLin, id, consent_of(world.now + kDay, "self"));
  CHECK(seen(world, kZhao, id, "person.name") == "欧阳桂兰");

  const store::RecordId other = stored_case(world);
  both.guardian_conflict = true;
  CHECK(why_not(world, kLin, other, both) == barred);
}

TEST_CASE("another body is asked only where a valid consent names it", "[store][facts]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  const std::string none = "write: no valid consent names that body";
  CHECK(why_not(world, kLin, id, offer()) == none);
  written(world, kLin, id, consent_of(world.now + kDay, "self", "legal_aid"));  // row 3
  CHECK(why_not(world, kLin, id, offer()) == none);
  CHECK(why_not(world, kLin, id, offer("legal_aid")) ==
        "write: nobody of that body has a role here who could accept");
  written(world, kLin, id, consent_of(world.now + kDay));  // row 4
  world.now += kDay;
  CHECK(why_not(world, kLin, id, offer()) == none);
  written(world, kLin, id, consent_of(world.now + kDay));  // row 5
  written(world, kLin, id, ended(5));
  CHECK(why_not(world, kLin, id, offer()) == none);
  // Both in one writing.
  store::FactChange both = consent_of(world.now + kDay);  // row 6
  both.offered = {{kNew + 1, "womens_federation"}};       // row 7
  written(world, kLin, id, both);
  CHECK(seen(world, kZhao, id, "referral.status", 7) == "待接收");
  CHECK(seen(world, kZhao, id, "referral.until", 7) == "2026-03-06");
  CHECK(why_not(world, kLin, id, offer()) == "write: a referral to that body is open already");
  CHECK(why_not(world, kZhao, id, offer()) == "write: this role may not write all of these fields");
}

TEST_CASE("the body that was asked answers in time, and its helper is assigned while it lasts",
          "[store][facts]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  written(world, kHead, id, without(world, "zhao"));
  written(world, kLin, id, consent_of(world.now + 20 * kDay));  // row 3
  written(world, kLin, id, offer());                            // row 4
  CHECK(seen(world, kZhao, id, "person.name") == "欧阳某");
  const std::string theirs = "write: only the body that was asked accepts or declines";
  CHECK(why_not(world, kLin, id, step(4, ReferralStatus::accepted)) == theirs);
  CHECK(why_not(world, kLin, id, step(4, ReferralStatus::declined)) == theirs);
  CHECK(why_not(world, kWang, id, step(4, ReferralStatus::revoked)) ==
        "write: this role may not write all of these fields");
  CHECK(why_not(world, kZhao, id, step(4, ReferralStatus::done)).find("not in a state") !=
        std::string::npos);
  CHECK(why_not(world, kZhao, id, step(4, ReferralStatus::declined, true)) ==
        "write: only accepting a referral assigns");
  written(world, kZhao, id, step(4, ReferralStatus::accepted, true));
  CHECK(seen(world, kZhao, id, "person.name") == "欧阳桂兰");
  CHECK(seen(world, kZhao, id, "case.assigned") == "lin、zhao");
  CHECK(why_not(world, kZhao, id, step(4, ReferralStatus::declined)).find("not in a state") !=
        std::string::npos);
  CHECK(why_not(world, kZhao, id, step(4, ReferralStatus::offered)).find("not in a state") !=
        std::string::npos);
  written(world, kLin, id, step(4, ReferralStatus::revoked));
  CHECK(seen(world, kZhao, id, "person.name") == "欧阳某");
  CHECK(seen(world, kHead, id, "case.assigned") == "lin");

  written(world, kLin, id, offer());  // row 5
  world.now += redact::kOfferLastsMs - 1;
  written(world, kZhao, id, step(5, ReferralStatus::declined));
  written(world, kLin, id, offer());  // row 6
  world.now += redact::kOfferLastsMs;
  CHECK(why_not(world, kZhao, id, step(6, ReferralStatus::accepted, true)) ==
        "write: the offer has expired");
  written(world, kLin, id, offer());  // row 7: the old one is no longer open
  written(world, kZhao, id, step(7, ReferralStatus::accepted));
  CHECK(seen(world, kHead, id, "case.assigned") == "lin");
  written(world, kZhao, id, step(7, ReferralStatus::done));
  CHECK(seen(world, kZhao, id, "referral.status", 7) == "完成");
}

TEST_CASE("who was assigned before a referral stays so after it", "[store][facts]") {
  test::World world;
  const store::RecordId id = stored_case(world);  // zhao is assigned
  written(world, kLin, id, consent_of(world.now + kDay));
  written(world, kLin, id, offer());  // row 4
  written(world, kZhao, id, step(4, ReferralStatus::accepted, true));
  written(world, kZhao, id, step(4, ReferralStatus::done));
  CHECK(seen(world, kHead, id, "case.assigned") == "lin、zhao");
}

TEST_CASE("a conflict of interest keeps out the helper as well", "[store][facts]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  written(world, kLin, id, consent_of(world.now + kDay));
  written(world, kLin, id, offer());  // row 4
  store::FactChange conflict;
  conflict.conflict.add = {test::number_of(*world.enter("zhao", "caseworker", "assist"), "zhao")};
  written(world, kHead, id, conflict);
  CHECK(why_not(world, kZhao, id, step(4, ReferralStatus::accepted, true)) ==
        "no such record, or not for you");
  CHECK(why_not(world, kZhao, id, step(4, ReferralStatus::declined)) ==
        why_not(world, kZhao, store::RecordId::random(), step(4, ReferralStatus::declined)));
}

TEST_CASE("a record is closed once nothing is open, and then takes only what takes away",
          "[store][facts]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  written(world, kLin, id, consent_of(world.now + 20 * kDay));  // row 3
  written(world, kLin, id, offer());                            // row 4
  const std::string open =
      "write: a referral is open: it must be done, declined or revoked before closing";
  CHECK(why_not(world, kLin, id, status("closed")) == open);
  written(world, kZhao, id, step(4, ReferralStatus::accepted));
  CHECK(why_not(world, kLin, id, status("closed")) == open);
  store::FactChange at_once = step(4, ReferralStatus::done);
  at_once.status = "closed";
  written(world, kLin, id, at_once);
  CHECK(seen(world, kZhao, id, "case.status") == "办结");

  const std::string closed = "write: the record is closed: set its status first to reopen it";
  auto handler = world.enter("lin", "handler", "assist");
  store::RecordDraft values;
  values.edits.push_back(test::edit(handler->policy(), "person.phone", "13900139000"));
  auto phone = handler->amend(id, values);
  REQUIRE(!phone);
  CHECK(phone.error().message == closed);
  values.facts = status("followup");  // reopening is a writing of its own
  phone = handler->amend(id, values);
  REQUIRE(!phone);
  CHECK(phone.error().message == closed);
  CHECK(why_not(world, kLin, id, consent_of(world.now + kDay)) == closed);
  CHECK(why_not(world, kLin, id, offer()) == closed);
  store::FactChange assign;
  assign.assign.add = {handler->person()};
  CHECK(why_not(world, kHead, id, assign) == closed);
  CHECK(why_not(world, kLin, id, status("closed")) == closed);
  CHECK(why_not(world, kZhao, id, status("followup")) ==
        "write: this role may not write all of these fields");

  written(world, kLin, id, ended(3));
  written(world, kLin, id, guardian(true));
  written(world, kHead, id, [&] {
    store::FactChange change;
    change.conflict.add = {test::number_of(*handler, "wang")};
    return change;
  }());
  written(world, kLin, id, status("followup"));
  CHECK(handler->amend(id, [&] {
    store::RecordDraft draft;
    draft.edits.push_back(test::edit(handler->policy(), "person.phone", "13900139000"));
    return draft;
  }()));
}

TEST_CASE("an expired offer does not keep a record open", "[store][facts]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  written(world, kLin, id, consent_of(world.now + 20 * kDay));
  written(world, kLin, id, offer());
  world.now += redact::kOfferLastsMs;
  written(world, kLin, id, status("closed"));
}

TEST_CASE("people are added and taken away by whoever may write, without seeing the list",
          "[store][facts]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  auto head = world.enter("head", "supervisor", "manage");
  const redact::PersonId wang = test::number_of(*head, "wang");
  store::FactChange change;
  change.assign.add = {wang, wang};
  written(world, kHead, id, change);
  CHECK(seen(world, kHead, id, "case.assigned") == "lin、zhao、wang");
  change = {};
  change.assign.remove = {wang};
  change.conflict.add = {wang};
  written(world, kHead, id, change);
  CHECK(seen(world, kHead, id, "case.assigned") == "lin、zhao");
  CHECK(seen(world, kHead, id, "case.conflicts") == "wang");
  CHECK(seen(world, kWang, id, "case.no") == "[no such record, or not for you]");
  change = {};
  change.assign.add = {99};
  CHECK(why_not(world, kHead, id, change) == "write: somebody named there is not in the roster");
  change = {};
  change.conflict.add = {wang};
  CHECK(why_not(world, kLin, id, change) == "write: this role may not write all of these fields");
}
