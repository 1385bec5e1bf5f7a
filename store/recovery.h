// store/recovery.h: the recovery key, opened by its only custodian, and through it every key of the
// store: those of the roles, and those that roles hold. Internal to what makes charters.
// Thread safety: as for a value; it must not outlive the custodian's identity.
#pragma once

#include <map>

#include "crypto/grant.h"
#include "crypto/identity.h"
#include "store/vault.h"

namespace veil::store {

class Recovery {
 public:
  // Denied if the identity is no custodian of the store.
  static Result<Recovery> open(const Vault& vault, const crypto::Identity& custodian);

  // Corrupt if nobody was granted the key, or another than the charter's.
  Result<crypto::Key> role_key(const RoleKey& role) const;
  Result<crypto::Key> compartment_key(const CompartmentKey& compartment) const;
  Result<crypto::Key> index_key(const IndexKey& index) const;

  // A signed grant of a role's key to a person.
  Result<Bytes> grant_role(const RoleKey& role, const RosterEntry& person,
                           std::uint64_t charter_version, const StoreId& store) const;
  // A signed grant; kind, holder, object, epoch and times are filled in already.
  Result<Bytes> sign(crypto::Grant grant, const crypto::PublicKey& to,
                     const crypto::Key& key) const;

 private:
  Recovery() = default;
  // By way of a role that holds it.
  Result<crypto::Key> held_key(crypto::GrantKind kind, std::uint32_t object,
                               const Hash& commitment) const;

  const crypto::Identity* custodian_ = nullptr;
  std::shared_ptr<const SignedCharter> charter_;
  crypto::Key key_;
  std::map<std::uint32_t, crypto::Grant> roles_;  // to the recovery key
  std::vector<crypto::Grant> held_;               // to roles
};

}  // namespace veil::store
