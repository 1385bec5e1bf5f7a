#include "tests/store/hostile_store.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "store/engine/memory_engine.h"
#include "store/engine/rocksdb_engine.h"

namespace veil::test {
namespace {

namespace fs = std::filesystem;

// Between them these sessions open every compartment that the demo policy has.
struct Looker {
  const char* person;
  const char* role;
  const char* purpose;
};
constexpr Looker kLookers[] = {
    {"lin", "handler", "investigate"},     {"lin", "handler", "assist"},
    {"lin", "intake", "intake"},           {"zhao", "caseworker", "assist"},
    {"sun", "statistician", "statistics"}, {"head", "supervisor", "manage"},
};
const std::string kReason = "核对被害人现住址是否安全";

std::string file_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

void amend(store::Session& session, const store::RecordId& id, const std::string& field,
           const std::string& text, redact::Row row = 0) {
  store::RecordDraft change;
  change.edits.push_back(edit(session.policy(), field, text, row));
  auto done = session.amend(id, change);
  if (!done) FAIL(done.error().message);
}

}  // namespace

const char* to_string(Stage stage) {
  switch (stage) {
    case Stage::open:
      return "open";
    case Stage::enter:
      return "enter";
    case Stage::read:
      return "read";
    case Stage::check:
      return "check";
    case Stage::pin:
      return "pin";
    case Stage::nobody:
      return "nobody";
  }
  return "nobody";
}

HostileStore::HostileStore() : scratch_(world_.folder() / "scratch-checkpoint") {
  {
    auto intake = world_.enter("lin", "intake", "intake");
    for (store::RecordId* id : {&a_, &b_}) {
      auto made = intake->create(a_case(*intake, id == &a_ ? "欧阳桂兰" : "李小红"));
      if (!made) FAIL(made.error().message);
      *id = *made;
    }
    auto handler = world_.enter("lin", "handler", "investigate");
    for (int i = 0; i < 10; ++i)
      amend(*handler, a_, "person.phone", "1380013800" + std::to_string(i));
    auto caseworker = world_.enter("zhao", "caseworker", "assist");
    amend(*caseworker, a_, "note.body", "家访一次。", store::kNewRow);
    auto head = world_.enter("head", "supervisor", "manage");
    auto asked = head->ask(store::access_subject(a_), "审批金额");
    if (!asked) FAIL(asked.error().message);
    request_ = *asked;
  }
  world_.close();
  older_ = read_rows();
  world_.open();
  {
    auto handler = world_.enter("lin", "handler", "investigate");
    amend(*handler, a_, "person.cn_id", "110105198907021240");
    amend(*handler, a_, "case.loss", "9000");
    auto head = world_.enter("head", "supervisor", "manage");
    store::RecordDraft change;
    change.facts.conflicts = {number_of(*head, "wang")};
    auto done = head->amend(b_, change);
    if (!done) FAIL(done.error().message);
    auto approved = world_.enter("lin", "handler", "assist")
                        ->answer(request_, store::Verdict::approve, "已核对");
    if (!approved) FAIL(approved.error().message);
  }
  world_.close();
  rows_ = read_rows();
  checkpoint_ = file_text(store::checkpoint_path(world_.places().store));
  auto vault = open(rows_);
  if (!vault) FAIL(vault.error().message);
  // At once: a later checkpoint covers entries of this reading, which the rows do not have.
  pin_ = store::Session::enter(**vault, world_.who("lin"), {"handler", "investigate", {}})
             .value()
             ->seen();
  Notice notice;
  expected_ = everything_seen(**vault, notice);
  INFO(notice.message);
  REQUIRE(notice.stage == Stage::nobody);
}

RowsOnDisk HostileStore::read_rows() {
  auto engine = store::open_rocksdb({.directory = world_.places().store});
  if (!engine) FAIL(engine.error().message);
  RowsOnDisk out;
  auto snapshot = (*engine)->snapshot();
  REQUIRE(snapshot);
  auto scanned = (*snapshot)->scan({}, {}, [&](BytesView key, BytesView value) {
    out[to_bytes(key)] = to_bytes(value);
    return true;
  });
  REQUIRE(scanned);
  return out;
}

Result<std::unique_ptr<store::Vault>> HostileStore::open(const RowsOnDisk& rows) {
  auto engine = store::open_memory();
  store::Batch batch;
  for (const auto& [key, value] : rows) batch.push_back({key, value});
  REQUIRE(engine->commit(batch, {}));
  std::ofstream(scratch_, std::ios::binary | std::ios::trunc) << checkpoint_;
  auto keys = store::read_host_keys(world_.places().host_keys, {});
  REQUIRE(keys);
  auto erasure = store::ErasureKeys::open(store::erasure_path(world_.places().host_keys),
                                          keys->section, keys->store);
  REQUIRE(erasure);
  store::VaultOptions options{std::move(engine),
                              scratch_,
                              std::move(*keys),
                              std::make_unique<store::ErasureKeys>(std::move(*erasure)),
                              [this] { return world_.now; },
                              "test"};
  return store::Vault::open(std::move(options));
}

std::string HostileStore::everything_seen(store::Vault& vault, Notice& notice) {
  std::string out;
  const auto noticed = [&](Stage stage, const Error& error) {
    if (notice.stage == Stage::nobody) notice = {stage, error.code, error.message};
  };
  for (const Looker& looker : kLookers) {
    auto session = store::Session::enter(vault, world_.who(looker.person),
                                         {looker.role, looker.purpose, std::nullopt});
    if (!session) {
      noticed(Stage::enter, session.error());
      continue;
    }
    for (const store::RecordId& id : {a_, b_}) {
      auto view = (*session)->read(id, {}, kReason);
      if (!view) {
        noticed(Stage::read, view.error());
        continue;
      }
      out += std::string(looker.role) + " " + looker.purpose + " " + id.text() + "\n";
      for (const redact::Cell& cell : view->view.cells) {
        const redact::Field* field = (*session)->policy().schema().field(cell.field);
        out += field->name + "#" + std::to_string(cell.row) + "=";
        out += cell.marker == redact::Marker::value
                   ? redact::show_value((*session)->policy().schema(), *field, *cell.value,
                                        redact::Language::zh)
                   : std::string(redact::to_string(cell.marker));
        out += "\n";
      }
    }
  }
  auto auditor = store::Session::enter(vault, world_.who("shen"), {"auditor", "audit", {}});
  if (!auditor) {
    noticed(Stage::enter, auditor.error());
  } else if (auto log = (*auditor)->read_log({}); !log) {
    noticed(Stage::read, log.error());
  }
  return out;
}

Notice HostileStore::examine(const RowsOnDisk& rows) {
  Notice notice;
  auto vault = open(rows);
  if (!vault) return {Stage::open, vault.error().code, vault.error().message};
  const std::string seen = everything_seen(**vault, notice);
  if (notice.stage != Stage::nobody) {
    // Nothing half-shown: what the others still saw is what they always saw.
    std::set<std::string> lines;
    std::istringstream before(expected_);
    for (std::string line; std::getline(before, line);) lines.insert(line);
    std::istringstream after(seen);
    for (std::string line; std::getline(after, line);) CHECK(lines.count(line) == 1);
    return notice;
  }
  auto report = store::check_store(**vault);
  if (!report) return {Stage::check, report.error().code, report.error().message};
  if (!report->findings.empty()) {
    return {Stage::check, report->findings.front().code, report->findings.front().what};
  }
  if (!report->log.ok()) {
    return {Stage::check, Code::Corrupt,
            report->log.faults.empty() ? "log: incomplete" : report->log.faults.front().what};
  }
  {
    auto auditor =
        store::Session::enter(**vault, world_.who("shen"), {"auditor", "audit", std::nullopt});
    if (!auditor) return {Stage::enter, auditor.error().code, auditor.error().message};
    auto deep = store::check_statements(**vault, **auditor);
    if (!deep) return {Stage::check, deep.error().code, deep.error().message};
    if (!deep->findings.empty()) {
      return {Stage::check, deep->findings.front().code, deep->findings.front().what};
    }
  }
  auto pinned = store::Session::enter(**vault, world_.who("lin"), {"handler", "investigate", pin_});
  if (!pinned) return {Stage::pin, pinned.error().code, pinned.error().message};
  CHECK(seen == expected_);
  return notice;
}

}  // namespace veil::test
