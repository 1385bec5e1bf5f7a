// tools/veil/demo/stage.h: what every scene of the demo has at hand, and how one person looks at a
// case in it.
// Thread safety: none; one thread.
#pragma once

#include <string>
#include <vector>

#include "tools/veil/demo/compare.h"
#include "tools/veil/demo/teller.h"
#include "tools/veil/demo/world.h"

namespace veil::tools::demo {

struct Stage {
  Console& console;
  Teller& teller;
  World& world;
  const std::vector<store::RecordId>& ids;  // of the cases, by number, from 0

  const char* word(const char* zh, const char* en) const { return console.word(zh, en); }
};

struct Look {
  Who who = Who::auditor;
  const char* role = "";
  const char* purpose = "";
  std::string reason;
};

// The policy in force.
Done<redact::Policy> policy_of(Stage& stage);

// What she sees of one case, with her name, role and purpose above it. A role that may only list
// looks it up in a list.
Done<Sight> look(Stage& stage, const Look& how, const store::RecordId& id);
// Whether she is shown a value of the field, in whatever strength.
bool shows(const redact::Policy& policy, const Sight& sight, const char* field);

}  // namespace veil::tools::demo
