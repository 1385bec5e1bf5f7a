// store/log_name.h: what of a charter and of the host keys the access log is opened with.
// Thread safety: free functions.
#pragma once

#include "redact/policy.h"
#include "store/charter.h"
#include "store/log/access_log.h"

namespace veil::store {

LogName log_name_of(const StoreId& store, const Charter& charter);
std::vector<AuditorKey> auditors_of(const redact::Policy& policy, const Charter& charter);
// Of the parts of write entries that the host itself reads.
crypto::Key log_host_part_key(const crypto::Key& host_section);

// Row "m" of the engine: what a verifier without any key must know of a store.
struct StoreRow {
  StoreId store{};
  std::string log_vkey;
};
Bytes encode_store_row(const StoreId& store, const std::string& log_vkey);
Result<StoreRow> decode_store_row(BytesView bytes);

}  // namespace veil::store
