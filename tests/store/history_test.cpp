#include "store/history.h"

#include <catch2/catch.hpp>

#include "crypto/hash.h"
#include "store/listing.h"
#include "store/rows.h"
#include "store/vault_inside.h"
#include "tests/store/world.h"

using namespace veil;

namespace {

void amend(test::World& world, const store::RecordId& id, const std::string& field,
           const std::string& text, redact::Row row = 0) {
  auto handler = world.enter("lin", "handler", "investigate");
  store::RecordDraft change;
  if (text.empty()) {
    change.edits.push_back({handler->policy().schema().field(field)->id, row, std::nullopt});
  } else {
    change.edits.push_back(test::edit(handler->policy(), field, text, row));
  }
  auto done = handler->amend(id, change);
  if (!done) FAIL(done.error().message);
}

Result<store::RecordHistory> history_of(store::Session& session, const store::RecordId& id,
                                        const std::string& field = {}) {
  store::Want want;
  if (!field.empty()) want.fields = {session.policy().schema().field(field)->id};
  return session.history({id.bytes, id.bytes}, want);
}

// "1 13800138000, 2 13900139000, 3 [empty]"
std::string told(const store::Session& session, const store::RecordHistory& history,
                 const std::string& field, redact::Row row = 0) {
  const redact::Field* known = session.policy().schema().field(field);
  std::string out;
  for (const store::PastValue& one : history.values) {
    if (one.cell.field != known->id || one.cell.row != row) continue;
    out += (out.empty() ? "" : ", ") + std::to_string(one.version) + " ";
    out += one.cell.value ? redact::show_value(session.policy().schema(), *known, *one.cell.value,
                                               redact::Language::zh)
                          : "[" + std::string(redact::to_string(one.cell.marker)) + "]";
  }
  return out;
}

std::string told(test::World& world, const store::RecordId& id, const std::string& field,
                 redact::Row row = 0) {
  auto handler = world.enter("lin", "handler", "investigate");
  auto history = history_of(*handler, id, field);
  if (!history) return "(" + history.error().message + ")";
  return told(*handler, *history, field, row);
}

// The rows of a record's history, to be put back otherwise.
std::vector<store::Change> rows_of(test::World& world, const store::RecordId& id) {
  auto snapshot = world.vault().inside().engine->snapshot();
  REQUIRE(snapshot);
  std::vector<store::Change> out;
  auto scanned = (*snapshot)->scan(store::history_rows(id), {}, [&](BytesView key, BytesView row) {
    out.push_back({to_bytes(key), to_bytes(row)});
    return true;
  });
  REQUIRE(scanned);
  return out;
}

void put(test::World& world, const store::Batch& rows) {
  REQUIRE(world.vault().inside().engine->commit(rows, {}));
}

store::RecordId long_case(test::World& world) {
  const store::RecordId id = stored_case(world);
  for (int i = 0; i < 20; ++i) amend(world, id, "person.phone", std::to_string(13800000000LL + i));
  return id;
}

}  // namespace

TEST_CASE("the history of a value is what a reading at each version showed", "[store][history]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  amend(world, id, "person.phone", "13900139000");  // 2
  amend(world, id, "person.phone", "");             // 3
  amend(world, id, "person.cn_id", "不详");         // 4
  amend(world, id, "person.phone", "13700137000");  // 5
  amend(world, id, "person.marital", "离婚");       // 6
  amend(world, id, "person.phone", "13700137000");  // 7: the same again
  CHECK(told(world, id, "person.phone") ==
        "1 13800138000, 2 13900139000, 3 [empty], 5 13700137000");
  CHECK(told(world, id, "person.cn_id") == "1 110105198907021240, 4 [unknown]");
  CHECK(told(world, id, "person.name") == "1 欧阳桂兰");
  CHECK(told(world, id, "person.marital") == "6 离婚");
  CHECK(told(world, id, "person.disability").empty());
  // Merging changes nothing of it.
  for (int i = 0; i < 12; ++i) amend(world, id, "person.hukou_address", "北京市朝阳区");
  REQUIRE(rows_of(world, id).size() > 8);
  CHECK(told(world, id, "person.phone") ==
        "1 13800138000, 2 13900139000, 3 [empty], 5 13700137000");
  CHECK(told(world, id, "person.cn_id") == "1 110105198907021240, 4 [unknown]");
}

