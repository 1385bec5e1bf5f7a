#include "tools/veil/doctor/disk.h"

#include <sys/statfs.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <iterator>

#include "store/engine/rocksdb_engine.h"
#include "store/store_folder.h"

namespace veil::tools::doctor {
namespace {

constexpr const char* kMemory = "{} is memory: everything is gone when the machine stops";
constexpr const char* kLayers =
    "{} is a layer of a container: everything is gone when the container is removed";
constexpr const char* kNetwork =
    "{} is on another machine: what was written may be lost when the network fails, and locks may "
    "not hold";
constexpr const char* kProgram = "{} is served by a program, which may not keep what was synced";

struct Known {
  std::uint64_t kind;
  FileSystem system;
};
// The numbers that statfs(2) names.
constexpr Known kDoubtful[] = {
    {0x01021994, {"tmpfs", kMemory}},     {0x858458f6, {"ramfs", kMemory}},
    {0x794c7630, {"overlayfs", kLayers}}, {0x61756673, {"aufs", kLayers}},
    {0x6969, {"NFS", kNetwork}},          {0x517b, {"SMB", kNetwork}},
    {0xff534d42, {"CIFS", kNetwork}},     {0xfe534d42, {"SMB2", kNetwork}},
    {0x01021997, {"9p", kNetwork}},       {0x00c36400, {"Ceph", kNetwork}},
    {0x5346414f, {"AFS", kNetwork}},      {0x65735546, {"FUSE", kProgram}},
    {0x786f4256, {"vboxsf", kProgram}},   {0xbacbacbc, {"vmhgfs", kProgram}},
};

std::string mebibytes(std::uint64_t bytes) {
  return std::to_string(bytes >> 20) + " MiB";
}

}  // namespace

const FileSystem* doubtful_file_system(std::uint64_t kind) noexcept {
  const auto known = std::find_if(std::begin(kDoubtful), std::end(kDoubtful),
                                  [&](const Known& one) { return one.kind == kind; });
  return known != std::end(kDoubtful) ? &known->system : nullptr;
}

Grade grade_of_room(std::uint64_t free_bytes) noexcept {
  const std::uint64_t reserve = store::reserve_of({});
  if (free_bytes <= reserve) return Grade::bad;
  return free_bytes < 8 * reserve ? Grade::warn : Grade::good;
}

Findings check_disk(const Console& console, const std::filesystem::path& store) {
  struct statvfs room {};
  if (::statvfs(store.c_str(), &room) != 0) return {};
  Findings out;
  const std::uint64_t free_bytes = std::uint64_t{room.f_bavail} * room.f_frsize;
  const Grade grade = grade_of_room(free_bytes);
  const std::string reserve = mebibytes(store::reserve_of({}));
  const std::string names = shell_word(store);
  if (grade == Grade::bad) {
    out.push_back({"free space", grade,
                   console.text("{} free: nothing is written any more, since {} are kept in "
                                "reserve",
                                mebibytes(free_bytes), reserve),
                   "df -h " + names});
  } else {
    out.push_back({"free space", grade,
                   console.text("{} free; at {} writing stops", mebibytes(free_bytes), reserve),
                   grade == Grade::warn ? "df -h " + names : ""});
  }
  if ((room.f_flag & ST_RDONLY) != 0) {
    out.push_back({"file system", Grade::bad, console.text("it is mounted for reading only"),
                   "sudo mount -o remount,rw \"$(df --output=target " + names + " | tail -1)\""});
  }
  struct statfs kind {};
  if (::statfs(store.c_str(), &kind) != 0) return out;
  const FileSystem* doubtful = doubtful_file_system(static_cast<std::uint64_t>(kind.f_type));
  if (doubtful != nullptr) {
    out.push_back({"file system", Grade::warn, console.text(doubtful->why, doubtful->name),
                   "df -T " + names});
  } else {
    out.push_back({"file system", Grade::good,
                   console.text("a disk of this machine, as far as can be told"), ""});
  }
  return out;
}

}  // namespace veil::tools::doctor
