#include "store/engine/rocksdb_engine.h"

#include <rocksdb/convenience.h>
#include <rocksdb/version.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "store/engine/census.h"
#include "store/engine/rocksdb_database.h"
#include "store/engine/rocksdb_jobs.h"
#include "store/file.h"

namespace veil::store {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kReserveMin = std::uint64_t{64} << 20;
constexpr std::size_t kPointerMax = 256;  // CURRENT holds one file name
constexpr int kReadTries = 50;
constexpr std::chrono::milliseconds kReadPause{10};
constexpr int kFilesOfCheck = 64;  // the check before an open reads no tables

fs::path engine_folder(const fs::path& directory) {
  return directory / "engine";
}
fs::path census_file(const fs::path& directory) {
  return directory / "census";
}

class RocksdbEngine final : public Engine {
 public:
  RocksdbEngine(const RocksdbOptions& options, FolderLock lock)
      : folder_(engine_folder(options.directory)),
        reserve_(reserve_of(options)),
        lock_(std::move(lock)),
        keeper_(std::make_shared<CensusKeeper>(census_file(options.directory), folder_, health_)) {}

  ~RocksdbEngine() override {
    VEIL_REQUIRE(living_ == 0);
    if (!db_) return;
    rocksdb::CancelAllBackgroundWork(db_.get(), true);
    if (health_.state() == Health::State::sound) keeper_->note_closed(*db_);
    db_->Close().PermitUncheckedError();
  }
  RocksdbEngine(const RocksdbEngine&) = delete;
  RocksdbEngine& operator=(const RocksdbEngine&) = delete;

  Result<> open(const RocksdbOptions& options) {
    rocksdb::Options how = database_options(options.write_buffer, options.cache);
    how.create_if_missing = options.create;
    how.listeners.push_back(keeper_);
    rocksdb::DB* db = nullptr;
    const auto status = rocksdb::DB::Open(how, folder_.string(), &db);
    if (!status.ok()) return open_fault(status);
    db_.reset(db);
    if (!keeper_->note_opened(*db_))
      return fail(Code::Unavailable, "engine: open: cannot write the census");
    return {};
  }

  Result<std::unique_ptr<Snapshot>> snapshot() const override {
    if (health_.state() == Health::State::unknown) return broken("read");
    return std::make_unique<DatabaseSnapshot>(*db_, living_, false);
  }

  Result<Outcome> commit(const Batch& batch, std::span<const Condition> conditions) override {
    rocksdb::WriteBatch changes;
    for (const Change& change : batch) {
      const auto status = change.value ? changes.Put(slice_of(change.key), slice_of(*change.value))
                                       : changes.Delete(slice_of(change.key));
      if (!status.ok()) return fail(Code::InvalidArgument, "engine: commit: batch too large");
    }
    VEIL_REQUIRE(::getpid() == owner_);  // a forked child has the files, but not the threads
    // Held from the check of the conditions to the end of the write, which makes them one instant.
    const std::lock_guard lock(commits_);
    if (health_.state() != Health::State::sound) return broken("commit");
    if (const auto room = check_room(changes.GetDataSize()); !room) return fail(room.error());
    const auto holds = all_hold(conditions);
    if (!holds) return fail(holds.error());
    if (!*holds) return Outcome::conflict;
    rocksdb::WriteOptions how;
    how.sync = true;
    if (db_->Write(how, &changes).ok()) return Outcome::committed;
    // A sync that failed once proves nothing when it succeeds the next time.
    health_.lower(Health::State::unknown);
    return Outcome::unknown;
  }

 private:
  static tl::unexpected<Error> broken(const char* operation) {
    return fail(Code::Unavailable, std::string("engine: ") + operation +
                                       ": an earlier write to disk failed; close and reopen");
  }

  Result<> check_room(std::uint64_t size) const {
    struct statvfs disk {};
    if (::statvfs(folder_.c_str(), &disk) != 0) {
      return fail(Code::Unavailable, "engine: commit: cannot ask for free disk space");
    }
    const std::uint64_t room = std::uint64_t{disk.f_bavail} * disk.f_frsize;
    if (room >= reserve_ && room - reserve_ >= size) return {};
    return fail(Code::Unavailable, "engine: commit: disk full (" + std::to_string(room >> 20) +
                                       " MiB free, " + std::to_string(reserve_ >> 20) +
                                       " MiB are kept in reserve)");
  }

