// tools/veil/demo/compare.h: one record as several people see it, side by side in 80 columns.
// Thread safety: free functions.
#pragma once

#include <string>
#include <vector>

#include "store/session.h"
#include "tools/veil/console.h"

namespace veil::tools::demo {

struct Sight {
  std::string heading;
  std::optional<redact::View> view;  // none: refused, nothing of the record is seen
};

struct Comparison {
  std::vector<std::size_t> widths;  // of the label, then of each sight
  std::vector<std::string> fields;
};

// One line a field: its label, then each person's value or marker, wrapped. Of entities with many
// rows the first is shown. Requires (asserted) a width for each sight, all of them within 80
// columns with the spaces between.
void print_side_by_side(Console& console, const redact::Schema& schema,
                        const Comparison& comparison, const std::vector<Sight>& sights);

}  // namespace veil::tools::demo
