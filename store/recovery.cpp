#include "store/recovery.h"

namespace veil::store {

using crypto::Grant;
using crypto::GrantKind;

Result<Recovery> Recovery::open(const Vault& vault, const crypto::Identity& custodian) {
  auto grants = vault.custody_grants();
  if (!grants) return fail(grants.error());
  Recovery out;
  out.custodian_ = &custodian;
  out.charter_ = vault.charter();
  const Charter& charter = out.charter_->charter;
  std::optional<Grant> own;
  for (const Bytes& bytes : *grants) {
    auto grant = Grant::decode(bytes);
    if (!grant) return fail(grant.error());
    if (!grant->signed_by(charter.custodians, charter.threshold)) continue;
    const RosterEntry* holder = charter.person(grant->holder);
    if (grant->kind == GrantKind::RoleToRecovery) {
      out.roles_[grant->object] = std::move(*grant);
    } else if (grant->kind == GrantKind::CompartmentToRole ||
               grant->kind == GrantKind::IndexToRole) {
      out.held_.push_back(std::move(*grant));
    } else if (holder != nullptr && holder->identity == custodian.public_identity()) {
      own = std::move(*grant);
    }
  }
  if (!own || own->commitment != charter.recovery_commitment) {
    return fail(Code::Denied, "charter: this identity is no custodian of the store");
  }
  auto key = crypto::open_grant(*own, custodian.reveal_box_secret());
  if (!key) return fail(key.error());
  out.key_ = std::move(*key);
  return out;
}

Result<crypto::Key> Recovery::role_key(const RoleKey& role) const {
  const auto at = roles_.find(role.role);
  if (at == roles_.end() || at->second.commitment != role.commitment) {
    return fail(Code::Corrupt, "charter: the recovery key has no grant of a role");
  }
  return crypto::open_grant(at->second, key_);
}

Result<crypto::Key> Recovery::held_key(GrantKind kind, std::uint32_t object,
                                       const Hash& commitment) const {
  for (const Grant& grant : held_) {
    if (grant.kind != kind || grant.object != object || grant.commitment != commitment) continue;
    const RoleKey* role = charter_->charter.role_key(static_cast<redact::RoleId>(grant.holder));
    if (role == nullptr) continue;
    auto secret = role_key(*role);
    if (!secret) return secret;
    return crypto::open_grant(grant, *secret);
  }
  return fail(Code::Corrupt, "charter: no role holds a key that the charter names");
}

Result<crypto::Key> Recovery::compartment_key(const CompartmentKey& compartment) const {
  return held_key(GrantKind::CompartmentToRole, compartment.compartment, compartment.commitment);
}

Result<crypto::Key> Recovery::index_key(const IndexKey& index) const {
  return held_key(GrantKind::IndexToRole, index.field, index.commitment);
}

Result<Bytes> Recovery::sign(Grant grant, const crypto::PublicKey& to,
                             const crypto::Key& key) const {
  if (auto sealed = grant.seal_key(to, key); !sealed) return fail(sealed.error());
  grant.sign_with(custodian_->signing_key());
  return grant.encode();
}

Result<Bytes> Recovery::grant_role(const RoleKey& role, const RosterEntry& person,
                                   std::uint64_t charter_version, const StoreId& store) const {
  auto key = role_key(role);
  if (!key) return fail(key.error());
  Grant grant;
  grant.kind = GrantKind::RoleToPerson;
  grant.store = store;
  grant.charter_version = charter_version;
  grant.holder = person.number;
  grant.object = role.role;
  grant.epoch = role.epoch;
  grant.until_ms = person.until_ms;
  return sign(std::move(grant), person.identity.box_key(), *key);
}

}  // namespace veil::store
