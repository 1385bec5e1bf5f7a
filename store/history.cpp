#include "store/history.h"

#include <algorithm>

#include "store/rows.h"

namespace veil::store {
namespace {

struct Link {
  HistoryRow row;
  Bytes key;
  Bytes bytes;
};

}  // namespace

Result<std::vector<HistoryRow>> read_history(const Snapshot& snapshot, const RecordId& record,
                                             const Head& head) {
  const auto damaged = [&] {
    return fail(Code::Corrupt, "record " + record.text() + ": its history was altered or cut");
  };
  std::vector<Link> links;
  bool whole = true;
  auto scanned = snapshot.scan(history_rows(record), {}, [&](BytesView key, BytesView bytes) {
    auto row = decode_history_row(bytes);
    whole = row && same_bytes(key, history_row_key(record, row->entry.compartment,
                                                   row->entry.section_version));
    if (whole) links.push_back({std::move(*row), to_bytes(key), to_bytes(bytes)});
    return whole;
  });
  if (!scanned) return fail(scanned.error());
  if (!whole) return damaged();
  // The chain was made in the order of replacement and, within one commit, of the directory.
  std::sort(links.begin(), links.end(), [](const Link& a, const Link& b) {
    return std::tie(a.row.replaced_at, a.key) < std::tie(b.row.replaced_at, b.key);
  });
  Hash chain{};
  std::vector<HistoryRow> out;
  out.reserve(links.size());
  for (Link& link : links) {
    chain = chain_history(chain, link.key, link.bytes);
    out.push_back(std::move(link.row));
  }
  if (chain != head.history) return damaged();
  return out;
}

Result<std::vector<FactsOfVersion>> read_facts(const HostAccess& host, const LoadedRecord& record,
                                               const std::vector<HistoryRow>& history) {
  std::vector<FactsOfVersion> out;
  const auto add = [&](const SectionPlace& place, const DirectoryEntry& entry,
                       BytesView bytes) -> Result<> {
    auto narrowed = record.secret.of(kFactsCompartment, entry.generation);
    if (!narrowed) return {};
    auto facts = open_facts(host, place, *narrowed, bytes, entry.digest);
    if (!facts) return fail(facts.error());
    out.push_back({entry.section_version, std::move(*facts)});
    return {};
  };
  for (const HistoryRow& row : history) {
    if (row.entry.compartment != kFactsCompartment) continue;
    auto added = add(place_of(host.store, record.id, row), row.entry, row.bytes);
    if (!added) return fail(added.error());
  }
  const RecordParts& parts = record.parts;
  for (const DirectoryEntry& entry : parts.head.directory) {
    if (entry.compartment != kFactsCompartment) continue;
    auto added =
        add(place_of(host.store, record.id, parts.head, entry), entry, parts.section(entry));
    if (!added) return fail(added.error());
  }
  return out;
}

}  // namespace veil::store
