#include "store/host_section.h"

namespace veil::store {
namespace {

constexpr std::uint8_t kType = 1;  // bytes, as a text's

SectionKeys keys_of(const HostAccess& host, const crypto::Key& narrowed,
                    const SectionPlace& place) {
  return section_keys(host.section, share_of(narrowed, place), place);
}

tl::unexpected<Error> damaged(const RecordId& id) {
  return fail(Code::Corrupt, "record " + id.text() + ": a part that the host keeps was altered");
}

}  // namespace

Result<std::optional<Bytes>> open_host_section(const HostAccess& host, const LoadedRecord& loaded,
                                               redact::Compartment compartment) {
  const DirectoryEntry* found = nullptr;
  for (const DirectoryEntry& entry : loaded.parts.head.directory) {
    if (entry.compartment != compartment) continue;
    if (found != nullptr) return damaged(loaded.id);
    found = &entry;
  }
  if (found == nullptr) return std::nullopt;
  auto narrowed = loaded.secret.of(compartment, found->generation);
  if (!narrowed) return fail(narrowed.error());
  const SectionPlace place = place_of(host.store, loaded.id, loaded.parts.head, *found);
  auto section = OpenSection::open(loaded.parts.section(*found), keys_of(host, *narrowed, place),
                                   found->digest, 0);
  if (!section || section->table().size() != 1) return damaged(loaded.id);
  auto bytes = section->value(0);
  if (!bytes) return damaged(loaded.id);
  return std::optional(std::move(*bytes));
}

HostSection seal_host_section(const HostAccess& host, const NewVersion& made,
                              redact::Compartment compartment, BytesView value) {
  const SectionPlace place = {host.store, made.record,  compartment,
                              kHostEpoch, made.version, made.salt};
  const crypto::Key narrowed = compartment_secret(made.secret.secret, compartment);
  std::vector<SealedRow> rows(1);
  rows[0].type = kType;
  rows[0].value = value;
  HostSection out;
  out.entry.digest =
      seal_section(out.bytes, keys_of(host, narrowed, place), {}, rows, Padding::padme);
  out.entry.compartment = compartment;
  out.entry.generation = made.secret.generation;
  out.entry.epoch = kHostEpoch;
  out.entry.section_version = made.version;
  out.entry.content_version = made.version;
  out.entry.length = static_cast<std::uint32_t>(out.bytes.size());
  return out;
}

}  // namespace veil::store
