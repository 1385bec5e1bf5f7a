#include "store/log/access_log.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "store/file.h"
#include "store/log/checkpoint_writer.h"
#include "store/log/log_end.h"
#include "store/log/rows.h"
#include "store/log/sealing.h"

namespace veil::store {
namespace {

constexpr std::size_t kGroupMax = 64;  // works in one batch

struct Pending {
  CutWork work;
  std::uint64_t first = 0;     // index of its first entry, once committed
  std::optional<Error> error;  // or why it was not
  bool done = false;
  std::condition_variable wake;
};

Result<> check_options(AccessLogOptions& options) {
  if (!crypto::is_note_name(options.name.origin)) {
    return fail(Code::InvalidArgument, "log: the origin must be a name without blanks and '+'");
  }
  auto& auditors = options.auditors;
  const auto by_role = [](const AuditorKey& a, const AuditorKey& b) { return a.role < b.role; };
  std::sort(auditors.begin(), auditors.end(), by_role);
  const bool twice = std::adjacent_find(auditors.begin(), auditors.end(), [](auto& a, auto& b) {
                       return a.role == b.role;
                     }) != auditors.end();
  if (auditors.empty() || auditors.size() > log_rows::EpochRow::kBoxesMax || twice) {
    return fail(Code::InvalidArgument, "log: needs auditors' roles, each once");
  }
  return {};
}

class EngineLog final : public AccessLog {
 public:
  EngineLog(Engine& engine, AccessLogOptions options, Opened opened,
            std::shared_ptr<const Epoch> epoch)
      : engine_(engine),
        options_(std::move(options)),
        mac_key_(frontier_mac_key(options_)),
        end_(std::move(opened.end)),
        epoch_(std::move(epoch)),
        writer_({options_.name.origin, options_.keys.checkpoint, options_.checkpoint_file,
                 options_.checkpoint_interval, [this] { return durable(); }},
                std::move(opened.note), opened.anchored) {
    if (end_.edge.frontier().size() != opened.anchored) writer_.notice();
  }

  Result<std::uint64_t> commit(Work work) override;
  std::uint64_t time_ms() const override {
    const std::lock_guard lock(mutex_);
    return end_.time_ms;
  }
  std::string checkpoint() const override { return writer_.note(); }
  Result<> close() override;

 private:
  using Group = std::span<Pending* const>;

  crypto::Frontier durable() const {
    const std::lock_guard lock(mutex_);
    return end_.edge.frontier();
  }
  std::uint64_t time_now() const { return std::max(end_.time_ms, options_.now()); }
  void lead(std::unique_lock<std::mutex>& lock);
  Result<> renew_epoch();
  void attempt(Group group);
  Result<> append(Pending& pending, bool last_use, LogEnd& next, Batch& batch) const;
  Result<> append_entry(const SealedEntry& entry, LogEnd& next, Batch& batch) const;
  void settle(Group group, LogEnd next);
  void read_back(Group group, LogEnd next, const Result<Outcome>& outcome);
  void poison(Group group);
  static void refuse(Group group, const Error& error);
  Result<Bytes> stored_row() const;

