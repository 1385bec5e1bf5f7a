#include "store/check_postings.h"

#include <algorithm>

#include "store/listing.h"
#include "store/rows.h"

namespace veil::store {

void PostingCheck::take(const LoadedRecord& record) {
  if (auto lexicon = open_lexicon(inside_.host(now_), record); !lexicon) {
    find_(lexicon.error().code, lexicon.error().message);
  }
  auto listing = open_listing(inside_.host(now_), record);
  if (!listing) return find_(listing.error().code, listing.error().message);
  for (const ListedPosting& one : *listing) {
    claims_.push_back({one.address, record.id, one.row, one.field});
  }
}

Result<std::uint64_t> PostingCheck::run(const Snapshot& snapshot) {
  std::sort(claims_.begin(), claims_.end(), [](const Claim& a, const Claim& b) {
    return std::tie(a.address, a.record) < std::tie(b.address, b.record);
  });
  for (std::size_t i = 1; i < claims_.size(); ++i) {
    if (claims_[i].address != claims_[i - 1].address) continue;
    find_(Code::Corrupt, "record " + claims_[i].record.text() + ": lists a posting twice, or one " +
                             "that record " + claims_[i - 1].record.text() + " lists");
  }
  auto scanned = snapshot.scan(posting_rows(), {}, [&](BytesView key, BytesView row) {
    visit(key, row);
    return true;
  });
  if (!scanned) return fail(scanned.error());
  while (next_ < claims_.size()) missing(claims_[next_++]);
  return seen_;
}

void PostingCheck::visit(BytesView key, BytesView row) {
  ++seen_;
  auto address = address_of_row(key);
  if (!address) return find_(address.error().code, address.error().message);
  while (next_ < claims_.size() && claims_[next_].address < *address) missing(claims_[next_++]);
  const bool claimed = next_ < claims_.size() && claims_[next_].address == *address;
  const std::string place =
      claimed ? "record " + claims_[next_].record.text() + ": " : "posting " + hex(*address) + ": ";
  auto posting = open_posting(inside_.postings, inside_.store, *address, row);
  if (!posting) {
    find_(posting.error().code, place + posting.error().message);
  } else if (claimed) {
    compare(claims_[next_], *posting);
  } else if (*posting) {
    find_(Code::Corrupt,
          "record " + (*posting)->record.text() + ": does not list its posting " + hex(*address));
  }
  while (next_ < claims_.size() && claims_[next_].address == *address) ++next_;
}

void PostingCheck::compare(const Claim& claim, const std::optional<Posting>& posting) const {
  const std::optional<Posting> expected =
      claim.field == 0 ? std::nullopt
                       : std::optional(Posting{claim.record, claim.row, claim.field});
  if (posting == expected) return;
  find_(Code::Corrupt, "record " + claim.record.text() + ": its posting " + hex(claim.address) +
                           " was put back, taken away, or is another's");
}

void PostingCheck::missing(const Claim& claim) const {
  find_(Code::Corrupt,
        "record " + claim.record.text() + ": its posting " + hex(claim.address) + " is missing");
}

Result<> PostingCheck::check_counts(const Snapshot& snapshot) const {
  const auto check = [&](const DayCounts& counts, const char* what) {
    std::map<Bytes, redact::PersonId> people;
    for (const RosterEntry& person : now_.charter().roster) {
      people[counts.row_key(person.number)] = person.number;
    }
    return snapshot.scan(counts.rows(), {}, [&](BytesView key, BytesView row) {
      const auto person = people.find(to_bytes(key));
      if (person == people.end() || !counts.open(person->second, row)) find_(Code::Corrupt, what);
      return true;
    });
  };
  auto done =
      check(inside_.search_counts, "search: a count of searches was altered, or is nobody's");
  if (!done) return done;
  return check(inside_.piece_counts, "lexicon: a count of pieces was altered, or is nobody's");
}

}  // namespace veil::store
