#include "tools/veil/log_check.h"

#include "store/engine/rocksdb_engine.h"
#include "store/file.h"
#include "store/log_name.h"
#include "store/rows.h"
#include "store/store_folder.h"

namespace veil::tools {
namespace {

Done<std::string> vkey_in(const store::Snapshot& snapshot) {
  auto bytes = snapshot.get(store::store_row_key());
  if (!bytes) {
    if (bytes.error().code == Code::NotFound) {
      return stop(Exit::integrity, "the store does not say who it is: its first row is missing");
    }
    return stop(bytes.error());
  }
  auto row = store::decode_store_row(*bytes);
  if (!row) return stop(row.error());
  return row->log_vkey;
}

Done<std::string> read_note(const std::filesystem::path& path) {
  auto file = store::read_file(path, crypto::kNoteSizeMax);
  if (!file) return stop(file.error());
  return std::string(text_of(file->bytes));
}

}  // namespace

Done<std::string> log_vkey_of(const std::filesystem::path& store) {
  auto engine = store::open_rocksdb_readonly(store);
  if (!engine) return stop(engine.error());
  auto snapshot = (*engine)->snapshot();
  if (!snapshot) return stop(snapshot.error());
  return vkey_in(**snapshot);
}

Done<store::LogReport> verify_store_log(const std::filesystem::path& store, const std::string& vkey,
                                        const std::string& since) {
  store::LogEvidence evidence;
  // The checkpoint first: the store that is read afterwards can only have grown past it.
  auto checkpoint = read_note(store::checkpoint_path(store));
  if (checkpoint) {
    evidence.checkpoint = std::move(*checkpoint);
  } else if (checkpoint.error().exit != Exit::not_found) {
    return stop(checkpoint.error());
  }
  if (!since.empty()) {
    auto older = read_note(since);
    if (!older) return stop(older.error());
    evidence.older = std::move(*older);
  }
  auto engine = store::open_rocksdb_readonly(store);
  if (!engine) return stop(engine.error());
  auto snapshot = (*engine)->snapshot();
  if (!snapshot) return stop(snapshot.error());
  std::string key = vkey;
  if (key.empty()) {
    auto named = vkey_in(**snapshot);
    if (!named) return stop(named.error());
    key = std::move(*named);
  }
  auto parsed = crypto::NoteKey::parse(key);
  if (!parsed) return stop(parsed.error());
  evidence.log = std::move(*parsed);
  auto report = store::verify_log(**snapshot, evidence);
  if (!report) return stop(report.error());
  return std::move(*report);
}

}  // namespace veil::tools
