// Why somebody sees what she sees: told to those who see the facts, and to nobody else.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/store/world.h"

namespace veil::test {
namespace {

store::RecordIdPrefix whole(const store::RecordId& id) {
  return {id.bytes, id.bytes};
}

struct Case {
  World world;
  store::RecordId id;
  redact::PersonId zhao = 0;
  redact::ClassId ident = 0;
  redact::ClassId narrative = 0;

  Case() {
    auto intake = world.enter("lin", "intake", "intake");
    auto made = intake->create(a_case(*intake, "欧阳桂兰"));
    REQUIRE(made);
    id = *made;
    zhao = number_of(*intake, "zhao");
    ident = intake->policy().schema().cls("ident")->id;
    narrative = intake->policy().schema().cls("narrative")->id;
  }
};

const redact::Explanation* of(const store::ExplainAnswer& answer, const redact::Policy& policy,
                              const char* purpose) {
  for (const auto& one : answer.explanations) {
    if (policy.purpose(one.purpose)->name == purpose) return &one;
  }
  return nullptr;
}

TEST_CASE("the supervisor learns what a colleague lacks, and no value", "[store][explain]") {
  Case it;
  auto head = it.world.enter("head", "supervisor", "manage");
  auto answer = head->explain(whole(it.id), it.zhao, it.ident, "asked by the caseworker");
  REQUIRE(answer);
  CHECK(answer->id == it.id);
  const auto* assist = of(*answer, head->policy(), "assist");
  REQUIRE(assist != nullptr);
  CHECK(assist->decision.strength == redact::Strength::veiled);
  CHECK(assist->decision.why == redact::Why::no_consent);
  REQUIRE_FALSE(assist->ways.empty());
  CHECK(assist->ways.front().lacks == std::vector<redact::Why>{redact::Why::no_consent});

  // What she sees is what was said of her.
  auto zhao = it.world.enter("zhao", "caseworker", "assist");
  auto view = zhao->read(it.id, {});
  REQUIRE(view);
  CHECK(shown(*zhao, view->view, "person.name") == "欧阳某");
  zhao.reset();
  head.reset();

  // The log says that the facts were read, of which record, by whom and why.
  auto auditor = it.world.enter("shen", "auditor", "audit");
  auto lines = auditor->read_log({std::nullopt, 0, 1000, {}});
  REQUIRE(lines);
  const auto entry = std::find_if(lines->begin(), lines->end(), [](const store::LogLine& line) {
    return line.entry.reason == "asked by the caseworker";
  });
  REQUIRE(entry != lines->end());
  CHECK(entry->entry.action == store::Action::read);
  CHECK(entry->entry.outcome == store::EntryOutcome::given);
  CHECK(entry->entry.records == std::vector<store::RecordId>{it.id});
  std::vector<std::string> classes;
  for (const auto& outcome : entry->entry.classes) {
    CHECK(outcome.given == redact::Strength::full);
    classes.push_back(auditor->policy().schema().cls(outcome.cls)->name);
  }
  CHECK(classes == std::vector<std::string>{"op", "staff", "guard", "consent"});
}

TEST_CASE("who does not see the facts is not told what they decide", "[store][explain]") {
  Case it;
  auto handler = it.world.enter("lin", "handler", "assist");
  auto refused = handler->explain(whole(it.id), it.zhao, it.ident);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Code::Denied);
  CHECK(refused.error().message.find("only for those who see") != std::string::npos);

  // A record that is not there and one that is not for her are the same.
  auto statistician = it.world.enter("sun", "statistician", "statistics");
  store::RecordId nowhere = it.id;
  nowhere.bytes[0] ^= 1;
  auto head = it.world.enter("head", "supervisor", "manage");
  auto unknown = head->explain(whole(nowhere), it.zhao, it.ident);
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().message == "no such record, or not for you");

  // One who is barred from the record learns nothing of it, not even that she is.
  store::RecordDraft change;
  change.facts.conflicts = {number_of(*head, "head")};
  REQUIRE(head->amend(it.id, change));
  auto barred = head->explain(whole(it.id), it.zhao, it.ident);
  REQUIRE_FALSE(barred);
  CHECK(barred.error().message == unknown.error().message);
  CHECK(barred.error().code == unknown.error().code);
}

TEST_CASE("a person, a class or a reason that cannot be is refused", "[store][explain]") {
  Case it;
  auto head = it.world.enter("head", "supervisor", "manage");
  for (const auto& [person, cls] : {std::pair<redact::PersonId, redact::ClassId>{999, it.ident},
                                    {it.zhao, redact::ClassId{999}}}) {
    auto refused = head->explain(whole(it.id), person, cls);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Code::InvalidArgument);
  }
  CHECK_FALSE(head->explain(whole(it.id), it.zhao, it.ident, std::string(501, 'x')));
}

TEST_CASE("what a never rule takes is not among the ways", "[store][explain]") {
  Case it;
  auto head = it.world.enter("head", "supervisor", "manage");
  auto answer = head->explain(whole(it.id), it.zhao, it.narrative);
  REQUIRE(answer);
  for (const auto& one : answer->explanations) {
    CHECK(one.decision.strength == redact::Strength::withheld);
    CHECK(one.ways.empty());
  }
}

}  // namespace
}  // namespace veil::test
