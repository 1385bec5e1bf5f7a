// What tools/policies/demo.toml means, written out by hand and reviewed line by line: for each role
// and situation, what it sees of each class. F full, V veiled, C counted, w may write, - nothing.
#include <fstream>
#include <iterator>
#include <sstream>

#include "redact/decision.h"
#include "tests/redact/small_policy.h"

namespace veil::redact {
namespace {

constexpr std::uint64_t kHour = 3'600'000;
constexpr std::uint64_t kDay = 24 * kHour;
constexpr std::uint64_t kNoon = 19000 * kDay + 4 * kHour;  // 12:00 at +08:00
constexpr PersonId kMe = 7;
constexpr PersonId kOther = 8;

Policy demo() {
  std::ifstream file("tools/policies/demo.toml", std::ios::binary);
  INFO("run from the root of the repository");
  REQUIRE(file);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return parsed(text);
}

struct Situation {
  const char* role;
  const char* purpose;
  std::string facts;  // words; see world_of
  const char* sees;   // by class, in the order of kClasses
};

constexpr const char* kClasses =
    "op staff guard ident quasi locate safety category dignity narrative health minor resp finance "
    "account assist content consent";

const Situation kTable[] = {
    // role         purpose       situation        op st gu id qu lo sa ca di na he mi re fi ac as
    // co cs
    {"handler", "assist", "", "F F - V V - - V - - - - - - - - - -"},
    {"handler", "assist", "reason approved", "F F - V V - - V - - - - - - - - - -"},
    {"handler", "assist", "assigned", "Fw F - Fw Fw - Fw Fw Fw - Fw Fw Fw Fw Fw Fw Fw Fw"},
    {"handler", "assist", "assigned reason", "Fw F - Fw Fw Fw Fw Fw Fw - Fw Fw Fw Fw Fw Fw Fw Fw"},
    {"handler", "assist", "assigned reason night",
     "Fw F - Fw Fw Fw Fw Fw Fw - Fw Fw Fw Fw Fw Fw Fw Fw"},
    {"handler", "investigate", "assigned reason",
     "Fw F - Fw Fw - - Fw Fw Fw Fw Fw Fw Fw - Fw Fw Fw"},
    {"handler", "assist", "own", "F F - V V - - V - - - - - - - - - -"},
    {"handler", "statistics", "assigned reason", "- - - - - - - - - - - - - - - - - -"},

    {"caseworker", "assist", "", "F - - V V - - V - - - - - - - - - -"},
    {"caseworker", "assist", "consents reason approved", "F - - V V - - V - - - - - - - - - -"},
    {"caseworker", "assist", "assigned", "F F - V V - - V V - - Vw V V - Fw w F"},
    {"caseworker", "assist", "assigned consents", "F F - F V - F F V - V Vw V V - Fw w F"},
    {"caseworker", "assist", "assigned consents night", "F F - F V - F F V - - Vw V V - Fw w F"},
    {"caseworker", "assist", "assigned withdrawn", "F F - V V - - V V - - Vw V V - Fw w F"},
    {"caseworker", "assist", "assigned others", "F F - V V - - V V - - Vw V V - Fw w F"},
    {"caseworker", "investigate", "assigned consents", "- - - - - - - - - - - - - - - - - -"},

    {"intake", "intake", "", "F F - V - - - - - - - - - - - - - -"},
    {"intake", "intake", "assigned consents reason", "F F - V - - - - - - - - - - - - - -"},
    {"intake", "intake", "own", "Fw Fw - Fw Fw Fw Fw Fw Fw Fw Fw Fw Fw Fw Fw Fw w Fw"},
    {"intake", "intake", "own old", "F F - V - - - - - - - - - - - - - -"},

    {"supervisor", "manage", "", "F Fw Fw V V - - F V - - V - V V F - F"},
    {"supervisor", "manage", "approved", "F Fw Fw V V - - F V - - V - F F F - F"},
    {"supervisor", "manage", "assigned reason consents own",
     "F Fw Fw V V - - F V - - V - V V F - F"},

    {"statistician", "statistics", "", "C - - - C - - C C - C C - C - C - -"},
    {"statistician", "statistics", "assigned reason consents own approved",
     "C - - - C - - C C - C C - C - C - -"},

    {"auditor", "audit", "", "- - - - - - - - - - - - - - - - - -"},
    {"auditor", "audit", "assigned reason consents own approved",
     "- - - - - - - - - - - - - - - - - -"},

    {"handler", "assist", "assigned reason conflict", "- - - - - - - - - - - - - - - - - -"},
    {"supervisor", "manage", "approved conflict", "- - - - - - - - - - - - - - - - - -"},
    {"intake", "intake", "own conflict", "- - - - - - - - - - - - - - - - - -"},
};

struct World {
  Facts facts;
  Ask ask;
};

World world_of(const Policy& policy, const Situation& situation) {
  World world;
  world.ask = {kMe,
               policy.role(situation.role)->id,
               policy.purpose(situation.purpose)->id,
               Action::read,
               kNoon,
               false,
               false};
  world.facts.created_by = kOther;
  world.facts.created_at_ms = kNoon - 3 * kDay;
  std::istringstream words(situation.facts);
  for (std::string word; words >> word;) {
    if (word == "assigned") {
      world.facts.assigned.push_back(kMe);
    } else if (word == "conflict") {
      world.facts.conflicts.push_back(kMe);
    } else if (word == "reason") {
      world.ask.reason_given = true;
    } else if (word == "approved") {
      world.ask.approved = true;
    } else if (word == "own") {
      world.facts.created_by = kMe;
    } else if (word == "old") {
      world.facts.created_at_ms -= 1;
    } else if (word == "night") {
      world.ask.now_ms += 8 * kHour;  // 20:00
    } else {
      const bool withdrawn = word == "withdrawn";
      const std::string to = word == "others" ? "press" : "womens_federation";
      for (const char* scope : {"share_federation", "share_medical"}) {
        world.facts.consents.push_back({scope, to, kNoon + 30 * kDay, withdrawn});
      }
    }
  }
  return world;
}

std::string seen(const Policy& policy, const Decision& decision) {
  std::string text;
  for (const ClassDecision& one : decision.classes) {
    if (!text.empty()) text += " ";
    std::string word;
    if (one.strength == Strength::full) word = "F";
    if (one.strength == Strength::veiled) word = "V";
    if (one.strength == Strength::counted) word = "C";
    if (one.write) word += "w";
    text += word.empty() ? "-" : word;
  }
  CHECK(decision.classes.size() == policy.schema().classes().size());
  return text;
}

TEST_CASE("the demo policy shows each role what was agreed, and no more", "[redact][demo]") {
  const Policy policy = demo();
  std::string classes;
  for (const Class& cls : policy.schema().classes()) {
    classes += (classes.empty() ? "" : " ") + cls.name;
  }
  REQUIRE(classes == kClasses);
  for (const Situation& situation : kTable) {
    CAPTURE(situation.role, situation.purpose, situation.facts);
    const World world = world_of(policy, situation);
    const Decision read = decide(policy, world.facts, world.ask);
    CHECK(seen(policy, read) == situation.sees);
  }
}

TEST_CASE("intake alone of the demo's roles makes records, and auditors alone read the log",
          "[redact][demo]") {
  const Policy policy = demo();
  for (const Role& role : policy.roles()) {
    CAPTURE(role.name);
    Facts facts;
    facts.created_by = kMe;
    facts.created_at_ms = kNoon;
    const Ask ask{kMe, role.id, role.purposes.front(), Action::create, kNoon, true, false};
    CHECK(decide(policy, facts, ask).anything == (role.name == "intake"));
    CHECK(role.can(Action::read_log) == (role.name == "auditor"));
    CHECK(role.can(Action::manage_people) == (role.name == "supervisor"));
    CHECK(role.can(Action::history) == (role.name == "handler"));
  }
}

// Whatever the conditions say, a role cannot open what it holds no key of.
TEST_CASE("the demo's roles hold the keys that they should, and no others", "[redact][demo]") {
  const Policy policy = demo();
  const auto keys = [&](const char* role) {
    std::string text;
    for (const Class& cls : policy.schema().classes()) {
      std::string word;
      for (const Compartment key : policy.keys_of(policy.role(role)->id)) {
        if (class_of(key) == cls.id) word += "-CVF"[static_cast<int>(strength_of(key))];
      }
      text += (text.empty() ? "" : " ") + (word.empty() ? "-" : word);
    }
    return text;
  };
  // op staff guard ident quasi locate safety category dignity narrative health minor resp finance
  // account assist content consent
  CHECK(keys("handler") == "CF F - VF CVF F F CVF CVF F CVF CVF VF CVF VF CF F F");
  CHECK(keys("caseworker") == "CF F - VF CV - F CVF CV - CV CV V CV - CF - F");
  CHECK(keys("intake") == "CF F - VF CVF F F CVF CVF F CVF CVF VF CVF VF CF - F");
  CHECK(keys("supervisor") == "CF F F V CV - - CVF CV - - CV - CVF VF CF - F");
  CHECK(keys("statistician") == "C - - - C - - C C - C C - C - C - -");
  CHECK(keys("auditor") == "- - - - - - - - - - - - - - - - - -");
}

}  // namespace
}  // namespace veil::redact
