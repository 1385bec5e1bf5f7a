// store/engine/rocksdb_engine.h: the engine on a local disk.
//   STORE/engine/   RocksDB's files; nobody else writes there
//   STORE/census    what those files must be (store/engine/census.h)
// Promise: as Engine. A killed process or a cut of power loses nothing that was answered
// `committed` and never keeps the store from opening. What damage takes away is noticed: by the
// census when the store is opened, or, if it is the newest commits of a process that did not close
// it, by the access log's checkpoint. A refused open has changed nothing.
//
// One process and one Engine at a time per store; another one is told Unavailable at once. Readers
// (open_rocksdb_readonly) may stand beside it. A Snapshot must be gone before its Engine, and a
// forked child must leave the Engine alone (both asserted).
//
// With less than `reserve` bytes free, commit() says Unavailable and reads go on. After a failed
// write to disk no later commit is taken: close and open again. If that failure hit a commit, that
// commit answers `unknown` and this Engine gives no more snapshots either, since only a store that
// was opened again can tell.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "crypto/library_version.h"
#include "store/engine/engine.h"

namespace veil::store {

struct RocksdbOptions {
  std::filesystem::path directory;  // STORE; made if `create` and absent
  bool create = false;              // make a store where there is none
  std::size_t write_buffer = std::size_t{64} << 20;
  std::size_t cache = std::size_t{64} << 20;
  // Disk space that commits leave free; by default 64 MiB or twice the write buffer.
  std::optional<std::uint64_t> reserve = std::nullopt;
};
std::uint64_t reserve_of(const RocksdbOptions& options) noexcept;

// Errors: NotFound (no store there), Unavailable (in use, I/O, a read-only disk), Denied (may not
// write there), Corrupt (damaged, or less than there was).
Result<std::unique_ptr<Engine>> open_rocksdb(const RocksdbOptions& options);

// The store as it is at this moment, whether or not another process has it open: all of every
// commit up to some point. Later commits are not seen; open again for them. Writes nothing, does
// not look at the census (a running store changes it), refuses every commit with Unsupported.
// Errors: as above; Unavailable also if the store changes too fast to be read.
Result<std::unique_ptr<Engine>> open_rocksdb_readonly(const std::filesystem::path& directory);

crypto::LibraryVersion rocksdb_version();

}  // namespace veil::store
