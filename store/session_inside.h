// store/session_inside.h: what the parts of a session share. Internal to store/session*.cpp.
// Thread safety: immutable once entered.
#pragma once

#include "store/opening.h"
#include "store/rules.h"
#include "store/section.h"
#include "store/session.h"

namespace veil::store {

struct Session::Inside {
  Inside(Vault& to, const crypto::SigningKey& signer)
      : vault(to), signing_key(crypto::SigningKey::from_seed(signer.reveal_seed())) {}

  Vault& vault;
  SessionToken token{};
  StoreId store{};
  SignedCharter charter;
  redact::Policy policy;
  Pin seen;
  Opening opening;
  Hash opening_hash{};
  crypto::SigningKey signing_key;
  crypto::Key role_secret;
  std::map<std::pair<redact::Compartment, std::uint64_t>, crypto::Key> keys;  // and epoch
  std::map<redact::FieldId, crypto::Key> index_keys;                          // of the newest epoch

  std::map<redact::Compartment, RulesHash> rules;  // of each weaker compartment

  const crypto::Key* key(redact::Compartment compartment, std::uint64_t epoch) const {
    const auto at = keys.find({compartment, epoch});
    return at == keys.end() ? nullptr : &at->second;
  }
  bool holds_full(redact::ClassId cls) const;
  VeilsInForce veils() const noexcept { return {policy, charter.charter, rules}; }
};

// The secret of the pair that blind sections of a compartment are boxed to.
crypto::Key compartment_pair(const crypto::Key& compartment_key, redact::Compartment compartment,
                             std::uint64_t epoch);

// Whether a weaker strength of the class exists and is not current.
bool has_stale(const Session::Inside& inside, const Head& head, redact::ClassId cls);

// A section and where it stands.
struct ClosedSection {
  const RecordId& record;
  const DirectoryEntry& entry;
  Hash salt{};
  BytesView bytes;
  std::uint32_t next_row = 0;  // of the record
};
inline ClosedSection closed_section(const RecordId& record, const RecordParts& parts,
                                    const DirectoryEntry& entry) {
  const SaltEntry* salt = parts.head.salt(entry.section_version);
  VEIL_REQUIRE(salt != nullptr);  // parse_record has seen to it
  return {record, entry, salt->salt, parts.section(entry), parts.head.next_row};
}

struct OpenedSection {
  std::uint64_t content_version = 0;
  OpenSection section;
};
// A view must not depend on a part of the record that fails its checks, so one bad section
// withholds the whole answer. Denied if the session has no key for it.
Result<OpenedSection> open_section(const Session::Inside& inside, const ClosedSection& closed,
                                   const crypto::Key& share);

// The newest content of each value wins; what was cleared or whose row was removed is gone. The
// sections are of one compartment. `fields`: ascending, those that are wanted; empty: all.
// Ascending by (row, field).
Result<std::vector<redact::OpenedValue>> resolve(const redact::Schema& schema,
                                                 redact::Compartment compartment,
                                                 std::vector<const OpenedSection*> sections,
                                                 const std::vector<redact::FieldId>& fields);

// Fields narrow the classes that are asked for, and are then all that is opened.
Want narrowed(const redact::Schema& schema, Want want);

// What of an answer this session can open; `fields` as below.
Result<RecordView> shown_of(const Session::Inside& inside, const ReadAnswer& answer,
                            const std::vector<redact::FieldId>& fields);

// What counts of one class at one strength: of each value, the newest content.
struct ClassContent {
  redact::ClassId cls = 0;
  redact::Strength strength = redact::Strength::withheld;
  std::vector<redact::OpenedValue> values;  // ascending by (row, field)
};
// `fields`: ascending, those that are wanted; empty: all.
Result<std::vector<ClassContent>> open_content(const Session::Inside& inside,
                                               const ReadAnswer& answer, const RecordParts& parts,
                                               const std::vector<redact::FieldId>& fields);

}  // namespace veil::store
