#include "store/listing.h"

namespace veil::store {

Result<std::vector<ListedPosting>> open_listing(const HostAccess& host,
                                                const LoadedRecord& loaded) {
  auto bytes = open_host_section(host, loaded, kListingCompartment);
  if (!bytes && bytes.error().code == Code::Corrupt) {
    return fail(Code::Corrupt, "record " + loaded.id.text() + ": its list of postings was altered");
  }
  if (!bytes) return fail(bytes.error());
  if (!*bytes) return std::vector<ListedPosting>();
  return decode_listing(**bytes);
}

HostSection seal_listing(const HostAccess& host, const NewVersion& made,
                         const std::vector<ListedPosting>& listing) {
  return seal_host_section(host, made, kListingCompartment, encode_listing(listing));
}

}  // namespace veil::store
