// tools/veil/import_plan.h: a file of records, read and checked as a whole before anything of it is
// written. Every bad cell is reported by line, column, label and reason, never by what it holds.
//
// CSV: one line per entity row. Columns, in any order and by any of their names:
//   案号 | case      groups the lines to records; also the value of the field case.no
//   类型 | entity    which part of the record the line is: label or name of an entity
//   行 | row         number of the row, for entities with many; empty: a further row
//   the rest         fields: label or name within the entity ("姓名"), or whole ("person.name")
// Without 类型 each line holds fields of entities with one row; without 案号 each line is a record.
// An empty cell is "not recorded".
//
// JSON lines: one object per record,
//   {"fields": {"person.name": "...", ...}, "rows": {"minor": [{"name": "..."}, ...], ...}}
// with strings as people would type them, whole numbers, true, false; null is "not recorded".
// Thread safety: free functions.
#pragma once

#include "tools/veil/console.h"
#include "tools/veil/draft.h"

namespace veil::tools {

struct ImportFault {
  std::size_t line = 0;
  std::size_t column = 0;  // 0: of the whole line
  std::string what;
};

struct ImportPlan {
  std::vector<store::RecordDraft> drafts;
  std::vector<ImportFault> faults;  // none, or nothing may be written
};

inline constexpr std::size_t kImportSizeMax = std::size_t{256} * 1024 * 1024;  // bytes of a file

// What an import needs to know of the store.
struct ImportGround {
  const redact::Policy& policy;
  const store::Charter& charter;
  const Console& console;  // for the language of labels
};

ImportPlan plan_csv(const std::string& text, const ImportGround& ground);
ImportPlan plan_json_lines(std::string_view text, const ImportGround& ground);

// The field's label and the reason, from an error of a DraftBuilder.
std::string cell_fault(const redact::Field& field, const Error& error, const Console& console);

}  // namespace veil::tools
