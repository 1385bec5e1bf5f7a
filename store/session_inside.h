// store/session_inside.h: what the parts of a session share. Internal to store/session*.cpp.
// Thread safety: immutable once entered.
#pragma once

#include "store/opening.h"
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

  std::map<redact::Compartment, RulesHash> rules;  // of each weaker compartment

  const crypto::Key* key(redact::Compartment compartment, std::uint64_t epoch) const {
    const auto at = keys.find({compartment, epoch});
    return at == keys.end() ? nullptr : &at->second;
  }
  bool holds_full(redact::ClassId cls) const;
};

// The secret of the pair that blind sections of a compartment are boxed to.
crypto::Key compartment_pair(const crypto::Key& compartment_key, redact::Compartment compartment,
                             std::uint64_t epoch);

// The keys of one section of a record: Corrupt if a blind section does not agree.
Result<SectionKeys> keys_of_section(const Session::Inside& inside, const RecordId& record,
                                    const RecordParts& parts, const DirectoryEntry& entry,
                                    const crypto::Key& share);

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
