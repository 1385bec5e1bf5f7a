// store/store_folder.h: a store on disk, and how it is opened.
//   DIR/engine      the engine's own files
//   DIR/census      which of those must be there
//   DIR/checkpoint  the access log's last signed checkpoint
// The host key file, and beside it the erasure-epoch keys (its name + ".erasure"), lie outside DIR.
// Thread safety: free functions; one process at a time has a store open.
#pragma once

#include <filesystem>

#include "store/charter_change.h"

namespace veil::store {

std::filesystem::path engine_path(const std::filesystem::path& store);
std::filesystem::path checkpoint_path(const std::filesystem::path& store);
std::filesystem::path erasure_path(const std::filesystem::path& host_keys);

// Whether a file lies in a folder, by their places on disk: keys must not be in the folder that is
// copied and backed up with the data.
bool lies_inside(const std::filesystem::path& file, const std::filesystem::path& folder);

struct StorePlaces {
  std::filesystem::path store;
  std::filesystem::path host_keys;
  std::function<Result<crypto::Secret>()> ask_passphrase;  // only if the key file needs one
};

struct NewStore {
  std::string policy;
  std::string origin;  // of the access log; empty: drawn
  Founder founder;
  crypto::Secret passphrase;  // of the host key file; empty: a plain key file
  Clock clock = system_clock();
};

// Makes the folder, the host key file and the erasure keys, none of which may exist (Conflict).
// InvalidArgument if the host key file would lie inside the store folder.
Result<StoreId> create_store(const StorePlaces& places, const crypto::Identity& identity,
                             NewStore what);

struct OpenStoreOptions {
  Clock clock = system_clock();
  std::string client = "veilstore";
};
// NotFound if there is no store or key file; else as Vault::open and read_host_keys.
Result<std::unique_ptr<Vault>> open_store(const StorePlaces& places, OpenStoreOptions options = {});

}  // namespace veil::store
