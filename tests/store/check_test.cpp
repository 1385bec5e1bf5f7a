#include "store/check.h"

#include <catch2/catch.hpp>

#include "store/history.h"
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

// The same of the record's facts: others, under another writing if it is given.
using Forgery = std::function<void(redact::Facts&, store::FactsMade&)>;
void forge_facts_as_host(store::Vault& vault, const store::RecordId& id, const Forgery& forge) {
  auto& inside = vault.inside();
  const auto now = inside.current();
  auto snapshot = inside.engine->snapshot();
  REQUIRE(snapshot);
  auto loaded = store::load_record(**snapshot, inside.host(*now), id);
  REQUIRE(loaded);
  auto versions = store::read_facts(inside.host(*now), **loaded, {});
  REQUIRE(versions);
  REQUIRE(versions->size() == 1);
  store::FactsVersion written = versions->front().written;
  forge(written.facts, *written.made);
  store::Head head = (*loaded)->parts.head;
  store::RecordSecret secret = std::move((*loaded)->secret);
  const std::uint64_t version = versions->front().version;
  auto sealed =
      store::seal_facts(inside.host(*now), {id, secret, version, head.salt(version)->salt},
                        written.facts, *written.made);
  REQUIRE(sealed);
  Bytes body;
  for (store::DirectoryEntry& entry : head.directory) {
    const bool facts = entry.compartment == store::kFactsCompartment;
    const Bytes bytes = facts ? sealed->bytes : to_bytes((*loaded)->parts.section(entry));
    if (facts) entry = sealed->entry;
    entry.offset = static_cast<std::uint32_t>(body.size());
    append(body, bytes);
  }
  Bytes record = store::encode_head(head);
  append(record, store::head_mac(secret.secret, record));
  secret.head = store::head_hash(record);
  append(record, body);
  const store::ErasureKey& key = inside.erasure->current();
  const store::Batch batch = {
      {store::record_row_key(id), record},
      {store::secret_row_key(id),
       store::seal_secret_row(key.key, key.epoch, inside.store, id, secret)}};
  snapshot->reset();
  REQUIRE(inside.engine->commit(batch, {}));
}

std::vector<std::string> findings(test::World& world) {
  auto auditor = world.enter("shen", "auditor", "audit");
  auto deep = store::check_statements(world.vault(), *auditor);
  if (!deep) FAIL(deep.error().message);
  std::vector<std::string> out;
  for (const auto& finding : deep->findings) out.push_back(finding.what);
  return out;
}

}  // namespace

TEST_CASE("a host that changes facts is found by the changes that were signed", "[store]") {
  test::World world;
  const store::RecordId id = written(world);
  auto head = world.enter("head", "supervisor", "manage");
  store::RecordDraft conflict;
  conflict.facts.conflict.add = {test::number_of(*head, "wang")};
  REQUIRE(head->amend(id, conflict));
  CHECK(findings(world).empty());
  const std::string place = "record " + id.text() + ": ";
  const auto found_after = [&](const Forgery& forge) {
    forge_facts_as_host(world.vault(), id, forge);
    return findings(world);
  };
  const redact::PersonId wang = test::number_of(*head, "wang");
  using Found = std::vector<std::string>;
  // Somebody is let in: no reader can tell.
  CHECK(found_after([&](redact::Facts& facts, store::FactsMade&) { facts.conflicts.clear(); }) ==
        Found{place + "its facts are not what the signed changes make"});
  CHECK(world.enter("wang", "handler", "investigate")->read(id, {}));
  // The change is made to fit.
  CHECK(found_after([&](redact::Facts&, store::FactsMade& made) {
          store::FactChange change;
          change.conflict.remove = {wang};
          made.change = store::encode_fact_change(change);
        }) == Found{place + "its facts were changed by what nobody signed"});
  // All is put back but for who wrote it, then but for when.
  const Forgery honest = [&](redact::Facts& facts, store::FactsMade& made) {
    facts.conflicts = {wang};
    made.change = store::encode_fact_change(conflict.facts);
  };
  CHECK(found_after([&](redact::Facts& facts, store::FactsMade& made) {
          honest(facts, made);
          made.writing.person = wang;
        }) == Found{place + "its facts name another writer or another time than the log"});
  CHECK(found_after([&](redact::Facts&, store::FactsMade& made) {
          made.writing = {head->person(), 60'000};
        }) == Found{place + "its facts name another writer or another time than the log"});
  CHECK(found_after([&](redact::Facts&, store::FactsMade& made) {
          made.writing.now_ms = world.now;
        }).empty());
}

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
