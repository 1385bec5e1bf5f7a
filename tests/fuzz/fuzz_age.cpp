// An age header and armor that are read are written back the same; a whole file opens or is
// refused, and one that opens does not open with a byte changed, added or taken away.
#include <cstdint>
#include <cstdlib>

#include "crypto/age.h"
#include "crypto/age_armor.h"
#include "crypto/age_header.h"

namespace {

using namespace veil;          // NOLINT(google-build-using-namespace)
using namespace veil::crypto;  // NOLINT(google-build-using-namespace)

constexpr unsigned kWorkFactorMax = 4;  // more would only make it slow

void check_header(BytesView file) {
  static const Secret file_key = Secret::copy_of(Bytes(kAgeFileKeySize, 1));
  const auto header = parse_age_header(file);
  if (!header) return;
  const Bytes written = write_age_header(header->stanzas, file_key);
  const std::size_t covered = header->authenticated.size();
  if (header->size > file.size() || header->size != written.size()) std::abort();
  if (!same_bytes(BytesView(written).first(covered), file.first(covered))) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Key key = Key::copy_of(Bytes(32, 0x42));
  static const Secret passphrase = Secret::copy_of(view_of("password"));
  const BytesView file(data, size);
  check_header(file);
  if (const auto binary = age_dearmor(text_of(file))) {
    const auto again = age_dearmor(age_armor(*binary));
    if (!again || *again != *binary) std::abort();
    check_header(*binary);
  }
  const auto locked = age_decrypt(passphrase, file, kWorkFactorMax);
  if (locked && age_decrypt({&key, 1}, file)) std::abort();  // a passphrase is never mixed
  const auto opened = age_decrypt({&key, 1}, file);
  if (!opened || looks_armored(file)) return 0;
  Bytes other = to_bytes(file);
  other[size / 2] ^= 1;
  if (age_decrypt({&key, 1}, other)) std::abort();
  if (age_decrypt({&key, 1}, file.first(size - 1))) std::abort();
  other = to_bytes(file);
  other.push_back(0);
  if (age_decrypt({&key, 1}, other)) std::abort();
  return 0;
}
