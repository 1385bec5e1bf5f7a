#include <algorithm>

#include "crypto/grant.h"
#include "store/log_name.h"
#include "store/policy_check.h"
#include "store/rows.h"
#include "store/vault_inside.h"

namespace veil::store {
namespace {

tl::unexpected<Error> not_allowed(const char* why) {
  return fail(Code::Denied, std::string("charter: ") + why);
}

template <class List, class One>
bool among(const List& list, const One& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

// Of a key that the charter knows, to one whom charter and policy let hold it.
bool fits(const InForce& after, const crypto::Grant& grant) {
  const Charter& charter = after.charter();
  const auto same = [&](const auto* key) {
    return key != nullptr && key->epoch == grant.epoch && key->commitment == grant.commitment;
  };
  const auto object = static_cast<std::uint16_t>(grant.object);
  const auto holder = static_cast<redact::RoleId>(grant.holder);
  const RosterEntry* person = charter.person(grant.holder);
  switch (grant.kind) {
    case crypto::GrantKind::RoleToPerson:
      return same(charter.role_key(object)) && person != nullptr && among(person->roles, object);
    case crypto::GrantKind::RoleToRecovery:
      return same(charter.role_key(object)) && grant.holder == 0;
    case crypto::GrantKind::CompartmentToRole:
      return same(charter.compartment_key(grant.object)) && charter.role_key(holder) != nullptr &&
             among(after.policy.keys_of(holder), grant.object);
    case crypto::GrantKind::IndexToRole:
      return same(charter.index_key(object)) && charter.role_key(holder) != nullptr &&
             among(after.policy.index_keys_of(holder), object);
    case crypto::GrantKind::RecoveryToCustodian:
      return false;
  }
  return false;
}

// A grant that may go into the store with the next charter: of this store, signed by enough
// custodians, of a key that the next charter knows, to a holder that it has.
Result<Change> grant_change(const InForce& now, const InForce& after, const StoreId& store,
                            BytesView bytes) {
  auto grant = crypto::Grant::decode(bytes);
  if (!grant) return fail(grant.error());
  if (!fits(after, *grant) || grant->store != store ||
      grant->charter_version != after.charter().version) {
    return not_allowed("a grant does not fit the next charter");
  }
  if (!grant->signed_by(now.charter().custodians, now.charter().threshold)) {
    return not_allowed("a grant is not signed by enough custodians");
  }
  return Change{grant_row_key(static_cast<std::uint8_t>(grant->kind), grant->holder, grant->object,
                              grant->epoch),
                to_bytes(bytes)};
}

// Nothing, where the policy in force lets custodians alone decide; else the approved request that
// the work uses up.
Result<std::optional<RequestId>> admit_policy(const Vault::Inside& inside, const InForce& now,
                                              const Bytes& policy, Work& work) {
  auto next = check_next_policy(now.chain, now.policy, text_of(policy));
  if (!next) return fail(Code::Denied, next.error().message);
  // Else she would stay suspended for good.
  if (next->request_rule(redact::RequestKind::break_glass_review, 0) == nullptr &&
      inside.requests.has_review()) {
    return not_allowed("an emergency is not reviewed yet, and by this policy nobody could");
  }
  const auto& rules = now.policy.requests();
  if (std::none_of(rules.begin(), rules.end(), [](const redact::RequestRule& rule) {
        return rule.kind == redact::RequestKind::policy_change;
      })) {
    return std::nullopt;
  }
  const RequestSubject subject = policy_subject(now.hash, policy);
  const auto kept = inside.requests.approved_for(inside.world(now), subject);
  if (kept == nullptr) {
    return not_allowed("no approved request asks for this policy after the charter in force");
  }
  auto used = inside.use_request(now, {kept->id, subject, nullptr, nullptr}, work);
  if (!used) return fail(used.error());
  return kept->id;
}

Result<> put_next_in_force(Vault::Inside& inside, const SignedCharter& next,
                           const std::vector<Bytes>& grants) {
  const auto now = inside.current();
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
  Work work;
  std::optional<RequestId> used;
  if (next.charter.policy != now->charter().policy) {
    auto approved = admit_policy(inside, *now, next.charter.policy, work);
    if (!approved) return fail(approved.error());
    used = *approved;
  }
  Entry entry;
  entry.action = Action::policy_change;
  entry.charter_version = next.charter.version;
  entry.client = inside.client;
  if (used) entry.reason = "request " + hex(*used);
  work.drafts.push_back({std::move(entry), std::nullopt});
  for (const Bytes& bytes : grants) {
    auto change = grant_change(*now, **in_force, inside.store, bytes);
    if (!change) return fail(change.error());
    work.changes.push_back(std::move(*change));
  }
  const Bytes key = charter_row_key(static_cast<std::uint32_t>(next.charter.version));
  work.changes.push_back({key, seal_charter_row(inside.keys.section, next)});
  work.conditions.push_back({key, std::nullopt});
  auto index = inside.log->commit(std::move(work));
  if (!index) return fail(index.error());
  if (used) inside.refresh_request(*used);
  const std::unique_lock lock(inside.charter_mutex);
  inside.in_force = std::move(*in_force);
  return {};
}

}  // namespace

Result<> Vault::apply_charter(const SignedCharter& next, const std::vector<Bytes>& grants) {
  auto done = put_next_in_force(*inside_, next, grants);
  if (done || done.error().code != Code::Denied) return done;
  // Nobody entered; that it was tried is told all the same.
  Entry entry;
  entry.action = Action::policy_change;
  entry.outcome = EntryOutcome::refused;
  entry.charter_version = inside_->current()->charter().version;
  entry.client = inside_->client;
  if (auto logged = inside_->record(std::move(entry)); !logged) return logged;
  return done;
}

}  // namespace veil::store
