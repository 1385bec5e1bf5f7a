// store/engine/durable_file.h: small files that are replaced whole.
// Promise: after write_whole() the path holds either the old bytes or the new ones, and after it
// has returned, the new ones, power cut or not. Errors: Unavailable with the path and the system's
// reason. Thread safety: one writer a path.
#pragma once

#include <filesystem>

#include "crypto/bytes.h"

namespace veil::store {

// Mode 0600. Writes `path` + ".tmp" first and renames it; a leftover of that name is overwritten.
Result<> write_whole(const std::filesystem::path& path, BytesView bytes);

// NotFound if there is no such file; Corrupt if it is longer than `size_max`.
Result<Bytes> read_whole(const std::filesystem::path& path, std::size_t size_max);

// Makes the names in `folder` durable: a file created or renamed there, or a folder made there.
Result<> sync_folder(const std::filesystem::path& folder);

}  // namespace veil::store
