// tools/veil/import/cell.h: one cell of a table, as spreadsheets leave it, into a draft.
// Spreadsheets damage what they hold: they cut long numbers, make dates of what is none, write
// errors in place of values. What can be told from the cell gets a reason of its own.
// Thread safety: free functions.
#pragma once

#include "tools/veil/import/line_reader.h"

namespace veil::tools {

// Without spaces and invisible characters around it, and without ="..." that keeps a spreadsheet
// from changing it.
std::string trimmed(std::string_view text);

// "label: reason" if the value cannot be taken; never with the text. `cell.text` is trimmed.
std::optional<std::string> set_cell(DraftBuilder& draft, const ImportCell& cell,
                                    const redact::Row row, const Console& console);

}  // namespace veil::tools
