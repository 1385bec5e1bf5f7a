#include "store/engine/rocksdb_jobs.h"

#include <rocksdb/convenience.h>

#include <utility>

#include "store/engine/rocksdb_database.h"
#include "store/file.h"

namespace veil::store {

CensusKeeper::CensusKeeper(std::filesystem::path path, Health& health)
    : path_(std::move(path)), health_(health) {}

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

bool CensusKeeper::note(rocksdb::DB& db) {
  const std::lock_guard lock(mutex_);
  Census now;
  now.sequence = db.GetLatestSequenceNumber();
  now.files = live_files(db);
  for (const auto& [job, inputs] : jobs_) now.forgiven.insert(inputs.begin(), inputs.end());
  if (now == written_) return true;
  const bool done = replace_file(path_, encode_census(now)).has_value();
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
