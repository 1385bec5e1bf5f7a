// crypto/grant.h: a key handed to one holder, signed by custodians.
// A box has no sender: whoever can write to the store could box a key of his own to a member, and
// all that she writes next would be his. So a grant binds box, commitment to the key, holder,
// object, epoch and time under the signatures of custodians, and is never used without signed_by().
//   body       = PAE("veil/grant/1", suite, kind, store, charter version, holder, object, epoch,
//                commitment, box, not before, until)
//   row        = PAE("veil/grant-row/1", body, PAE of PAE(custodian, signature)), ascending by
//   custodian box        to the holder's key, context PAE("veil/grant/box/1", store, kind, holder,
//   object, epoch) commitment = BLAKE2b-256(key = K, PAE("veil/key-commitment/1", key kind, object,
//   epoch))
// Whether the charter in force still agrees is for the caller to ask.
// Thread safety: values, free functions.
#pragma once

#include "crypto/box.h"
#include "crypto/bytes.h"
#include "crypto/secret.h"
#include "crypto/sign.h"

namespace veil::crypto {

inline constexpr std::size_t kGrantSignaturesMax = 64;
inline constexpr std::size_t kGrantSizeMax = std::size_t{16} * 1024;

// The numbers are part of the format.
enum class GrantKind : std::uint8_t {
  RoleToPerson = 1,
  CompartmentToRole = 2,
  IndexToRole = 3,
  RecoveryToCustodian = 4,
  RoleToRecovery = 5,
};

// What a granted key is, whoever holds it. The numbers are part of the format.
enum class KeyKind : std::uint8_t { Role = 1, Compartment = 2, Index = 3, Recovery = 4 };
KeyKind key_kind_of(GrantKind kind) noexcept;

// Stands in the charter beside the key's number and epoch; tells nothing of the key.
Hash key_commitment(const Key& key, KeyKind kind, std::uint32_t object, std::uint64_t epoch);

struct GrantSignature {
  VerifyKey custodian{};
  Signature signature{};
  friend bool operator==(const GrantSignature&, const GrantSignature&) = default;
};

struct Grant {
  GrantKind kind = GrantKind::RoleToPerson;
  StoreId store{};
  std::uint64_t charter_version = 0;
  std::uint32_t holder = 0;  // person, or role; 0 where recovery holds
  std::uint32_t object = 0;  // role, compartment or field; 0 for the recovery key
  std::uint64_t epoch = 0;
  Hash commitment{};
  Bytes box;  // of one key
  std::uint64_t not_before_ms = 0;
  std::uint64_t until_ms = 0;              // the first moment at which it no longer counts; 0: open
  std::vector<GrantSignature> signatures;  // ascending by custodian

  // Boxes `key` to the holder and commits to it; the fields before `commitment` are set already.
  // What was signed before is dropped. InvalidArgument if `holder_key` is of small order.
  Result<> seal_key(const PublicKey& holder_key, const Key& key);

  Bytes signed_body() const;
  // A second signature of one custodian replaces the first.
  void sign_with(const SigningKey& custodian);
  // Whether at least `threshold` of these custodians, each counted once, signed what it says now.
  // Never true for a threshold of 0.
  bool signed_by(std::span<const VerifyKey> custodians, std::size_t threshold) const;

  bool in_time(std::uint64_t now_ms) const noexcept {
    return not_before_ms <= now_ms && (until_ms == 0 || now_ms < until_ms);
  }

  // Requires (asserted) what decode() checks: a box of one key, ordered signatures, not too many.
  Bytes encode() const;
  // What decodes encodes to the same bytes. Verifies no signature. Corrupt; Unsupported for another
  // suite.
  static Result<Grant> decode(BytesView bytes);

  friend bool operator==(const Grant&, const Grant&) = default;
};

// The granted key. Corrupt if the box is not for this holder's secret, was made for another grant,
// or does not hold the key that the commitment names. The caller asks signed_by() first.
Result<Key> open_grant(const Grant& grant, const Key& holder_secret);

}  // namespace veil::crypto