  Engine& engine_;
  AccessLogOptions options_;
  crypto::Key mac_key_;
  mutable std::mutex mutex_;
  std::condition_variable idle_;
  std::deque<Pending*> queue_;
  bool leading_ = false;  // one caller commits for all that wait
  bool closed_ = false;
  bool poisoned_ = false;  // the leader's alone
  LogEnd end_;             // written by the leader, under the mutex
  std::shared_ptr<const Epoch> epoch_;
  CheckpointWriter writer_;  // last: its thread uses the members above
};

Result<std::uint64_t> EngineLog::commit(Work work) {
  auto cut_work = cut(std::move(work));
  if (!cut_work) return fail(std::move(cut_work.error()));
  Pending mine;
  mine.work = *std::move(cut_work);
  std::unique_lock lock(mutex_);
  const std::shared_ptr<const Epoch> epoch = epoch_;
  const std::uint64_t time = time_now();
  lock.unlock();
  if (auto sealed = seal(mine.work, epoch, time, options_); !sealed) {
    return fail(std::move(sealed.error()));
  }
  lock.lock();
  if (closed_) return fail(Code::Unavailable, "log: closed");
  if (writer_.is_failing()) {
    return fail(Code::Unavailable, "log: the checkpoint file " + options_.checkpoint_file.string() +
                                       " cannot be written");
  }
  queue_.push_back(&mine);
  mine.wake.wait(lock, [&] { return mine.done || (!leading_ && queue_.front() == &mine); });
  if (!mine.done) lead(lock);
  if (mine.error) return fail(*std::move(mine.error));
  return mine.first;
}

// Called by the thread of the first in the queue; on return that one is done.
void EngineLog::lead(std::unique_lock<std::mutex>& lock) {
  leading_ = true;
  std::array<Pending*, kGroupMax> works{};
  std::array<const CutWork*, kGroupMax> cut_works{};
  const std::size_t waiting = std::min(queue_.size(), kGroupMax);
  for (std::size_t i = 0; i < waiting; ++i) {
    works[i] = queue_[i];
    cut_works[i] = &queue_[i]->work;
  }
  lock.unlock();
  const std::size_t count = count_independent(std::span(cut_works).first(waiting));
  const Group group = Group(works).first(count);
  if (auto renewed = renew_epoch(); renewed) {
    attempt(group);
  } else {
    refuse(group, renewed.error());
  }
  lock.lock();
  for (std::size_t i = 0; i < count; ++i) {
    queue_.pop_front();
    works[i]->done = true;
    works[i]->wake.notify_one();
  }
  leading_ = false;
  if (!queue_.empty()) queue_.front()->wake.notify_one();
  if (queue_.empty() && closed_) idle_.notify_all();
}

// Draws the next data key when the present one is a day old.
Result<> EngineLog::renew_epoch() {
  const std::uint64_t now = time_now();
  if (now < epoch_->begun_ms + kEpochLengthMs) return {};
  auto next = draw_epoch(end_.epoch + 1, now, options_.name, options_.auditors);
  if (!next) return fail(std::move(next.error()));
  const std::lock_guard lock(mutex_);
  epoch_ = *std::move(next);
  return {};
}

void EngineLog::attempt(Group group) {
  if (poisoned_) return poison(group);
  LogEnd next = end_;
  Batch batch;
  std::vector<Condition> conditions{{log_rows::frontier_key(), end_.row}};
  for (Pending* one : group) {
    if (auto added = append(*one, group.size() == 1, next, batch); !added) {
      return refuse(group, added.error());
    }
    const auto& more = one->work.conditions;
    conditions.insert(conditions.end(), more.begin(), more.end());
  }
  next.encode_row(mac_key_);
  batch.push_back({log_rows::frontier_key(), next.row});
  const auto outcome = engine_.commit(batch, conditions);
  if (!outcome || *outcome == Outcome::unknown) return read_back(group, std::move(next), outcome);
  if (*outcome == Outcome::committed) return settle(group, std::move(next));
  if (group.size() > 1) {
    for (Pending* one : group) attempt(Group(&one, 1));
    return;
  }
  // Somebody else may have written to the log, which is no conflict of the caller's.
  const auto row = stored_row();
  if (!row || *row != end_.row) return poison(group);
  refuse(group, {Code::Conflict, "log: what the change depends on has changed"});
}

// Adds the entries and changes of one work to the batch, and their leaves to the end of the log.
Result<> EngineLog::append(Pending& pending, bool last_use, LogEnd& next, Batch& batch) const {
  CutWork& work = pending.work;
  if (work.epoch != epoch_ || work.time_ms < next.time_ms) {
    auto sealed = seal(work, epoch_, std::max(work.time_ms, next.time_ms), options_);
    if (!sealed) return sealed;
  }
  pending.first = next.edge.frontier().size();
  for (SealedEntry& entry : work.sealed) {
    Result<> added;
    if (next.epoch == epoch_->number) {
      added = append_entry(entry, next, batch);
    } else {
      const log_rows::EpochRow row{pending.first, epoch_->boxes};
      batch.push_back({log_rows::epoch_key(epoch_->number), row.encode()});
      next.epoch = epoch_->number;
      added = append_entry(with_commitment(entry, epoch_->commitment), next, batch);
    }
    if (!added) return added;
  }
  next.time_ms = work.time_ms;
  if (last_use) {
    std::move(work.changes.begin(), work.changes.end(), std::back_inserter(batch));
  } else {
    batch.insert(batch.end(), work.changes.begin(), work.changes.end());
  }
  return {};
}

Result<> EngineLog::append_entry(const SealedEntry& entry, LogEnd& next, Batch& batch) const {
  const crypto::TileEdge::ReadTile read_tile = [this](unsigned level, std::uint64_t number) {
    auto snapshot = engine_.snapshot();
    if (!snapshot) return Result<std::vector<Hash>>(fail(std::move(snapshot.error())));
    return log_rows::read_tile(**snapshot, level, number);
  };
  const std::uint64_t index = next.edge.frontier().size();
  std::vector<crypto::TileEdge::Full> full;
  if (auto grown = next.edge.append(entry.hash, full, read_tile); !grown) return grown;
  for (const auto& tile : full) {
    batch.push_back({log_rows::tile_key(tile.level, tile.index), crypto::encode_tile(tile.items)});
  }
  batch.push_back({log_rows::leaf_key(index), entry.leaf});
  for (const auto& address : entry.addresses) {
    batch.push_back({log_rows::index_key(address, index), Bytes()});
  }
  next.index_rows += entry.addresses.size();
  return {};
}

void EngineLog::settle(Group group, LogEnd next) {
  {
    const std::lock_guard lock(mutex_);
    end_ = std::move(next);
  }
  for (Pending* one : group) one->error.reset();
  writer_.notice();
}

// The engine failed, or its answer was lost. Only a frontier row that still says what it said
// before lets the log go on.
void EngineLog::read_back(Group group, LogEnd next, const Result<Outcome>& outcome) {
  const auto row = stored_row();
  if (outcome && row && *row == next.row) return settle(group, std::move(next));
  if (!row || *row != end_.row || (!outcome && outcome.error().code == Code::Corrupt)) {
    return poison(group);
  }
  refuse(group,
         {Code::Unavailable, "log: nothing was written: " + (outcome ? "the engine lost the commit"
                                                                     : outcome.error().message)});
}

void EngineLog::poison(Group group) {
  poisoned_ = true;
  refuse(group,
         {Code::Unavailable, "log: a commit ended in doubt; the store must be opened again"});
}

void EngineLog::refuse(Group group, const Error& error) {
  for (Pending* one : group) one->error = error;
}

Result<Bytes> EngineLog::stored_row() const {
  auto snapshot = engine_.snapshot();
  if (!snapshot) return fail(std::move(snapshot.error()));
  return (*snapshot)->get(log_rows::frontier_key());
}

Result<> EngineLog::close() {
  {
    std::unique_lock lock(mutex_);
    closed_ = true;
    idle_.wait(lock, [this] { return queue_.empty() && !leading_; });
  }
  return writer_.close();
}

}  // namespace

Result<> AccessLog::create(Engine& engine, const AccessLogOptions& options) {
  AccessLogOptions checked = options;
  if (auto good = check_options(checked); !good) return good;
  if (std::filesystem::exists(options.checkpoint_file)) {
    return fail(Code::Conflict,
                "log: there is a checkpoint file already: " + options.checkpoint_file.string());
  }
  LogEnd start;
  start.encode_row(frontier_mac_key(options));
  const Condition absent{log_rows::frontier_key(), std::nullopt};
  const auto outcome = engine.commit({{log_rows::frontier_key(), start.row}}, {&absent, 1});
  if (!outcome) return fail(outcome.error());
  if (*outcome == Outcome::conflict) return fail(Code::Conflict, "log: the store has one already");
  if (*outcome != Outcome::committed) return fail(Code::Unavailable, "log: could not be created");
  const crypto::Checkpoint empty{options.name.origin, {0, crypto::empty_root()}, {}};
  const std::string note = crypto::sign_checkpoint(empty, options.keys.checkpoint);
  return create_file(options.checkpoint_file, view_of(note));
}

Result<std::unique_ptr<AccessLog>> AccessLog::open(Engine& engine, AccessLogOptions options) {
  if (auto good = check_options(options); !good) return fail(std::move(good.error()));
  auto snapshot = engine.snapshot();
  if (!snapshot) return fail(std::move(snapshot.error()));
  auto opened = read_log(**snapshot, options);
  snapshot->reset();
  if (!opened) return fail(std::move(opened.error()));
  const std::uint64_t now = options.now();
  if (now + kClockSlackMs < opened->end.time_ms) {
    return fail(Code::Unavailable, "log: the clock is " +
                                       std::to_string((opened->end.time_ms - now) / 1000) +
                                       " s behind the last entry; set it right");
  }
  auto epoch = draw_epoch(opened->end.epoch + 1, now, options.name, options.auditors);
  if (!epoch) return fail(std::move(epoch.error()));
  return std::make_unique<EngineLog>(engine, std::move(options), *std::move(opened),
                                     *std::move(epoch));
}

}  // namespace veil::store
