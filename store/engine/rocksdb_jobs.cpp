#include "store/engine/rocksdb_jobs.h"

#include <rocksdb/convenience.h>

#include <system_error>
#include <utility>

#include "store/engine/rocksdb_database.h"
#include "store/file.h"

namespace veil::store {

namespace fs = std::filesystem;

CensusKeeper::CensusKeeper(fs::path path, fs::path folder, Health& health)
    : path_(std::move(path)), folder_(std::move(folder)), health_(health) {}

bool CensusKeeper::note_opened(rocksdb::DB& db) {
  opened_ = &db;
  return note(db);
}

// Called when a new log of writes is there, before the first write to it.
void CensusKeeper::OnMemTableSealed(const rocksdb::MemTableInfo& /*memtable*/) {
  rocksdb::DB* const db = opened_;
  if (db == nullptr) return;
  const std::uint64_t newest = current_log(*db);
  {
    const std::lock_guard lock(mutex_);
    for (auto& [number, size] : logs_) {
      std::error_code gone;
      const fs::path file = folder_ / numbered_name(number, kLog);
      const std::uint64_t full = fs::file_size(file, gone);
      if (number < newest && !gone) size = full;
    }
  }
  note(*db);
}

void CensusKeeper::OnFlushCompleted(rocksdb::DB* db, const rocksdb::FlushJobInfo& /*job*/) {
  note(*db);
}

void CensusKeeper::OnCompactionBegin(rocksdb::DB* db, const rocksdb::CompactionJobInfo& job) {
  {
    const std::lock_guard lock(mutex_);
    for (const auto& file : job.input_file_infos) jobs_[job.job_id].insert(file.file_number);
  }
  // A job whose inputs are not noted must not delete them: stop it, and all others.
  if (!note(*db)) rocksdb::CancelAllBackgroundWork(db, false);
}

void CensusKeeper::OnCompactionCompleted(rocksdb::DB* db, const rocksdb::CompactionJobInfo& job) {
  if (!job.status.ok()) return;  // its result may be on the disk all the same: keep forgiving
  {
    const std::lock_guard lock(mutex_);
    jobs_.erase(job.job_id);
  }
  note(*db);
}

void CensusKeeper::OnBackgroundError(rocksdb::BackgroundErrorReason /*reason*/,
                                     rocksdb::Status* /*status*/) {
  health_.lower(Health::State::no_commits);
}

// What a failed write left on the disk is only known after an open, so nothing is tried again here.
void CensusKeeper::OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason /*reason*/,
                                        rocksdb::Status /*status*/, bool* auto_recovery) {
  *auto_recovery = false;
}

// False if a new log's name may not be durable, so that the census must not ask for it.
bool CensusKeeper::list_logs(rocksdb::DB& db) {
  logs_.erase(logs_.begin(), logs_.lower_bound(first_needed_log(db)));
  const std::uint64_t number = current_log(db);
  if (number == 0 || logs_.contains(number)) return true;
  if (!sync_folder(folder_)) return false;
  logs_.emplace(number, 0);
  return true;
}

bool CensusKeeper::note(rocksdb::DB& db) {
  const std::lock_guard lock(mutex_);
  Census now;
  const bool listed = list_logs(db);
  now.logs = logs_;
  now.sequence = db.GetLatestSequenceNumber();
  now.files = live_files(db);
  for (const auto& [job, inputs] : jobs_) now.forgiven.insert(inputs.begin(), inputs.end());
  if (now == written_) return true;
  const bool done = listed && replace_file(path_, encode_census(now)).has_value();
  if (done) {
    written_ = std::move(now);
  } else {
    health_.lower(Health::State::no_commits);
  }
  return done;
}

void CensusKeeper::note_closed(rocksdb::DB& db) {
  {
    const std::lock_guard lock(mutex_);
    jobs_.clear();
  }
  note(db);
}

}  // namespace veil::store
