// tools/veil/import/headings.h: which field each column of a table holds, by its heading.
// A heading is a field's label (zh or en) or name within its entity, or both with the entity's
// ("救助对象.姓名", "person.name"); case, width, spaces and a "*" or "(必填)" behind it do not
// matter. Three columns order the lines: 案号 (case), 类型 (entity), 行 (row). Thread safety:
// values.
#pragma once

#include <map>

#include "tools/veil/import/line_reader.h"

namespace veil::tools {

// What a column holds: one of the three that order the lines, or a field in each entity that has
// one of that name.
struct Column {
  enum class Kind { record, entity, row, field, nothing };
  Kind kind = Kind::nothing;
  bool may_hold = false;  // of nothing: what stands in it is left out on purpose
  std::map<redact::EntityId, const redact::Field*> fields;
};

struct Headings {
  std::vector<Column> columns;
  std::optional<std::size_t> record_at;
  std::optional<std::size_t> entity_at;
  std::optional<std::size_t> row_at;
  bool number_has_column = false;  // the field of the case number, besides 案号
};

// `ignored`: headings of columns that are left out. Faults are appended.
Headings read_headings(const std::vector<TableCell>& cells, const std::vector<std::string>& ignored,
                       const ImportGround& ground, std::vector<ImportFault>& faults);

// The entity that a cell of 类型 names; null if none.
const redact::Entity* entity_named(const redact::Schema& schema, std::string_view text);

// A heading without what does not matter in it.
std::string heading_key(std::string_view text);

}  // namespace veil::tools
