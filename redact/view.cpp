#include "redact/view.h"

#include <algorithm>
#include <tuple>

namespace veil::redact {
namespace {

// What the session sees of one field, whether or not a value is there.
struct Sight {
  const Field* field = nullptr;
  Strength strength = Strength::withheld;
};

Sight sight_of(const Schema& schema, const Decision& decision, const Field& field,
               const std::vector<ClassId>& stale) {
  const ClassDecision* decided = decision.of(field.cls);
  const Strength strength = decided != nullptr ? decided->strength : Strength::withheld;
  if (strength == Strength::full) return {&field, strength};
  const bool shown = strength != Strength::withheld && !schema.cls(field.cls)->hidden &&
                     field.rule(strength).kind != VeilKind::none &&
                     std::find(stale.begin(), stale.end(), field.cls) == stale.end();
  return {&field, shown ? strength : Strength::withheld};
}

// In a weaker strength, `Present` stands for a value that the veil could not show, unless showing
// presence is what the veil does.
bool is_unshowable(const Sight& sight, const Value& value) {
  if (sight.strength == Strength::full || !std::holds_alternative<Present>(value)) return false;
  const VeilKind kind = sight.field->rule(sight.strength).kind;
  return kind != VeilKind::present && kind != VeilKind::valid;
}

Cell cell_of(const Sight& sight, Row row, OpenedValue* opened) {
  Cell cell;
  cell.row = row;
  cell.field = sight.field != nullptr ? sight.field->id : FieldId{0};
  cell.strength = sight.strength;
  if (sight.strength == Strength::withheld) return cell;
  if (opened == nullptr) {
    cell.marker = Marker::empty;
  } else if (std::holds_alternative<Unknown>(opened->value)) {
    cell.marker = Marker::unknown;
  } else if (!is_unshowable(sight, opened->value)) {
    cell.marker = Marker::value;
    cell.value = std::move(opened->value);
  }
  return cell;
}

// The opened values of one entity that the session may see, by row and field. Whatever else was
// handed in (another strength, a field that is withheld, a second row of a single entity) is
// dropped before it can name a row.
std::vector<OpenedValue*> showable(const Entity& entity, const std::vector<Sight>& sights,
                                   std::vector<OpenedValue>& opened) {
  std::vector<OpenedValue*> values;
  for (OpenedValue& value : opened) {
    if (!entity.many && value.row != 0) continue;
    const auto found = std::find_if(sights.begin(), sights.end(), [&](const Sight& sight) {
      return sight.field->id == value.field;
    });
    const bool shown = found != sights.end() && found->strength != Strength::withheld &&
                       found->strength == value.strength;
    if (shown) values.push_back(&value);
  }
  std::stable_sort(values.begin(), values.end(), [](const OpenedValue* a, const OpenedValue* b) {
    return std::tie(a->row, a->field) < std::tie(b->row, b->field);
  });
  return values;
}

std::vector<Row> rows_of(const std::vector<OpenedValue*>& values) {
  std::vector<Row> rows;
  for (const OpenedValue* value : values) {
    if (rows.empty() || rows.back() != value->row) rows.push_back(value->row);
  }
  if (rows.empty()) rows.push_back(0);
  return rows;
}

OpenedValue* find_value(const std::vector<OpenedValue*>& values, Row row, FieldId field) {
  const auto at = std::lower_bound(values.begin(), values.end(), std::pair(row, field),
                                   [](const OpenedValue* value, const auto& key) {
                                     return std::pair(value->row, value->field) < key;
                                   });
  const bool found = at != values.end() && (*at)->row == row && (*at)->field == field;
  return found ? *at : nullptr;
}

}  // namespace

std::string_view to_string(Marker marker) noexcept {
  switch (marker) {
    case Marker::value:
      return "value";
    case Marker::empty:
      return "empty";
    case Marker::unknown:
      return "unknown";
    case Marker::withheld:
      return "withheld";
  }
  return "withheld";
}

const Cell* View::find(FieldId field, Row row) const noexcept {
  for (const Cell& cell : cells) {
    if (cell.field == field && cell.row == row) return &cell;
  }
  return nullptr;
}

Cell cell_of(const Schema& schema, OpenedValue value) {
  const Field* field = schema.field(value.field);
  const Sight sight = {field, field != nullptr ? value.strength : Strength::withheld};
  Cell cell = cell_of(sight, value.row, &value);
  cell.field = value.field;
  return cell;
}

View make_view(const Schema& schema, const Decision& decision, std::vector<OpenedValue> opened,
               const std::vector<ClassId>& stale) {
  View view;
  view.classes = decision.classes;
  for (const Entity& entity : schema.entities()) {
    std::vector<Sight> sights;
    for (const Field& field : schema.fields()) {
      if (field.entity == entity.id) sights.push_back(sight_of(schema, decision, field, stale));
    }
    const auto values = showable(entity, sights, opened);
    for (const Row row : rows_of(values)) {
      for (const Sight& sight : sights) {
        view.cells.push_back(cell_of(sight, row, find_value(values, row, sight.field->id)));
      }
    }
  }
  return view;
}

}  // namespace veil::redact
