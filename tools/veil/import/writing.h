// tools/veil/import/writing.h: writes the good records of a checked file, batch by batch. New
// records' ids derive from the import id and their place in the file, so that an import that was
// cut short is ended by doing it again, and nothing is there twice.
// Thread safety: free functions.
#pragma once

#include <functional>

#include "tools/veil/fault.h"
#include "tools/veil/import/assembly.h"

namespace veil::tools {

struct Imported {
  std::vector<store::RecordId> ids;  // of the records of the file, as they were written
  std::size_t created = 0;
  std::size_t updated = 0;
  std::size_t unchanged = 0;   // of those to be updated: they hold what the file says
  std::size_t were_there = 0;  // an earlier run of the same import made them
};

inline constexpr std::size_t kImportBatch = 100;

struct WriteJob {
  BytesView import_id;
  std::string reason;
  std::size_t all = 0;  // good records
  // After each batch: how many are done; false stops the import there.
  std::function<bool(std::size_t done, const Imported& so_far)> progress;
};

Done<Imported> write_records(store::Session& session, RecordAssembly& records,
                             const RecordTable& table, const WriteJob& job);

}  // namespace veil::tools
