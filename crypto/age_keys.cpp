#include "crypto/age_keys.h"

#include <sodium.h>

#include <algorithm>
#include <optional>

#include "crypto/aead.h"
#include "crypto/hash.h"

namespace veil::crypto {
namespace {

constexpr std::string_view kX25519 = "X25519";
constexpr std::string_view kScrypt = "scrypt";
constexpr std::size_t kSaltSize = 16;
constexpr std::uint32_t kScryptBlockSize = 8;  // r; the format fixes r and p
constexpr std::size_t kBodySize = kAgeFileKeySize + kTagSize;

tl::unexpected<Error> malformed(std::string_view type) {
  return fail(Code::Corrupt, "age header: malformed stanza of type " + std::string(type));
}

bool is_type(const AgeStanza& stanza, std::string_view type) {
  return stanza.arguments[0] == type;
}

Bytes seal_file_key(const Key& wrap_key, const Secret& file_key) {
  Bytes out;
  seal(out, wrap_key, 0, {}, file_key.reveal());
  return out;
}

// Nothing where the key does not fit.
std::optional<Secret> open_file_key(const Key& wrap_key, BytesView body) {
  auto opened = open(wrap_key, 0, {}, body);
  if (!opened) return std::nullopt;
  return Secret::absorb(*opened);
}

struct X25519Pair {
  const Key& secret;
  const PublicKey& peer;
};

// Nothing where the agreed secret is all zero.
std::optional<Key> x25519_wrap_key(const X25519Pair& pair, const PublicKey& share,
                                   const PublicKey& recipient) {
  Key agreed;
  if (crypto_scalarmult_curve25519(agreed.writable().data(), pair.secret.reveal().data(),
                                   pair.peer.data()) != 0) {
    return std::nullopt;
  }
  Bytes salt = to_bytes(share);
  append(salt, recipient);
  Bytes derived =
      hkdf_sha256(agreed.reveal(), salt, view_of("age-encryption.org/v1/X25519"), Key::kSize);
  Key out = Key::copy_of(derived);
  wipe(derived);
  return out;
}

Result<Key> scrypt_wrap_key(const Secret& passphrase, BytesView salt, unsigned work_factor) {
  Bytes full_salt = to_bytes(view_of("age-encryption.org/v1/scrypt"));
  append(full_salt, salt);
  Key out;
  if (crypto_pwhash_scryptsalsa208sha256_ll(passphrase.reveal().data(), passphrase.reveal().size(),
                                            full_salt.data(), full_salt.size(),
                                            std::uint64_t{1} << work_factor, kScryptBlockSize, 1,
                                            out.writable().data(), Key::kSize) != 0) {
    const std::uint64_t kib = (std::uint64_t{1} << work_factor) * 128 * kScryptBlockSize / 1024;
    return fail(Code::Unavailable,
                "age header: not enough memory for the passphrase's work factor: scrypt needs " +
                    std::to_string(kib) + " KiB");
  }
  return out;
}

// Decimal without leading zeros or signs; at most two digits, which is far above any limit.
std::optional<unsigned> parse_work_factor(std::string_view text, bool& too_high) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.empty() || text[0] == '0' || !std::all_of(text.begin(), text.end(), is_digit))
    return std::nullopt;
  too_high = text.size() > 2;
  unsigned out = 0;
  for (const char c : text.substr(0, 2)) out = out * 10 + static_cast<unsigned>(c - '0');
  return out;
}

// The format allows a passphrase only alone, so that who opens with it knows who could have
// written.
Result<> check_scrypt_alone(std::span<const AgeStanza> stanzas) {
  const bool any = std::any_of(stanzas.begin(), stanzas.end(),
                               [](const auto& s) { return is_type(s, kScrypt); });
  if (any && stanzas.size() > 1)
    return fail(Code::Corrupt, "age header: a scrypt stanza beside another one");
  return {};
}

