#include "tests/crash/power_cut.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

namespace veil::tests {
namespace {

off_t size_of(const std::string& path) {
  struct stat facts {};
  return ::stat(path.c_str(), &facts) == 0 ? facts.st_size : 0;
}

bool exists(const std::string& path) {
  struct stat facts {};
  return ::lstat(path.c_str(), &facts) == 0;
}

std::string folder_of(const std::string& path) {
  return path.substr(0, path.rfind('/'));
}

std::string bytes_at(const std::string& path, off_t at, std::size_t size) {
  std::string bytes(size, '\0');
  const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const ssize_t got = ::pread(handle, bytes.data(), size, at);
  ::close(handle);
  bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  return bytes;
}

void put_bytes(const std::string& path, off_t at, const std::string& bytes) {
  const int handle = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  ::syscall(SYS_pwrite64, handle, bytes.data(), bytes.size(), at);
  ::close(handle);
}

void rename_file(const std::string& from, const std::string& to) {
  ::syscall(SYS_rename, from.c_str(), to.c_str());
}

void remove_name(const std::string& path) {
  if (::syscall(SYS_unlink, path.c_str()) != 0) ::syscall(SYS_rmdir, path.c_str());
}

}  // namespace

// What is seen for the first time was there before, and durable.
PowerCut::File& PowerCut::file(const std::string& path) {
  const auto [at, fresh] = files_.try_emplace(path);
  if (fresh) at->second = {size_of(path), true, {}};
  return at->second;
}

void PowerCut::created(const std::string& path) {
  files_[path] = {};
}

void PowerCut::linked(const std::string& from, const std::string& to) {
  files_[to] = file(from);
  files_[to].named = false;
}

void PowerCut::writes(const std::string& path, off_t at, std::size_t size) {
  File& known = file(path);
  if (at >= known.synced) return;
  const auto old = std::min<off_t>(known.synced - at, static_cast<off_t>(size));
  known.overwritten.emplace_back(at, bytes_at(path, at, static_cast<std::size_t>(old)));
}

void PowerCut::cut_to(const std::string& path, off_t size) {
  File& known = file(path);
  known.synced = std::min(known.synced, size);
}

void PowerCut::renames(const std::string& from, const std::string& to) {
  file(from);
  Rename rename{from, to, {}, {}};
  if (exists(to)) {
    rename.old_file = file(to);
    rename.old = to + ".cut-" + std::to_string(++count_);
    ::syscall(SYS_link, to.c_str(), rename.old.c_str());
  }
  files_[to] = files_[from];
  files_.erase(from);
  renames_.push_back(std::move(rename));
}

void PowerCut::removed(const std::string& path) {
  files_.erase(path);
}

void PowerCut::synced_file(const std::string& path) {
  File& known = file(path);
  known.synced = size_of(path);
  known.overwritten.clear();
}

void PowerCut::synced_folder(const std::string& path) {
  for (auto& [name, known] : files_) {
    if (folder_of(name) == path) known.named = true;
  }
  std::erase_if(renames_, [&path](const Rename& rename) {
    if (folder_of(rename.to) != path) return false;
    if (!rename.old.empty()) remove_name(rename.old);
    return true;
  });
}

void PowerCut::undo(const Rename& rename) {
  const auto moved = files_.find(rename.to);
  if (moved != files_.end()) {
    rename_file(rename.to, rename.from);
    files_[rename.from] = moved->second;
    files_.erase(rename.to);
  }
  if (rename.old.empty()) return;
  rename_file(rename.old, rename.to);
  files_[rename.to] = rename.old_file;
}

void PowerCut::take_back(bool half) {
  for (auto at = renames_.rbegin(); at != renames_.rend(); ++at) undo(*at);
  // From the longest path: what is in a folder goes before the folder.
  for (auto at = files_.rbegin(); at != files_.rend(); ++at) {
    const auto& [path, known] = *at;
    if (!known.named) {
      remove_name(path);
      continue;
    }
    const off_t size = size_of(path);
    if (size > known.synced) {
      ::syscall(SYS_truncate, path.c_str(), known.synced + (half ? (size - known.synced) / 2 : 0));
    }
    if (half) continue;
    for (auto old = known.overwritten.rbegin(); old != known.overwritten.rend(); ++old) {
      put_bytes(path, old->first, old->second);
    }
  }
}

}  // namespace veil::tests
