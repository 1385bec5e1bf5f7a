#include "crypto/passphrase.h"

#include <sodium.h>

namespace veil::crypto {

Result<Key> derive_from_passphrase(BytesView passphrase, const PassphraseSalt& salt,
                                   PassphraseCost cost) {
  static_assert(std::tuple_size_v<PassphraseSalt> == crypto_pwhash_argon2id_SALTBYTES);
  if (cost.passes < kPassphraseCostMin.passes || cost.passes > kPassphraseCostMax.passes ||
      cost.memory < kPassphraseCostMin.memory || cost.memory > kPassphraseCostMax.memory) {
    return fail(Code::InvalidArgument, "passphrase: a cost out of bounds");
  }
  Key key;
  // An empty view may have no address, which libsodium may not be given.
  const std::string_view text = passphrase.empty() ? "" : text_of(passphrase);
  // With the arguments bounded above, only the want of memory is left to fail.
  if (crypto_pwhash(key.writable().data(), Key::kSize, text.data(), text.size(), salt.data(),
                    cost.passes, cost.memory, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return fail(Code::Unavailable, "passphrase: not enough memory for this cost (" +
                                       std::to_string(cost.memory >> 20) + " MiB)");
  }
  return key;
}

}  // namespace veil::crypto
