// store/charter.h: policy, roster and keys of a store in one body that custodians sign.
// Each version names the hash of the one before, and is in force only if the threshold of that
// one's custodians signed it. The body is a PAE (docs/format.md); its hash leaves the signatures
// out. The hash of version 1 names the store.
// Promise: what decodes is whole (check_charter) and encodes to the same bytes; nothing that these
// functions accept was signed by too few, signed twice by one, or reuses a person's number.
// Errors: Corrupt (damaged, foreign, out of its chain), InvalidArgument (a charter being made is
// not whole), Unsupported (a newer version of the format). Thread safety: values, free functions.
#pragma once

#include <string>
#include <vector>

#include "crypto/identity.h"
#include "redact/strength.h"

namespace veil::store {

// Of keys: each rotation makes the next.
inline constexpr std::uint64_t kFirstEpoch = 1;

inline constexpr std::size_t kCharterSizeMax = std::size_t{4} << 20;  // of the body
inline constexpr std::size_t kPolicySizeMax = std::size_t{1} << 20;
inline constexpr std::size_t kCodeListsMax = 64;
inline constexpr std::size_t kRosterMax = 10000;
inline constexpr std::size_t kPersonNameMax = 120;  // bytes
inline constexpr std::size_t kPersonRolesMax = 64;
inline constexpr std::size_t kCharterKeysMax = 10000;  // of roles, of compartments, of indexes
inline constexpr std::size_t kAcceptedRulesMax = 64;
inline constexpr std::size_t kCustodiansMax = 32;

using RulesHash = ByteArray<8>;

// Who works here, and who did: an entry is never dropped, so that the log's numbers keep their
// names; who left has an end.
struct RosterEntry {
  redact::PersonId number = 0;  // from 1; never another person's
  std::string name;             // unique among those of one charter
  crypto::PublicIdentity identity;
  std::vector<redact::RoleId> roles;  // ascending
  std::uint64_t until_ms = 0;         // 0: open
  friend bool operator==(const RosterEntry&, const RosterEntry&) = default;
};

struct RoleKey {
  redact::RoleId role = 0;
  std::uint64_t epoch = 0;
  crypto::PublicKey key{};
  Hash commitment{};  // to the secret of `key` (crypto/grant.h)
  friend bool operator==(const RoleKey&, const RoleKey&) = default;
};

struct CompartmentKey {
  redact::Compartment compartment = 0;
  std::uint64_t epoch = 0;
  crypto::PublicKey key{};                // for blind sections
  Hash commitment{};                      // to the compartment key
  std::vector<RulesHash> accepted_rules;  // ascending; veil rules whose results are current
  friend bool operator==(const CompartmentKey&, const CompartmentKey&) = default;
};

// The key of a searchable field: symmetric, so there is no public part.
struct IndexKey {
  redact::FieldId field = 0;
  std::uint64_t epoch = 0;
  Hash commitment{};
  friend bool operator==(const IndexKey&, const IndexKey&) = default;
};

struct Charter {
  std::uint64_t version = 0;  // from 1
  Hash previous{};            // of the body before; zeros in version 1
  std::uint64_t time_ms = 0;
  ByteArray<32> random{};
  Bytes policy;                              // the exact bytes of its file
  std::vector<Bytes> code_lists;             // likewise
  std::vector<RosterEntry> roster;           // ascending by number
  std::vector<RoleKey> roles;                // ascending by (role, epoch)
  std::vector<CompartmentKey> compartments;  // ascending by (compartment, epoch)
  std::vector<IndexKey> indexes;             // ascending by (field, epoch)
  std::string log_vkey;                      // of the host's log, as C2SP signed-note writes it
  crypto::PublicKey recovery{};
  Hash recovery_commitment{};
  std::vector<crypto::VerifyKey> custodians;  // ascending
  std::uint64_t threshold = 0;                // 2 * threshold > custodians

  // Puts every list into the order it must have.
  void sort();

  const RosterEntry* person(redact::PersonId number) const noexcept;
  const RosterEntry* person(std::string_view name) const noexcept;
  const RosterEntry* person(const crypto::PublicIdentity& identity) const noexcept;
  // The newest epoch's; null if there is none.
  const RoleKey* role_key(redact::RoleId role) const noexcept;
  const CompartmentKey* compartment_key(redact::Compartment compartment) const noexcept;
  const IndexKey* index_key(redact::FieldId field) const noexcept;
  // Of one epoch.
  const RoleKey* role_key(redact::RoleId role, std::uint64_t epoch) const noexcept;
  const CompartmentKey* compartment_key(redact::Compartment compartment,
                                        std::uint64_t epoch) const noexcept;
  const IndexKey* index_key(redact::FieldId field, std::uint64_t epoch) const noexcept;

  friend bool operator==(const Charter&, const Charter&) = default;
};

// InvalidArgument, naming the rule, unless every number, order, limit and uniqueness above holds.
Result<> check_charter(const Charter& charter);

// Require (asserted) check_charter.
Bytes charter_body(const Charter& charter);
Hash charter_hash(const Charter& charter);
StoreId store_id_of(const Charter& first);  // requires version 1

Result<Charter> decode_charter(BytesView body);

struct CharterSignature {
  crypto::VerifyKey custodian{};
  crypto::Signature signature{};
  friend bool operator==(const CharterSignature&, const CharterSignature&) = default;
};

struct SignedCharter {
  Charter charter;
  std::vector<CharterSignature> signatures;  // ascending by custodian
  friend bool operator==(const SignedCharter&, const SignedCharter&) = default;
};

// Over PAE("veil/charter/sign/1", hash of the body). A second signature of one custodian replaces
// the first. Requires (asserted) check_charter.
void sign_charter(SignedCharter& charter, const crypto::SigningKey& custodian);

// Requires (asserted) check_charter and ordered signatures. Decoding verifies no signature.
Bytes encode_signed_charter(const SignedCharter& charter);
Result<SignedCharter> decode_signed_charter(BytesView bytes);

// Version 1: nothing before it, signed by the threshold of its own custodians.
Result<> check_first(const SignedCharter& first);

// `after` follows `before`: next number, the hash of `before`, no earlier time, signed by the
// threshold of the custodians of `before` and by nobody else; every person of `before` is still
// there under the same number and identity; no key of an epoch changed, no newest epoch fell.
Result<> check_successor(const SignedCharter& before, const SignedCharter& after);

// The row that a charter is kept in. A stolen disk does not show who works there:
// wrap(derive(host section key, PAE("veil/charter-row-key/1")), AAD PAE("veil/charter-row/1",
// version), signed charter). Opening gives Corrupt for any other version's row, key or bytes.
Bytes seal_charter_row(const crypto::Key& section, const SignedCharter& charter);
Result<SignedCharter> open_charter_row(const crypto::Key& section, std::uint64_t version,
                                       BytesView row);

}  // namespace veil::store
