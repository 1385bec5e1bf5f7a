// store/loaded_record.h: one record as the host reads it from one snapshot: head, secret and facts,
// each checked against the others. Internal to the vault and to check. Promise: what load() gives
// fits together, or Corrupt names what does not: a record rolled back without its secret row, a
// head that was altered, a host section that was swapped. Thread safety: free functions and values.
#pragma once

#include "store/engine/engine.h"
#include "store/erasure_keys.h"
#include "store/fact_change.h"
#include "store/head.h"
#include "store/host_keys.h"
#include "store/secret_row.h"
#include "store/section.h"

namespace veil::store {

// The host's own compartments (class 0).
inline constexpr redact::Compartment kFactsCompartment = 1;
// What the host's sections are sealed under has one epoch so far.
inline constexpr std::uint64_t kHostEpoch = 0;

struct LoadedRecord {
  RecordId id;
  Bytes record;
  Bytes secret_row;
  RecordParts parts;  // views into `record`
  RecordSecret secret;
  redact::Facts facts;
};

// What it takes to read a record's host half. The keys must outlive every use.
struct HostAccess {
  const StoreId& store;
  const crypto::Key& section;
  const ErasureKeys& erasure;
  std::uint64_t charter_version;  // in force
};

SectionPlace place_of(const StoreId& store, const RecordId& record, const Head& head,
                      const DirectoryEntry& entry);

// Nothing if there is no such record. Corrupt if there is half of one, or it does not fit together.
Result<std::optional<LoadedRecord>> load_record(const Snapshot& snapshot, const HostAccess& host,
                                                const RecordId& id);
// The same with the record's row at hand.
Result<LoadedRecord> load_record(const HostAccess& host, const RecordId& id, Bytes record,
                                 Bytes secret_row);

// Seals the facts of a record: the section's bytes and its directory entry, without offset.
struct SealedFacts {
  DirectoryEntry entry;
  Bytes bytes;
};
// A version of a record as it is being made.
struct NewVersion {
  const RecordId& record;
  const RecordSecret& secret;
  std::uint64_t version;
  const Hash& salt;
};
// The writing that made these facts out of those of the version before: so that a check can compare
// them with what was signed.
struct FactsMade {
  FactWriting writing;
  Bytes change;  // encode_fact_change
};
Result<SealedFacts> seal_facts(const HostAccess& host, const NewVersion& version,
                               const redact::Facts& facts, const FactsMade& made);

// One version of a record's facts. `made` is absent in records that the first stores wrote.
struct FactsVersion {
  redact::Facts facts;
  std::optional<FactsMade> made;
};
Result<FactsVersion> open_facts(const HostAccess& host, const SectionPlace& place,
                                const crypto::Key& compartment_secret, BytesView section,
                                const Hash& digest);

// A row of the history table: a section that was replaced, with all that its reader needs.
struct HistoryRow {
  SaltEntry salt;
  DirectoryEntry entry;
  Bytes bytes;
  std::uint64_t replaced_at = 0;  // record version
};
Bytes encode_history_row(const HistoryRow& row);
Result<HistoryRow> decode_history_row(BytesView bytes);
SectionPlace place_of(const StoreId& store, const RecordId& record, const HistoryRow& row);
// The next link of the head's history hash.
Hash chain_history(const Hash& before, BytesView row_key, BytesView row);

}  // namespace veil::store
