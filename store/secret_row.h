// store/secret_row.h: the host's half of a record: its secret, wrapped under the erasure-epoch key,
// with the version and head that it goes with (docs/format.md "Secret row"). Thread safety: free
// functions and values.
#pragma once

#include <vector>

#include "crypto/secret.h"
#include "redact/strength.h"
#include "store/record_id.h"

namespace veil::store {

// What survives of an erased generation: one compartment's secret.
struct SurvivingSecret {
  redact::Compartment compartment = 0;
  std::uint64_t generation = 0;
  crypto::Key secret;
};

struct RecordSecret {
  std::uint64_t generation = 0;
  crypto::Key secret;  // S_g of the newest generation
  std::vector<SurvivingSecret> surviving;
  std::uint64_t record_version = 0;
  Hash head{};  // head_hash of that version

  RecordSecret clone() const;
  // S_c,g for a section of `generation`; nothing if that generation was erased.
  Result<crypto::Key> of(redact::Compartment compartment, std::uint64_t generation) const;
};

// Row = format u8, suite u8, LE64 erasure epoch, wrap(...).
Bytes seal_secret_row(const crypto::Key& erasure_key, std::uint64_t erasure_epoch,
                      const StoreId& store, const RecordId& record, const RecordSecret& secret);

// The erasure epoch whose key the row needs. Corrupt if cut short.
Result<std::uint64_t> secret_row_epoch(BytesView row);
Result<RecordSecret> open_secret_row(const crypto::Key& erasure_key, const StoreId& store,
                                     const RecordId& record, BytesView row);

}  // namespace veil::store
