#include "store/check.h"

#include <catch2/catch.hpp>

#include "store/rows.h"
#include "store/vault_inside.h"
#include "tests/store/world.h"

using namespace veil;

namespace {

store::RecordId written(test::World& world) {
  auto intake = world.enter("lin", "intake", "intake");
  auto id = intake->create(test::a_case(*intake, "欧阳桂兰"));
  REQUIRE(id);
  auto handler = world.enter("lin", "handler", "investigate");
  for (int i = 0; i < 10; ++i) {  // enough to be merged
    store::RecordDraft change;
    change.edits.push_back(
        test::edit(handler->policy(), "person.phone", std::to_string(13800000000LL + i)));
    REQUIRE(handler->amend(*id, change));
  }
  std::vector<store::RecordDraft> drafts;
  for (int i = 0; i < 5; ++i) drafts.push_back(test::a_case(*intake, "李小红"));
  REQUIRE(intake->import(drafts, view_of("batch"), 0));
  return *id;
}

// What a host with all its keys can do: a record without one of its sections, with a mac, a head
// hash and a secret row that fit.
void drop_section_as_host(store::Vault& vault, const store::RecordId& id) {
  auto& inside = vault.inside();
  const auto now = inside.current();
  auto snapshot = inside.engine->snapshot();
  REQUIRE(snapshot);
  auto loaded = store::load_record(**snapshot, inside.host(*now), id);
  REQUIRE(loaded);
  REQUIRE(*loaded);
  store::Head head = (*loaded)->parts.head;
  const store::DirectoryEntry gone = head.directory.back();
  head.directory.pop_back();
  const bool still_named =
      std::any_of(head.directory.begin(), head.directory.end(),
                  [&](const auto& entry) { return entry.section_version == gone.section_version; });
  if (!still_named) {
    std::erase_if(head.salts,
                  [&](const auto& salt) { return salt.section_version == gone.section_version; });
  }
  Bytes record = store::encode_head(head);
  append(record, store::head_mac((*loaded)->secret.secret, record));
  store::RecordSecret secret = std::move((*loaded)->secret);
  secret.head = store::head_hash(record);
  const BytesView body = (*loaded)->parts.body;
  append(record, body.first(body.size() - gone.length));
  const store::ErasureKey& key = inside.erasure->current();
  const store::Batch batch = {
      {store::record_row_key(id), record},
      {store::secret_row_key(id),
       store::seal_secret_row(key.key, key.epoch, inside.store, id, secret)}};
  snapshot->reset();
  REQUIRE(inside.engine->commit(batch, {}));
}

}  // namespace

TEST_CASE("an honest store passes both checks, and says how much was looked at", "[store]") {
  test::World world;
  written(world);
  auto report = store::check_store(world.vault());
  if (!report) FAIL(report.error().message);
  for (const auto& finding : report->findings) UNSCOPED_INFO(finding.what);
  CHECK(report->findings.empty());
  CHECK(report->records == 6);
  CHECK(report->history_rows > 8);
  CHECK(report->charters == 2);
  CHECK(report->log.intact());
  CHECK(report->log.complete());
  auto auditor = world.enter("shen", "auditor", "audit");
  auto deep = store::check_statements(world.vault(), *auditor);
  if (!deep) FAIL(deep.error().message);
  for (const auto& finding : deep->findings) UNSCOPED_INFO(finding.what);
  CHECK(deep->findings.empty());
  CHECK(deep->statements == 16);
}

TEST_CASE("a host that drops a section and makes everything fit is found by what was signed",
          "[store]") {
  test::World world;
  const store::RecordId id = written(world);
  drop_section_as_host(world.vault(), id);
  auto handler = world.enter("lin", "handler", "investigate");
  CHECK(handler->read(id, {}));  // no reader can tell
  auto auditor = world.enter("shen", "auditor", "audit");
  auto deep = store::check_statements(world.vault(), *auditor);
  if (!deep) FAIL(deep.error().message);
  REQUIRE(deep->findings.size() == 1);
  CHECK(deep->findings.front().what.find(id.text()) != std::string::npos);
}

TEST_CASE("only auditors fold statements", "[store]") {
  test::World world;
  written(world);
  auto handler = world.enter("lin", "handler", "investigate");
  auto deep = store::check_statements(world.vault(), *handler);
  REQUIRE(!deep);
  CHECK(deep.error().code == Code::Denied);
}
