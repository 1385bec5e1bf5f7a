// tools/veil/why_text.h: why a person does not see more of a field, in words, and what she can do
// about it. What is said follows from the policy, the role and the decision alone, never from
// whether a value is there: so it is the same for every field of a class with hidden presence.
// Thread safety: free functions.
#pragma once

#include "redact/view.h"
#include "tools/veil/console.h"

namespace veil::tools {

// Who looks, and how much she asked for.
struct Beholder {
  const redact::Policy& policy;
  const redact::Role& role;
  redact::Strength at_most = redact::Strength::full;
};

// Why the class is not seen in a stronger form; empty if it is seen in full.
std::string why_text(const Beholder& by, const redact::ClassDecision& decision,
                     const Console& console);
// Why this cell, which is withheld, is; empty for other cells.
std::string why_withheld(const Beholder& by, const redact::View& view, const redact::Cell& cell,
                         const Console& console);

}  // namespace veil::tools
