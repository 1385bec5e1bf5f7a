#include <algorithm>

#include "crypto/grant.h"
#include "store/log_name.h"
#include "store/rows.h"
#include "store/vault_inside.h"

namespace veil::store {
namespace {

tl::unexpected<Error> not_allowed(const char* why) {
  return fail(Code::Denied, std::string("charter: ") + why);
}

// A grant that may go into the store with the next charter: of this store, signed by enough
// custodians, of a key that the next charter knows, to a holder that it has.
Result<Change> grant_change(const InForce& now, const SignedCharter& next, const StoreId& store,
                            BytesView bytes) {
  auto grant = crypto::Grant::decode(bytes);
  if (!grant) return fail(grant.error());
  const RosterEntry* person = next.charter.person(grant->holder);
  const RoleKey* role = next.charter.role_key(static_cast<redact::RoleId>(grant->object));
  const bool known =
      grant->kind == crypto::GrantKind::RoleToPerson && person != nullptr && role != nullptr &&
      role->epoch == grant->epoch && role->commitment == grant->commitment &&
      std::find(person->roles.begin(), person->roles.end(), role->role) != person->roles.end();
  if (!known || grant->store != store || grant->charter_version != next.charter.version) {
    return not_allowed("a grant does not fit the next charter");
  }
  if (!grant->signed_by(now.charter().custodians, now.charter().threshold)) {
    return not_allowed("a grant is not signed by enough custodians");
  }
  return Change{grant_row_key(static_cast<std::uint8_t>(grant->kind), grant->holder, grant->object,
                              grant->epoch),
                to_bytes(bytes)};
}

}  // namespace

Result<> Vault::apply_charter(const SignedCharter& next, const std::vector<Bytes>& grants) {
  const auto now = inside_->current();
  auto follows = check_successor(now->signed_charter, next);
  if (!follows) return fail(Code::Denied, follows.error().message);
  std::vector<Bytes> chain = now->chain;
  chain.push_back(encode_signed_charter(next));
  auto in_force = put_in_force(next, std::move(chain));
  if (!in_force) return fail(in_force.error());
  for (const redact::Role& role : (*in_force)->policy.roles()) {
    if (next.charter.role_key(role.id) == nullptr) return not_allowed("a role has no key");
  }
  if (next.charter.log_vkey != now->charter().log_vkey) {
    return not_allowed("the key of the access log changed");
  }
  if (auditors_of((*in_force)->policy, next.charter).empty()) {
    return not_allowed("the policy has no auditors");
  }
  if (next.charter.policy != now->charter().policy) {
    if (!redact::lint((*in_force)->policy).empty()) return not_allowed("the policy has findings");
    const auto broken = redact::lint_succession(now->policy, (*in_force)->policy);
    if (!broken.empty()) return not_allowed(broken.front().message.c_str());
  }

  Work work;
  Entry entry;
  entry.action = Action::policy_change;
  entry.charter_version = next.charter.version;
  entry.client = inside_->client;
  work.drafts.push_back({std::move(entry), std::nullopt});
  for (const Bytes& bytes : grants) {
    auto change = grant_change(*now, next, inside_->store, bytes);
    if (!change) return fail(change.error());
    work.changes.push_back(std::move(*change));
  }
  const Bytes key = charter_row_key(static_cast<std::uint32_t>(next.charter.version));
  work.changes.push_back({key, seal_charter_row(inside_->keys.section, next)});
  work.conditions.push_back({key, std::nullopt});
  auto index = inside_->log->commit(std::move(work));
  if (!index) return fail(index.error());
  const std::unique_lock lock(inside_->charter_mutex);
  inside_->in_force = std::move(*in_force);
  return {};
}

}  // namespace veil::store
