// Tokens, places, postings and listings: what is equal, what is not, and what damage does.
#include "store/postings.h"

#include <catch2/catch.hpp>
#include <set>

#include "store/day_counts.h"
#include "store/rows.h"
#include "tests/store/hostile.h"

namespace veil::store {
namespace {

using tests::for_hostile;

const StoreId kStore = {1, 2, 3};
const StoreId kOther = {4, 5, 6};

TEST_CASE("a token needs the field's key and the host's", "[store][postings]") {
  const crypto::Key index_a = crypto::Key::random();
  const crypto::Key index_b = crypto::Key::random();
  const PostingKeys host_a(crypto::Key::random());
  const PostingKeys host_b(crypto::Key::random());
  const Hash inner = inner_token(index_a, 7, "13800138000");
  CHECK(inner == inner_token(index_a, 7, "13800138000"));
  CHECK(inner != inner_token(index_b, 7, "13800138000"));
  CHECK(inner != inner_token(index_a, 8, "13800138000"));
  CHECK(inner != inner_token(index_a, 7, "13800138001"));
  const auto place = [&](const PostingKeys& keys, redact::FieldId field, const Hash& of,
                         std::uint64_t number) {
    return posting_address(posting_token(keys, field, of), number);
  };
  std::set<PostingAddress> all;
  for (std::uint64_t i = 0; i < 100; ++i) all.insert(place(host_a, 7, inner, i));
  all.insert(place(host_b, 7, inner, 0));
  all.insert(place(host_a, 8, inner, 0));
  CHECK(all.size() == 102);
  CHECK(place(host_a, 7, inner, 5) == place(host_a, 7, inner, 5));
}

TEST_CASE("a digest of what was sought is no way to its places", "[store][postings]") {
  const PostingKeys host(crypto::Key::random());
  const Hash inner = inner_token(crypto::Key::random(), 7, "13800138000");
  const auto digest = search_digest(host, 7, inner);
  CHECK(digest == search_digest(host, 7, inner));
  CHECK(digest != search_digest(host, 8, inner));
  CHECK(digest != search_digest(PostingKeys(crypto::Key::random()), 7, inner));
  const crypto::Key token = posting_token(host, 7, inner);
  CHECK_FALSE(std::equal(digest.begin(), digest.end(), token.reveal().begin()));
  CHECK(digest != posting_address(token, 0));

  const Bytes subject = search_subject(7, digest);
  const auto read = decode_search_subject(subject);
  REQUIRE(read);
  CHECK(read->field == 7);
  CHECK(read->digest == digest);
  for_hostile(subject, 500, [&](const Bytes& bytes) {
    const auto again = decode_search_subject(bytes);
    if (again) CHECK(search_subject(again->field, again->digest) == bytes);
  });
}

TEST_CASE("postings look alike and open in their place only", "[store][postings]") {
  const PostingKeys host(crypto::Key::random());
  const PostingAddress here = {1};
  const PostingAddress there = {2};
  const Posting posting{RecordId::random(), 3, 9};
  const Bytes row = seal_posting(host, kStore, here, posting);
  const Bytes left = seal_posting(host, kStore, here, std::nullopt);
  CHECK(row.size() == left.size());
  CHECK(row != seal_posting(host, kStore, here, posting));
  auto opened = open_posting(host, kStore, here, row);
  REQUIRE(opened);
  CHECK(*opened == posting);
  auto nothing = open_posting(host, kStore, here, left);
  REQUIRE(nothing);
  CHECK_FALSE(*nothing);
  CHECK_FALSE(open_posting(host, kStore, there, row));
  CHECK_FALSE(open_posting(host, kOther, here, row));
  CHECK_FALSE(open_posting(PostingKeys(crypto::Key::random()), kStore, here, row));
  for_hostile(row, 500, [&](const Bytes& bytes) {
    if (bytes == row) return;
    const auto damaged = open_posting(host, kStore, here, bytes);
    REQUIRE_FALSE(damaged);
    CHECK(damaged.error().code == Code::Corrupt);
  });
}

TEST_CASE("a listing reads back as it was, or not at all", "[store][postings]") {
  std::vector<ListedPosting> listing = {
      {0, 0, {1}}, {0, 0, {2}}, {0, 5, {9}}, {0, 7, {3}}, {4, 5, {8}}};
  const Bytes bytes = encode_listing(listing);
  CHECK(decode_listing(bytes).value() == listing);
  CHECK(decode_listing(encode_listing({})).value().empty());
  for_hostile(bytes, 2000, [&](const Bytes& damaged) {
    const auto read = decode_listing(damaged);
    if (read) CHECK(encode_listing(*read) == damaged);
  });
  const auto refused = [](std::vector<std::uint8_t> head, const std::vector<ListedPosting>& rows) {
    Bytes out = std::move(head);
    for (const ListedPosting& one : rows) {
      append_varint(out, one.row);
      append_varint(out, one.field);
      append(out, one.address);
    }
    auto read = decode_listing(out);
    REQUIRE_FALSE(read);
    return read.error().code;
  };
  CHECK(refused({1, 2}, {{0, 7, {1}}, {0, 5, {2}}}) == Code::Corrupt);
  CHECK(refused({1, 2}, {{0, 5, {1}}, {0, 5, {2}}}) == Code::Corrupt);  // one value, two places
  CHECK(refused({1, 1}, {{3, 0, {1}}}) == Code::Corrupt);
  CHECK(refused({1, 1}, {}) == Code::Corrupt);
  CHECK(refused({2, 0}, {}) == Code::Unsupported);
}

TEST_CASE("a count of searches is its person's and its store's", "[store][postings]") {
  const crypto::Key section = crypto::Key::random();
  const DayCounts counts(section, kStore, Counted::searches);
  const Bytes row = counts.seal(7, {20000, 59});
  auto count = counts.open(7, row);
  REQUIRE(count);
  CHECK(count->day == 20000);
  CHECK(count->count == 59);
  CHECK(counts.row_key(7) != counts.row_key(8));
  CHECK_FALSE(counts.open(8, row));
  CHECK_FALSE(DayCounts(section, kOther, Counted::searches).open(7, row));
  CHECK_FALSE(DayCounts(crypto::Key::random(), kStore, Counted::searches).open(7, row));
  CHECK_FALSE(DayCounts(section, kStore, Counted::pieces).open(7, row));
  for_hostile(row, 200, [&](const Bytes& bytes) {
    if (bytes != row) CHECK_FALSE(counts.open(7, bytes));
  });
}

}  // namespace
}  // namespace veil::store
