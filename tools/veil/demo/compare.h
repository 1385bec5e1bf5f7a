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

// One line a field: its label, then each person's value or marker, wrapped. Of entities with many
// rows the first is shown. Requires (asserted) at most four sights.
void print_side_by_side(Console& console, const redact::Schema& schema,
                        const std::vector<std::string>& fields, const std::vector<Sight>& sights);

}  // namespace veil::tools::demo
