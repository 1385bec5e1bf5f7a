// store/charter_change.h: making charters: the first one, which founds a store, and those that
// follow. Whoever holds a custodian's identity signs here; the vault only checks. With one
// custodian that person can grant herself everything: SECURITY.md says so first. Thread safety:
// free functions.
#pragma once

#include "crypto/identity.h"
#include "store/vault.h"

namespace veil::store {

struct Founder {
  std::string name;  // in the roster
  std::vector<std::string> roles;
};

struct FoundingOptions {
  std::string policy;  // the exact text of its file
  std::string origin;  // of the access log's checkpoints; empty: drawn
  std::filesystem::path checkpoint;
  Clock clock = system_clock();
};

// Draws every key, boxes them to the roles and to the recovery key, signs charter 1 and begins the
// log in an empty engine. The founder is the only custodian. What is returned is the host's to
// keep. InvalidArgument if the policy has findings; Conflict if the engine holds a store.
Result<HostKeys> found_store(Engine& engine, const crypto::Identity& identity,
                             const Founder& founder, const FoundingOptions& options);

// A person of the roster as she is to be from now on. A known name with the same identity is
// changed, a new one added.
struct Enrolment {
  std::string name;
  crypto::PublicIdentity identity;
  std::vector<std::string> roles;
  std::uint64_t until_ms = 0;  // 0: open
};

// Makes the next charter with these people in it, opens the roles' keys through the recovery key,
// grants them, and puts all of it in force. Denied unless `custodian` is the store's only
// custodian.
Result<> enrol(Vault& vault, const crypto::Identity& custodian,
               const std::vector<Enrolment>& people, std::uint64_t now_ms);

}  // namespace veil::store
