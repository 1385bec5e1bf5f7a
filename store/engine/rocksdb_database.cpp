#include "store/engine/rocksdb_database.h"

#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/transaction_log.h>

#include <memory>
#include <string>

namespace veil::store {
namespace {

// Its info log quotes keys.
class NullLogger final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char* /*format*/, va_list /*arguments*/) override {}
};

}  // namespace

tl::unexpected<Error> fault(const rocksdb::Status& status, std::string_view operation) {
  const std::string place = "engine: " + std::string(operation) + ": ";
  if (status.IsCorruption()) return fail(Code::Corrupt, place + "a file is damaged");
  if (status.IsPathNotFound()) return fail(Code::Corrupt, place + "a file is missing");
  if (status.IsNoSpace()) return fail(Code::Unavailable, place + "disk full");
  return fail(Code::Unavailable, place + "disk or system error");
}

tl::unexpected<Error> open_fault(const rocksdb::Status& status) {
  const bool system = status.IsIOError() || status.IsBusy() || status.IsTimedOut() ||
                      status.IsTryAgain() || status.IsAborted();
  if (status.IsCorruption() || system) return fault(status, "open");
  return fail(Code::Corrupt, "engine: open: a file is damaged");
}

rocksdb::Options database_options(std::size_t write_buffer, std::size_t cache) {
  rocksdb::Options options;
  options.info_log = std::make_shared<NullLogger>();
  options.db_host_id.clear();  // else every table names the machine that wrote it
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.paranoid_checks = true;
  // A crash leaves a torn last write, which must not keep the store from opening. What else may be
  // missing is for the census and the access log's checkpoint to notice.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.wal_compression = rocksdb::kNoCompression;
  // Ciphertext does not compress.
  options.compression = rocksdb::kNoCompression;
  options.bottommost_compression = rocksdb::kNoCompression;
  options.level_compaction_dynamic_level_bytes = true;
  options.write_buffer_size = write_buffer;
  options.max_background_jobs = 2;
  options.max_bgerror_resume_count = 0;

  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(cache);
  table.block_size = std::size_t{16} << 10;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

FileSizes live_files(rocksdb::DB& db) {
  std::vector<rocksdb::LiveFileMetaData> listed;
  db.GetLiveFilesMetaData(&listed);
  FileSizes out;
  for (const auto& file : listed) out.emplace(file.file_number, file.size);
  return out;
}

std::uint64_t current_log(rocksdb::DB& db) {
  std::unique_ptr<rocksdb::LogFile> file;
  const auto status = db.GetCurrentWalFile(&file);
  return status.ok() && file ? file->LogNumber() : 0;
}

std::uint64_t first_needed_log(rocksdb::DB& db) {
  std::uint64_t number = 0;
  const bool known = db.GetIntProperty("rocksdb.min-log-number-to-keep", &number);
  return known ? number : 0;
}

DatabaseSnapshot::DatabaseSnapshot(rocksdb::DB& db, std::atomic<int>& living, bool frozen)
    : db_(db), living_(living), at_(frozen ? nullptr : db.GetSnapshot()) {
  ++living_;
}

DatabaseSnapshot::~DatabaseSnapshot() {
  if (at_ != nullptr) db_.ReleaseSnapshot(at_);
  --living_;
}

Result<Bytes> DatabaseSnapshot::get(BytesView key) const {
  rocksdb::PinnableSlice value;
  const auto status = db_.Get(options(), db_.DefaultColumnFamily(), slice_of(key), &value);
  if (status.IsNotFound()) return fail(Code::NotFound, "engine: get: no such key");
  if (!status.ok()) return fault(status, "get");
  return to_bytes(view_of(value));
}

Result<std::vector<std::optional<Bytes>>> DatabaseSnapshot::multi_get(
    std::span<const Bytes> keys) const {
  std::vector<rocksdb::Slice> wanted;
  wanted.reserve(keys.size());
  for (const Bytes& key : keys) wanted.push_back(slice_of(key));
  std::vector<rocksdb::PinnableSlice> values(keys.size());
  std::vector<rocksdb::Status> statuses(keys.size());
  db_.MultiGet(options(), db_.DefaultColumnFamily(), keys.size(), wanted.data(), values.data(),
               statuses.data());
  std::vector<std::optional<Bytes>> out;
  out.reserve(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!statuses[i].ok() && !statuses[i].IsNotFound()) return fault(statuses[i], "get");
    out.push_back(statuses[i].ok() ? std::optional<Bytes>(to_bytes(view_of(values[i])))
                                   : std::nullopt);
  }
  return out;
}

Result<> DatabaseSnapshot::scan(BytesView prefix, BytesView from, const Visitor& visit) const {
  rocksdb::ReadOptions how = options();
  how.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> at(db_.NewIterator(how));
  const rocksdb::Slice start = slice_of(prefix);
  at->Seek(start.compare(slice_of(from)) < 0 ? slice_of(from) : start);
  while (at->Valid() && at->key().starts_with(start)) {
    if (!visit(view_of(at->key()), view_of(at->value()))) return {};
    at->Next();
  }
  if (!at->status().ok()) return fault(at->status(), "scan");
  return {};
}

rocksdb::ReadOptions DatabaseSnapshot::options() const {
  rocksdb::ReadOptions how;
  how.snapshot = at_;
  return how;
}

}  // namespace veil::store
