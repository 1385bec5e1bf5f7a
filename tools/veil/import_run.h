// tools/veil/import_run.h: writes a plan, batch by batch. The records' ids derive from the file's
// hash and their place in it, so that an import that was cut short is ended by doing it again, and
// nothing is there twice.
// Thread safety: free functions.
#pragma once

#include <functional>

#include "tools/veil/fault.h"
#include "tools/veil/import_plan.h"

namespace veil::tools {

struct Imported {
  std::vector<store::RecordId> ids;  // in order of the file
  std::size_t were_there = 0;
};

inline constexpr std::size_t kImportBatch = 100;

using ImportProgress = std::function<void(std::size_t done, std::size_t all)>;
Done<Imported> import_all(store::Session& session, const std::vector<store::RecordDraft>& drafts,
                          const Hash& file, const std::string& reason,
                          const ImportProgress& progress);

}  // namespace veil::tools
