// store/host_section.h: the second and third host sections of a record: one value each, sealed
// under the host section key and written whole when it changes. Internal to the vault and to check.
// Thread safety: free functions.
#pragma once

#include "store/loaded_record.h"

namespace veil::store {

// Nothing where the record has no such section. Corrupt if it was altered, or there are two.
Result<std::optional<Bytes>> open_host_section(const HostAccess& host, const LoadedRecord& loaded,
                                               redact::Compartment compartment);

struct HostSection {
  DirectoryEntry entry;  // without offset
  Bytes bytes;
};
HostSection seal_host_section(const HostAccess& host, const NewVersion& made,
                              redact::Compartment compartment, BytesView value);

}  // namespace veil::store
