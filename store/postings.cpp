#include "store/postings.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "crypto/aead.h"
#include "crypto/hash.h"
#include "crypto/pae.h"

namespace veil::store {
namespace {

using crypto::Pae;

constexpr std::uint8_t kListingVersion = 1;
constexpr std::uint8_t kPostingVersion = 1;
constexpr std::uint8_t kLive = 1;
constexpr std::uint8_t kBuried = 2;

crypto::Key derived(const crypto::Key& key, const char* domain) {
  return crypto::derive(key.reveal(), Pae(domain).view());
}

Pae posting_context(const StoreId& store, const PostingAddress& address) {
  Pae out("veil/posting/1");
  out.add(store).add(address);
  return out;
}

}  // namespace

Hash inner_token(const crypto::Key& index_key, redact::FieldId field,
                 std::string_view normal_form) {
  Pae message("veil/token/1");
  message.add(field).add(normal_form);
  return crypto::blake2b_keyed(index_key.reveal(), message.view());
}

PostingKeys::PostingKeys(const crypto::Key& host_index)
    : index(host_index.clone()), seal(derived(host_index, "veil/posting-key/1")) {}

crypto::Key posting_token(const PostingKeys& keys, redact::FieldId field, const Hash& inner) {
  Pae message("veil/posting-token/1");
  message.add(field).add(inner);
  return crypto::derive(keys.index.reveal(), message.view());
}

PostingAddress posting_address(const crypto::Key& token, std::uint64_t place) {
  Pae message("veil/posting-address/1");
  message.add(place);
  return crypto::blake2b_keyed_128(token.reveal(), message.view());
}

ByteArray<16> search_digest(const PostingKeys& keys, redact::FieldId field, const Hash& inner) {
  Pae message("veil/search-digest/1");
  message.add(field).add(inner);
  return crypto::blake2b_keyed_128(keys.index.reveal(), message.view());
}

Bytes search_subject(redact::FieldId field, const ByteArray<16>& digest) {
  Pae out("veil/search/1");
  out.add(field).add(digest);
  return std::move(out).take();
}

Result<SearchSubject> decode_search_subject(BytesView bytes) {
  crypto::PaeReader reader(bytes);
  SearchSubject out;
  reader.domain("veil/search/1");
  out.field =
      static_cast<redact::FieldId>(reader.number_max(std::numeric_limits<redact::FieldId>::max()));
  out.digest = reader.array<16>();
  if (!reader.done()) return fail(Code::Corrupt, "log entry: of another search than known here");
  return out;
}

Bytes seal_posting(const PostingKeys& keys, const StoreId& store, const PostingAddress& address,
                   const std::optional<Posting>& posting) {
  Bytes body = {kPostingVersion, posting ? kLive : kBuried};
  const Posting what = posting.value_or(Posting{});
  append(body, what.record.bytes);
  append_le32(body, what.row);
  append_le32(body, what.field);
  return crypto::wrap(keys.seal, posting_context(store, address).view(), body);
}

Result<std::optional<Posting>> open_posting(const PostingKeys& keys, const StoreId& store,
                                            const PostingAddress& address, BytesView row) {
  auto body = crypto::unwrap(keys.seal, posting_context(store, address).view(), row);
  if (!body) return fail(Code::Corrupt, "index: a posting was altered, or is another place's");
  ByteReader reader(*body);
  const std::uint8_t version = reader.u8();
  if (version != kPostingVersion) return fail(Code::Unsupported, "index: of a newer version");
  const std::uint8_t kind = reader.u8();
  Posting out;
  out.record.bytes = reader.array<16>();
  out.row = reader.le32();
  out.field = static_cast<redact::FieldId>(reader.le32());
  if (!reader.at_end() || (kind != kLive && kind != kBuried)) {
    return fail(Code::Corrupt, "index: a posting is malformed");
  }
  return kind == kLive ? std::optional(out) : std::nullopt;
}

bool listing_order(const ListedPosting& a, const ListedPosting& b) noexcept {
  return std::tie(a.row, a.field, a.address) < std::tie(b.row, b.field, b.address);
}

Bytes encode_listing(const std::vector<ListedPosting>& listing) {
  VEIL_REQUIRE(listing.size() <= kListedMax + kBuriedMax);
  VEIL_REQUIRE(std::is_sorted(listing.begin(), listing.end(), listing_order));
  Bytes out = {kListingVersion};
  append_varint(out, listing.size());
  for (const ListedPosting& one : listing) {
    append_varint(out, one.row);
    append_varint(out, one.field);
    append(out, one.address);
  }
  return out;
}

Result<std::vector<ListedPosting>> decode_listing(BytesView bytes) {
  ByteReader reader(bytes);
  const std::uint8_t version = reader.u8();
  const std::uint64_t count = reader.varint_max(kListedMax + kBuriedMax);
  if (reader.ok() && version != kListingVersion) {
    return fail(Code::Unsupported, "index: a listing of a newer version");
  }
  std::vector<ListedPosting> out;
  for (std::uint64_t i = 0; i < count && reader.ok(); ++i) {
    ListedPosting& one = out.emplace_back();
    one.row = static_cast<redact::Row>(reader.varint_max(std::numeric_limits<redact::Row>::max()));
    one.field = static_cast<redact::FieldId>(
        reader.varint_max(std::numeric_limits<redact::FieldId>::max()));
    one.address = reader.array<16>();
    const bool live_twice =
        i > 0 && !one.buried() &&
        std::tie(out[i - 1].row, out[i - 1].field) == std::tie(one.row, one.field);
    if ((one.buried() && one.row != 0) || live_twice ||
        (i > 0 && !listing_order(out[i - 1], one))) {
      return fail(Code::Corrupt, "index: a listing is malformed");
    }
  }
  if (!reader.at_end()) return fail(Code::Corrupt, "index: a listing is malformed");
  return out;
}

}  // namespace veil::store
