#include "store/listing.h"

namespace veil::store {
namespace {

constexpr std::uint8_t kListingType = 1;  // bytes, as a text's

tl::unexpected<Error> damaged(const RecordId& id) {
  return fail(Code::Corrupt, "record " + id.text() + ": its list of postings was altered");
}

SectionKeys keys_of(const HostAccess& host, const crypto::Key& narrowed,
                    const SectionPlace& place) {
  return section_keys(host.section, share_of(narrowed, place), place);
}

}  // namespace

Result<std::vector<ListedPosting>> open_listing(const HostAccess& host,
                                                const LoadedRecord& loaded) {
  const DirectoryEntry* found = nullptr;
  for (const DirectoryEntry& entry : loaded.parts.head.directory) {
    if (entry.compartment != kListingCompartment) continue;
    if (found != nullptr) return damaged(loaded.id);
    found = &entry;
  }
  if (found == nullptr) return std::vector<ListedPosting>();
  auto narrowed = loaded.secret.of(kListingCompartment, found->generation);
  if (!narrowed) return fail(narrowed.error());
  const SectionPlace place = place_of(host.store, loaded.id, loaded.parts.head, *found);
  auto section = OpenSection::open(loaded.parts.section(*found), keys_of(host, *narrowed, place),
                                   found->digest, 0);
  if (!section || section->table().size() != 1) return damaged(loaded.id);
  auto bytes = section->value(0);
  if (!bytes) return damaged(loaded.id);
  return decode_listing(*bytes);
}

SealedListing seal_listing(const HostAccess& host, const NewVersion& made,
                           const std::vector<ListedPosting>& listing) {
  const SectionPlace place = {host.store, made.record,  kListingCompartment,
                              kHostEpoch, made.version, made.salt};
  const crypto::Key narrowed = compartment_secret(made.secret.secret, kListingCompartment);
  const Bytes encoded = encode_listing(listing);
  std::vector<SealedRow> rows(1);
  rows[0].type = kListingType;
  rows[0].value = encoded;
  SealedListing out;
  out.entry.digest =
      seal_section(out.bytes, keys_of(host, narrowed, place), {}, rows, Padding::padme);
  out.entry.compartment = kListingCompartment;
  out.entry.generation = made.secret.generation;
  out.entry.epoch = kHostEpoch;
  out.entry.section_version = made.version;
  out.entry.content_version = made.version;
  out.entry.length = static_cast<std::uint32_t>(out.bytes.size());
  return out;
}

}  // namespace veil::store
