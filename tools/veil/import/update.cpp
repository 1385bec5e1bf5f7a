#include "tools/veil/import/update.h"

#include <algorithm>

namespace veil::tools {
namespace {

using redact::Cell;
using redact::Row;
using redact::Strength;

bool holds(const redact::View& view, const store::Edit& edit, Row row) {
  const Cell* cell = view.find(edit.field, row);
  if (cell == nullptr || cell->strength != Strength::full || !edit.value) return false;
  if (std::holds_alternative<redact::Unknown>(*edit.value)) {
    return cell->marker == redact::Marker::unknown;
  }
  return cell->marker == redact::Marker::value && cell->value == edit.value;
}

bool sees_in_full(const redact::View& view, redact::ClassId cls) {
  return std::any_of(view.classes.begin(), view.classes.end(), [&](const auto& one) {
    return one.cls == cls && one.strength == Strength::full;
  });
}

class Fitting {
 public:
  Fitting(const redact::View& view, const store::Charter& charter, const redact::Schema& schema,
          ImportRecord& record)
      : view_(view), charter_(charter), schema_(schema), record_(record) {}

  std::optional<ImportFault> run() {
    for (const AskedRow& row : record_.rows) {
      if (auto fault = fit_row(row)) return fault;
    }
    for (store::Edit& edit : record_.draft.edits) {
      if (edit.row == 0 && !holds(view_, edit, 0)) kept_.push_back(std::move(edit));
    }
    record_.draft.edits = std::move(kept_);
    fit_facts();
    return std::nullopt;
  }

 private:
  // The rows of an entity that the session sees something of. Ascending.
  const std::vector<Row>& rows_of(const redact::Entity& entity) {
    const auto [at, is_new] = rows_.try_emplace(entity.id);
    if (!is_new) return at->second;
    for (const Cell& cell : view_.cells) {
      const redact::Field* field = schema_.field(cell.field);
      const bool seen = cell.row > 0 && field != nullptr && field->entity == entity.id &&
                        (at->second.empty() || at->second.back() != cell.row);
      if (seen) at->second.push_back(cell.row);
    }
    return at->second;
  }

  // What was given or offered has rules of its own.
  bool holds_acts(const redact::Entity& entity) const {
    return std::any_of(schema_.fields().begin(), schema_.fields().end(), [&](const auto& field) {
      return field.entity == entity.id &&
             (redact::is_of_consent(field.fact) || redact::is_of_referral(field.fact));
    });
  }

  std::optional<ImportFault> fit_row(const AskedRow& asked) {
    if (holds_acts(*asked.entity)) {
      return ImportFault{asked.line, asked.column,
                         "consents and referrals of a record that exists are not imported"};
    }
    std::vector<store::Edit*> edits;
    for (store::Edit& edit : record_.draft.edits) {
      if (edit.row == asked.row) edits.push_back(&edit);
    }
    for (const store::Edit* edit : edits) {
      if (sees_in_full(view_, schema_.field(edit->field)->cls)) continue;
      return ImportFault{asked.line, asked.column,
                         "which rows the record has cannot be seen in this role and for this "
                         "purpose"};
    }
    const std::vector<Row>& rows = rows_of(*asked.entity);
    Row row = 0;
    if (asked.number.empty()) {
      const bool there = std::any_of(rows.begin(), rows.end(), [&](Row one) {
        return std::all_of(edits.begin(), edits.end(),
                           [&](const store::Edit* edit) { return holds(view_, *edit, one); });
      });
      if (there) return std::nullopt;
    } else if (const auto number = std::stoul(asked.number); number <= rows.size()) {
      row = rows[number - 1];
    }
    if (row == 0 && !edits.empty()) row = store::kNewRow + new_rows_++;
    for (store::Edit* edit : edits) {
      if (row < store::kNewRow && holds(view_, *edit, row)) continue;
      kept_.push_back(std::move(*edit));
      kept_.back().row = row;
    }
    return std::nullopt;
  }

  // What a fact's field shows in full; null if it shows nothing.
  const redact::Value* fact(redact::FactKind kind) const {
    for (const redact::Field& field : schema_.fields()) {
      if (field.fact != kind) continue;
      const Cell* cell = view_.find(field.id);
      if (cell != nullptr && cell->strength == Strength::full && cell->value) return &*cell->value;
    }
    return nullptr;
  }

  bool same_people(redact::FactKind kind, const std::vector<redact::PersonId>& people) const {
    const redact::Value* shown = fact(kind);
    std::string names;
    for (const redact::PersonId number : people) {
      const store::RosterEntry* person = charter_.person(number);
      if (person != nullptr) names += (names.empty() ? "" : "、") + person->name;
    }
    return shown != nullptr && *shown == redact::Value(names);
  }

  void fit_facts() {
    store::FactChange& facts = record_.draft.facts;
    using redact::FactKind;
    if (facts.assigned && same_people(FactKind::assigned, *facts.assigned)) facts.assigned.reset();
    if (facts.conflicts && same_people(FactKind::conflicts, *facts.conflicts)) {
      facts.conflicts.reset();
    }
    if (facts.guardian_conflict &&
        *facts.guardian_conflict == (fact(FactKind::guardian_conflict) != nullptr)) {
      facts.guardian_conflict.reset();
    }
    const redact::Value* opened = fact(FactKind::opened_on);
    if (facts.opened_on && opened != nullptr && *opened == redact::Value(*facts.opened_on)) {
      facts.opened_on.reset();
    }
    const redact::Value* status = fact(FactKind::status);
    if (!facts.status || status == nullptr) return;
    const auto* entry = std::get_if<redact::CodeEntry>(status);
    const auto* text = std::get_if<std::string>(status);
    const bool same = (entry != nullptr && entry->code == *facts.status) ||
                      (text != nullptr && *text == *facts.status);
    if (same) facts.status.reset();
  }

  const redact::View& view_;
  const store::Charter& charter_;
  const redact::Schema& schema_;
  ImportRecord& record_;
  std::map<redact::EntityId, std::vector<Row>> rows_;
  std::vector<store::Edit> kept_;
  Row new_rows_ = 0;
};

}  // namespace

std::optional<ImportFault> fit_to_record(const redact::View& view, const store::Charter& charter,
                                         const redact::Schema& schema, ImportRecord& record) {
  return Fitting(view, charter, schema, record).run();
}

}  // namespace veil::tools
