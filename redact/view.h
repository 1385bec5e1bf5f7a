// redact/view.h: what a session gets of a record: each field with its value, strength and marker.
// The three markers are three different things, and stay so in every output.
// Thread safety: values.
#pragma once

#include <optional>
#include <vector>

#include "redact/decision.h"
#include "redact/value.h"

namespace veil::redact {

enum class Marker : std::uint8_t {
  value,
  empty,     // nothing is recorded
  unknown,   // asked, and not known
  withheld,  // not for you: the same whether or not a value is recorded, where presence is hidden
};
std::string_view to_string(Marker marker) noexcept;

// A value as it came out of a section.
struct OpenedValue {
  Row row = 0;
  FieldId field = 0;
  Strength strength = Strength::withheld;
  Value value;
};

struct Cell {
  Row row = 0;
  FieldId field = 0;
  Strength strength = Strength::withheld;  // what this session may see of the field
  Marker marker = Marker::withheld;
  std::optional<Value> value;  // with Marker::value only
};

struct View {
  std::uint64_t record_version = 0;
  std::vector<Cell> cells;  // by entity in the schema's order, row, field in the schema's order
  std::vector<ClassDecision> classes;

  const Cell* find(FieldId field, Row row = 0) const noexcept;
};

// A value by itself, with the marker that it has in a view.
Cell cell_of(const Schema& schema, OpenedValue value);

// Lays out what was opened by the schema. `rows` of entities with many are those that an opened
// value names; an entity of which nothing could be opened shows one row of markers. `stale` names
// classes whose weaker strength is not current: they are withheld.
View make_view(const Schema& schema, const Decision& decision, std::vector<OpenedValue> opened,
               const std::vector<ClassId>& stale);

}  // namespace veil::redact
