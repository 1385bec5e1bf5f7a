// tests/crash/power_cut.h: what a cut of power would take back. Remembers, below one folder, which
// bytes and names were not yet synced, and takes them back on demand, as the worst disk would: what
// is not synced is lost, except that a removal is never undone. A part of the shim; it calls the
// kernel directly, so that the shim does not see it. Thread safety: none; the shim holds a lock,
// also while the call itself runs.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace veil::tests {

class PowerCut {
 public:
  // Before the call.
  void writes(const std::string& path, off_t at, std::size_t size);
  void renames(const std::string& from, const std::string& to);
  // After it succeeded.
  void created(const std::string& path);
  void linked(const std::string& from, const std::string& to);
  void cut_to(const std::string& path, off_t size);
  void removed(const std::string& path);
  void synced_file(const std::string& path);
  void synced_folder(const std::string& path);

  // Of bytes that were appended and not synced, `half` keeps the first half.
  void take_back(bool half);

 private:
  struct File {
    off_t synced = 0;
    bool named = false;  // its name is durable
    std::vector<std::pair<off_t, std::string>> overwritten;
  };
  struct Rename {
    std::string from;
    std::string to;
    std::string old;  // a second name of what `to` was, or empty
    File old_file;
  };

  File& file(const std::string& path);
  void undo(const Rename& rename);

  std::map<std::string, File> files_;
  std::vector<Rename> renames_;
  std::uint64_t count_ = 0;
};

}  // namespace veil::tests
