// store/lexicon.h: the second host section of a record: what its known values look like in a text,
// in tokens that need two keys (docs/format.md "Lexicon"), so that who writes a note can have names
// replaced that she may not read.
//   inner token  of a form, by the session, under the lexicon key: the vault never learns a form
//   token        of it by the vault, under the host's index key: no session can look by itself
// Both are of one record: equal names in two records have nothing in common. A lexicon only grows:
// what was known once still identifies. Internal to the store.
// Thread safety: free functions and values.
#pragma once

#include "redact/text/known.h"
#include "store/host_section.h"
#include "store/messages.h"

namespace veil::store {

inline constexpr redact::Compartment kLexiconCompartment = 2;
inline constexpr std::size_t kLexiconMax = 16384;  // tokens of one record

using LexiconToken = ByteArray<8>;

// The session's half.
class InnerTokens {
 public:
  InnerTokens(const crypto::Key& lexicon_key, const StoreId& store, const RecordId& record);
  InnerToken of(std::string_view form_key) const;

 private:
  crypto::Key key_;
};
// The vault's.
class LexiconTokens {
 public:
  LexiconTokens(const crypto::Key& host_index, const StoreId& store, const RecordId& record);
  LexiconToken of(const InnerToken& inner) const;

 private:
  crypto::Key key_;
};

struct LexiconEntry {
  LexiconToken token{};
  redact::FormLength length;
  std::uint32_t tag = 0;  // redact::pack
  friend bool operator==(const LexiconEntry&, const LexiconEntry&) = default;
};

struct Lexicon {
  std::vector<redact::FieldId> covers;  // ascending: fields of which no value is missing
  std::vector<LexiconEntry> entries;    // ascending by token

  const LexiconEntry* find(const LexiconToken& token) const noexcept;
  std::vector<redact::FormLength> lengths() const;  // ascending
  // Of two tags of one token the one by the earlier rule stays, of equals the older one.
  void add(const std::vector<LexiconEntry>& more, const std::vector<redact::FieldId>& covered);

  friend bool operator==(const Lexicon&, const Lexicon&) = default;
};

// Of a log entry: how many pieces were looked for, and how many were found.
struct LexiconSubject {
  std::uint64_t pieces = 0;
  std::uint64_t hits = 0;
};
Bytes lexicon_subject(const LexiconSubject& subject);
Result<LexiconSubject> decode_lexicon_subject(BytesView bytes);  // Corrupt

bool is_known_alphabet(redact::Alphabet alphabet) noexcept;

// Require (asserted) both orders and the limit. Corrupt; Unsupported for a newer version.
Bytes encode_lexicon(const Lexicon& lexicon);
Result<Lexicon> decode_lexicon(BytesView bytes);

// An empty one where the record has none. Corrupt if it was altered.
Result<Lexicon> open_lexicon(const HostAccess& host, const LoadedRecord& loaded);

HostSection seal_lexicon(const HostAccess& host, const NewVersion& made, const Lexicon& lexicon);

}  // namespace veil::store
