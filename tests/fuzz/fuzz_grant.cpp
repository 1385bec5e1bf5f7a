// A grant that decodes encodes to the same bytes, and opens or is refused.
#include <cstdint>
#include <cstdlib>

#include "crypto/grant.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using veil::crypto::Grant;
  static const auto holder = veil::crypto::Key::copy_of(veil::Bytes(32, 0x42));
  static const auto custodian = veil::crypto::SigningKey::from_seed(veil::Bytes(32, 1));
  const veil::BytesView bytes(data, size);
  auto grant = Grant::decode(bytes);
  if (!grant) return 0;
  const veil::Bytes encoded = grant->encode();
  if (!veil::same_bytes(encoded, bytes)) std::abort();
  const auto key = veil::crypto::open_grant(*grant, holder);
  if (key && key->reveal().size() != veil::crypto::Key::kSize) std::abort();
  grant->in_time(1500);
  if (grant->signed_by({&custodian.verify_key(), 1}, 2)) std::abort();  // one is never two
  if (grant->signatures.size() == veil::crypto::kGrantSignaturesMax) return 0;
  grant->sign_with(custodian);
  if (!grant->signed_by({&custodian.verify_key(), 1}, 1)) std::abort();
  const auto signed_again = Grant::decode(grant->encode());
  if (!signed_again || *signed_again != *grant) std::abort();
  return 0;
}