  Result<bool> all_hold(std::span<const Condition> conditions) const {
    rocksdb::PinnableSlice value;
    for (const Condition& condition : conditions) {
      value.Reset();
      const auto status = db_->Get({}, db_->DefaultColumnFamily(), slice_of(condition.key), &value);
      if (!status.ok() && !status.IsNotFound()) return fault(status, "commit");
      const bool holds = status.ok()
                             ? condition.expected && same_bytes(*condition.expected, view_of(value))
                             : !condition.expected;
      if (!holds) return false;
    }
    return true;
  }

  const fs::path folder_;
  const std::uint64_t reserve_;
  const pid_t owner_ = ::getpid();
  const FolderLock lock_;
  Health health_;
  std::shared_ptr<CensusKeeper> keeper_;
  std::unique_ptr<rocksdb::DB> db_;
  std::mutex commits_;
  mutable std::atomic<int> living_{0};
};

class ReadonlyEngine final : public Engine {
 public:
  explicit ReadonlyEngine(std::unique_ptr<rocksdb::DB> db) : db_(std::move(db)) {}
  ~ReadonlyEngine() override { VEIL_REQUIRE(living_ == 0); }
  ReadonlyEngine(const ReadonlyEngine&) = delete;
  ReadonlyEngine& operator=(const ReadonlyEngine&) = delete;

  Result<std::unique_ptr<Snapshot>> snapshot() const override {
    return std::make_unique<DatabaseSnapshot>(*db_, living_, true);
  }
  Result<Outcome> commit(const Batch& /*batch*/, std::span<const Condition> /*c*/) override {
    return fail(Code::Unsupported, "engine: commit: opened for reading only");
  }

 private:
  std::unique_ptr<rocksdb::DB> db_;
  mutable std::atomic<int> living_{0};
};

// Opens without changing a byte. `files_open` = -1 holds every table open, so that they cannot
// vanish.
Result<std::unique_ptr<rocksdb::DB>> open_frozen(const fs::path& folder, int files_open) {
  constexpr std::size_t kBuffer = std::size_t{64} << 20;
  constexpr std::size_t kCache = std::size_t{8} << 20;
  rocksdb::Options how = database_options(kBuffer, kCache);
  how.max_open_files = files_open;
  rocksdb::DB* db = nullptr;
  const auto status = rocksdb::DB::OpenForReadOnly(how, folder.string(), &db);
  if (!status.ok()) return open_fault(status);
  return std::unique_ptr<rocksdb::DB>(db);
}

// Where the engine's list of files ends. While that stands still, no job ended: no file that the
// list names, and no part of the log of writes that it still needs, was removed.
struct ListEnd {
  Bytes current;  // the name of the list
  std::uint64_t size = 0;
  friend bool operator==(const ListEnd&, const ListEnd&) = default;
};

Result<ListEnd> list_end(const fs::path& folder) {
  auto current = read_file(folder / "CURRENT", kPointerMax);
  if (!current) return fail(current.error());
  std::string name(text_of(current->bytes));
  if (!name.empty() && name.back() == '\n') name.pop_back();
  std::error_code error;
  const std::uint64_t size = fs::file_size(folder / name, error);
  if (error) return fail(Code::Corrupt, "engine: open: a file is missing");
  return ListEnd{std::move(current->bytes), size};
}

// A creation that was cut short has left no list of files, and nothing else that matters.
Result<> check_absent(const RocksdbOptions& options) {
  const auto census = load_census(census_file(options.directory));
  if (!census && census.error().code != Code::NotFound) return fail(census.error());
  bool used = census && *census != Census{};
  std::error_code error;
  fs::directory_iterator at(engine_folder(options.directory), error);
  for (; !error && at != fs::directory_iterator(); at.increment(error)) {
    const auto kind = at->path().extension();
    used = used || kind == kTable || kind == kLog;
  }
  if (error) return fail(Code::Unavailable, "engine: open: " + error.message());
  if (used) return fail(Code::Corrupt, "engine: open: engine/CURRENT is missing");
  if (!options.create) return fail(Code::NotFound, "engine: open: no store there");
  // From here on a store without a census is a damaged one.
  return replace_file(census_file(options.directory), encode_census({}));
}

// Everything that can be known before the first byte is changed.
Result<> check_present(const fs::path& directory) {
  const auto census = load_census(census_file(directory));
  if (!census) {
    if (census.error().code != Code::NotFound) return fail(census.error());
    return fail(Code::Corrupt, "engine: open: the census is missing");
  }
  const auto there = numbered_files(engine_folder(directory), kTable);
  if (!there) return fail(there.error());
  if (auto same = check_files(*census, *there); !same) return same;
  const auto db = open_frozen(engine_folder(directory), kFilesOfCheck);
  if (!db) return fail(db.error());
  if (auto same = check_files(*census, live_files(**db)); !same) return same;
  const auto logs = numbered_files(engine_folder(directory), kLog);
  if (!logs) return fail(logs.error());
  if (auto same = check_logs(*census, *logs, first_needed_log(**db)); !same) return same;
  return check_sequence(*census, (*db)->GetLatestSequenceNumber());
}

Result<> make_folders(const fs::path& directory) {
  for (const fs::path& folder : {directory, engine_folder(directory)}) {
    if (::mkdir(folder.c_str(), 0700) == 0) {
      const fs::path parent = folder.has_parent_path() ? folder.parent_path() : fs::path(".");
      if (auto synced = sync_folder(parent); !synced) return synced;
    } else if (errno != EEXIST) {
      return fail(Code::Unavailable, "engine: create " + folder.string() + ": " +
                                         std::generic_category().message(errno));
    }
  }
  return {};
}

}  // namespace

