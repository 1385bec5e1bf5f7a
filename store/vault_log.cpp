#include <algorithm>
#include <limits>
#include <set>

#include "store/log/reader.h"
#include "store/log/rows.h"
#include "store/log_name.h"
#include "store/vault_inside.h"

namespace veil::store {
namespace {

constexpr std::size_t kLeavesMax = 100000;  // of one answer

}  // namespace

// The reading itself is logged first, so the answer may hold its own entry.
Result<LogAnswer> Vault::read_log(const SessionToken& token, const LogRequest& request) {
  const auto now = inside_->current();
  auto visitor = inside_->visitor(token, *now);
  if (!visitor) return fail(visitor.error());
  const redact::Role* role = now->policy.role((*visitor)->opening.role);
  Entry entry = inside_->entry(**visitor, *now, Action::log_read, request.reason);
  if (request.record) entry.records = {*request.record};
  const bool allowed = role != nullptr && role->auditor && role->can(redact::Action::read_log);
  if (!allowed) entry.outcome = EntryOutcome::refused;
  if (auto logged = inside_->record(std::move(entry)); !logged) return fail(logged.error());
  if (!allowed) return fail(Code::Denied, "log: only auditors read the access log");

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

}  // namespace veil::store
