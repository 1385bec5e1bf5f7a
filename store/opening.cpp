#include "store/opening.h"

#include <limits>

#include "crypto/pae.h"

namespace veil::store {

Bytes encode_opening(const Opening& opening) {
  crypto::Pae out("veil/opening/1");
  out.add(opening.store).add(opening.charter).add(opening.person).add(opening.role);
  out.add(opening.purpose).add(opening.request).add(opening.vault_nonce);
  out.add(opening.session_nonce).add(opening.time_ms).add(opening.until_ms);
  return std::move(out).take();
}

Result<Opening> decode_opening(BytesView bytes) {
  constexpr std::uint64_t kU16Max = std::numeric_limits<std::uint16_t>::max();
  crypto::PaeReader reader(bytes);
  Opening out;
  reader.domain("veil/opening/1");
  out.store = reader.array<16>();
  out.charter = reader.array<32>();
  out.person = static_cast<redact::PersonId>(
      reader.number_max(std::numeric_limits<redact::PersonId>::max()));
  out.role = static_cast<redact::RoleId>(reader.number_max(kU16Max));
  out.purpose = static_cast<redact::PurposeId>(reader.number_max(kU16Max));
  out.request = reader.array<32>();
  out.vault_nonce = reader.array<32>();
  out.session_nonce = reader.array<32>();
  out.time_ms = reader.number();
  out.until_ms = reader.number();
  if (!reader.done()) return fail(Code::Corrupt, "opening: malformed");
  return out;
}

}  // namespace veil::store
