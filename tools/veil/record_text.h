// tools/veil/record_text.h: a record for people, as wide as the console: grouped by entity and row;
// each value with its label and strength, long texts folded; below them what is not recorded, and
// what is withheld, by the reason why. The three markers are three different words.
// Thread safety: free functions.
#pragma once

#include "store/session.h"
#include "tools/veil/why_text.h"

namespace veil::tools {

// The value as people read it, or its marker: 【未填】 [not recorded], 【不详】 [unknown],
// 【不公开】 [withheld]. Line breaks stay, other control characters are made harmless.
std::string cell_text(const redact::Schema& schema, const redact::Cell& cell,
                      const Console& console);
std::string_view marker_text(redact::Marker marker, const Console& console) noexcept;
std::string_view strength_text(redact::Strength strength, const Console& console) noexcept;

void print_record(const Beholder& by, const store::RecordView& record, Console& console);

}  // namespace veil::tools
