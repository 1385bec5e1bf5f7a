#include "store/log_name.h"

#include "crypto/box.h"
#include "crypto/hash.h"
#include "crypto/pae.h"
#include "store/head.h"

namespace veil::store {

// A verifier key is name "+" key id "+" key; the name has no "+".
LogName log_name_of(const StoreId& store, const Charter& charter) {
  return {store, charter.log_vkey.substr(0, charter.log_vkey.find('+'))};
}

std::vector<AuditorKey> auditors_of(const redact::Policy& policy, const Charter& charter) {
  std::vector<AuditorKey> out;
  for (const redact::Role& role : policy.roles()) {
    const RoleKey* key = charter.role_key(role.id);
    if (role.auditor && key != nullptr) out.push_back({role.id, key->key});
  }
  return out;
}

crypto::Key log_host_part_key(const crypto::Key& host_section) {
  return crypto::derive(host_section.reveal(), crypto::Pae("veil/log-host-key/1").view());
}

Bytes encode_store_row(const StoreId& store, const std::string& log_vkey) {
  crypto::Pae out("veil/store/1");
  out.add(std::uint64_t{kFormat}).add(crypto::kSuite).add(store).add(log_vkey);
  return std::move(out).take();
}

Result<StoreRow> decode_store_row(BytesView bytes) {
  crypto::PaeReader reader(bytes);
  StoreRow out;
  reader.domain("veil/store/1");
  const std::uint64_t format = reader.number();
  const std::uint64_t suite = reader.number();
  out.store = reader.array<16>();
  out.log_vkey = reader.text();
  if (!reader.done()) return fail(Code::Corrupt, "store row: malformed");
  if (format != kFormat || suite != crypto::kSuite) {
    return fail(Code::Unsupported, "store: written by a newer format or suite");
  }
  return out;
}

}  // namespace veil::store
