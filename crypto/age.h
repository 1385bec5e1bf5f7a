// crypto/age.h: files in the age v1 format (C2SP age), sealed to X25519 keys or to a passphrase
// (scrypt). Promise: what age_encrypt writes, the `age` program opens, and the other way round.
// Reading is strict: a file that is not written exactly as the format says is refused, and nothing
// of a file is given out unless all of it is authentic. File keys and what is derived from them are
// wiped; the plaintext that is returned is the caller's to wipe. Errors of reading begin with the
// part that is wrong ("age armor:", "age header:", "age HMAC:", "age payload:"):
//   Denied       no key given opens it, or the passphrase is wrong. (A damaged scrypt stanza looks
//   the
//                same: the format cannot tell them apart.)
//   Corrupt      damaged, cut short, or not an age file
//   Unsupported  another version, a work factor above the limit
//   Unavailable  scrypt did not get its memory
// Hybrid post-quantum stanzas are passed over as of an unknown type.
// Thread safety: free functions, no shared state.
#pragma once

#include "crypto/box.h"
#include "crypto/bytes.h"
#include "crypto/secret.h"

namespace veil::crypto {

inline constexpr std::size_t kAgeRecipientsMax = 1024;
inline constexpr std::size_t kAgeHeaderMax = std::size_t{512} * 1024;  // bytes, when reading
// The base-two logarithm of scrypt's N. Time and memory double with each step: 18 takes 256 MiB, 22
// takes 4 GiB.
inline constexpr unsigned kAgeWorkFactor = 18;
inline constexpr unsigned kAgeWorkFactorMax = 22;

enum class AgeForm { Binary, Armored };

// InvalidArgument if there is no recipient, more than kAgeRecipientsMax, or one of small order.
Result<Bytes> age_encrypt(std::span<const PublicKey> recipients, BytesView plaintext, AgeForm form);
// InvalidArgument if the passphrase is empty or the work factor not in 1..kAgeWorkFactorMax.
Result<Bytes> age_encrypt(const Secret& passphrase, unsigned work_factor, BytesView plaintext,
                          AgeForm form);

// Either form of file; the armored one is recognized by how it begins.
Result<Bytes> age_decrypt(std::span<const Key> identities, BytesView file);
Result<Bytes> age_decrypt(const Secret& passphrase, BytesView file,
                          unsigned work_factor_max = kAgeWorkFactorMax);

// "age1...", and back; InvalidArgument.
std::string age_recipient(const PublicKey& key);
Result<PublicKey> parse_age_recipient(std::string_view text);

// "AGE-SECRET-KEY-1...", and back. The key's text is as secret as the key: the caller wipes it.
// InvalidArgument; Unsupported for a post-quantum key.
std::string age_secret_key(const Key& key);
Result<Key> parse_age_secret_key(std::string_view text);

}  // namespace veil::crypto
