// Another policy for a store in use: asked for by one, approved by others, put in force by the
// custodian; and whoever would do without the others.
#include "store/policy_change.h"

#include <catch2/catch.hpp>

#include "crypto/grant.h"
#include "store/check.h"
#include "tests/store/world.h"

namespace veil::test {
namespace {

using store::RequestId;
using store::Verdict;

const store::Want kAll;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  INFO(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string version(const std::string& text, const std::string& number) {
  return replaced(text, R"(id = "demo.assist", version = "1")",
                  R"(id = "demo.assist", version = ")" + number + "\"");
}

// The caseworker sees health in full; an accountant is new, and sees whether an account is valid.
std::string other_policy(const std::string& number = "2") {
  std::string out = version(demo_policy(), number);
  out = replaced(out, "grant = [\n", R"(grant = [
  { role = "accountant", classes = ["op"], strength = "full" },
  { role = "accountant", classes = ["account"], strength = "counted" },
)");
  out = replaced(out,
                 R"(classes = ["health"], strength = "veiled", when = { assigned = true, )"
                 R"(consent = "share_medical", hours = "08:00-20:00" })",
                 R"(classes = ["health"], strength = "full", when = { assigned = true })");
  out = replaced(out, "role = [\n", R"(role = [
  { id = 9, name = "accountant", zh = "会计", en = "accountant", purposes = ["assist"], may = ["read", "list"] },
)");
  return replaced(out, R"(type = "account", veiled = "last4")",
                  R"(type = "account", counted = "valid", veiled = "last4")");
}

Result<RequestId> ask(World& world, const std::string& policy) {
  auto head = world.enter("head", "supervisor", "manage");
  const Hash charter = store::charter_hash(head->charter());
  return head->ask(store::policy_subject(charter, view_of(policy)), "协作办案需要查看医疗情况",
                   view_of(policy));
}

void approve(World& world, const RequestId& id) {
  auto lin = world.enter("lin", "handler", "assist");
  auto done = lin->answer(id, Verdict::approve);
  if (!done) FAIL(done.error().message);
}

Result<> put_in_force(World& world, const std::string& policy) {
  return store::change_policy(world.vault(), world.who("head"), policy, world.now);
}

store::RecordId case_with_account(World& world) {
  auto intake = world.enter("lin", "intake", "intake");
  store::RecordDraft draft = a_case(*intake, "欧阳桂兰");
  draft.edits.push_back(edit(intake->policy(), "person.injury", "轻微伤"));
  draft.edits.push_back(edit(intake->policy(), "person.bank_account", "6222021234567890128"));
  auto id = intake->create(draft);
  if (!id) FAIL(id.error().message);
  return *id;
}

std::string sees(World& world, const std::string& who, const std::string& role,
                 const store::RecordId& id, const std::string& field) {
  const std::string purpose = role == "statistician" ? "statistics" : "assist";
  auto session = world.enter(who, role, purpose);
  auto view = session->read(id, kAll);
  if (!view) return view.error().message;
  return shown(*session, view->view, field);
}

void check_whole(World& world) {
  auto report = store::check_store(world.vault(), {});
  REQUIRE(report);
  for (const auto& finding : report->findings) UNSCOPED_INFO(finding.what);
  CHECK(report->findings.empty());
}

}  // namespace

TEST_CASE("an approved policy gives each role what it newly needs, of old records too",
          "[store][policy-change]") {
  World world;
  const store::RecordId id = case_with_account(world);
  CHECK(sees(world, "zhao", "caseworker", id, "person.injury") == "[withheld]");
  auto request = ask(world, other_policy());
  if (!request) FAIL(request.error().message);
  approve(world, *request);
  auto done = put_in_force(world, other_policy());
  if (!done) FAIL(done.error().message);
  CHECK(world.vault().charter()->charter.version == 3);

  CHECK(sees(world, "zhao", "caseworker", id, "person.injury") == "轻微伤");
  CHECK(sees(world, "zhao", "caseworker", id, "person.name") == "欧阳某");
  CHECK(sees(world, "lin", "handler", id, "person.name") == "欧阳桂兰");
  CHECK(sees(world, "sun", "statistician", id, "case.region") == "北京市");
  // A role that is new has people and keys like any other. What the new strength of the account
  // would show was not made yet.
  const store::Enrolment sun{
      "sun", world.who("sun").public_identity(), {"statistician", "accountant"}, 0};
  REQUIRE(store::enrol(world.vault(), world.who("head"), {sun}, world.now));
  CHECK(sees(world, "sun", "accountant", id, "case.no") == "BJ-JZ-2026-000123");
  CHECK(sees(world, "sun", "accountant", id, "person.bank_account") == "[withheld]");
  {
    auto lin = world.enter("lin", "handler", "assist");
    store::RecordDraft change;
    change.edits.push_back(edit(lin->policy(), "person.bank_account", "6222021234567890128"));
    change.edits.push_back(edit(lin->policy(), "person.injury", "轻伤二级"));
    auto written = lin->amend(id, change);
    if (!written) FAIL(written.error().message);
  }
  CHECK(sees(world, "sun", "accountant", id, "person.bank_account") != "[withheld]");
  check_whole(world);
  world.close();
  world.open();
  CHECK(sees(world, "zhao", "caseworker", id, "person.injury") == "轻伤二级");
  check_whole(world);
}

TEST_CASE("a policy is not changed by one person", "[store][policy-change]") {
  World world;
  const std::string text = other_policy();
  const auto refused = [&](const std::string& policy) {
    auto done = put_in_force(world, policy);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == Code::Denied);
    CHECK(world.vault().charter()->charter.version == 2);
    return done.error().message;
  };
  const std::string none =
      "charter: no approved request asks for this policy after the charter in force";
  CHECK(refused(text) == none);
  auto request = ask(world, text);
  REQUIRE(request);
  CHECK(refused(text) == none);
  {
    auto head = world.enter("head", "supervisor", "manage");
    CHECK_FALSE(head->answer(*request, Verdict::approve));
  }
  CHECK(refused(text) == none);
  approve(world, *request);
  SECTION("another text than was approved") {
    CHECK(refused(text + "\n# a remark\n") == none);
    CHECK(refused(other_policy("3")) == none);
  }
  SECTION("after another charter") {
    const store::Enrolment more{
        "wang", world.who("wang").public_identity(), {"handler", "intake"}, 0};
    REQUIRE(store::enrol(world.vault(), world.who("head"), {more}, world.now));
    auto done = put_in_force(world, text);
    REQUIRE_FALSE(done);
    CHECK(done.error().message == none);
  }
  SECTION("after the approval was taken back") {
    auto wang = world.enter("wang", "handler", "assist");
    REQUIRE(wang->answer(*request, Verdict::deny));
    CHECK(refused(text) == none);
  }
  SECTION("too late") {
    world.now += 168ULL * 3'600'000;
    CHECK(refused(text) == none);
  }
  SECTION("by one who is no custodian") {
    auto done = store::change_policy(world.vault(), world.who("lin"), text, world.now);
    REQUIRE_FALSE(done);
    CHECK(done.error().message == "charter: this identity is no custodian of the store");
  }
  SECTION("as it was approved") {
    CHECK(put_in_force(world, text));
  }
}

