// store/engine/rocksdb_jobs.h: what RocksDB does in the background, and how that keeps the census
// right. Private to the engine.
#pragma once

#include <rocksdb/listener.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "store/engine/census.h"

namespace veil::store {

// What is still possible with an open engine; only ever gets worse.
class Health {
 public:
  enum class State { sound, no_commits, unknown };
  State state() const noexcept { return state_.load(); }
  void lower(State to) noexcept {
    State now = state_.load();
    while (now < to && !state_.compare_exchange_weak(now, to)) {
    }
  }

 private:
  std::atomic<State> state_{State::sound};
};

// Keeps the census in step with RocksDB's jobs; called on its threads.
class CensusKeeper final : public rocksdb::EventListener {
 public:
  // The census at `path` is about the engine in `folder`.
  CensusKeeper(std::filesystem::path path, std::filesystem::path folder, Health& health);

  // The first note, when the engine is open. False if it cannot be written.
  bool note_opened(rocksdb::DB& db);
  // The last note: no job is left that could still be under way.
  void note_closed(rocksdb::DB& db);

  const char* Name() const override { return "veil.census"; }
  void OnMemTableSealed(const rocksdb::MemTableInfo& memtable) override;
  void OnFlushCompleted(rocksdb::DB* db, const rocksdb::FlushJobInfo& job) override;
  void OnCompactionBegin(rocksdb::DB* db, const rocksdb::CompactionJobInfo& job) override;
  void OnCompactionCompleted(rocksdb::DB* db, const rocksdb::CompactionJobInfo& job) override;
  void OnBackgroundError(rocksdb::BackgroundErrorReason reason, rocksdb::Status* status) override;
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason reason, rocksdb::Status status,
                            bool* auto_recovery) override;

 private:
  // Writes the census if it changed. False, and the end of commits, if that fails.
  bool note(rocksdb::DB& db);
  bool list_logs(rocksdb::DB& db);

  const std::filesystem::path path_;
  const std::filesystem::path folder_;
  Health& health_;
  std::mutex mutex_;
  std::map<int, std::set<std::uint64_t>> jobs_;  // inputs of jobs under way, or failed
  FileSizes logs_;
  std::optional<Census> written_;
  std::atomic<rocksdb::DB*> opened_{nullptr};
};

}  // namespace veil::store
