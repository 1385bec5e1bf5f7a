// store/postings.h: what exact search is made of (docs/format.md "Index"): tokens that need two
// keys, places that nobody can tell apart, and the list of a record's own.
//   inner token  by the session, under the field's index key: the vault never learns a value
//   token        of it by the vault, under the host's index key: no session can look by itself
//   postings     of one value lie at places 0, 1, 2, ... that only its token names; each says one
//                record, sealed, and stays a row of its size when it is taken away
//   listing      a record's places, in its third host section: a change needs no token
// Thread safety: free functions and values.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "crypto/secret.h"
#include "redact/strength.h"
#include "store/record_id.h"

namespace veil::store {

inline constexpr std::size_t kListedMax = 4096;   // live postings of one record
inline constexpr std::size_t kBuriedMax = 1024;   // places that it left, as far as they are listed
inline constexpr std::uint64_t kChainMax = 4096;  // postings of one value; later ones are not made

Hash inner_token(const crypto::Key& index_key, redact::FieldId field, std::string_view normal_form);

// The host's keys that indexes need.
struct PostingKeys {
  explicit PostingKeys(const crypto::Key& host_index);
  crypto::Key index;  // tokens and digests
  crypto::Key seal;   // postings
};

crypto::Key posting_token(const PostingKeys& keys, redact::FieldId field, const Hash& inner);
using PostingAddress = ByteArray<16>;
PostingAddress posting_address(const crypto::Key& token, std::uint64_t place);

// What the log says of a search instead of the value: equal for equal values, of no use without the
// host's key, and not the token.
ByteArray<16> search_digest(const PostingKeys& keys, redact::FieldId field, const Hash& inner);
// As the subject of a log entry.
Bytes search_subject(redact::FieldId field, const ByteArray<16>& digest);
struct SearchSubject {
  redact::FieldId field = 0;
  ByteArray<16> digest{};
};
Result<SearchSubject> decode_search_subject(BytesView bytes);  // Corrupt

struct Posting {
  RecordId record;
  redact::Row row = 0;
  redact::FieldId field = 0;
  friend bool operator==(const Posting&, const Posting&) = default;
};
// A row of the engine; without a posting, the place that one has left.
Bytes seal_posting(const PostingKeys& keys, const StoreId& store, const PostingAddress& address,
                   const std::optional<Posting>& posting);
// Corrupt if it was altered, or is another place's.
Result<std::optional<Posting>> open_posting(const PostingKeys& keys, const StoreId& store,
                                            const PostingAddress& address, BytesView row);

// One place of a record; field 0 and row 0 where the posting was taken away.
struct ListedPosting {
  redact::Row row = 0;
  redact::FieldId field = 0;
  PostingAddress address{};
  bool buried() const noexcept { return field == 0; }
  friend bool operator==(const ListedPosting&, const ListedPosting&) = default;
};
// By (row, field, address): places that were left come first.
bool listing_order(const ListedPosting& a, const ListedPosting& b) noexcept;
// Requires (asserted) that order, and not more than the limits above.
Bytes encode_listing(const std::vector<ListedPosting>& listing);
// Corrupt; Unsupported for a newer version.
Result<std::vector<ListedPosting>> decode_listing(BytesView bytes);

}  // namespace veil::store
