#include "tools/veil/import/assembly.h"

#include "tools/veil/import/cell.h"

namespace veil::tools {

Result<bool> RecordAssembly::next(ImportRecord& record) {
  const auto changed = [] {
    return fail(Code::Conflict, "the file has changed since it was checked");
  };
  ImportLine line;
  while (lines_.next(line)) {
    ++read_;
    if (line.ends) return changed();
    if (line.key.empty() && line.cells.empty() && !line.faults.empty()) continue;
    const auto number = table_.find(line, next_);
    if (!number) return changed();
    const RecordMark& mark = table_.marks()[*number];
    if (mark.bad) continue;
    Open& open = open_.try_emplace(*number, ground_).first->second;
    if (!line.faults.empty() || !add(line, open)) return changed();
    if (++open.lines < mark.lines) continue;
    record = {*number, open.draft.take(), std::move(open.rows), reason_};
    open_.erase(*number);
    return true;
  }
  if (!open_.empty()) return changed();
  return false;
}

bool RecordAssembly::add(const ImportLine& line, Open& record) const {
  const auto first = static_cast<redact::Row>(record.rows.size());
  for (std::size_t i = 0; i < line.rows.size(); ++i) {
    const ImportRow& row = line.rows[i];
    record.rows.push_back({row.entity, store::kNewRow + first + static_cast<redact::Row>(i),
                           row.number, row.line, row.column});
  }
  const auto set = [&](const ImportCell& cell) {
    const redact::Row row = cell.row == 0 ? 0 : cell.row + first;
    return !set_cell(record.draft, cell, row, ground_.console);
  };
  if (record.lines == 0 && line.number && !set(*line.number)) return false;
  for (const ImportCell& cell : line.cells) {
    if (!set(cell)) return false;
  }
  return true;
}

}  // namespace veil::tools
