// store/statement.h: what a writer signs of a commit: which sections she wrote and removed, in
// which version of which record. It goes into the access log, where `check --deep` folds the
// statements of a record into the directory that the record must have. Thread safety: values and
// free functions.
#pragma once

#include <optional>
#include <vector>

#include "store/fact_change.h"
#include "store/head.h"

namespace veil::store {

struct SectionName {
  redact::Compartment compartment = 0;
  std::uint64_t section_version = 0;
  friend bool operator==(const SectionName&, const SectionName&) = default;
};

struct CommitStatement {
  StoreId store{};
  RecordId record;
  std::uint64_t record_version = 0;
  Hash previous{};  // hash of the head before; zero for a new record
  Hash opening{};
  std::uint64_t charter_version = 0;
  Hash salt{};
  Hash facts{};                         // FactChange::hash
  std::uint32_t rows = 0;               // that the commit allots
  bool known_changed = false;           // it writes a value that text scrubbing looks for
  std::vector<DirectoryEntry> written;  // ascending; the offset does not count
  std::vector<SectionName> removed;     // ascending
  friend bool operator==(const CommitStatement&, const CommitStatement&) = default;
};

// PAE("veil/commit/1", ...).
Bytes encode_statement(const CommitStatement& statement);
Result<CommitStatement> decode_statement(BytesView bytes);

// What is signed for a batch: PAE("veil/batch/1", store, opening, count, RFC 6962 root of the
// encoded statements). A single commit is a batch of one.
Bytes batch_message(const StoreId& store, const Hash& opening, std::uint64_t count,
                    const Hash& root);

}  // namespace veil::store
