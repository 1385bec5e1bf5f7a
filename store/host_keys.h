// store/host_keys.h: the keys of the host, in a file that lies outside the store folder.
//   line 1     "veil host keys 1 keyfile" or "veil host keys 1 passphrase"
//   then       base64, 64 characters a line, of the bytes in docs/format.md
// Who holds this file and the store can bypass the access log. A systemd credential is a key file
// whose path lies in $CREDENTIALS_DIRECTORY.
// Promise: each fault has its own error:
//   NotFound         no key file
//   Corrupt          the file is damaged (it carries a checksum of its own)
//   Denied           wrong passphrase; every account of the machine may read the file
//   InvalidArgument  the keys are another store's; a passphrase is needed and none was given
//   Unavailable      not enough memory for the passphrase's cost; I/O
//   Unsupported      a newer version of the file
// Thread safety: values and free functions, no shared state.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "crypto/passphrase.h"
#include "crypto/secret.h"
#include "crypto/sign.h"

namespace veil::store {

struct HostKeys {
  StoreId store{};         // zeros until the first charter is made
  crypto::Key section;     // in place of a compartment key for class 0; wraps the host's tables
  crypto::Key index;       // the host's half of search tokens
  crypto::Key log_index;   // addresses of the log's side index
  crypto::SigningKey log;  // signs checkpoints
  bool group_can_read = false;  // set by reading: the key file's group may read it; worth a warning

  static HostKeys random();
};

// Both refuse to write over a file (Conflict) and need keys.store to be set (asserted).
Result<> create_host_keys(const std::filesystem::path& path, const HostKeys& keys);
Result<> create_host_keys(const std::filesystem::path& path, const HostKeys& keys,
                          BytesView passphrase,
                          crypto::PassphraseCost cost = crypto::kPassphraseCostDefault);

struct HostKeysOptions {
  std::optional<StoreId> store;  // refuses keys of any other
  // Called only if the file needs a passphrase.
  std::function<Result<crypto::Secret>()> ask_passphrase;
};
Result<HostKeys> read_host_keys(const std::filesystem::path& path, const HostKeysOptions& options);

// The file's content, apart from the disk; the caller wipes it.
std::string host_keys_text(const HostKeys& keys);
Result<std::string> host_keys_text(const HostKeys& keys, BytesView passphrase,
                                   crypto::PassphraseCost cost);
Result<HostKeys> parse_host_keys(std::string_view text, const HostKeysOptions& options);

}  // namespace veil::store
