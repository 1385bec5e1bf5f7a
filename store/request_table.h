// store/request_table.h: the requests that still count for something, in memory, as the vault looks
// them up at every decision. The rows are the truth: they are read once at opening, and again, each
// after it was changed. Internal to the vault.
// Thread safety: all members may be called concurrently; load() before the others.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>

#include "store/engine/engine.h"
#include "store/request_rules.h"

namespace veil::store {

// What it takes to read the rows. The keys must outlive every use.
struct RequestAccess {
  const StoreId& store;
  const crypto::Key& section;
};

// A row as it is now, with its bytes: what a change of it depends on.
struct RequestRow {
  KeptRequest kept;
  Bytes bytes;
};

class RequestTable {
 public:
  using Kept = std::shared_ptr<const KeptRequest>;

  // Corrupt if a row was altered, or something in one that still counts was not signed by whom it
  // names: those that are over are many, and would make every opening slow.
  Result<> load(const Snapshot& snapshot, const RequestAccess& access, const Charter& charter,
                std::uint64_t now_ms);
  // Reads one row again, after it was written. If that fails the table is stale for good: what it
  // says may be too much, so that nothing may be answered by it.
  void refresh(const Engine& engine, const RequestAccess& access, const RequestId& id,
               std::uint64_t now_ms);

  bool is_stale() const noexcept { return stale_; }

  // The condition `approved` and the condition `break_glass`, for one record.
  bool is_approved(const RequestWorld& world, redact::PersonId person, redact::RoleId role,
                   const RecordId& record, const redact::Facts& facts) const;
  bool is_glass_open(redact::PersonId person, redact::RoleId role, const RecordId& record,
                     std::uint64_t now_ms) const;
  bool has_open_glass(redact::PersonId person, std::uint64_t now_ms) const;
  bool is_suspended(redact::PersonId person, std::uint64_t now_ms) const;
  // Whether somebody's broken glass is still to be reviewed, in time or late.
  bool has_review() const;
  bool has_notice(const RecordId& record, redact::PersonId person) const;
  std::size_t open_of(redact::PersonId person, std::uint64_t now_ms) const;
  // One that is approved, whoever asked; null: none.
  Kept approved_for(const RequestWorld& world, const RequestSubject& subject) const;

 private:
  template <class Holds>
  bool any_of(redact::PersonId asker, const Holds& holds) const;
  void put(KeptRequest kept, std::uint64_t now_ms);

  std::mutex refreshing_;
  std::atomic<bool> stale_ = false;
  mutable std::shared_mutex mutex_;
  std::multimap<redact::PersonId, Kept> by_asker_;
};

// Nothing if there is no such request.
Result<std::optional<RequestRow>> read_request(const Snapshot& snapshot,
                                               const RequestAccess& access, const RequestId& id);

}  // namespace veil::store
