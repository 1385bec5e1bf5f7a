// Policy::parse refuses with a place, or gives a policy that is whole: whatever it names resolves,
// and the linter, decisions and hashes can be asked of it.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "redact/decision.h"

using namespace veil::redact;  // NOLINT(google-build-using-namespace)

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check_fields(const Policy& policy) {
  const Schema& schema = policy.schema();
  for (const Field& field : schema.fields()) {
    require(schema.field(field.id) == &field && schema.field(field.name) == &field);
    require(schema.entity(field.entity) != nullptr && schema.cls(field.cls) != nullptr);
    require(field.codes.empty() || schema.code_list(field.codes) != nullptr);
  }
}

void check_role(const Policy& policy, const Role& role) {
  for (const Compartment key : policy.keys_of(role.id)) {
    require(policy.has_compartment(key));
    require(strength_of(key) <= policy.cap(role.id, class_of(key)));
  }
  Facts facts;
  facts.conflicts = {2};
  for (const PurposeId purpose : role.purposes) {
    require(policy.purpose(purpose) != nullptr);
    Ask ask{1, role.id, purpose, Action::read, 1'600'000'000'000, true, true};
    for (const ClassDecision& one : decide(policy, facts, ask).classes) {
      require(one.strength <= policy.cap(role.id, one.cls));
      require(!one.write || policy.may_write(role.id, one.cls));
    }
    ask.person = 2;
    require(!decide(policy, facts, ask).anything);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto policy = Policy::parse({reinterpret_cast<const char*>(data), size});
  if (!policy) {
    require(policy.error().code == veil::Code::InvalidArgument);
    require(policy.error().message.rfind("line ", 0) == 0);
    return 0;
  }
  check_fields(*policy);
  for (const Role& role : policy->roles()) check_role(*policy, role);
  for (const Compartment compartment : policy->compartments()) {
    policy->veil_rules_hash(compartment);
  }
  lint(*policy);
  require(lint_succession(*policy, *policy).size() == 1);  // the version is the same
  return 0;
}
