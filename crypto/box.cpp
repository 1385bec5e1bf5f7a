#include "crypto/box.h"

#include <sodium.h>

#include <algorithm>

#include "crypto/aead.h"
#include "crypto/hash.h"
#include "crypto/pae.h"

namespace veil::crypto {
namespace {

// libsodium answers -1 when the shared secret is all zero: a point of small order.
Result<Key> agreed_key(const Key& secret, const PublicKey& peer, const PublicKey& ephemeral,
                       const PublicKey& to, BytesView context) {
  Key shared;
  if (crypto_scalarmult_curve25519(shared.writable().data(), secret.reveal().data(), peer.data()) !=
      0) {
    return fail(Code::Corrupt, "box: the public key is of small order");
  }
  const Pae info = Pae("veil/box/1").add(kSuite).add(ephemeral).add(to).add(context);
  return derive(shared.reveal(), info.view());
}

}  // namespace

PublicKey public_key_of(const Key& secret) {
  PublicKey out;
  crypto_scalarmult_curve25519_base(out.data(), secret.reveal().data());
  return out;
}

bool is_usable(const PublicKey& key) noexcept {
  // Canonical: below 2^255 - 19, as public_key_of writes it. The box is bound to the key's bytes,
  // so that another form of the same point would make boxes that its owner cannot open.
  const bool all_ones =
      std::all_of(key.begin() + 1, key.end() - 1, [](std::uint8_t byte) { return byte == 0xff; });
  if (key[31] > 0x7f || (key[31] == 0x7f && all_ones && key[0] >= 0xed)) return false;
  constexpr ByteArray<32> kAnyScalar{8};
  ByteArray<32> out;
  return crypto_scalarmult_curve25519(out.data(), kAnyScalar.data(), key.data()) == 0;
}

Result<BoxKey> box_key(const PublicKey& to, BytesView context) {
  const Key secret = Key::random();
  const PublicKey ephemeral = public_key_of(secret);
  auto key = agreed_key(secret, to, ephemeral, to, context);
  if (!key) return fail(Code::InvalidArgument, key.error().message);
  return BoxKey{ephemeral, std::move(*key)};
}

Result<Key> unbox_key(const Key& secret, const PublicKey& ephemeral, BytesView context) {
  return agreed_key(secret, ephemeral, ephemeral, public_key_of(secret), context);
}

Result<Bytes> box(const PublicKey& to, BytesView context, BytesView plaintext) {
  auto agreed = box_key(to, context);
  if (!agreed) return fail(agreed.error());
  Bytes out = to_bytes(agreed->ephemeral);
  seal(out, agreed->key, 0, {}, plaintext);
  return out;
}

Result<Bytes> unbox(const Key& secret, BytesView context, BytesView boxed) {
  ByteReader reader(boxed);
  const auto ephemeral = reader.array<32>();
  if (!reader.ok()) return fail(Code::Corrupt, "box: cut short");
  auto key = unbox_key(secret, ephemeral, context);
  if (!key) return fail(key.error());
  return open(*key, 0, {}, boxed.subspan(32));
}

}  // namespace veil::crypto
