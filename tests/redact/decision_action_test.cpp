// What a decision makes of the action that is asked for.
#include "redact/decision.h"
#include "tests/redact/small_policy.h"

namespace veil::redact {
namespace {

constexpr std::uint64_t kNoon = 1'641'614'400'000;  // 12:00 at +08:00
constexpr PersonId kMe = 7;

TEST_CASE("whoever may create but not write, writes only what is being created",
          "[redact][decision]") {
  std::string text = replaced(std::string(kSmallPolicy), R"(may = ["read", "write", "create"])",
                              R"(may = ["read", "create"])");
  const Policy policy = parsed(text);
  Facts facts;
  facts.created_by = kMe;
  facts.created_at_ms = kNoon;
  Ask ask{kMe, 1, 1, Action::create, kNoon, false, false};
  CHECK(decide(policy, facts, ask).of(1)->write);
  ask.action = Action::read;
  CHECK_FALSE(decide(policy, facts, ask).of(1)->write);
  CHECK(decide(policy, facts, ask).of(1)->strength == Strength::full);
  ask.action = Action::write;
  CHECK_FALSE(decide(policy, facts, ask).anything);
}
}  // namespace
}  // namespace veil::redact
