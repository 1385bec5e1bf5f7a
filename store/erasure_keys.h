// store/erasure_keys.h: the keys of the erasure epochs, which wrap every record's secret.
// They live in one file of two slots outside the engine and outside data backups, so that a key
// that was taken out of the file is nowhere else. docs/format.md has the bytes.
// Promise: a crash at any byte of a replacement leaves the old list or the new one. A replacement
// writes both slots, one after the other, in place and synced: once it returns, neither slot holds
// a key that the new list does not. One damaged slot is survived.
// Errors: NotFound (no file), Corrupt (no slot can be read: damaged, or under another host's key),
// Unsupported (a newer version), Conflict (creating over a file), Unavailable (I/O).
// Thread safety: const members may be called concurrently; replace() excludes all others.
#pragma once

#include <filesystem>
#include <vector>

#include "crypto/secret.h"

namespace veil::store {

struct ErasureKey {
  std::uint64_t epoch = 0;
  crypto::Key key;
};

class ErasureKeys {
 public:
  static constexpr std::size_t kSlotSize = 4096;
  static constexpr std::size_t kFileSize = 2 * kSlotSize;
  static constexpr std::size_t kKeysMax = 32;

  // Draws the key of epoch 1.
  static Result<ErasureKeys> create(const std::filesystem::path& path, const crypto::Key& section,
                                    const StoreId& store);
  static Result<ErasureKeys> open(const std::filesystem::path& path, const crypto::Key& section,
                                  const StoreId& store);
  // What open() makes of the file's content.
  static Result<ErasureKeys> decode(BytesView file, const std::filesystem::path& path,
                                    const crypto::Key& section, const StoreId& store);

  const ErasureKey& current() const noexcept { return keys_.back(); }  // the newest epoch
  const crypto::Key* find(std::uint64_t epoch) const noexcept;         // null if not kept
  const std::vector<ErasureKey>& all() const noexcept { return keys_; }

  // False if one slot is damaged or still holds an older list: a replacement was cut short. Calling
  // replace() with the keys now held mends it.
  bool settled() const noexcept { return settled_; }

  // Requires (asserted) 1 to kKeysMax keys in ascending epochs. After an error the object must be
  // opened again: the file holds the old list or the new one.
  Result<> replace(std::vector<ErasureKey> keys);

 private:
  ErasureKeys(std::filesystem::path path, crypto::Key key, const StoreId& store);

  std::filesystem::path path_;
  crypto::Key key_;
  StoreId store_{};
  std::uint64_t sequence_ = 0;
  std::vector<ErasureKey> keys_;
  bool settled_ = true;
};

}  // namespace veil::store
