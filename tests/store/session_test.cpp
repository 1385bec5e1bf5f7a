#include "store/session.h"

#include <catch2/catch.hpp>

#include "tests/store/world.h"

using namespace veil;
using test::shown;

namespace {

const store::Want kAll;

store::RecordView read(store::Session& session, const store::RecordId& id,
                       const std::string& reason = {}) {
  auto view = session.read(id, kAll, reason);
  if (!view) FAIL(view.error().message);
  return std::move(*view);
}

}  // namespace

TEST_CASE("each role reads the strength of a record that its keys and grants allow", "[store]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  {
    auto handler = world.enter("lin", "handler", "investigate");
    const redact::View view = read(*handler, id).view;
    CHECK(view.record_version == 1);
    CHECK(shown(*handler, view, "person.name") == "欧阳桂兰");
    CHECK(shown(*handler, view, "person.phone") == "13800138000");
    CHECK(shown(*handler, view, "minor.name", 1) == "欧阳小雨");
    CHECK(shown(*handler, view, "person.current_address") == "[withheld]");
    CHECK(shown(*handler, view, "person.disability") == "[empty]");
    CHECK(shown(*handler, view, "case.assigned") == "lin、zhao");
  }
  {
    auto caseworker = world.enter("zhao", "caseworker", "assist");
    const redact::View view = read(*caseworker, id).view;
    CHECK(shown(*caseworker, view, "person.name") == "欧阳某");
    CHECK(shown(*caseworker, view, "person.phone") == "****8000");
    CHECK(shown(*caseworker, view, "minor.name", 1) == "欧阳某");
    CHECK(shown(*caseworker, view, "person.current_address") == "[withheld]");
    CHECK(shown(*caseworker, view, "case.narrative") == "[withheld]");
  }
  {
    auto statistician = world.enter("sun", "statistician", "statistics");
    const redact::View view = read(*statistician, id).view;
    CHECK(shown(*statistician, view, "person.name") == "[withheld]");
    CHECK(shown(*statistician, view, "case.region") == "北京市");
    CHECK(shown(*statistician, view, "case.opened_on") == "2026-03");
  }
}

TEST_CASE("unknown, not assigned to anything visible, and conflict are the same answer",
          "[store]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  {
    auto head = world.enter("head", "supervisor", "manage");
    store::RecordDraft change;
    change.facts.conflicts = {test::number_of(*head, "wang")};
    auto amended = head->amend(id, change);
    if (!amended) FAIL(amended.error().message);
    CHECK(*amended == 2);
  }
  auto wang = world.enter("wang", "handler", "investigate");
  const auto conflicted = wang->read(id, kAll);
  const auto unknown = wang->read(store::RecordId::random(), kAll);
  REQUIRE(!conflicted);
  REQUIRE(!unknown);
  CHECK(conflicted.error().code == Code::Denied);
  CHECK(conflicted.error().code == unknown.error().code);
  CHECK(conflicted.error().message == unknown.error().message);
}

TEST_CASE("what is written is read again after the store was closed and opened", "[store]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  {
    auto handler = world.enter("lin", "handler", "investigate");
    store::RecordDraft change;
    change.edits.push_back(test::edit(handler->policy(), "person.phone", "13900139000"));
    change.edits.push_back({handler->policy().schema().field("person.cn_id")->id, 0, std::nullopt});
    auto version = handler->amend(id, change);
    if (!version) FAIL(version.error().message);
    CHECK(*version == 2);
  }
  world.close();
  world.open();
  auto handler = world.enter("lin", "handler", "investigate");
  const redact::View view = read(*handler, id).view;
  CHECK(shown(*handler, view, "person.phone") == "13900139000");
  CHECK(shown(*handler, view, "person.cn_id") == "[empty]");
  CHECK(shown(*handler, view, "person.name") == "欧阳桂兰");
  auto caseworker = world.enter("zhao", "caseworker", "assist");
  const redact::View veiled = read(*caseworker, id).view;
  CHECK(shown(*caseworker, veiled, "person.phone") == "****9000");
  CHECK(shown(*caseworker, veiled, "person.cn_id") == "[empty]");
}

TEST_CASE("many small writes are merged, and nothing is lost by it", "[store]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  auto handler = world.enter("lin", "handler", "investigate");
  for (int i = 0; i < 25; ++i) {
    store::RecordDraft change;
    change.edits.push_back(
        test::edit(handler->policy(), "person.phone", std::to_string(13800000000LL + i)));
    auto version = handler->amend(id, change);
    if (!version) FAIL(version.error().message);
    CHECK(*version == static_cast<std::uint64_t>(i) + 2);
  }
  const redact::View view = read(*handler, id).view;
  CHECK(shown(*handler, view, "person.phone") == "13800000024");
  CHECK(shown(*handler, view, "person.name") == "欧阳桂兰");
}