std::uint64_t reserve_of(const RocksdbOptions& options) noexcept {
  return options.reserve.value_or(
      std::max<std::uint64_t>(kReserveMin, 2 * std::uint64_t{options.write_buffer}));
}

crypto::LibraryVersion rocksdb_version() {
  return {"RocksDB",
          std::to_string(ROCKSDB_MAJOR) + "." + std::to_string(ROCKSDB_MINOR) + "." +
              std::to_string(ROCKSDB_PATCH),
          rocksdb::GetRocksVersionAsString()};
}

Result<std::unique_ptr<Engine>> open_rocksdb(const RocksdbOptions& options) {
  const fs::path folder = engine_folder(options.directory);
  if (options.create) {
    if (const auto made = make_folders(options.directory); !made) return fail(made.error());
  }
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return fail(Code::NotFound, "engine: open: no store there");
  }
  if (::access(folder.c_str(), W_OK) != 0) {
    return fail(errno == EACCES ? Code::Denied : Code::Unavailable,
                "engine: open " + folder.string() + ": " + std::generic_category().message(errno));
  }
  auto lock = FolderLock::take_now(folder);
  if (!lock && lock.error().code == Code::Unavailable) {
    return fail(Code::Unavailable, "engine: open: the store is in use by another process");
  }
  if (!lock) return fail(lock.error());
  const bool present = fs::exists(folder / "CURRENT", error);
  if (error) return fail(Code::Unavailable, "engine: open: " + error.message());
  const auto checked = present ? check_present(options.directory) : check_absent(options);
  if (!checked) return fail(checked.error());
  drop_unfinished(census_file(options.directory));
  auto engine = std::make_unique<RocksdbEngine>(options, std::move(*lock));
  if (const auto opened = engine->open(options); !opened) return fail(opened.error());
  return engine;
}

Result<std::unique_ptr<Engine>> open_rocksdb_readonly(const std::filesystem::path& directory) {
  const fs::path folder = engine_folder(directory);
  std::error_code error;
  if (!fs::exists(folder / "CURRENT", error)) {
    return fail(Code::NotFound, "engine: open: no store there");
  }
  Error last{Code::Unavailable, "engine: open: the store changes too fast to be read"};
  for (int i = 0; i < kReadTries; ++i) {
    if (i > 0) std::this_thread::sleep_for(kReadPause);
    const auto before = list_end(folder);
    auto db = open_frozen(folder, -1);
    const auto after = list_end(folder);
    if (before && after && *before == *after) {
      if (!db) return fail(db.error());
      return std::make_unique<ReadonlyEngine>(std::move(*db));
    }
    if (!before) last = before.error();
  }
  return fail(std::move(last));
}

}  // namespace veil::store
