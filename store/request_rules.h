// store/request_rules.h: what a kept request counts for at a moment, by the charter and policy in
// force then. Pure. Internal to the vault and the session. Thread safety: free functions.
#pragma once

#include "redact/facts.h"
#include "redact/policy.h"
#include "store/request.h"

namespace veil::store {

struct RequestWorld {
  const redact::Policy& policy;
  const Charter& charter;
  std::uint64_t now_ms = 0;
};

// The person still has the role.
bool has_role(const RequestWorld& world, redact::PersonId person, redact::RoleId role);

// How many different people approve it who may do so now: in the role in which they did, neither
// asker nor concerned, and not in the record's conflict list (where its facts are at hand). Of a
// review only approvals after the last denial; of others none once somebody denied.
std::size_t approvals_of(const RequestWorld& world, const KeptRequest& kept,
                         const redact::Facts* facts);

RequestState state_of(const RequestWorld& world, const KeptRequest& kept,
                      const redact::Facts* facts = nullptr);

// Whether a person in a role may answer requests of this kind, as far as no record is looked at.
bool may_answer(const RequestWorld& world, const KeptRequest& kept, redact::PersonId person,
                redact::RoleId role);

// Whether it can still count for something, or for somebody.
bool is_live(const KeptRequest& kept, std::uint64_t now_ms) noexcept;
// Whether its asker is suspended by it: a review that is a denial or overdue.
bool suspends(const KeptRequest& kept, std::uint64_t now_ms) noexcept;
// Whether it is a broken glass that is still open.
bool is_open_glass(const KeptRequest& kept, std::uint64_t now_ms) noexcept;

}  // namespace veil::store
