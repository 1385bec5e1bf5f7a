#include "store/store_folder.h"

#include <algorithm>

#include "store/engine/rocksdb_engine.h"

namespace veil::store {

namespace fs = std::filesystem;

fs::path engine_path(const fs::path& store) {
  return store / "engine";
}
fs::path checkpoint_path(const fs::path& store) {
  return store / "checkpoint";
}
fs::path erasure_path(const fs::path& host_keys) {
  fs::path out = host_keys;
  out += ".erasure";
  return out;
}

bool lies_inside(const fs::path& file, const fs::path& folder) {
  fs::path outer = fs::weakly_canonical(fs::absolute(folder));
  if (!outer.has_filename()) outer = outer.parent_path();  // "DIR/"
  const fs::path inner = fs::weakly_canonical(fs::absolute(file).parent_path());
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

Result<StoreId> create_store(const StorePlaces& places, const crypto::Identity& identity,
                             NewStore what) {
  if (lies_inside(places.host_keys, places.store)) {
    return fail(Code::InvalidArgument, "init: the host key file must lie outside the store folder");
  }
  for (const fs::path& path : {places.host_keys, erasure_path(places.host_keys)}) {
    if (fs::exists(fs::symlink_status(path))) {
      return fail(Code::Conflict, "init: " + path.string() + " exists already");
    }
  }
  auto engine = open_rocksdb({.directory = places.store, .create = true});
  if (!engine) return fail(engine.error());
  FoundingOptions options;
  options.policy = std::move(what.policy);
  options.origin = what.origin;
  options.checkpoint = checkpoint_path(places.store);
  options.clock = what.clock;
  auto keys = found_store(**engine, identity, what.founder, options);
  if (!keys) return fail(keys.error());
  auto erasure = ErasureKeys::create(erasure_path(places.host_keys), keys->section, keys->store);
  if (!erasure) return fail(erasure.error());
  auto written = what.passphrase.empty()
                     ? create_host_keys(places.host_keys, *keys)
                     : create_host_keys(places.host_keys, *keys, what.passphrase.reveal());
  if (!written) return fail(written.error());
  return keys->store;
}

Result<std::unique_ptr<Vault>> open_store(const StorePlaces& places, OpenStoreOptions options) {
  auto keys = read_host_keys(places.host_keys, {std::nullopt, places.ask_passphrase});
  if (!keys) return fail(keys.error());
  auto erasure = ErasureKeys::open(erasure_path(places.host_keys), keys->section, keys->store);
  if (!erasure) return fail(erasure.error());
  auto engine = open_rocksdb({.directory = places.store});
  if (!engine) return fail(engine.error());
  auto erasure_keys = std::make_unique<ErasureKeys>(std::move(*erasure));
  VaultOptions vault{std::move(*engine),       checkpoint_path(places.store),
                     std::move(*keys),         std::move(erasure_keys),
                     std::move(options.clock), std::move(options.client)};
  return Vault::open(std::move(vault));
}

}  // namespace veil::store
