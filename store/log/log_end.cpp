#include "store/log/log_end.h"

#include "crypto/hash.h"
#include "crypto/pae.h"
#include "store/log/checkpoint_writer.h"

namespace veil::store {
namespace {

crypto::NoteKey note_key(const AccessLogOptions& options) {
  return {options.name.origin, crypto::NoteKeyType::ed25519, options.keys.checkpoint.verify_key()};
}

// The newest epoch must be the last leaf's, and unused numbers unused: else a new data key would
// take the place of an old one.
Result<> check_epoch(const Snapshot& snapshot, const log_rows::FrontierRow& row) {
  std::uint32_t last = 0;
  if (const std::uint64_t size = row.frontier.size(); size > 0) {
    auto bytes = log_rows::read_leaf(snapshot, size - 1);
    if (!bytes) return fail(std::move(bytes.error()));
    auto leaf = decode_leaf(*bytes);
    if (!leaf) return fail(std::move(leaf.error()));
    last = leaf->epoch;
  }
  const auto unused = snapshot.get(log_rows::epoch_key(row.epoch + 1));
  if (!unused && unused.error().code != Code::NotFound) return fail(unused.error());
  if (row.epoch != last || unused) {
    return fail(Code::Corrupt, "log: its epochs do not fit the last entry");
  }
  return {};
}

Result<LogEnd> read_end(const Snapshot& snapshot, const crypto::Key& mac_key) {
  auto bytes = snapshot.get(log_rows::frontier_key());
  if (!bytes && bytes.error().code == Code::NotFound) {
    return fail(Code::Corrupt, "log: the store has no log, or its frontier row is missing");
  }
  if (!bytes) return fail(std::move(bytes.error()));
  auto row = log_rows::FrontierRow::decode(*bytes, &mac_key);
  if (!row) return fail(std::move(row.error()));
  const std::uint64_t size = row->frontier.size();
  std::vector<Hash> open_leaves;
  for (std::uint64_t i = size - size % crypto::kTileWidth; i < size; ++i) {
    auto leaf = log_rows::read_leaf(snapshot, i);
    if (!leaf) return fail(std::move(leaf.error()));
    open_leaves.push_back(crypto::leaf_hash(*leaf));
  }
  auto edge = crypto::TileEdge::resume(row->frontier, std::move(open_leaves));
  if (!edge) return fail(Code::Corrupt, "log: the last entries do not belong to the frontier row");
  if (auto good = check_epoch(snapshot, *row); !good) return fail(std::move(good.error()));
  return LogEnd{row->epoch, row->time_ms, row->index_rows, *std::move(edge), *std::move(bytes)};
}

Result<crypto::Checkpoint> read_anchor(const AccessLogOptions& options, std::string& note) {
  const std::string place = "log: the checkpoint file " + options.checkpoint_file.string();
  auto text = read_checkpoint(options.checkpoint_file);
  if (!text && text.error().code == Code::NotFound) {
    return fail(Code::Corrupt, place +
                                   " is missing: without it a loss of entries cannot be told. Put "
                                   "back the newest copy of it, from a backup or a witness");
  }
  if (!text) return fail(std::move(text.error()));
  auto checkpoint = crypto::open_checkpoint(*text, note_key(options));
  if (!checkpoint) return fail(Code::Corrupt, place + " is damaged or of another log");
  note = *std::move(text);
  return checkpoint;
}

}  // namespace

void LogEnd::encode_row(const crypto::Key& mac_key) {
  log_rows::FrontierRow out;
  out.epoch = epoch;
  out.time_ms = time_ms;
  out.index_rows = index_rows;
  out.frontier = edge.frontier();
  row = out.encode(mac_key);
}

crypto::Key frontier_mac_key(const AccessLogOptions& options) {
  crypto::Pae message("veil/log/frontier/1");
  message.add(options.name.store);
  return crypto::derive(options.keys.host_part.reveal(), message.view());
}

Result<Opened> read_log(const Snapshot& snapshot, const AccessLogOptions& options) {
  Opened out;
  auto end = read_end(snapshot, frontier_mac_key(options));
  if (!end) return fail(std::move(end.error()));
  out.end = *std::move(end);
  auto anchor = read_anchor(options, out.note);
  if (!anchor) return fail(std::move(anchor.error()));
  const crypto::Frontier& frontier = out.end.edge.frontier();
  out.anchored = anchor->tree.size;
  if (out.anchored > frontier.size()) {
    return fail(Code::Corrupt, "log: it has " + std::to_string(frontier.size()) +
                                   " entries, its checkpoint " + std::to_string(out.anchored) +
                                   ": " + std::to_string(out.anchored - frontier.size()) +
                                   " acknowledged entries are missing");
  }
  const auto proof = crypto::make_consistency_proof(out.anchored, frontier.size(),
                                                    log_rows::subtrees_of(snapshot, frontier));
  if (!proof) return fail(proof.error());
  if (!crypto::verify_consistency(anchor->tree, {frontier.size(), frontier.root()}, *proof)) {
    return fail(Code::Corrupt, "log: its " + std::to_string(frontier.size()) +
                                   " entries do not extend the " + std::to_string(out.anchored) +
                                   " of its checkpoint");
  }
  return out;
}

}  // namespace veil::store
