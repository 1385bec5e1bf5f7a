// tools/veil/record_text.h: a record for people: grouped by entity, label, value, strength, in 80
// columns. The three markers are three different words.
// Thread safety: free functions.
#pragma once

#include "store/session.h"
#include "tools/veil/console.h"

namespace veil::tools {

// The value as people read it, or its marker: 【未填】 [not recorded], 【不详】 [unknown],
// 【不公开】 [withheld]. Line breaks stay, other control characters are made harmless.
std::string cell_text(const redact::Schema& schema, const redact::Cell& cell,
                      const Console& console);
const char* marker_text(redact::Marker marker, const Console& console) noexcept;
const char* strength_text(redact::Strength strength, const Console& console) noexcept;

void print_record(const redact::Schema& schema, const store::RecordView& record, Console& console);

}  // namespace veil::tools
