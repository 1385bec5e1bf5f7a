#include "store/request_table.h"

#include <algorithm>

#include "store/rows.h"

namespace veil::store {
Result<std::optional<RequestRow>> read_request(const Snapshot& snapshot,
                                               const RequestAccess& access, const RequestId& id) {
  auto row = snapshot.get(request_row_key(id));
  if (!row && row.error().code == Code::NotFound) return std::nullopt;
  if (!row) return fail(row.error());
  auto kept = open_request_row(access.section, access.store, id, *row);
  if (!kept) return fail(kept.error());
  return RequestRow{std::move(*kept), std::move(*row)};
}

Result<> RequestTable::load(const Snapshot& snapshot, const RequestAccess& access,
                            const Charter& charter, std::uint64_t now_ms) {
  Result<> checked;
  auto scanned = snapshot.scan(request_rows(), {}, [&](BytesView key, BytesView row) {
    auto id = request_of_row(key);
    if (!id) {
      checked = fail(id.error());
      return false;
    }
    auto kept = open_request_row(access.section, access.store, *id, row);
    if (kept && !is_live(*kept, now_ms)) return true;
    checked = kept ? check_signed(*kept, charter) : fail(kept.error());
    if (checked) put(std::move(*kept), now_ms);
    return checked.has_value();
  });
  if (!checked) return checked;
  return scanned;
}

void RequestTable::refresh(const Engine& engine, const RequestAccess& access, const RequestId& id,
                           std::uint64_t now_ms) {
  // What is read last is put last.
  const std::lock_guard lock(refreshing_);
  auto snapshot = engine.snapshot();
  auto row = snapshot ? read_request(**snapshot, access, id)
                      : Result<std::optional<RequestRow>>(fail(snapshot.error()));
  if (row && *row) {
    put(std::move((*row)->kept), now_ms);
  } else {
    stale_ = true;
  }
}

void RequestTable::put(KeptRequest kept, std::uint64_t now_ms) {
  const std::unique_lock lock(mutex_);
  const redact::PersonId asker = kept.request.said.asker;
  auto [at, end] = by_asker_.equal_range(asker);
  while (at != end) {
    const bool gone = at->second->id == kept.id || !is_live(*at->second, now_ms);
    at = gone ? by_asker_.erase(at) : std::next(at);
  }
  if (is_live(kept, now_ms)) {
    by_asker_.emplace(asker, std::make_shared<const KeptRequest>(std::move(kept)));
  }
}

template <class Holds>
bool RequestTable::any_of(redact::PersonId asker, const Holds& holds) const {
  const std::shared_lock lock(mutex_);
  const auto [from, end] = by_asker_.equal_range(asker);
  return std::any_of(from, end, [&](const auto& entry) { return holds(*entry.second); });
}

bool RequestTable::is_approved(const RequestWorld& world, redact::PersonId person,
                               redact::RoleId role, const RecordId& record,
                               const redact::Facts& facts) const {
  return any_of(person, [&](const KeptRequest& kept) {
    const Request& request = kept.request.said;
    return request.role == role && request.subject == access_subject(record) &&
           state_of(world, kept, &facts) == RequestState::approved;
  });
}

bool RequestTable::is_glass_open(redact::PersonId person, redact::RoleId role,
                                 const RecordId& record, std::uint64_t now_ms) const {
  return any_of(person, [&](const KeptRequest& kept) {
    return kept.request.said.role == role && kept.request.said.subject.record == record &&
           is_open_glass(kept, now_ms);
  });
}

bool RequestTable::has_open_glass(redact::PersonId person, std::uint64_t now_ms) const {
  return any_of(person, [&](const KeptRequest& kept) { return is_open_glass(kept, now_ms); });
}

bool RequestTable::is_suspended(redact::PersonId person, std::uint64_t now_ms) const {
  return any_of(person, [&](const KeptRequest& kept) { return suspends(kept, now_ms); });
}

bool RequestTable::has_review() const {
  const std::shared_lock lock(mutex_);
  return std::any_of(by_asker_.begin(), by_asker_.end(), [](const auto& entry) {
    const KeptRequest& kept = *entry.second;
    return kept.closed_at_ms == 0 &&
           kept.request.said.subject.kind == redact::RequestKind::break_glass_review;
  });
}

bool RequestTable::has_notice(const RecordId& record, redact::PersonId person) const {
  return any_of(0, [&](const KeptRequest& kept) {
    return kept.request.said.subject == notice_subject(record, person);
  });
}

std::size_t RequestTable::open_of(redact::PersonId person, std::uint64_t now_ms) const {
  const std::shared_lock lock(mutex_);
  const auto [from, end] = by_asker_.equal_range(person);
  return static_cast<std::size_t>(
      std::count_if(from, end, [&](const auto& entry) { return is_live(*entry.second, now_ms); }));
}

RequestTable::Kept RequestTable::approved_for(const RequestWorld& world,
                                              const RequestSubject& subject) const {
  const std::shared_lock lock(mutex_);
  for (const auto& [asker, kept] : by_asker_) {
    if (kept->request.said.subject == subject && state_of(world, *kept) == RequestState::approved) {
      return kept;
    }
  }
  return nullptr;
}

}  // namespace veil::store
