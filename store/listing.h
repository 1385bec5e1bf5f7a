// store/listing.h: the third host section of a record: the places of its postings, written whole
// when it changes, so that a later change or erasure needs no token. Internal to the vault and to
// check. Thread safety: free functions.
#pragma once

#include "store/host_section.h"
#include "store/postings.h"

namespace veil::store {

inline constexpr redact::Compartment kListingCompartment = 3;

// Empty where the record has none. Corrupt if it was altered.
Result<std::vector<ListedPosting>> open_listing(const HostAccess& host, const LoadedRecord& loaded);

HostSection seal_listing(const HostAccess& host, const NewVersion& made,
                         const std::vector<ListedPosting>& listing);

}  // namespace veil::store
