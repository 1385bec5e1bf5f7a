#include "tools/veil/demo/thief.h"

#include <fstream>
#include <functional>
#include <map>

#include "crypto/grant.h"
#include "store/engine/rocksdb_engine.h"
#include "store/loaded_record.h"
#include "store/log/rows.h"
#include "store/log_name.h"
#include "store/rows.h"
#include "store/section.h"
#include "store/session_inside.h"

namespace veil::tools::demo {
namespace {

namespace fs = std::filesystem;
using crypto::Grant;
using crypto::GrantKind;

class Thief {
 public:
  Thief(const crypto::Identity& identity, std::span<const std::string> needles,
        const std::string& control)
      : identity_(identity), needles_(needles), control_(control) {}

  Done<Loot> run(const fs::path& copy) {
    if (auto read = search_files(copy); !read) return stop(read.error());
    auto engine = store::open_rocksdb_readonly(copy);
    if (!engine) return stop(engine.error());
    auto snapshot = (*engine)->snapshot();
    if (!snapshot) return stop(snapshot.error());
    Result<> done = search_rows(**snapshot);
    if (done) done = take_store(**snapshot);
    if (done) done = take_keys(**snapshot);
    if (done) done = try_records(**snapshot);
    if (done) done = try_log(**snapshot);
    if (!done) return stop(done.error());
    return loot_;
  }

 private:
  void search(BytesView bytes) {
    const std::string_view text = text_of(bytes);
    for (const std::string& needle : needles_) {
      if (text.find(needle) != std::string_view::npos) ++loot_.found;
    }
    if (text.find(control_) != std::string_view::npos) ++loot_.control_found;
  }

  Done<> search_files(const fs::path& folder) {
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
      if (!entry.is_regular_file(error)) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(file)), {});
      if (file.bad()) error = std::make_error_code(std::errc::io_error);
      ++loot_.files;
      loot_.file_bytes += bytes.size();
      search(view_of(bytes));
    }
    if (error) return stop(Exit::unavailable, "demo: the copy cannot be read");
    return {};
  }

  // The engine packs its files: what they hold is also searched unpacked.
  Result<> search_rows(const store::Snapshot& snapshot) {
    return snapshot.scan({}, {}, [&](BytesView key, BytesView value) {
      ++loot_.rows;
      loot_.row_bytes += key.size() + value.size();
      search(key);
      search(value);
      return true;
    });
  }

  Result<> take_store(const store::Snapshot& snapshot) {
    auto bytes = snapshot.get(store::store_row_key());
    if (!bytes) return fail(bytes.error());
    auto row = store::decode_store_row(*bytes);
    if (!row) return fail(row.error());
    store_ = row->store;
    return {};
  }

  // Every grant that the identity opens, then every grant that those keys open.
  Result<> take_keys(const store::Snapshot& snapshot) {
    std::vector<Grant> grants;
    auto scanned = snapshot.scan(store::grant_rows(), {}, [&](BytesView, BytesView value) {
      if (auto grant = Grant::decode(value)) grants.push_back(std::move(*grant));
      return true;
    });
    if (!scanned) return scanned;
    const crypto::Key own = identity_.reveal_box_secret();
    for (const Grant& grant : grants) {
      auto key = crypto::open_grant(grant, own);
      if (!key) continue;
      search(key->reveal());
      ++loot_.role_keys;
      role_keys_.emplace_back(static_cast<redact::RoleId>(grant.object), std::move(*key));
    }
    for (const Grant& grant : grants) {
      for (const auto& [role, role_key] : role_keys_) {
        auto key = crypto::open_grant(grant, role_key);
        if (!key) continue;
        search(key->reveal());
        if (grant.kind != GrantKind::CompartmentToRole) continue;
        ++loot_.compartment_keys;
        keys_.insert_or_assign({grant.object, grant.epoch}, std::move(*key));
      }
    }
    return {};
  }

  Result<> try_records(const store::Snapshot& snapshot) {
    return snapshot.scan(store::record_rows(), {}, [&](BytesView key, BytesView value) {
      store::RecordId id;
      std::copy(key.begin() + 1, key.end(), id.bytes.begin());
      auto parts = store::parse_record(value);
      if (!parts) return true;
      ++loot_.records;
      for (const store::DirectoryEntry& entry : parts->head.directory) {
        try_section(id, *parts, entry);
      }
      return true;
    });
  }

  // All that is missing is the share that the host gives out after logging. In its place: nothing,
  // and the key itself.
  void try_section(const store::RecordId& id, const store::RecordParts& parts,
                   const store::DirectoryEntry& entry) {
    const auto key = keys_.find({entry.compartment, entry.epoch});
    if (key == keys_.end()) return;
    const store::SectionPlace place = store::place_of(store_, id, parts.head, entry);
    const BytesView bytes = parts.section(entry);
    for (const crypto::Key& share : {crypto::Key(), key->second.clone()}) {
      ++loot_.sections_tried;
      const auto keys = store::section_keys(key->second, share, place);
      auto opened = store::OpenSection::open(bytes, keys, entry.digest, entry.blind ? 32 : 0);
      if (!opened) continue;
      ++loot_.sections_opened;
      for (std::size_t i = 0; i < opened->table().size(); ++i) {
        if (auto text = opened->value(i)) search(*text);
      }
    }
  }

  Result<> try_log(const store::Snapshot& snapshot) {
    return snapshot.scan(view_of(store::log_rows::kEpoch), {}, [&](BytesView key, BytesView value) {
      auto row = store::log_rows::EpochRow::decode(value);
      if (!row) return true;
      const Bytes context = store::log_rows::epoch_box_context(
          store_, static_cast<std::uint32_t>(read_be32(key.data() + key.size() - 4)));
      for (const store::log_rows::EpochBox& box : row->boxes) {
        for (const auto& [role, role_key] : role_keys_) {
          ++loot_.log_boxes_tried;
          if (crypto::unbox(role_key, context, box.box)) ++loot_.log_boxes_opened;
        }
      }
      return true;
    });
  }

  const crypto::Identity& identity_;
  std::span<const std::string> needles_;
  const std::string& control_;
  StoreId store_{};
  std::vector<std::pair<redact::RoleId, crypto::Key>> role_keys_;
  std::map<std::pair<redact::Compartment, std::uint64_t>, crypto::Key> keys_;
  Loot loot_;
};

}  // namespace

Done<Loot> loot(const fs::path& copy, const crypto::Identity& identity,
                std::span<const std::string> needles, const std::string& control) {
  return Thief(identity, needles, control).run(copy);
}

}  // namespace veil::tools::demo
