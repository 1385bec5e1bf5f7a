// store/head.h: the head of a record: its versions, salts and directory, and the engine value that
// carries it (docs/format.md "Record"). Hand-written and strict: what parses encodes back to the
// same bytes. Thread safety: free functions and values.
#pragma once

#include <optional>
#include <vector>

#include "crypto/secret.h"
#include "redact/strength.h"
#include "store/record_id.h"

namespace veil::store {

inline constexpr std::uint8_t kFormat = 1;
inline constexpr std::size_t kSectionsMax = 64;     // of one compartment
inline constexpr std::size_t kDirectoryMax = 4096;  // of one record
inline constexpr std::size_t kRecordSizeMax = std::size_t{64} * 1024 * 1024;

using RulesHash = ByteArray<8>;  // the first bytes of redact::Policy::veil_rules_hash

struct DirectoryEntry {
  redact::Compartment compartment = 0;
  std::uint64_t generation = 0;       // of the record secret
  std::uint64_t epoch = 0;            // of the compartment key
  std::uint64_t section_version = 0;  // record version of the commit that sealed it
  std::uint64_t content_version = 0;  // record version of the newest write whose values it carries
  std::uint64_t known_version = 0;  // of a veiled text: last change that scrubbing looks at; else 0
  RulesHash rules{};                // of the veil rules that made a weaker strength; else zero
  bool blind = false;
  std::uint32_t first_row = 0;  // of a blind section: the first row that its commit allotted
  std::uint32_t offset = 0;     // from the end of the head
  std::uint32_t length = 0;
  Hash digest{};

  friend bool operator==(const DirectoryEntry&, const DirectoryEntry&) = default;
};

struct SaltEntry {
  std::uint64_t section_version = 0;
  std::uint64_t charter_version = 0;  // in force at that commit
  Hash salt{};
  friend bool operator==(const SaltEntry&, const SaltEntry&) = default;
};

struct Head {
  std::uint64_t charter_version = 0;
  std::uint64_t record_version = 0;
  std::uint64_t known_version = 0;
  std::uint32_t next_row = 1;
  Hash previous{};                        // hash of the head before; zero in version 1
  Hash history{};                         // chains the history rows; zero while there are none
  std::vector<SaltEntry> salts;           // ascending, exactly the versions the directory names
  std::vector<DirectoryEntry> directory;  // ascending by (compartment, section version)
  Hash mac{};

  const SaltEntry* salt(std::uint64_t section_version) const noexcept;
  friend bool operator==(const Head&, const Head&) = default;
};

// The head without its mac.
Bytes encode_head(const Head& head);

// BLAKE2b-256 over PAE("veil/head-hash/1", head with mac): names this version of the record.
Hash head_hash(BytesView head_with_mac);
// Keyed by the record secret.
Hash head_mac(const crypto::Key& record_secret, BytesView head_without_mac);

// One engine value, parsed. The views lie in the bytes that were parsed.
struct RecordParts {
  Head head;
  BytesView head_bytes;  // with mac
  BytesView body;
  BytesView section(const DirectoryEntry& entry) const {
    return body.subspan(entry.offset, entry.length);
  }
  BytesView head_without_mac() const { return head_bytes.first(head_bytes.size() - 32); }
};
// Corrupt unless well-formed: limits, order, sections that follow each other without a gap.
Result<RecordParts> parse_record(BytesView record);
// A head with its mac, alone.
Result<Head> parse_record_head(BytesView head_with_mac);

// A directory entry as commit statements and history rows carry it: without its offset.
Bytes encode_directory_entry(const DirectoryEntry& entry);
Result<DirectoryEntry> decode_directory_entry(BytesView bytes);

}  // namespace veil::store
