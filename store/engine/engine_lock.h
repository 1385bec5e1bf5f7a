// store/engine/engine_lock.h: one owner of a folder at a time, in this process or another.
// The lock ends with the object or the process, never by waiting. It leaves no file behind.
#pragma once

#include <filesystem>

#include "crypto/result.h"

namespace veil::store {

class EngineLock {
 public:
  // Unavailable, at once, if the folder has an owner.
  static Result<EngineLock> take(const std::filesystem::path& folder);
  ~EngineLock();
  EngineLock(EngineLock&& other) noexcept;
  EngineLock(const EngineLock&) = delete;
  EngineLock& operator=(const EngineLock&) = delete;
  EngineLock& operator=(EngineLock&&) = delete;

 private:
  explicit EngineLock(int file) noexcept : file_(file) {}
  int file_;
};

}  // namespace veil::store