TEST_CASE("rows that were removed, and rows written blind, stand in the history",
          "[store][history]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  {
    auto caseworker = world.enter("zhao", "caseworker", "assist");
    store::RecordDraft note;
    note.edits.push_back(
        test::edit(caseworker->policy(), "note.body", "家访一次。", store::kNewRow));  // row 3
    REQUIRE(caseworker->amend(id, note));                                              // version 2
  }
  amend(world, id, "note.body", "已安排。", store::kNewRow);  // version 3, row 4: merges
  auto handler = world.enter("lin", "handler", "investigate");
  store::RecordDraft removal;
  removal.removed_rows.emplace_back(handler->policy().schema().entity("note")->id, 3);
  REQUIRE(handler->amend(id, removal));  // version 4
  CHECK(told(world, id, "note.body", 3) == "2 家访一次。, 4 [empty]");
  CHECK(told(world, id, "note.body", 4) == "3 已安排。");
}

TEST_CASE("the history of facts says who wrote them and when, to those who see the staff",
          "[store][history]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  const std::uint64_t made = world.now;
  world.now += 60'000;
  auto head = world.enter("head", "supervisor", "manage");
  store::RecordDraft change;
  change.facts.assign.remove = {test::number_of(*head, "zhao")};
  REQUIRE(head->amend(id, change));
  auto handler = world.enter("lin", "handler", "investigate");
  auto history = history_of(*handler, id, "case.assigned");
  REQUIRE(history);
  CHECK(told(*handler, *history, "case.assigned") == "1 lin、zhao, 2 lin");
  REQUIRE(history->values.size() == 2);
  CHECK(history->values[0].by == test::number_of(*head, "lin"));
  CHECK(history->values[0].at_ms == made);
  CHECK(history->values[1].by == test::number_of(*head, "head"));
  CHECK(history->values[1].at_ms == world.now);
}

TEST_CASE("history needs the role's action and shows what a reading would, in no stronger form",
          "[store][history]") {
  const std::string text = [] {
    std::string policy = test::demo_policy();
    const std::string from = R"(purposes = ["assist"], may = ["read", "list", "write"])";
    const std::size_t at = policy.find(from);
    REQUIRE(at != std::string::npos);
    return policy.replace(at, from.size(),
                          R"(purposes = ["assist"], may = ["read", "list", "write", "history"])");
  }();
  test::World world(text);
  const store::RecordId id = stored_case(world);
  amend(world, id, "person.phone", "13900139000");
  auto caseworker = world.enter("zhao", "caseworker", "assist");
  auto history = history_of(*caseworker, id);
  if (!history) FAIL(history.error().message);
  CHECK(told(*caseworker, *history, "person.phone") == "1 ****8000, 2 ****9000");
  CHECK(told(*caseworker, *history, "person.current_address").empty());
  CHECK(told(*caseworker, *history, "case.narrative").empty());
  for (const store::PastValue& one : history->values) {
    const redact::Field* field = caseworker->policy().schema().field(one.cell.field);
    for (const redact::ClassDecision& given : history->classes) {
      if (given.cls == field->cls) CHECK(one.cell.strength == given.strength);
    }
  }

  auto statistician = world.enter("sun", "statistician", "statistics");
  auto refused = history_of(*statistician, id);
  REQUIRE(!refused);
  CHECK(refused.error().code == Code::Denied);
  CHECK(refused.error().message == "history: this role may not read it");
  // One in conflict and one who asks for nothing that is there are told the same.
  auto head = world.enter("head", "supervisor", "manage");
  store::RecordDraft conflict;
  conflict.facts.conflict.add = {test::number_of(*head, "wang")};
  REQUIRE(head->amend(id, conflict));
  auto wang = world.enter("wang", "handler", "investigate");
  CHECK(history_of(*wang, id).error().message ==
        history_of(*wang, store::RecordId::random()).error().message);
}

TEST_CASE("every reading of history is logged before it is answered", "[store][history]") {
  test::World world;
  const store::RecordId id = stored_case(world);
  auto handler = world.enter("lin", "handler", "investigate");
  REQUIRE(history_of(*handler, id, "person.phone"));
  auto statistician = world.enter("sun", "statistician", "statistics");
  CHECK_FALSE(history_of(*statistician, id));
  auto auditor = world.enter("shen", "auditor", "audit");
  store::LogRequest request;
  request.record = id;
  auto lines = auditor->read_log(request);
  REQUIRE(lines);
  std::vector<store::EntryOutcome> outcomes;
  for (const store::LogLine& line : *lines) {
    if (line.entry.action == store::Action::history) outcomes.push_back(line.entry.outcome);
  }
  CHECK(outcomes == std::vector{store::EntryOutcome::given, store::EntryOutcome::refused});
}

