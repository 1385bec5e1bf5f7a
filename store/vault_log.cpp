#include <algorithm>
#include <limits>
#include <set>

#include "store/log/reader.h"
#include "store/log/rows.h"
#include "store/log_name.h"
#include "store/rows.h"
#include "store/vault_inside.h"

namespace veil::store {
namespace {

constexpr std::size_t kLeavesMax = 100000;  // of one answer

// Logs an auditor's reading, or the refusal of one who is none.
Result<> admit_auditor(Vault::Inside& inside, const InForce& now, const SessionToken& token,
                       std::vector<RecordId> records, const std::string& reason) {
  auto visitor = inside.visitor(token, now, Action::log_read);
  if (!visitor) return fail(visitor.error());
  const redact::Role* role = now.policy.role((*visitor)->opening.role);
  const bool allowed = role != nullptr && role->auditor && role->can(redact::Action::read_log);
  Entry entry = inside.entry(**visitor, now, Action::log_read, reason);
  entry.records = std::move(records);
  if (!allowed) entry.outcome = EntryOutcome::refused;
  if (auto logged = inside.record(std::move(entry)); !logged) return logged;
  if (!allowed) return fail(Code::Denied, "log: only auditors read the access log");
  return {};
}

}  // namespace

// The reading itself is logged first, so the answer may hold its own entry.
Result<LogAnswer> Vault::read_log(const SessionToken& token, const LogRequest& request) {
  const auto now = inside_->current();
  std::vector<RecordId> records;
  if (request.record) records.push_back(*request.record);
  if (auto let_in = admit_auditor(*inside_, *now, token, std::move(records), request.reason);
      !let_in) {
    return fail(let_in.error());
  }
  auto snapshot = inside_->engine->snapshot();
  if (!snapshot) return fail(snapshot.error());
  auto frontier = log_rows::read_frontier(**snapshot);
  if (!frontier) return fail(frontier.error());
  LogAnswer out;
  out.size = frontier->frontier.size();
  out.origin = log_name_of(inside_->store, now->charter()).origin;
  const std::size_t limit = std::min(request.limit, kLeavesMax);
  std::vector<std::uint64_t> indices;
  if (request.record) {
    auto found = entries_of(**snapshot, inside_->keys.log_index, *request.record);
    if (!found) return fail(found.error());
    indices = std::move(*found);
    std::erase_if(indices, [&](std::uint64_t index) { return index < request.from; });
    if (indices.size() > limit) indices.resize(limit);
  } else {
    for (std::uint64_t i = request.from; i < out.size && indices.size() < limit; ++i) {
      indices.push_back(i);
    }
  }
  std::set<std::uint32_t> epochs;
  for (const std::uint64_t index : indices) {
    auto bytes = log_rows::read_leaf(**snapshot, index);
    if (!bytes) return fail(bytes.error());
    auto leaf = decode_leaf(*bytes);
    if (!leaf) return fail(leaf.error());
    epochs.insert(leaf->epoch);
    out.leaves.push_back({index, std::move(*bytes)});
  }
  for (const std::uint32_t epoch : epochs) {
    auto row = log_rows::read_epoch(**snapshot, epoch);
    if (!row) return fail(row.error());
    auto first = log_rows::read_leaf(**snapshot, row->first);
    if (!first) return fail(first.error());
    out.epochs.push_back({epoch, row->encode(), std::move(*first)});
  }
  return out;
}

Result<std::vector<HeadLine>> Vault::heads(const SessionToken& token,
                                           const std::optional<RecordId>& after,
                                           std::size_t limit) {
  const auto now = inside_->current();
  if (auto let_in = admit_auditor(*inside_, *now, token, {}, "check"); !let_in) {
    return fail(let_in.error());
  }
  auto snapshot = inside_->engine->snapshot();
  if (!snapshot) return fail(snapshot.error());
  Bytes from;
  if (after) {
    from = record_row_key(*after);
    from.push_back(0);  // the next possible key
  }
  std::vector<HeadLine> out;
  Result<> fault;
  auto scanned = (*snapshot)->scan(record_rows(), from, [&](BytesView key, BytesView value) {
    if (out.size() == std::min(limit, kListPageMax)) return false;
    HeadLine line;
    auto id = record_of_row(key);
    if (!id) {
      fault = fail(id.error());
      return false;
    }
    line.id = *id;
    auto parts = parse_record(value);
    if (parts) line.head = to_bytes(parts->head_bytes);
    out.push_back(std::move(line));
    return true;
  });
  if (!scanned) return fail(scanned.error());
  if (!fault) return fail(fault.error());
  return out;
}

}  // namespace veil::store
