// store/day_counts.h: how often a person did something on the day that she last did: searches, and
// pieces of texts that she had looked for in lexicons. The place and content of a row tell a disk
// neither who nor how often. Internal to the vault and to check.
// Thread safety: const members may be called concurrently.
#pragma once

#include <string>

#include "crypto/secret.h"
#include "redact/policy.h"
#include "store/engine/engine.h"
#include "store/record_id.h"

namespace veil::store {

struct DayCount {
  std::uint32_t day = 0;  // of the policy's zone, since 1970-01-01
  std::uint32_t count = 0;
};

enum class Counted : std::uint8_t { searches, pieces };

class DayCounts {
 public:
  DayCounts(const crypto::Key& host_section, const StoreId& store, Counted what);

  Bytes row_key(redact::PersonId person) const;
  Bytes rows() const;
  Bytes seal(redact::PersonId person, const DayCount& count) const;
  // Corrupt if it was altered, or is another person's.
  Result<DayCount> open(redact::PersonId person, BytesView row) const;

  Result<std::optional<Bytes>> read(const Snapshot& snapshot, redact::PersonId person) const;
  // Of the day of `now_ms`; a clock that went back does not begin the day anew.
  Result<DayCount> today(redact::PersonId person, const std::optional<Bytes>& row,
                         const redact::Policy& policy, std::uint64_t now_ms) const;

 private:
  Bytes context(redact::PersonId person) const;

  Counted what_;
  StoreId store_;
  crypto::Key key_;
};

}  // namespace veil::store
