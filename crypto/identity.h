// crypto/identity.h: a person's key pair.
//   X25519 secret = the 32 bytes of an AGE-SECRET-KEY-1; Ed25519 seed = BLAKE2b-256(key = it,
//   PAE("veil/identity/sign/1")).
// Kept in an age passphrase file whose plaintext is what age-keygen writes, so that the `age`
// program can decrypt to the same person and the person is not bound to this one. Thread safety:
// const members may be called concurrently.
#pragma once

#include "crypto/age.h"
#include "crypto/box.h"
#include "crypto/bytes.h"
#include "crypto/secret.h"
#include "crypto/sign.h"

namespace veil::crypto {

// What others may know of a person. Holding one proves that whoever made it held the signing key,
// and that a box can be made to it. Says nothing about whose it is: that is for the roster.
class PublicIdentity {
 public:
  // Version byte, X25519 key, Ed25519 key, signature.
  static constexpr std::size_t kSize = 1 + 32 + 32 + 64;

  // One line, "veilid1...", of the encoded bytes. InvalidArgument; Unsupported for another version.
  static Result<PublicIdentity> parse(std::string_view line);
  static Result<PublicIdentity> decode(BytesView bytes);

  std::string text() const;
  Bytes encode() const;
  std::string age_recipient() const { return crypto::age_recipient(box_key_); }

  const PublicKey& box_key() const noexcept { return box_key_; }
  const VerifyKey& verify_key() const noexcept { return verify_key_; }

  friend bool operator==(const PublicIdentity& a, const PublicIdentity& b) = default;

 private:
  friend class Identity;
  PublicIdentity(const PublicKey& box_key, const VerifyKey& verify_key, const Signature& signature)
      : box_key_(box_key), verify_key_(verify_key), signature_(signature) {}
  PublicKey box_key_;
  VerifyKey verify_key_;
  Signature signature_;
};

class Identity {
 public:
  static constexpr std::size_t kFileMax = std::size_t{64} * 1024;

  static Identity generate();
  static Identity from_key(const Key& secret);
  // The text of an age key file: comments, blank lines and one AGE-SECRET-KEY-1 line. Corrupt;
  // Unsupported for a post-quantum key.
  static Result<Identity> from_age_keys(std::string_view text);

  // InvalidArgument if the passphrase is empty or the work factor out of range; Unavailable if
  // there is not enough memory for it.
  Result<Bytes> to_file(const Secret& passphrase, unsigned work_factor = kAgeWorkFactor) const;
  // Denied if the passphrase is wrong; Corrupt if the file is damaged or holds something else; else
  // as age_decrypt. Damage to the stanza that carries the passphrase's salt looks like a wrong
  // passphrase.
  static Result<Identity> from_file(BytesView file, const Secret& passphrase,
                                    unsigned work_factor_max = kAgeWorkFactorMax);

  const PublicIdentity& public_identity() const noexcept { return public_; }
  const SigningKey& signing_key() const noexcept { return signing_key_; }
  // A copy for a moment: the lasting one lies on guarded pages.
  Key reveal_box_secret() const { return Key::copy_of(secret_.reveal()); }

 private:
  Identity(Secret secret, SigningKey signing_key, const PublicIdentity& known);
  Secret secret_;
  SigningKey signing_key_;
  PublicIdentity public_;
};

}  // namespace veil::crypto
