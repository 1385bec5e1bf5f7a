#include "tests/store/world.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "crypto/secret.h"

namespace veil::test {

namespace fs = std::filesystem;

TempFolder::TempFolder() {
  path_ = fs::temp_directory_path() / ("veil-test-" + hex(crypto::random_array<8>()));
  fs::create_directories(path_);
  fs::permissions(path_, fs::perms::owner_all);
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path source_path(const std::string& path) {
  return fs::path(VEIL_SOURCE_DIR) / path;
}

std::string demo_policy() {
  std::ifstream in(source_path("tools/policies/demo.toml"), std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  REQUIRE(!out.str().empty());
  return out.str();
}

World::World(std::string policy) {
  for (const char* name : {"head", "lin", "zhao", "sun", "shen", "wang"}) {
    people_.emplace(name, crypto::Identity::generate());
  }
  store::NewStore what;
  what.policy = std::move(policy);
  what.founder = {"head", {"supervisor"}};
  what.clock = [this] { return now; };
  auto made = store::create_store(places(), who("head"), std::move(what));
  if (!made) FAIL(made.error().message);
  open();
  const std::vector<store::Enrolment> people = {
      {"lin", who("lin").public_identity(), {"handler", "intake"}, 0},
      {"zhao", who("zhao").public_identity(), {"caseworker"}, 0},
      {"sun", who("sun").public_identity(), {"statistician"}, 0},
      {"shen", who("shen").public_identity(), {"auditor"}, 0},
      {"wang", who("wang").public_identity(), {"handler"}, 0},
  };
  auto enrolled = store::enrol(*vault_, who("head"), people, now);
  if (!enrolled) FAIL(enrolled.error().message);
}

void World::close() {
  if (vault_ == nullptr) return;
  auto closed = vault_->close();
  if (!closed) FAIL(closed.error().message);
  vault_.reset();
}

Result<> World::try_open() {
  auto opened = store::open_store(places(), {[this] { return now; }, "test"});
  if (!opened) return fail(opened.error());
  vault_ = std::move(*opened);
  return {};
}

void World::open() {
  auto opened = try_open();
  if (!opened) FAIL(opened.error().message);
}

std::unique_ptr<store::Session> World::enter(const std::string& name, const std::string& role,
                                             const std::string& purpose) {
  auto session = store::Session::enter(*vault_, who(name), {role, purpose, std::nullopt});
  if (!session) FAIL(session.error().message);
  return std::move(*session);
}

store::Session::Imported World::import_one(const store::RecordDraft& draft) {
  auto session = enter("lin", "intake", "intake");
  auto id = session->create(draft);
  if (!id) FAIL(id.error().message);
  return {*id, false};
}

redact::PersonId number_of(const store::Session& session, const std::string& name) {
  const store::RosterEntry* person = session.charter().person(name);
  REQUIRE(person != nullptr);
  return person->number;
}

store::Edit edit(const redact::Policy& policy, const std::string& field, const std::string& text,
                 redact::Row row) {
  const redact::Field* known = policy.schema().field(field);
  INFO(field);
  REQUIRE(known != nullptr);
  auto value = redact::parse_value(policy.schema(), *known, text);
  if (!value) FAIL(value.error().message);
  return {known->id, row, std::move(*value)};
}

store::RecordDraft a_case(const store::Session& session, const std::string& name) {
  const redact::Policy& policy = session.policy();
  store::RecordDraft draft;
  const std::vector<std::pair<std::string, std::string>> values = {
      {"case.no", "BJ-JZ-2026-000123"},
      {"case.region", "北京市朝阳区"},
      {"case.target_group", "妇女"},
      {"case.violence_type", "家庭暴力"},
      {"case.occurred_on", "2026-01-15"},
      {"case.narrative", "当事人述称：" + name + "遭受殴打。"},
      {"case.loss", "12800.50"},
      {"person.name", name},
      {"person.cn_id", "110105198907021240"},
      {"person.phone", "13800138000"},
      {"person.hukou_address", "北京市朝阳区幸福里3号院2单元501"},
      {"person.sex", "女"},
      {"person.birth_date", "1989-07-02"},
      {"person.current_address", "北京市海淀区平安里8号"},
      {"person.safe_contact", "周三下午打给姐姐"},
      {"person.income_month", "2400"},
  };
  for (const auto& [field, text] : values) {
    const redact::Field* known = policy.schema().field(field);
    REQUIRE(known != nullptr);
    auto value = redact::parse_value(policy.schema(), *known, text);
    INFO(field);
    if (value) draft.edits.push_back({known->id, 0, std::move(*value)});
  }
  draft.edits.push_back(edit(policy, "minor.name", "欧阳小雨", store::kNewRow));
  draft.edits.push_back(edit(policy, "minor.birth_date", "2015-05-01", store::kNewRow));
  draft.edits.push_back(edit(policy, "respondent.name", "周大强", store::kNewRow + 1));
  draft.facts.assigned = {number_of(session, "lin"), number_of(session, "zhao")};
  draft.facts.status = "intake";
  draft.facts.opened_on = redact::Date{20514, redact::Precision::day};  // 2026-03-02
  return draft;
}

std::string shown(const store::Session& session, const redact::View& view, const std::string& field,
                  redact::Row row) {
  const redact::Field* known = session.policy().schema().field(field);
  INFO(field);
  REQUIRE(known != nullptr);
  const redact::Cell* cell = view.find(known->id, row);
  if (cell == nullptr) return "[absent]";
  if (cell->marker != redact::Marker::value) {
    return "[" + std::string(redact::to_string(cell->marker)) + "]";
  }
  return redact::show_value(session.policy().schema(), *known, *cell->value, redact::Language::zh);
}

store::RecordId stored_case(World& world, const std::string& name) {
  auto intake = world.enter("lin", "intake", "intake");
  auto id = intake->create(a_case(*intake, name));
  if (!id) FAIL(id.error().message);
  return *id;
}

}  // namespace veil::test
