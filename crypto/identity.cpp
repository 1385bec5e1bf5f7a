#include "crypto/identity.h"

#include <algorithm>
#include <optional>

#include "crypto/bech32.h"
#include "crypto/hash.h"
#include "crypto/pae.h"

namespace veil::crypto {
namespace {

constexpr std::string_view kPrefix = "veilid";
constexpr std::uint8_t kVersion = 1;

Pae signed_part(const PublicKey& box_key, const VerifyKey& verify_key) {
  return std::move(
      Pae("veil/identity/public/1").add(std::uint64_t{kVersion}).add(box_key).add(verify_key));
}

tl::unexpected<Error> corrupt(const char* what) {
  return fail(Code::Corrupt, std::string("identity: ") + what);
}

}  // namespace

Result<PublicIdentity> PublicIdentity::parse(std::string_view line) {
  const auto read = bech32_decode(line);
  if (!read || read->prefix != kPrefix) {
    return fail(Code::InvalidArgument, "public identity: not a whole veilid1... line");
  }
  return decode(read->data);
}

Result<PublicIdentity> PublicIdentity::decode(BytesView bytes) {
  ByteReader reader(bytes);
  const std::uint8_t version = reader.u8();
  if (reader.ok() && version != kVersion) {
    return fail(Code::Unsupported, "public identity: another version than 1");
  }
  const auto box_key = reader.array<32>();
  const auto verify_key = reader.array<32>();
  const auto signature = reader.array<64>();
  if (!reader.at_end()) return fail(Code::InvalidArgument, "public identity: wrong length");
  if (!is_usable(box_key)) {
    return fail(Code::InvalidArgument, "public identity: nothing can be boxed to its key");
  }
  if (!verify(verify_key, signed_part(box_key, verify_key).view(), signature)) {
    return fail(Code::InvalidArgument, "public identity: the signature does not fit");
  }
  return PublicIdentity(box_key, verify_key, signature);
}

std::string PublicIdentity::text() const {
  return bech32_encode(kPrefix, encode());
}

Bytes PublicIdentity::encode() const {
  Bytes out;
  out.reserve(kSize);
  out.push_back(kVersion);
  append(out, box_key_);
  append(out, verify_key_);
  append(out, signature_);
  return out;
}

Identity::Identity(Secret secret, SigningKey signing_key, const PublicIdentity& known)
    : secret_(std::move(secret)), signing_key_(std::move(signing_key)), public_(known) {}

Identity Identity::generate() {
  return from_key(Key::random());
}

Identity Identity::from_key(const Key& secret) {
  const Key seed = derive(secret.reveal(), Pae("veil/identity/sign/1").view());
  SigningKey signing_key = SigningKey::from_seed(seed.reveal());
  const PublicKey box_key = public_key_of(secret);
  const VerifyKey verify_key = signing_key.verify_key();
  const Signature signature = signing_key.sign(signed_part(box_key, verify_key).view());
  return {Secret::copy_of(secret.reveal()), std::move(signing_key),
          PublicIdentity(box_key, verify_key, signature)};
}

Result<Identity> Identity::from_age_keys(std::string_view text) {
  std::optional<Key> found;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    if (found) return corrupt("the file holds more than one key");
    auto key = parse_age_secret_key(line);
    if (!key && key.error().code == Code::Unsupported) return fail(std::move(key.error()));
    if (!key) return corrupt("a line of the file is not a whole AGE-SECRET-KEY-1");
    found = std::move(*key);
  }
  if (!found) return corrupt("the file holds no key");
  return from_key(*found);
}

Result<Bytes> Identity::to_file(const Secret& passphrase, unsigned work_factor) const {
  std::string key = age_secret_key(reveal_box_secret());
  std::string text = "# public key: " + public_.age_recipient() + "\n";
  text.reserve(text.size() + key.size() + 1);  // so that no copy of the key is left behind
  text.append(key).append("\n");
  auto out = age_encrypt(passphrase, work_factor, view_of(text), AgeForm::Binary);
  wipe(key);
  wipe(text);
  return out;
}

Result<Identity> Identity::from_file(BytesView file, const Secret& passphrase,
                                     unsigned work_factor_max) {
  if (file.size() > kFileMax) return corrupt("the file is too long");
  auto text = age_decrypt(passphrase, file, work_factor_max);
  if (!text) return fail(std::move(text.error()));
  auto out = from_age_keys(text_of(*text));
  wipe(*text);
  return out;
}

}  // namespace veil::crypto
