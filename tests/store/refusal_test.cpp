// To one who sees nothing of a record, a record that is not there, one of others and one with a
// conflict are the same: in the answer and in the log.
#include <catch2/catch.hpp>

#include "tests/store/world.h"

namespace veil::test {
namespace {

const store::Want kAll;
const std::string kReason = "核对被害人陈述的内容";

// The demo policy, in which a handler sees nothing at all of cases that are not hers.
std::string strict_policy() {
  std::string out = test::demo_policy();
  for (const std::string grant :
       {"  { role = \"handler\", classes = [\"op\", \"staff\"], strength = \"full\" },\n",
        "  { role = \"handler\", classes = [\"ident\", \"quasi\", \"category\"], strength = "
        "\"veiled\" },\n"}) {
    const std::size_t at = out.find(grant);
    REQUIRE(at != std::string::npos);
    out.erase(at, grant.size());
  }
  return out;
}

struct Cases {
  store::RecordId hers;        // assigned to wang
  store::RecordId of_others;   // assigned to lin and zhao
  store::RecordId conflicted;  // assigned to wang, who has a conflict
};

Cases stored_cases(test::World& world) {
  Cases out;
  {
    auto intake = world.enter("lin", "intake", "intake");
    const redact::PersonId wang = test::number_of(*intake, "wang");
    for (store::RecordId* id : {&out.hers, &out.of_others, &out.conflicted}) {
      auto draft = test::a_case(*intake, "欧阳桂兰");
      if (id != &out.of_others) draft.facts.assigned = {wang};
      auto made = intake->create(draft);
      if (!made) FAIL(made.error().message);
      *id = *made;
    }
  }
  auto head = world.enter("head", "supervisor", "manage");
  store::RecordDraft change;
  change.facts.conflicts = {test::number_of(*head, "wang")};
  auto amended = head->amend(out.conflicted, change);
  if (!amended) FAIL(amended.error().message);
  return out;
}

std::vector<store::LogLine> whole_log(test::World& world) {
  auto auditor = world.enter("shen", "auditor", "audit");
  auto lines = auditor->read_log({std::nullopt, 0, 100000, {}});
  if (!lines) FAIL(lines.error().message);
  return std::move(*lines);
}

// What somebody got, and the entries that it left, without their times.
struct Trace {
  Code code = Code::InvalidArgument;
  std::string message;
  std::vector<store::Entry> entries;
};

// What was asked for must be what the entries name.
template <class Act>
Trace trace(test::World& world, const store::RecordId& named, const Act& act) {
  const std::uint64_t before = whole_log(world).back().index + 1;
  world.now += 1000;
  const auto answer = act();
  Trace out;
  REQUIRE(!answer);
  out.code = answer.error().code;
  out.message = answer.error().message;
  for (const store::LogLine& line : whole_log(world)) {
    const bool by_auditor = line.entry.action == store::Action::open_session ||
                            line.entry.action == store::Action::log_read;
    if (line.index < before || by_auditor) continue;
    store::Entry entry = line.entry;
    CHECK(entry.time_ms == world.now);
    REQUIRE(entry.records.size() == 1);
    CHECK(entry.records[0] == named);
    entry.time_ms = 0;
    entry.records.clear();
    out.entries.push_back(std::move(entry));
  }
  return out;
}

void check_same(const std::vector<Trace>& traces) {
  REQUIRE(traces.size() >= 2);
  for (const Trace& one : traces) {
    CHECK(one.code == Code::Denied);
    CHECK(one.message == traces[0].message);
    REQUIRE(one.entries.size() == 1);
    CHECK(one.entries[0].outcome == store::EntryOutcome::refused);
    CHECK(one.entries[0].reason == kReason);
    CHECK(one.entries[0] == traces[0].entries[0]);
  }
}

store::RecordDraft a_change(const store::Session& session) {
  store::RecordDraft out;
  out.edits.push_back(test::edit(session.policy(), "person.phone", "13900000001"));
  return out;
}

}  // namespace

TEST_CASE("a handler cannot tell a case of others from one that is not there", "[store][refusal]") {
  test::World world(strict_policy());
  const Cases cases = stored_cases(world);
  auto wang = world.enter("wang", "handler", "investigate");
  REQUIRE(wang->read(cases.hers, kAll, kReason));  // she does see what is hers
  const std::vector<store::RecordId> asked = {store::RecordId::random(), cases.of_others,
                                              cases.conflicted};
  std::vector<Trace> traces;
  SECTION("by reading") {
    for (const store::RecordId& id : asked) {
      traces.push_back(trace(world, id, [&] { return wang->read(id, kAll, kReason); }));
    }
  }
  SECTION("by reading one field") {
    const redact::FieldId name = wang->policy().schema().field("person.name")->id;
    for (const store::RecordId& id : asked) {
      traces.push_back(trace(world, id, [&] { return wang->read(id, {{}, {name}}, kReason); }));
    }
  }
  SECTION("by the beginning of its id") {
    for (const store::RecordId& id : asked) {
      const auto prefix = store::RecordIdPrefix::parse(id.text().substr(0, 10));
      REQUIRE(prefix);
      traces.push_back(
          trace(world, {prefix->low}, [&] { return wang->read(*prefix, kAll, kReason); }));
    }
  }
  SECTION("by writing") {
    for (const store::RecordId& id : asked) {
      traces.push_back(trace(world, id, [&] { return wang->amend(id, a_change(*wang), kReason); }));
    }
  }
  check_same(traces);
}

TEST_CASE("nor can she by reading and writing at once", "[store][refusal]") {
  test::World world(strict_policy());
  const Cases cases = stored_cases(world);
  auto wang = world.enter("wang", "handler", "investigate");
  // Of one who may not see, a try to write is logged as a try to read: it says no more.
  const auto read =
      trace(world, cases.of_others, [&] { return wang->read(cases.of_others, kAll, kReason); });
  const auto written = trace(world, cases.of_others, [&] {
    return wang->amend(cases.of_others, a_change(*wang), kReason);
  });
  check_same({read, written});
}

TEST_CASE("a role that may not read at all learns nothing of what is there", "[store][refusal]") {
  test::World world;
  const Cases cases = stored_cases(world);
  auto auditor = world.enter("shen", "auditor", "audit");
  std::vector<Trace> traces;
  for (const store::RecordId& id : {store::RecordId::random(), cases.of_others, cases.hers}) {
    traces.push_back(trace(world, id, [&] { return auditor->read(id, kAll, kReason); }));
  }
  check_same(traces);
}

TEST_CASE("a list leaves out what it may not show, and its entry names only the rest",
          "[store][refusal]") {
  test::World world(strict_policy());
  const Cases cases = stored_cases(world);
  auto wang = world.enter("wang", "handler", "investigate");
  const auto page = wang->list({std::nullopt, 50, kAll, kReason});
  REQUIRE(page);
  REQUIRE(page->records.size() == 1);
  CHECK(page->records[0].id == cases.hers);
  CHECK(!page->next);
  const auto lines = whole_log(world);
  const auto entry = std::find_if(lines.begin(), lines.end(), [](const store::LogLine& line) {
    return line.entry.action == store::Action::list;
  });
  REQUIRE(entry != lines.end());
  CHECK(entry->entry.records == std::vector<store::RecordId>{cases.hers});
}

}  // namespace veil::test
