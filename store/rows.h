// store/rows.h: the keys of the engine's rows: one ordered space, the first byte names the table.
//   m                                   store: format, suite, store id, log verifier key
//   c | BE32 version                    charter, wrapped for the host
//   g | kind | BE32 holder | BE32 object | BE64 epoch        grant, signed
//   r | record id                       record: head and sections
//   s | record id                       secret row
//   h | record id | BE32 compartment | BE64 section version  history: a section that was replaced
//   i | address 16                      posting of an index (store/postings.h)
//   p s | address 16                    host table: how often a person searched
//   p l | address 16                    host table: how much she had looked for in lexicons
//   p q | request id 32                 host table: a request
//   p y | request id 32                 host table: the policy that it asks for
//   L...                                the access log: store/log/rows.h
// Reserved: p and another letter (host tables), j (projections).
// Thread safety: free functions.
#pragma once

#include "redact/strength.h"
#include "store/record_id.h"

namespace veil::store {

Bytes store_row_key();
Bytes charter_row_key(std::uint32_t version);
Bytes charter_rows();
Bytes grant_row_key(std::uint8_t kind, std::uint32_t holder, std::uint32_t object,
                    std::uint64_t epoch);
// All grants of one kind to one holder.
Bytes grant_rows(std::uint8_t kind, std::uint32_t holder);
Bytes grant_rows();
Bytes record_row_key(const RecordId& record);
Bytes record_rows();
// The record that a key of record_rows() or secret_rows() names. Corrupt if the key is malformed:
// an attacker can put any key into the table.
Result<RecordId> record_of_row(BytesView key);
Bytes secret_row_key(const RecordId& record);
Bytes secret_rows();
Bytes request_row_key(const Hash& request);
Bytes request_rows();
// The request that a key of request_rows() or policy_rows() names. Corrupt if the key is malformed.
Result<Hash> request_of_row(BytesView key);
Bytes policy_row_key(const Hash& request);
Bytes policy_rows();
Bytes history_row_key(const RecordId& record, redact::Compartment compartment,
                      std::uint64_t section_version);
Bytes history_rows(const RecordId& record);
Bytes history_rows();
Bytes posting_row_key(const ByteArray<16>& address);
Bytes posting_rows();
// The address that a key of posting_rows() names. Corrupt if the key is malformed.
Result<ByteArray<16>> address_of_row(BytesView key);
// Keys of these two have an address of 16 bytes behind them (store/day_counts.h).
Bytes search_count_rows();
Bytes piece_count_rows();

}  // namespace veil::store
