#include "crypto/age.h"

#include <algorithm>

#include "crypto/age_armor.h"
#include "crypto/age_keys.h"
#include "crypto/age_stream.h"
#include "crypto/bech32.h"

namespace veil::crypto {
namespace {

constexpr std::string_view kRecipientPrefix = "age";
constexpr std::string_view kSecretKeyPrefix = "AGE-SECRET-KEY-";
constexpr std::string_view kHybridKeyStart = "AGE-SECRET-KEY-PQ-1";

Bytes finish(std::span<const AgeStanza> stanzas, const Secret& file_key, BytesView plaintext,
             AgeForm form) {
  Bytes file = write_age_header(stanzas, file_key);
  seal_age_payload(file, file_key, plaintext);
  return form == AgeForm::Binary ? std::move(file) : to_bytes(view_of(age_armor(file)));
}

Result<Bytes> open_with(BytesView file, const auto& unwrap) {
  const auto header = parse_age_header(file);
  if (!header) return fail(header.error());
  const auto file_key = unwrap(header->stanzas);
  if (!file_key) return fail(file_key.error());
  if (!equal_constant_time(age_header_mac(*file_key, header->authenticated), header->mac)) {
    return fail(Code::Corrupt, "age HMAC: the header was altered");
  }
  return open_age_payload(*file_key, file.subspan(header->size));
}

Result<Bytes> open_either_form(BytesView file, const auto& unwrap) {
  if (!looks_armored(file)) return open_with(file, unwrap);
  const auto binary = age_dearmor(text_of(file));
  if (!binary) return fail(binary.error());
  return open_with(*binary, unwrap);
}

}  // namespace

Result<Bytes> age_encrypt(std::span<const PublicKey> recipients, BytesView plaintext,
                          AgeForm form) {
  if (recipients.empty() || recipients.size() > kAgeRecipientsMax) {
    return fail(Code::InvalidArgument, "age: no recipient, or too many");
  }
  const Secret file_key = new_age_file_key();
  std::vector<AgeStanza> stanzas;
  for (const PublicKey& recipient : recipients) {
    auto stanza = wrap_for_recipient(file_key, recipient);
    if (!stanza) return fail(std::move(stanza.error()));
    stanzas.push_back(std::move(*stanza));
  }
  return finish(stanzas, file_key, plaintext, form);
}

Result<Bytes> age_encrypt(const Secret& passphrase, unsigned work_factor, BytesView plaintext,
                          AgeForm form) {
  if (passphrase.empty()) return fail(Code::InvalidArgument, "age: the passphrase is empty");
  if (work_factor < 1 || work_factor > kAgeWorkFactorMax) {
    return fail(Code::InvalidArgument,
                "age: the work factor is not in 1.." + std::to_string(kAgeWorkFactorMax));
  }
  const Secret file_key = new_age_file_key();
  const auto stanza = wrap_for_passphrase(file_key, passphrase, work_factor);
  if (!stanza) return fail(stanza.error());
  return finish({&*stanza, 1}, file_key, plaintext, form);
}

Result<Bytes> age_decrypt(std::span<const Key> identities, BytesView file) {
  return open_either_form(file, [&](std::span<const AgeStanza> stanzas) {
    return unwrap_with_identities(stanzas, identities);
  });
}

Result<Bytes> age_decrypt(const Secret& passphrase, BytesView file, unsigned work_factor_max) {
  return open_either_form(file, [&](std::span<const AgeStanza> stanzas) {
    return unwrap_with_passphrase(stanzas, passphrase,
                                  std::min(work_factor_max, kAgeWorkFactorMax));
  });
}

std::string age_recipient(const PublicKey& key) {
  return bech32_encode(kRecipientPrefix, key);
}

Result<PublicKey> parse_age_recipient(std::string_view text) {
  const auto bytes = bech32_decode_as(text, kRecipientPrefix, 32);
  if (!bytes) return fail(bytes.error());
  PublicKey out;
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

std::string age_secret_key(const Key& key) {
  return bech32_encode(kSecretKeyPrefix, key.reveal());
}

Result<Key> parse_age_secret_key(std::string_view text) {
  if (text.starts_with(kHybridKeyStart)) {
    return fail(Code::Unsupported, "age: a post-quantum key; only X25519 keys can be used");
  }
  auto bytes = bech32_decode_as(text, kSecretKeyPrefix, Key::kSize);
  if (!bytes) return fail(std::move(bytes.error()));
  Key out = Key::copy_of(*bytes);
  wipe(*bytes);
  return out;
}

}  // namespace veil::crypto
