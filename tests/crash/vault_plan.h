// tests/crash/vault_plan.h: what vault_worker does with a store, and what is left to be found of
// it. Step k writes k into the record and gives "step k" as its reason, so that values, log entries
// and answers can be told apart one by one. Worker and test share this page and nothing else.
#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>

#include "crypto/identity.h"
#include "store/file.h"
#include "store/session.h"
#include "store/store_folder.h"

namespace veil::tests {

// 2026-03-02 10:00 at +08:00; the store's clock stands still.
inline constexpr std::uint64_t kPlanNow = 1772416800000;
inline constexpr std::size_t kImportSize = 4;
inline constexpr std::size_t kFirstRecords = 6;  // that are there before step 1

// The handler reads and amends the cases that are hers, and nothing of others. Intake registers,
// and adds notes that it cannot read: the handler's next write merges those.
inline constexpr std::string_view kPlanPolicy = R"(policy = { id = "plan", version = "1" }
entity = [
  { id = 1, name = "case", zh = "案件", en = "case" },
  { id = 2, name = "note", zh = "工作记录", en = "work note", many = true },
]
class = [
  { id = 1, name = "op", zh = "办案管理", en = "operational" },
  { id = 2, name = "ident", zh = "直接标识", en = "direct identifiers" },
  { id = 3, name = "content", zh = "自由文本", en = "free text", presence = "hidden" },
]
field = [
  { id = 1, name = "case.origin", zh = "来源", en = "origin", class = "op", type = "string" },
  { id = 2, name = "case.step", zh = "步骤", en = "step", class = "op", type = "string" },
  { id = 3, name = "case.assigned", zh = "承办人", en = "assigned to", class = "op", type = "person", fact = "assigned" },
  { id = 4, name = "case.phone", zh = "电话", en = "telephone", class = "ident", type = "phone", veiled = "last4" },
  { id = 5, name = "note.body", zh = "记录内容", en = "note", class = "content", type = "text" },
]
purpose = [
  { id = 1, name = "work", zh = "办案", en = "work", classes = ["*"] },
  { id = 2, name = "audit", zh = "审计", en = "audit", classes = [] },
]
role = [
  { id = 1, name = "handler", zh = "办案人员", en = "handler", purposes = ["work"], may = ["read", "list", "write"] },
  { id = 2, name = "intake", zh = "登记员", en = "intake officer", purposes = ["work"], may = ["read", "create", "write"] },
  { id = 3, name = "auditor", zh = "审计员", en = "auditor", purposes = ["audit"], may = ["read_log"], auditor = true },
]
grant = [
  { role = "handler", classes = ["op", "ident", "content"], strength = "full", write = true, when = { assigned = true } },
  { role = "intake", classes = ["op"], strength = "full", write = true, when = { own_intake = 3 } },
  { role = "intake", classes = ["ident"], strength = "veiled" },
  { role = "intake", classes = ["ident", "content"], write = true, when = { own_intake = 3 } },
]
)";

enum class Step { read, list, create, amend, note, import };

// The same for each run: what step k does, and which of the records known by then it takes.
struct PlannedStep {
  Step what = Step::read;
  bool as_intake = false;  // reads only
  std::uint64_t draw = 0;  // the record is the one at draw % known
};
inline PlannedStep step_at(std::uint64_t k) {
  std::mt19937_64 draw(0x7665696cULL + k);
  PlannedStep out;
  const std::uint64_t lot = draw() % 100;
  out.what = lot < 45   ? Step::read
             : lot < 55 ? Step::list
             : lot < 62 ? Step::create
             : lot < 87 ? Step::amend
             : lot < 94 ? Step::note
                        : Step::import;
  out.as_intake = draw() % 4 == 0;
  out.draw = draw();
  return out;
}

inline std::string reason_of(std::uint64_t k) {
  return "step " + std::to_string(k);
}
inline std::string phone_of(std::uint64_t k) {
  return std::to_string(13800000000ULL + k);
}

inline store::Edit plan_edit(const redact::Policy& policy, std::string_view field,
                             const std::string& text, redact::Row row = 0) {
  const redact::Field* known = policy.schema().field(field);
  VEIL_REQUIRE(known != nullptr);
  auto value = redact::parse_value(policy.schema(), *known, text);
  VEIL_REQUIRE(value.has_value());
  return {known->id, row, std::move(*value)};
}

// Both classes of a write say the same k.
inline store::RecordDraft amendment(const redact::Policy& policy, std::uint64_t k) {
  store::RecordDraft out;
  out.edits.push_back(plan_edit(policy, "case.step", std::to_string(k)));
  out.edits.push_back(plan_edit(policy, "case.phone", phone_of(k)));
  return out;
}
inline store::RecordDraft new_case(const store::Session& session, std::uint64_t k) {
  store::RecordDraft out = amendment(session.policy(), k);
  out.edits.push_back(plan_edit(session.policy(), "case.origin", std::to_string(k)));
  out.facts.assigned = {session.person()};
  return out;
}
inline store::RecordDraft note(const redact::Policy& policy, std::uint64_t k) {
  store::RecordDraft out;
  out.edits.push_back(
      plan_edit(policy, "note.body", "第" + std::to_string(k) + "步的记录", store::kNewRow));
  return out;
}

// What a view shows of a field of the one-row entity; empty if not its value.
inline std::string plan_shown(const redact::Policy& policy, const redact::View& view,
                              std::string_view field) {
  const redact::Field* known = policy.schema().field(field);
  VEIL_REQUIRE(known != nullptr);
  const redact::Cell* cell = view.find(known->id, 0);
  if (cell == nullptr || cell->marker != redact::Marker::value) return {};
  return redact::show_value(policy.schema(), *known, *cell->value, redact::Language::en);
}

// FOLDER/store, FOLDER/host.key, and FOLDER/NAME.key: the 32 bytes of each person.
inline store::StorePlaces places_in(const std::filesystem::path& folder) {
  return {folder / "store", folder / "host.key", {}};
}
inline Result<crypto::Identity> identity_in(const std::filesystem::path& folder,
                                            const std::string& name) {
  auto file = store::read_file(folder / (name + ".key"), crypto::Key::kSize);
  if (!file) return fail(file.error());
  if (file->bytes.size() != crypto::Key::kSize) return fail(Code::Corrupt, "key file: cut short");
  return crypto::Identity::from_key(crypto::Key::copy_of(file->bytes));
}
inline Result<std::unique_ptr<store::Vault>> open_in(const std::filesystem::path& folder) {
  return store::open_store(places_in(folder), {[] { return kPlanNow; }, "plan"});
}

}  // namespace veil::tests
