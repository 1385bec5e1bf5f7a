// A public identity that is read is written back the same, as a line and as bytes; the text and the
// file of an identity give a person or are refused.
#include <cstdint>
#include <cstdlib>

#include "crypto/identity.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using veil::crypto::Identity;
  using veil::crypto::PublicIdentity;
  static const auto passphrase = veil::crypto::Secret::copy_of(veil::view_of("password"));
  constexpr unsigned kWorkFactorMax = 4;  // more would only make it slow
  const veil::BytesView bytes(data, size);
  const std::string_view text = veil::text_of(bytes);
  if (const auto known = PublicIdentity::parse(text)) {
    if (known->text() != text) std::abort();
    if (*PublicIdentity::decode(known->encode()) != *known) std::abort();
  }
  if (const auto known = PublicIdentity::decode(bytes)) {
    if (!veil::same_bytes(known->encode(), bytes)) std::abort();
    if (*PublicIdentity::parse(known->text()) != *known) std::abort();
  }
  if (const auto identity = Identity::from_age_keys(text)) {
    const auto again = Identity::from_key(identity->reveal_box_secret());
    if (again.public_identity() != identity->public_identity()) std::abort();
  }
  if (const auto identity = Identity::from_file(bytes, passphrase, kWorkFactorMax)) {
    if (!PublicIdentity::parse(identity->public_identity().text())) std::abort();
  }
  return 0;
}