TEST_CASE("a row of the history that is dropped, altered, swapped or added is noticed",
          "[store][history][hostile]") {
  test::World world;
  const store::RecordId id = long_case(world);
  const store::RecordId other = long_case(world);
  const std::string before = told(world, id, "person.phone");
  const std::vector<store::Change> rows = rows_of(world, id);
  REQUIRE(rows.size() > 8);
  const std::string damaged = "(record " + id.text() + ": its history was altered or cut)";

  for (const store::Change& row : rows) {  // dropped
    put(world, {{row.key, std::nullopt}});
    CHECK(told(world, id, "person.phone") == damaged);
    put(world, {row});
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {  // a bit of it
    store::Change altered = rows[i];
    (*altered.value)[(i * 37) % altered.value->size()] ^= 1;
    put(world, {altered});
    CHECK(told(world, id, "person.phone") == damaged);
    put(world, {rows[i]});
  }
  for (std::size_t i = 1; i < rows.size(); ++i) {  // two in each other's place
    put(world, {{rows[i - 1].key, rows[i].value}, {rows[i].key, rows[i - 1].value}});
    CHECK(told(world, id, "person.phone") == damaged);
    put(world, {rows[i - 1], rows[i]});
  }
  // Another record's row in the same place, and one more than there were.
  const std::vector<store::Change> others = rows_of(world, other);
  put(world, {{rows[0].key, others[0].value}});
  CHECK(told(world, id, "person.phone") == damaged);
  put(world, {rows[0], {store::history_row_key(id, 4000, 1), rows[0].value}});
  CHECK(told(world, id, "person.phone") == damaged);
  put(world, {{store::history_row_key(id, 4000, 1), std::nullopt}});
  // Another order of replacement.
  auto first = store::decode_history_row(*rows[0].value);
  REQUIRE(first);
  first->replaced_at += 1;
  put(world, {{rows[0].key, store::encode_history_row(*first)}});
  CHECK(told(world, id, "person.phone") == damaged);
  put(world, {rows[0]});
  // All of it.
  store::Batch none;
  for (const store::Change& row : rows) none.push_back({row.key, std::nullopt});
  put(world, none);
  CHECK(told(world, id, "person.phone") == damaged);
  put(world, rows);
  CHECK(told(world, id, "person.phone") == before);

  auto auditor = world.enter("shen", "auditor", "audit");
  store::LogRequest request;
  request.record = id;
  auto lines = auditor->read_log(request);
  REQUIRE(lines);
  const auto failed = std::count_if(lines->begin(), lines->end(), [](const store::LogLine& line) {
    return line.entry.action == store::Action::history &&
           line.entry.outcome == store::EntryOutcome::failed;
  });
  CHECK(static_cast<std::size_t>(failed) == 3 * rows.size() + 3);
}

TEST_CASE("where an older section cannot be opened any more, its class begins after it",
          "[store][history]") {
  test::World world;
  const store::RecordId id = long_case(world);
  // As after an erasure: a new generation, of which the older compartment secrets survive but one.
  auto& inside = world.vault().inside();
  const auto now = inside.current();
  auto snapshot = inside.engine->snapshot();
  REQUIRE(snapshot);
  auto loaded = store::load_record(**snapshot, inside.host(*now), id);
  REQUIRE(loaded);
  store::RecordSecret secret = std::move((*loaded)->secret);
  const redact::Compartment ident =
      redact::compartment_of(now->policy.schema().cls("ident")->id, redact::Strength::full);
  for (const redact::Compartment compartment : now->policy.compartments()) {
    if (compartment == ident) continue;
    secret.surviving.push_back(
        {compartment, secret.generation, store::compartment_secret(secret.secret, compartment)});
  }
  for (const redact::Compartment host :
       {store::kFactsCompartment, store::kLexiconCompartment, store::kListingCompartment}) {
    secret.surviving.push_back(
        {host, secret.generation, store::compartment_secret(secret.secret, host)});
  }
  std::sort(secret.surviving.begin(), secret.surviving.end(),
            [](const auto& a, const auto& b) { return a.compartment < b.compartment; });
  // The head is made for the new generation without any section of that compartment.
  store::Head head = (*loaded)->parts.head;
  Bytes body;
  std::erase_if(head.directory, [&](const store::DirectoryEntry& entry) {
    return redact::class_of(entry.compartment) == redact::class_of(ident);
  });
  std::set<std::uint64_t> versions;
  for (store::DirectoryEntry& entry : head.directory) {
    const Bytes bytes = to_bytes((*loaded)->parts.section(entry));
    entry.offset = static_cast<std::uint32_t>(body.size());
    append(body, bytes);
    versions.insert(entry.section_version);
  }
  std::erase_if(head.salts,
                [&](const auto& salt) { return versions.count(salt.section_version) == 0; });
  secret.generation += 1;
  secret.secret = crypto::Key::random();
  Bytes record = store::encode_head(head);
  append(record, store::head_mac(secret.secret, record));
  secret.head = store::head_hash(record);
  append(record, body);
  const store::ErasureKey& key = inside.erasure->current();
  snapshot->reset();
  put(world, {{store::record_row_key(id), record},
              {store::secret_row_key(id),
               store::seal_secret_row(key.key, key.epoch, inside.store, id, secret)}});
  CHECK(told(world, id, "person.phone").empty());
  CHECK(told(world, id, "case.no") == "1 BJ-JZ-2026-000123");
  CHECK(told(world, id, "case.status") == "1 受理登记");
  amend(world, id, "person.phone", "13900139000");
  CHECK(told(world, id, "person.phone") == "22 13900139000");
}

TEST_CASE("a damaged record stops nobody's listing, and only those who see all learn its id",
          "[store][list]") {
  // The caseworker of this store sees nothing but her own cases.
  std::string policy = test::demo_policy();
  for (
      const char* grant :
      {R"(  { role = "caseworker", classes = ["op"], strength = "full" },)",
       R"(  { role = "caseworker", classes = ["ident", "quasi", "category"], strength = "veiled" },)"}) {
    const std::size_t at = policy.find(grant);
    REQUIRE(at != std::string::npos);
    policy.erase(at, std::string(grant).size());
  }
  test::World world(policy);
  std::vector<store::RecordId> ids;
  for (int i = 0; i < 7; ++i) ids.push_back(stored_case(world));
  std::sort(ids.begin(), ids.end());
  const auto row = [&](const store::RecordId& id) {
    auto snapshot = world.vault().inside().engine->snapshot();
    return (*snapshot)->get(store::record_row_key(id)).value();
  };
  Bytes altered = row(ids[1]);
  altered[20] ^= 1;  // its head
  put(world, {{store::record_row_key(ids[1]), altered}});
  altered = row(ids[4]);
  altered.back() ^= 1;  // its last section: only a reader of that part can tell
  put(world, {{store::record_row_key(ids[4]), altered}});
  put(world, {{store::secret_row_key(ids[6]), std::nullopt}});

  const auto list = [&](const char* name, const char* role, const char* purpose,
                        std::size_t limit) {
    auto session = world.enter(name, role, purpose);
    store::ListRequest request;
    request.limit = limit;
    store::ListPage all;
    do {
      auto page = session->list(request);
      if (!page) FAIL(page.error().message);
      for (auto& one : page->records) all.records.push_back(std::move(one));
      all.damaged += page->damaged;
      all.damaged_ids.insert(all.damaged_ids.end(), page->damaged_ids.begin(),
                             page->damaged_ids.end());
      request.after = page->next;
    } while (request.after);
    return all;
  };
  for (const std::size_t limit : {1U, 2U, 3U, 100U}) {
    CAPTURE(limit);
    const store::ListPage handler = list("lin", "handler", "investigate", limit);
    CHECK(handler.records.size() + handler.damaged == 7);
    std::vector<store::RecordId> known = handler.damaged_ids;
    std::sort(known.begin(), known.end());
    CHECK(std::count(known.begin(), known.end(), ids[1]) == 1);
    CHECK(std::count(known.begin(), known.end(), ids[6]) == 1);
    const store::ListPage caseworker = list("zhao", "caseworker", "assist", limit);
    CHECK(caseworker.damaged >= 2);
    CHECK(std::count(caseworker.damaged_ids.begin(), caseworker.damaged_ids.end(), ids[1]) == 0);
    CHECK(std::count(caseworker.damaged_ids.begin(), caseworker.damaged_ids.end(), ids[6]) == 0);
    // Intake sees who handles every case: of every record something.
    CHECK(list("lin", "intake", "intake", limit).damaged_ids.size() >= 2);
  }
  auto auditor = world.enter("shen", "auditor", "audit");
  store::LogRequest request;
  request.record = ids[1];
  auto lines = auditor->read_log(request);
  REQUIRE(lines);
  const auto failed = std::count_if(lines->begin(), lines->end(), [](const store::LogLine& line) {
    return line.entry.action == store::Action::list &&
           line.entry.outcome == store::EntryOutcome::failed;
  });
  CHECK(failed == 12);
}