TEST_CASE("an older policy is not accepted back", "[store][policy-change]") {
  World world;
  auto first = ask(world, other_policy());
  REQUIRE(first);
  approve(world, *first);
  REQUIRE(put_in_force(world, other_policy()));
  // Nobody may even ask for it, under its own version or another's.
  auto dropped = ask(world, demo_policy());
  REQUIRE_FALSE(dropped);
  CHECK(dropped.error().message.find("dropped") != std::string::npos);
  std::string older = other_policy("1");
  auto again = ask(world, older);
  REQUIRE_FALSE(again);
  CHECK(again.error().message == "policy: version 1 was in force before: a new one needs another");
  auto done = put_in_force(world, older);
  REQUIRE_FALSE(done);
  CHECK(done.error().message == again.error().message);
  // What it said may be asked for as something new.
  auto third = ask(world, other_policy("3"));
  if (!third) FAIL(third.error().message);
  approve(world, *third);
  CHECK(put_in_force(world, other_policy("3")));
}

TEST_CASE("a policy with findings is refused when it is asked for", "[store][policy-change]") {
  World world;
  const auto why = [&](const std::string& text) {
    auto request = ask(world, text);
    return request ? "accepted" : request.error().message;
  };
  CHECK(why(demo_policy()).find("version") != std::string::npos);
  CHECK(why(version(replaced(demo_policy(), R"(name = "person.marital")", R"(name = "person.wed")"),
                    "2"))
            .find("renamed") != std::string::npos);
  CHECK(why(version(replaced(demo_policy(), "grant = [\n",
                             R"(grant = [
  { role = "caseworker", classes = ["locate"], strength = "full" },
)"),
                    "2"))
            .find("never") != std::string::npos);
  CHECK(why("policy = {").find("policy: line") != std::string::npos);
}

TEST_CASE("without a rule the custodian alone puts a policy in force", "[store][policy-change]") {
  const std::string rule =
      R"(  { kind = "policy_change", ask = ["supervisor"], approve = ["supervisor", "handler"], approvals = 1, hours = 168 },
)";
  World world(replaced(demo_policy(), rule, ""));
  auto done = put_in_force(world, replaced(other_policy(), rule, ""));
  if (!done) FAIL(done.error().message);
  CHECK(world.vault().charter()->charter.version == 3);
  // From a policy that has the rule on, it holds.
  REQUIRE(put_in_force(world, other_policy("3")));
  CHECK_FALSE(put_in_force(world, other_policy("4")));
}

TEST_CASE("grants that the next policy does not promise do not go into the store",
          "[store][policy-change]") {
  World world;
  auto request = ask(world, other_policy());
  REQUIRE(request);
  approve(world, *request);
  // What `change_policy` made, with a grant of the address to the caseworker beside it, is for the
  // vault to refuse: a custodian alone must not hand out what nobody approved.
  store::SignedCharter next = *world.vault().charter();
  next.charter.previous = store::charter_hash(next.charter);
  next.charter.version += 1;
  next.signatures.clear();
  sign_charter(next, world.who("head").signing_key());
  const redact::Policy policy = redact::Policy::parse(demo_policy()).value();
  const redact::Compartment locate =
      redact::compartment_of(policy.schema().cls("locate")->id, redact::Strength::full);
  auto grants = world.vault().custody_grants();
  REQUIRE(grants);
  crypto::Grant forged;
  for (const Bytes& bytes : *grants) {
    auto grant = crypto::Grant::decode(bytes).value();
    if (grant.kind == crypto::GrantKind::CompartmentToRole && grant.object == locate) {
      forged = std::move(grant);
    }
  }
  REQUIRE(forged.object == locate);
  forged.holder = policy.role("caseworker")->id;
  forged.charter_version = next.charter.version;
  forged.signatures.clear();
  forged.sign_with(world.who("head").signing_key());
  auto refused = world.vault().apply_charter(next, {forged.encode()});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "charter: a grant does not fit the next charter");
}

}  // namespace veil::test
