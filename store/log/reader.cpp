#include "store/log/reader.h"

#include <algorithm>

#include "crypto/box.h"

namespace veil::store {

using log_rows::IndexAddress;

Result<std::vector<std::uint64_t>> entries_of(const Snapshot& snapshot,
                                              const crypto::Key& index_key,
                                              const RecordId& record) {
  const Bytes prefix = log_rows::index_prefix(log_rows::index_address(index_key, record));
  std::vector<std::uint64_t> out;
  const auto scanned = snapshot.scan(prefix, {}, [&](BytesView key, BytesView) {
    if (key.size() == prefix.size() + 8) out.push_back(log_rows::index_of(key));
    return true;
  });
  if (!scanned) return fail(scanned.error());
  return out;
}

Result<> each_leaf(const Snapshot& snapshot, std::uint64_t from, std::uint64_t to,
                   const LeafVisitor& visit) {
  std::optional<Error> error;
  std::uint64_t next = from;
  bool stopped = false;
  const auto missing = [](std::uint64_t index) {
    return Error{Code::Corrupt, "log: entry " + std::to_string(index) + " is missing"};
  };
  const auto on_row = [&](BytesView key, BytesView value) {
    if (next >= to) return false;
    if (!std::ranges::equal(key, log_rows::leaf_key(next))) {
      error = missing(next);
      return false;
    }
    auto leaf = decode_leaf(value);
    if (!leaf) {
      error = Error{leaf.error().code, "log: entry " + std::to_string(next) + " is malformed"};
      return false;
    }
    stopped = !visit(next++, *leaf);
    return !stopped;
  };
  const Bytes start = log_rows::leaf_key(from);
  if (auto done = snapshot.scan(view_of(log_rows::kLeaf), start, on_row); !done) return done;
  if (!error && !stopped && next < to) error = missing(next);
  if (error) return fail(*std::move(error));
  return {};
}

Result<> each_write(const Snapshot& snapshot, const crypto::Key& host_key, const LogName& log,
                    const WriteVisitor& visit) {
  const auto frontier = log_rows::read_frontier(snapshot);
  if (!frontier) return fail(frontier.error());
  std::optional<Error> error;
  const auto on_leaf = [&](std::uint64_t index, const Leaf& leaf) {
    if (!leaf.host) return true;
    const auto part = open_host_part(host_key, log, leaf);
    if (!part) {
      error = Error{Code::Corrupt, "log: entry " + std::to_string(index) +
                                       ": the host part was altered or is of another log"};
      return false;
    }
    return visit(index, *part);
  };
  if (auto done = each_leaf(snapshot, 0, frontier->frontier.size(), on_leaf); !done) return done;
  if (error) return fail(*std::move(error));
  return {};
}

LogReader::LogReader(LogName log, redact::RoleId role, const crypto::Key& secret)
    : log_(std::move(log)), role_(role), secret_(&secret) {}

Result<> LogReader::add_epoch(std::uint32_t epoch, const log_rows::EpochRow& row,
                              const Leaf& first) {
  const std::string place = "log: the data key of epoch " + std::to_string(epoch);
  const auto box = std::find_if(row.boxes.begin(), row.boxes.end(),
                                [this](const auto& one) { return one.role == role_; });
  if (box == row.boxes.end()) return fail(Code::NotFound, place + " is not boxed to this role");
  auto bytes = crypto::unbox(*secret_, log_rows::epoch_box_context(log_.store, epoch), box->box);
  if (!bytes || bytes->size() != crypto::Key::kSize) {
    return fail(Code::Corrupt, place + " does not open");
  }
  crypto::Key key = crypto::Key::copy_of(*bytes);
  crypto::wipe(*bytes);
  // The box has no sender: that the tree commits to its key is what makes it the right one.
  if (first.epoch != epoch || first.commitment != data_key_commitment(key, log_, epoch)) {
    return fail(Code::Corrupt, place + " is not the one the log commits to");
  }
  keys_.insert_or_assign(epoch, std::move(key));
  return {};
}

Result<Entry> LogReader::open(const Leaf& leaf) const {
  const auto key = keys_.find(leaf.epoch);
  if (key == keys_.end()) {
    return fail(Code::NotFound, "log: no data key of epoch " + std::to_string(leaf.epoch));
  }
  return open_entry(key->second, log_, leaf);
}

Result<Entry> LogReader::read(const Snapshot& snapshot, std::uint64_t index) {
  const auto fetch = [&](std::uint64_t at) -> Result<Leaf> {
    auto bytes = log_rows::read_leaf(snapshot, at);
    if (!bytes) return fail(std::move(bytes.error()));
    return decode_leaf(*bytes);
  };
  auto leaf = fetch(index);
  if (!leaf) return fail(std::move(leaf.error()));
  if (!has_epoch(leaf->epoch)) {
    auto row = log_rows::read_epoch(snapshot, leaf->epoch);
    if (!row) return fail(std::move(row.error()));
    auto first = fetch(row->first);
    if (!first) return fail(std::move(first.error()));
    if (auto added = add_epoch(leaf->epoch, *row, *first); !added) {
      return fail(std::move(added.error()));
    }
  }
  return open(*leaf);
}

Result<IndexReport> check_index(const Snapshot& snapshot, LogReader& reader,
                                const crypto::Key& index_key) {
  const auto frontier = log_rows::read_frontier(snapshot);
  if (!frontier) return fail(frontier.error());
  IndexReport out;
  for (std::uint64_t index = 0; index < frontier->frontier.size(); ++index) {
    const auto entry = reader.read(snapshot, index);
    if (!entry) return fail(entry.error());
    std::vector<Bytes> keys;
    keys.reserve(entry->records.size());
    for (const RecordId& record : entry->records) {
      keys.push_back(log_rows::index_key(log_rows::index_address(index_key, record), index));
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    const auto rows = snapshot.multi_get(keys);
    if (!rows) return fail(rows.error());
    out.expected += keys.size();
    const bool all =
        std::all_of(rows->begin(), rows->end(), [](auto& row) { return row.has_value(); });
    if (!all && !out.first_missing) out.first_missing = index;
  }
  const auto count = [&out](BytesView, BytesView) {
    ++out.present;
    return true;
  };
  if (auto done = snapshot.scan(view_of(log_rows::kIndex), {}, count); !done) {
    return fail(std::move(done.error()));
  }
  return out;
}

}  // namespace veil::store
