#include "store/posting_plan.h"

#include <algorithm>

#include "store/listing.h"
#include "store/rows.h"

namespace veil::store {
namespace {

using Listing = std::vector<ListedPosting>;

// Of the places that a record left, which come first, the listing keeps as many as it may.
void trim(Listing& listing) {
  const auto live = std::partition_point(listing.begin(), listing.end(),
                                         [](const auto& one) { return one.buried(); });
  const auto buried = live - listing.begin();
  const std::ptrdiff_t most = kBuriedMax;
  if (buried > most) listing.erase(listing.begin(), listing.begin() + (buried - most));
}

std::size_t live_of(const Listing& listing) {
  return static_cast<std::size_t>(std::count_if(
      listing.begin(), listing.end(), [](const ListedPosting& one) { return !one.buried(); }));
}

}  // namespace

Result<std::optional<Listing>> PostingPlan::add(const HeldTicket& held, const CommitItem& item,
                                                Work& work) {
  if (item.index.empty()) return std::nullopt;
  if (snapshot_ == nullptr) {
    auto snapshot = inside_.engine->snapshot();
    if (!snapshot) return fail(snapshot.error());
    snapshot_ = std::move(*snapshot);
  }
  Listing before;
  if (held.before) {
    auto listing = open_listing(inside_.host(now_), *held.before);
    if (!listing) return fail(listing.error());
    before = std::move(*listing);
  }
  Listing after = before;
  for (const IndexEdit& edit : item.index) {
    if (auto done = set(after, held, edit, work); !done) return fail(done.error());
  }
  std::sort(after.begin(), after.end(), listing_order);
  trim(after);
  if (live_of(after) > kListedMax) {
    return fail(Code::InvalidArgument, "commit: it holds too many values that can be searched for");
  }
  if (after == before) return std::nullopt;
  return std::optional(std::move(after));
}

Result<> PostingPlan::set(Listing& listing, const HeldTicket& held, const IndexEdit& edit,
                          Work& work) {
  const auto old = std::find_if(listing.begin(), listing.end(), [&](const ListedPosting& one) {
    return one.row == edit.row && one.field == edit.field;
  });
  const bool had = old != listing.end();
  if (!edit.token) {
    if (had) bury(*old, work);
    return {};
  }
  const crypto::Key token = posting_token(inside_.postings, edit.field, *edit.token);
  auto place = first_free(token);
  if (!place) return fail(place.error());
  for (std::uint64_t i = 0; had && i < *place; ++i) {
    if (posting_address(token, i) == old->address) return {};  // the same value again
  }
  if (had) bury(*old, work);
  if (*place == kChainMax) return {};
  const PostingAddress address = posting_address(token, *place);
  planned_.insert(address);
  const Bytes key = posting_row_key(address);
  work.conditions.push_back({key, std::nullopt});
  work.changes.push_back({key, seal_posting(inside_.postings, inside_.store, address,
                                            Posting{held.shown.record, edit.row, edit.field})});
  listing.push_back({edit.row, edit.field, address});
  return {};
}

void PostingPlan::bury(ListedPosting& posting, Work& work) const {
  work.changes.push_back(
      {posting_row_key(posting.address),
       seal_posting(inside_.postings, inside_.store, posting.address, std::nullopt)});
  posting.row = 0;
  posting.field = 0;
}

// Places are taken in order and never freed, so the end is found by doubling and halving.
Result<std::uint64_t> PostingPlan::first_free(const crypto::Key& token) const {
  std::uint64_t low = 0;  // all below are taken
  std::uint64_t high = 1;
  for (;;) {
    auto here = taken(token, high - 1);
    if (!here) return fail(here.error());
    if (!*here) break;
    low = high;
    if (low == kChainMax) return kChainMax;
    high = std::min(2 * high, kChainMax);
  }
  while (low + 1 < high) {
    const std::uint64_t middle = (low + high) / 2;
    auto here = taken(token, middle - 1);
    if (!here) return fail(here.error());
    (*here ? low : high) = middle;
  }
  return high - 1;
}

Result<bool> PostingPlan::taken(const crypto::Key& token, std::uint64_t place) const {
  const PostingAddress address = posting_address(token, place);
  if (planned_.count(address) != 0) return true;
  auto row = snapshot_->get(posting_row_key(address));
  if (!row && row.error().code != Code::NotFound) return fail(row.error());
  return static_cast<bool>(row);
}

Result<bool> PostingPlan::overtaken() const {
  if (planned_.empty()) return false;
  std::vector<Bytes> keys;
  keys.reserve(planned_.size());
  for (const PostingAddress& address : planned_) keys.push_back(posting_row_key(address));
  auto snapshot = inside_.engine->snapshot();
  if (!snapshot) return fail(snapshot.error());
  auto rows = (*snapshot)->multi_get(keys);
  if (!rows) return fail(rows.error());
  return std::any_of(rows->begin(), rows->end(),
                     [](const std::optional<Bytes>& row) { return row.has_value(); });
}

}  // namespace veil::store
