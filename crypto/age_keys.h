// crypto/age_keys.h: how an age header carries the file key (for crypto/age.cpp).
// Unwrapping checks every stanza of its own type before it tries one. Error texts begin "age
// header:". Thread safety: free functions, no shared state.
#pragma once

#include "crypto/age_header.h"
#include "crypto/box.h"

namespace veil::crypto {

Secret new_age_file_key();

// InvalidArgument if the recipient is of small order.
Result<AgeStanza> wrap_for_recipient(const Secret& file_key, const PublicKey& recipient);
// Unavailable if there is not enough memory for this work factor.
Result<AgeStanza> wrap_for_passphrase(const Secret& file_key, const Secret& passphrase,
                                      unsigned work_factor);

// Denied if no identity fits; Corrupt if a stanza is malformed or its share of small order.
Result<Secret> unwrap_with_identities(std::span<const AgeStanza> stanzas,
                                      std::span<const Key> identities);
// Denied if the passphrase is wrong; Corrupt; Unsupported above work_factor_max; Unavailable as
// above.
Result<Secret> unwrap_with_passphrase(std::span<const AgeStanza> stanzas, const Secret& passphrase,
                                      unsigned work_factor_max);

}  // namespace veil::crypto
