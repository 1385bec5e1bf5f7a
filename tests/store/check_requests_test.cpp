// A host that drops, rolls back or makes up what people asked for and answered: nobody who works
// with the store can tell, the deep check of an auditor can.
#include <catch2/catch.hpp>

#include "store/check.h"
#include "store/rows.h"
#include "store/vault_inside.h"
#include "tests/store/world.h"

namespace veil::test {
namespace {

using store::RequestId;
using store::Verdict;

std::vector<std::string> findings(World& world) {
  auto auditor = world.enter("shen", "auditor", "audit");
  auto deep = store::check_statements(world.vault(), *auditor);
  if (!deep) FAIL(deep.error().message);
  std::vector<std::string> out;
  for (const auto& finding : deep->findings) out.push_back(finding.what);
  return out;
}

Bytes row_of(World& world, const RequestId& id) {
  auto snapshot = world.vault().inside().engine->snapshot();
  REQUIRE(snapshot);
  auto row = (*snapshot)->get(store::request_row_key(id));
  REQUIRE(row);
  return std::move(*row);
}

void put_row(World& world, const RequestId& id, std::optional<Bytes> row) {
  const store::Batch batch = {{store::request_row_key(id), std::move(row)}};
  REQUIRE(world.vault().inside().engine->commit(batch, {}));
  world.close();
  world.open();
}

// 王芳 broke the glass; zhao is in conflict and tried; head asked to take zhao off the list again.
struct Scene {
  Scene() {
    auto intake = world.enter("lin", "intake", "intake");
    auto id = intake->create(a_case(*intake, "欧阳桂兰"));
    REQUIRE(id);
    record = *id;
    auto wang = world.enter("wang", "handler", "assist");
    auto broken = wang->break_glass(world.who("wang"), record, "life", "邻居来电，门内有人呼救");
    REQUIRE(broken);
    review = *broken;
    auto head = world.enter("head", "supervisor", "manage");
    zhao = number_of(*head, "zhao");
    change(*head, true, {});
    CHECK_FALSE(world.enter("zhao", "caseworker", "assist")->read(record, {}));
    auto lines = head->requests();
    REQUIRE(lines);
    for (const auto& line : *lines) {
      if (line.kept.request.said.asker == 0) notice = line.kept.id;
    }
    REQUIRE(head->answer(notice, Verdict::approve, "已约谈"));
    auto asked = head->ask(store::conflict_subject(record, zhao), "亲属关系已查否");
    REQUIRE(asked);
    lifting = *asked;
    before = row_of(world, lifting);
    auto lin = world.enter("lin", "handler", "assist");
    REQUIRE(lin->answer(lifting, Verdict::approve));
    approved = row_of(world, lifting);
    change(*head, false, lifting);
  }

  void change(store::Session& head, bool add, const RequestId& request) const {
    store::RecordDraft draft;
    (add ? draft.facts.conflict.add : draft.facts.conflict.remove) = {zhao};
    draft.facts.request = request;
    auto done = head.amend(record, draft);
    if (!done) FAIL(done.error().message);
  }

  World world;
  store::RecordId record;
  redact::PersonId zhao = 0;
  RequestId review{};
  RequestId notice{};
  RequestId lifting{};
  Bytes before;
  Bytes approved;
};

std::string place(const RequestId& id) {
  return "request " + hex(id) + ": ";
}

}  // namespace

TEST_CASE("requests as they were signed pass the deep check, open and used", "[store][requests]") {
  Scene scene;
  CHECK(findings(scene.world).empty());
}

TEST_CASE("a review that was dropped is found out", "[store][requests]") {
  Scene scene;
  put_row(scene.world, scene.review, std::nullopt);
  // Three days on she works as if nothing had been.
  scene.world.now += 73ULL * 3'600'000;
  CHECK(scene.world.enter("wang", "handler", "assist") != nullptr);
  CHECK(findings(scene.world) ==
        std::vector<std::string>{place(scene.review) + "signed for, and missing"});
}

TEST_CASE("an answer that was taken away is found out", "[store][requests]") {
  Scene scene;
  put_row(scene.world, scene.lifting, scene.before);
  CHECK(findings(scene.world) ==
        std::vector<std::string>{place(scene.lifting) +
                                 "its answers are not those that were logged"});
}

TEST_CASE("an approval that was put back and used again is found out", "[store][requests]") {
  Scene scene;
  put_row(scene.world, scene.lifting, scene.approved);
  {
    auto head = scene.world.enter("head", "supervisor", "manage");
    scene.change(*head, true, {});
    scene.change(*head, false, scene.lifting);
  }
  CHECK(findings(scene.world) ==
        std::vector<std::string>{"record " + scene.record.text() +
                                 ": its facts were changed by a request that was used before"});
}

TEST_CASE("a request that was never logged is found out, and one closed by nobody",
          "[store][requests]") {
  Scene scene;
  auto& inside = scene.world.vault().inside();
  auto own = store::open_request_row(inside.keys.section, inside.store, scene.review,
                                     row_of(scene.world, scene.review));
  REQUIRE(own);
  SECTION("signed, but past the log") {
    store::KeptRequest kept = *own;
    kept.request.said.made_at_ms += 1;
    const Bytes said = store::encode_request(kept.request.said);
    kept.id = store::request_id(said);
    kept.request.signature = scene.world.who("wang").signing_key().sign(said);
    put_row(scene.world, kept.id, store::seal_request_row(inside.keys.section, inside.store, kept));
    CHECK(findings(scene.world) ==
          std::vector<std::string>{place(kept.id) + "nobody is logged to have asked"});
  }
  SECTION("closed without a review") {
    own->closed_at_ms = scene.world.now;
    put_row(scene.world, own->id, store::seal_request_row(inside.keys.section, inside.store, *own));
    CHECK(findings(scene.world) ==
          std::vector<std::string>{place(own->id) + "it was closed, and nobody answered it"});
  }
  SECTION("a notice without what was answered") {
    auto notice = store::open_request_row(inside.keys.section, inside.store, scene.notice,
                                          row_of(scene.world, scene.notice));
    REQUIRE(notice);
    notice->answers.clear();
    notice->closed_at_ms = 0;
    put_row(scene.world, scene.notice,
            store::seal_request_row(inside.keys.section, inside.store, *notice));
    CHECK(findings(scene.world) ==
          std::vector<std::string>{place(scene.notice) +
                                   "its answers are not those that were logged"});
  }
}

}  // namespace veil::test
