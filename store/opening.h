// store/opening.h: the signed statement with which a person enters a store: who, in which role, for
// which purpose, until when. Log entries cite its hash, so that the host cannot invent a reader.
// Thread safety: values.
#pragma once

#include "crypto/sign.h"
#include "redact/strength.h"

namespace veil::store {

inline constexpr std::uint64_t kOpeningLastsMs = 12ULL * 60 * 60 * 1000;

struct Opening {
  StoreId store{};
  Hash charter{};  // hash of the charter in force
  redact::PersonId person = 0;
  redact::RoleId role = 0;
  redact::PurposeId purpose = 0;
  Hash request{};  // of an approved request; zero for none
  Hash vault_nonce{};
  Hash session_nonce{};
  std::uint64_t time_ms = 0;
  std::uint64_t until_ms = 0;
  friend bool operator==(const Opening&, const Opening&) = default;
};

// PAE("veil/opening/1", ...): what is signed, and whose BLAKE2b-256 is the opening's hash.
Bytes encode_opening(const Opening& opening);
Result<Opening> decode_opening(BytesView bytes);

}  // namespace veil::store
