// store/file.h: the few small files that lie beside or outside the engine: keys, pins, checkpoints.
// Promise: a file is there whole or not at all. What was created or replaced has reached the disk,
// with its name, when the call returns. New files can be read by their owner only (0600). A
// symbolic link as the last part of a path is never followed.
// Errors: NotFound, Conflict (exists already), Denied (permissions, links, no regular file),
// Corrupt (larger than the caller allows), Unavailable (I/O). They name the path, never content.
// Thread safety: free functions, no shared state.
#pragma once

#include <filesystem>

#include "crypto/bytes.h"

namespace veil::store {

struct FileContent {
  Bytes bytes;
  bool others_can_read = false;  // the mode lets every account of the machine read it
  bool group_can_read = false;   // also set by access lists
};
Result<FileContent> read_file(const std::filesystem::path& path, std::size_t size_max);

// Conflict if anything of that name exists.
Result<> create_file(const std::filesystem::path& path, BytesView bytes);

// Through a temporary file in the same folder and a rename: readers see the old or the new content.
Result<> replace_file(const std::filesystem::path& path, BytesView bytes);

// Writes over bytes that are there (no file is made or grown), and waits until they are on the
// disk. Not whole or not at all: a crash may leave any part of it. For formats that survive that.
Result<> overwrite_part(const std::filesystem::path& path, std::size_t offset, BytesView bytes);

// Makes the names in a folder durable, for what was created there by other means.
Result<> sync_folder(const std::filesystem::path& folder);

// Holds other owners off a folder (flock), in this process or another: for a read that is followed
// by a replace, or for as long as a program owns what is in it. Leaves no file behind.
class FolderLock {
 public:
  static Result<FolderLock> take(const std::filesystem::path& folder);  // waits
  // Unavailable, at once, if it has an owner.
  static Result<FolderLock> take_now(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&& other) noexcept;

 private:
  static Result<FolderLock> take(const std::filesystem::path& folder, int how);
  explicit FolderLock(int descriptor) noexcept : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace veil::store
