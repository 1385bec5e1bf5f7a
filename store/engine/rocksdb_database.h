// store/engine/rocksdb_database.h: what the engine's files share about RocksDB. Private to them.
#pragma once

#include <rocksdb/db.h>

#include <atomic>
#include <string_view>

#include "store/engine/census.h"
#include "store/engine/engine.h"

namespace veil::store {

// RocksDB asserts that a slice, even an empty one, points somewhere.
inline rocksdb::Slice slice_of(BytesView bytes) {
  if (bytes.empty()) return {"", 0};
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline BytesView view_of(const rocksdb::Slice& slice) noexcept {
  return veil::view_of({slice.data(), slice.size()});
}

// The one place where RocksDB's status becomes ours. Its text may quote keys and stays there.
tl::unexpected<Error> fault(const rocksdb::Status& status, std::string_view operation);
// At an open, files that it cannot make sense of are damage too: the options are always ours.
tl::unexpected<Error> open_fault(const rocksdb::Status& status);

rocksdb::Options database_options(std::size_t write_buffer, std::size_t cache);

// The table files in its list, with the sizes it expects.
FileSizes live_files(rocksdb::DB& db);

// The log of writes in use, 0 if there is none yet; and the first one that holds writes which are
// in no table.
std::uint64_t current_log(rocksdb::DB& db);
std::uint64_t first_needed_log(rocksdb::DB& db);

// A view of `db` that does not change. `frozen`: db itself does not. Counted in `living`.
class DatabaseSnapshot final : public Snapshot {
 public:
  DatabaseSnapshot(rocksdb::DB& db, std::atomic<int>& living, bool frozen);
  ~DatabaseSnapshot() override;
  DatabaseSnapshot(const DatabaseSnapshot&) = delete;
  DatabaseSnapshot& operator=(const DatabaseSnapshot&) = delete;

  Result<Bytes> get(BytesView key) const override;
  Result<std::vector<std::optional<Bytes>>> multi_get(std::span<const Bytes> keys) const override;
  Result<> scan(BytesView prefix, BytesView from, const Visitor& visit) const override;

 private:
  rocksdb::ReadOptions options() const;

  rocksdb::DB& db_;
  std::atomic<int>& living_;
  const rocksdb::Snapshot* at_;
};

}  // namespace veil::store
