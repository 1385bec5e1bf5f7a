// tests/crash/small_disk.h: a disk of its own, in memory. Mounting needs root: without it the disk
// says so and is not mounted, and the test stops.
#pragma once

#include <sys/mount.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <iostream>
#include <string>

#include "tests/temporary_folder.h"

namespace veil::tests {

class SmallDisk {
 public:
  explicit SmallDisk(const char* size) {
    const std::string options = std::string("mode=0700,size=") + size;
    mounted_ = ::mount("tmpfs", path().c_str(), "tmpfs", 0, options.c_str()) == 0;
    if (!mounted_) std::cout << "skipped: this account may not mount a disk\n";
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(path().c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool mounted() const noexcept { return mounted_; }
  const std::filesystem::path& path() const noexcept { return folder_.path(); }
  void resize(const char* size) {
    const std::string options = std::string("size=") + size;
    REQUIRE(::mount("tmpfs", path().c_str(), "tmpfs", MS_REMOUNT, options.c_str()) == 0);
  }
  void write_protect() {
    REQUIRE(::mount("tmpfs", path().c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) == 0);
  }
  void allow_writing() {
    REQUIRE(::mount("tmpfs", path().c_str(), "tmpfs", MS_REMOUNT, nullptr) == 0);
  }

 private:
  TemporaryFolder folder_;
  bool mounted_ = false;
};

}  // namespace veil::tests
