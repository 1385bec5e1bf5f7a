// redact/explain.h: why one person sees one class of one record as she does: the decision, and of
// each grant that could give more what is missing. Says nothing that the facts do not say.
// Thread safety: free functions.
#pragma once

#include <vector>

#include "redact/decision.h"

namespace veil::redact {

struct Considered {
  Grant grant;             // as it works, see redact/policy_ways.h
  std::vector<Why> lacks;  // what does not hold of it; empty: it holds
};

struct Explanation {
  RoleId role = 0;
  PurposeId purpose = 0;
  ClassDecision decision;
  std::vector<Considered> ways;  // of this purpose, the strongest first
};

// `ask` says who, when and what she has stated. One answer for every purpose of the role, in its
// order, for reading or, if the role may only list, for listing.
std::vector<Explanation> explain(const Policy& policy, const Facts& facts, Ask ask, RoleId role,
                                 ClassId cls);

}  // namespace veil::redact