TEST_CASE("who cannot read a class adds rows to it blind, and overwrites nothing", "[store]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  auto caseworker = world.enter("zhao", "caseworker", "assist");
  store::RecordDraft change;
  change.edits.push_back(
      test::edit(caseworker->policy(), "note.body", "家访一次，情绪稳定。", store::kNewRow));
  auto version = caseworker->amend(id, change);
  if (!version) FAIL(version.error().message);
  CHECK(shown(*caseworker, read(*caseworker, id).view, "note.body", 3) == "[absent]");
  auto handler = world.enter("lin", "handler", "investigate");
  CHECK(shown(*handler, read(*handler, id).view, "note.body", 3) == "家访一次，情绪稳定。");

  store::RecordDraft overwrite;
  overwrite.edits.push_back(test::edit(caseworker->policy(), "note.body", "改写", 3));
  auto refused = caseworker->amend(id, overwrite);
  REQUIRE(!refused);
  CHECK(refused.error().code == Code::Denied);

  // The handler's next write merges the blind section.
  store::RecordDraft note;
  note.edits.push_back(
      test::edit(handler->policy(), "note.body", "已安排法律援助。", store::kNewRow));
  auto merged = handler->amend(id, note);
  if (!merged) FAIL(merged.error().message);
  const redact::View view = read(*handler, id).view;
  CHECK(shown(*handler, view, "note.body", 3) == "家访一次，情绪稳定。");
  CHECK(shown(*handler, view, "note.body", 4) == "已安排法律援助。");
}

TEST_CASE("two writers of one version: one is told to begin again", "[store]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  auto handler = world.enter("lin", "handler", "investigate");
  store::BeginRequest begin;
  // A stale draft is made by amending between reading and writing through two sessions at once.
  auto other = world.enter("lin", "handler", "investigate");
  store::RecordDraft change;
  change.edits.push_back(test::edit(handler->policy(), "person.phone", "13700137000"));
  CHECK(handler->amend(id, change));
  CHECK(other->amend(id, change));
  CHECK(read(*other, id).view.record_version == 3);
}

TEST_CASE("a listing shows what a read would, page by page", "[store]") {
  test::World world;
  std::vector<store::RecordId> ids;
  for (int i = 0; i < 7; ++i) ids.push_back(stored_case(world, "李小红"));
  auto statistician = world.enter("sun", "statistician", "statistics");
  store::ListRequest request;
  request.limit = 3;
  std::size_t seen = 0;
  for (int pages = 0; pages < 10; ++pages) {
    auto page = statistician->list(request);
    if (!page) FAIL(page.error().message);
    for (const auto& record : page->records) {
      CHECK(shown(*statistician, record.view, "case.region") == "北京市");
      CHECK(shown(*statistician, record.view, "person.name") == "[withheld]");
    }
    seen += page->records.size();
    if (!page->next) break;
    request.after = page->next;
  }
  CHECK(seen == 7);
}

TEST_CASE("an auditor reads who looked, never what", "[store]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  {
    auto handler = world.enter("lin", "handler", "investigate");
    read(*handler, id, "复核受害人陈述");
  }
  auto auditor = world.enter("shen", "auditor", "audit");
  store::LogRequest request;
  request.record = id;
  auto lines = auditor->read_log(request);
  if (!lines) FAIL(lines.error().message);
  REQUIRE(lines->size() == 3);  // created, read, and this very search
  CHECK((*lines)[0].entry.action == store::Action::create);
  CHECK((*lines)[1].entry.action == store::Action::read);
  CHECK((*lines)[1].entry.reason == "复核受害人陈述");
  CHECK((*lines)[2].entry.action == store::Action::log_read);
  CHECK(!auditor->read(id, kAll));
  auto handler = world.enter("lin", "handler", "investigate");
  auto refused = handler->read_log(request);
  REQUIRE(!refused);
  CHECK(refused.error().code == Code::Denied);
}

TEST_CASE("what a veil cannot show is withheld, not empty", "[store]") {
  test::World world;
  auto intake = world.enter("lin", "intake", "intake");
  store::RecordDraft draft = test::a_case(*intake, "欧阳桂兰");
  // A two-character name of an unknown surname, and an address that begins nowhere.
  for (store::Edit& edit : draft.edits) {
    if (edit.field == intake->policy().schema().field("person.hukou_address")->id) {
      edit.value = std::string("幸福里3号院");
    }
  }
  auto id = intake->create(draft);
  if (!id) FAIL(id.error().message);
  auto caseworker = world.enter("zhao", "caseworker", "assist");
  const redact::View view = read(*caseworker, *id).view;
  CHECK(shown(*caseworker, view, "person.hukou_address") == "[withheld]");
  CHECK(shown(*caseworker, view, "person.name") == "欧阳某");
}

TEST_CASE("only the fields that are asked for are opened and shown", "[store]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  auto handler = world.enter("lin", "handler", "investigate");
  store::Want want;
  want.fields = {handler->policy().schema().field("person.phone")->id};
  auto view = handler->read(id, want);
  if (!view) FAIL(view.error().message);
  REQUIRE(view->view.cells.size() == 1);
  CHECK(shown(*handler, view->view, "person.phone") == "13800138000");
  want.at_most = redact::Strength::veiled;
  auto veiled = handler->read(id, want);
  if (!veiled) FAIL(veiled.error().message);
  CHECK(shown(*handler, veiled->view, "person.phone") == "****8000");
}
