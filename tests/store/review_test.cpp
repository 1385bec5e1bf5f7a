// What a reviewer found that nobody had tried: each was possible once.
#include <catch2/catch.hpp>

#include "store/rows.h"
#include "store/vault_inside.h"
#include "tests/store/world.h"

using namespace veil;

namespace {}  // namespace

TEST_CASE("a row with a key that is none of ours is Corrupt, wherever it is met", "[store]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  Bytes key = store::record_row_key(id);
  key.resize(300, 0x41);
  REQUIRE(world.vault().inside().engine->commit({{key, Bytes{1, 2, 3}}}, {}));
  auto statistician = world.enter("sun", "statistician", "statistics");
  auto page = statistician->list({});
  REQUIRE(!page);
  CHECK(page.error().code == Code::Corrupt);
  auto prefix = store::RecordIdPrefix::parse(id.text().substr(0, 8));
  REQUIRE(prefix);
  auto read = statistician->read(*prefix, {});
  REQUIRE(!read);
  CHECK(read.error().code == Code::Corrupt);
  auto auditor = world.enter("shen", "auditor", "audit");
  auto heads = auditor->heads(std::nullopt, 10);
  REQUIRE(!heads);
  CHECK(heads.error().code == Code::Corrupt);
}

TEST_CASE("a row that was never allotted is not written", "[store]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  auto handler = world.enter("lin", "handler", "investigate");
  store::RecordDraft draft;
  draft.edits.push_back(test::edit(handler->policy(), "minor.name", "李小明", 99));
  draft.edits.push_back(test::edit(handler->policy(), "minor.name", "李小雨", store::kNewRow));
  auto refused = handler->amend(id, draft);
  REQUIRE(!refused);
  CHECK(refused.error().code == Code::InvalidArgument);
}

TEST_CASE("a charter that would lock the store is not put in force", "[store]") {
  test::World world;
  store::SignedCharter next = *world.vault().charter();
  next.charter.version += 1;
  next.charter.previous = store::charter_hash(world.vault().charter()->charter);
  next.signatures.clear();
  std::erase_if(next.charter.roles, [](const store::RoleKey& key) { return key.role == 1; });
  sign_charter(next, world.who("head").signing_key());
  auto refused = world.vault().apply_charter(next, {});
  REQUIRE(!refused);
  CHECK(refused.error().code == Code::Denied);
  CHECK(world.vault().charter()->charter.version == 2);
}