Result<PublicKey> share_of(const AgeStanza& stanza) {
  if (stanza.arguments.size() != 2 || stanza.body.size() != kBodySize) return malformed(kX25519);
  const auto share = parse_base64_unpadded(stanza.arguments[1]);
  if (!share || share->size() != 32) return malformed(kX25519);
  PublicKey out;
  std::copy(share->begin(), share->end(), out.begin());
  return out;
}

}  // namespace

Secret new_age_file_key() {
  return Secret::random(kAgeFileKeySize);
}

Result<AgeStanza> wrap_for_recipient(const Secret& file_key, const PublicKey& recipient) {
  const Key ephemeral = Key::random();
  const PublicKey share = public_key_of(ephemeral);
  const auto wrap_key = x25519_wrap_key({ephemeral, recipient}, share, recipient);
  if (!wrap_key) return fail(Code::InvalidArgument, "age: a recipient's key is of small order");
  return AgeStanza{{std::string(kX25519), base64_unpadded(share)},
                   seal_file_key(*wrap_key, file_key)};
}

Result<AgeStanza> wrap_for_passphrase(const Secret& file_key, const Secret& passphrase,
                                      unsigned work_factor) {
  const auto salt = random_array<kSaltSize>();
  const auto wrap_key = scrypt_wrap_key(passphrase, salt, work_factor);
  if (!wrap_key) return fail(wrap_key.error());
  return AgeStanza{{std::string(kScrypt), base64_unpadded(salt), std::to_string(work_factor)},
                   seal_file_key(*wrap_key, file_key)};
}

Result<Secret> unwrap_with_identities(std::span<const AgeStanza> stanzas,
                                      std::span<const Key> identities) {
  if (auto alone = check_scrypt_alone(stanzas); !alone) return fail(alone.error());
  std::vector<std::pair<PublicKey, BytesView>> wrapped;
  for (const AgeStanza& stanza : stanzas) {
    if (!is_type(stanza, kX25519)) continue;
    const auto share = share_of(stanza);
    if (!share) return fail(share.error());
    wrapped.emplace_back(*share, stanza.body);
  }
  for (const Key& identity : identities) {
    const PublicKey recipient = public_key_of(identity);
    for (const auto& [share, body] : wrapped) {
      const auto wrap_key = x25519_wrap_key({identity, share}, share, recipient);
      if (!wrap_key) return fail(Code::Corrupt, "age header: a share of small order");
      auto file_key = open_file_key(*wrap_key, body);
      if (file_key) return std::move(*file_key);
    }
  }
  return fail(Code::Denied, "age header: not sealed to this key");
}

Result<Secret> unwrap_with_passphrase(std::span<const AgeStanza> stanzas, const Secret& passphrase,
                                      unsigned work_factor_max) {
  if (auto alone = check_scrypt_alone(stanzas); !alone) return fail(alone.error());
  const AgeStanza& stanza = stanzas[0];
  if (!is_type(stanza, kScrypt))
    return fail(Code::Denied, "age header: sealed to keys, not to a passphrase");
  if (stanza.arguments.size() != 3 || stanza.body.size() != kBodySize) return malformed(kScrypt);
  const auto salt = parse_base64_unpadded(stanza.arguments[1]);
  if (!salt || salt->size() != kSaltSize) return malformed(kScrypt);
  bool too_high = false;
  const auto work_factor = parse_work_factor(stanza.arguments[2], too_high);
  if (!work_factor) return malformed(kScrypt);
  if (too_high || *work_factor > work_factor_max) {
    return fail(Code::Unsupported,
                "age header: the passphrase's work factor is above the limit of " +
                    std::to_string(work_factor_max));
  }
  // No file is written for an empty one, and scrypt wants bytes to point at.
  if (passphrase.empty()) return fail(Code::Denied, "age header: the passphrase is empty");
  const auto wrap_key = scrypt_wrap_key(passphrase, *salt, *work_factor);
  if (!wrap_key) return fail(wrap_key.error());
  auto file_key = open_file_key(*wrap_key, stanza.body);
  if (!file_key) return fail(Code::Denied, "age header: wrong passphrase");
  return std::move(*file_key);
}

}  // namespace veil::crypto
