#include "tools/veil/doctor/places.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "crypto/checkpoint.h"
#include "crypto/note.h"
#include "store/file.h"
#include "tools/veil/doctor/disk.h"

namespace veil::tools::doctor {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kOthersWrite = 022;
constexpr std::uint64_t kClockSlackMs = std::uint64_t{5} * 60 * 1000;

// What a file may be to other accounts.
struct Kind {
  const char* check;
  bool secret;   // others must not read it
  Grade absent;  // how it stands if it is not there
};

class Inspector {
 public:
  explicit Inspector(const Console& console) : console_(console) {}

  // False if there is no such file, or no ordinary one.
  bool file(const Kind& kind, const fs::path& path) {
    struct stat is {};
    if (::lstat(path.c_str(), &is) != 0) {
      add(kind.check, kind.absent, console_.text("{} is not there", path.string()), "");
      return false;
    }
    if (S_ISLNK(is.st_mode)) {
      add(kind.check, Grade::bad,
          console_.text("{} is a link: it is not followed, since others may turn it",
                        path.string()),
          "cp --remove-destination \"$(readlink -f " + shell_word(path) + ")\" " +
              shell_word(path));
      return false;
    }
    if (!S_ISREG(is.st_mode)) {
      add(kind.check, Grade::bad, console_.text("{} is no ordinary file", path.string()), "");
      return false;
    }
    const std::size_t before = out_.size();
    owner(kind.check, path, is);
    mode(kind, path, is.st_mode);
    if (out_.size() == before) {
      add(kind.check, Grade::good,
          kind.secret ? console_.text("{}: only its owner can read it", path.string())
                      : console_.text("{}: only its owner can change it", path.string()),
          "");
    }
    folder_of(kind.check, path);
    return true;
  }

  void owner(const char* check, const fs::path& path, const struct stat& is) {
    if (is.st_uid == ::geteuid() || is.st_uid == 0) return;
    add(check, ::geteuid() == 0 ? Grade::warn : Grade::bad,
        console_.text("{} belongs to another account, which can read and change it", path.string()),
        "sudo chown \"$(id -un)\" " + shell_word(path));
  }

  // Whoever may write in a folder above can put another file in the place of this one.
  void folder_of(const char* check, const fs::path& path) {
    std::error_code error;
    fs::path folder = fs::weakly_canonical(fs::absolute(path, error), error).parent_path();
    for (; !folder.empty(); folder = folder.parent_path()) {
      const bool known = std::find(folders_.begin(), folders_.end(), folder) != folders_.end();
      if (known) return;
      folders_.push_back(folder);
      struct stat is {};
      if (::stat(folder.c_str(), &is) != 0) return;
      const bool others = (is.st_mode & kOthersWrite) != 0 && (is.st_mode & S_ISVTX) == 0;
      if (others) {
        add(check, Grade::bad,
            console_.text("others may write in the folder {}, and so exchange what is in it",
                          folder.string()),
            "chmod go-w " + shell_word(folder));
      }
      if (folder == folder.parent_path()) return;
    }
  }

  void add(const char* check, Grade grade, std::string what, std::string mend) {
    out_.push_back({check, grade, std::move(what), std::move(mend)});
  }
  Findings take() { return std::move(out_); }

 private:
  void mode(const Kind& kind, const fs::path& path, mode_t mode) {
    const std::string mend = std::string(kind.secret ? "chmod 600 " : "chmod go-w ");
    if ((mode & kOthersWrite) != 0) {
      add(kind.check, Grade::bad, console_.text("others may change {}", path.string()),
          mend + shell_word(path));
    } else if (kind.secret && (mode & S_IROTH) != 0) {
      add(kind.check, Grade::bad,
          console_.text("every account of this machine can read {}", path.string()),
          mend + shell_word(path));
    } else if (kind.secret && (mode & S_IRGRP) != 0) {
      add(kind.check, Grade::warn,
          console_.text("the group of {} can read it, or an access list lets others",
                        path.string()),
          mend + shell_word(path));
    }
  }

  const Console& console_;
  Findings out_;
  std::vector<fs::path> folders_;
};

bool same_disk(const fs::path& a, const fs::path& b) {
  struct stat first {};
  struct stat second {};
  return ::stat(a.c_str(), &first) == 0 && ::stat(b.c_str(), &second) == 0 &&
         first.st_dev == second.st_dev;
}

void check_host_key(const Console& console, Inspector& inspector, const fs::path& store,
                    const fs::path& path) {
  const fs::path erasure = store::erasure_path(path);
  const bool there = inspector.file({"host key", true, Grade::bad}, path);
  inspector.file({"erasure keys", true, Grade::bad}, erasure);
  if (!there || store.empty()) return;
  const std::string both = shell_word(path) + " " + shell_word(erasure);
  if (store::lies_inside(path, store)) {
    std::error_code error;
    const fs::path out = fs::absolute(store, error).lexically_normal() / "..";
    inspector.add(
        "host key", Grade::bad,
        console.text("{} lies in the store: every copy of the store holds its key", path.string()),
        "mv " + both + " " + shell_word(out.lexically_normal()));
    return;
  }
  constexpr std::size_t kFileMax = std::size_t{64} << 10;
  auto file = store::read_file(path, kFileMax);
  const bool open = file && text_of(file->bytes).starts_with("veil host keys 1 keyfile");
  if (file) crypto::wipe(file->bytes);
  if (open && same_disk(path, store)) {
    inspector.add("host key", Grade::warn,
                  console.text("{} has no passphrase and lies on the disk of the store: who takes "
                               "the disk has both",
                               path.string()),
                  "mv " + both + " " + console.text("/another/disk/"));
  }
}

void check_identity(const Console& console, Inspector& inspector, const Places& places) {
  const fs::path path = places.identity;
  const fs::path pin = pin_path(places.identity);
  const bool there = inspector.file({"identity", true, Grade::bad}, path);
  if (!there) return;
  std::error_code error;
  if (!fs::exists(fs::symlink_status(pin, error))) {
    inspector.add("pin", Grade::good, console.text("none so far: it is made at the first entering"),
                  "");
  } else {
    inspector.file({"pin", false, Grade::bad}, pin);
  }
  if (places.store.empty() || !store::lies_inside(path, places.store)) return;
  inspector.add("identity", Grade::warn,
                console.text("{} and its pin lie in the store: an older copy of the store brings "
                             "an older pin, and goes unnoticed",
                             path.string()),
                "mv " + shell_word(path) + " " + shell_word(pin) + " ~/");
}

// How many entries the checkpoint covers; whose signature it bears is `veil log verify`'s to say.
Result<std::uint64_t> signed_size(const fs::path& path) {
  auto file = store::read_file(path, crypto::kNoteSizeMax);
  if (!file) return fail(file.error());
  auto note = crypto::Note::parse(text_of(file->bytes));
  if (!note) return fail(note.error());
  auto checkpoint = crypto::Checkpoint::parse(note->body);
  if (!checkpoint) return fail(checkpoint.error());
  return checkpoint->tree.size;
}

// The signed size of the log and the time at which its checkpoint was written.
void check_log(const Console& console, Inspector& inspector, const fs::path& store,
               std::uint64_t now_ms) {
  const fs::path path = store::checkpoint_path(store);
  if (!inspector.file({"checkpoint", false, Grade::bad}, path)) return;
  struct stat is {};
  if (::stat(path.c_str(), &is) != 0) return;
  const std::uint64_t written = static_cast<std::uint64_t>(is.st_mtim.tv_sec) * 1000;
  if (written > now_ms + kClockSlackMs) {
    inspector.add("clock", Grade::bad,
                  console.text("earlier than the last entry of the log by {} minutes: the store "
                               "will not open",
                               (written - now_ms) / 60000),
                  "sudo timedatectl set-ntp true");
  } else {
    inspector.add("clock", Grade::good, console.text("not before the last entry of the log"), "");
  }
  auto size = signed_size(path);
  if (!size) {
    inspector.add(
        "checkpoint", Grade::bad,
        console.text("{} is damaged: {}", path.string(), console.said(size.error().message)),
        "veil log verify --store " + shell_word(store));
    return;
  }
  inspector.add("log", Grade::good,
                console.text("{} entries under signature; none is ever taken away, where the law "
                             "asks for six months",
                             *size),
                "");
}

void check_store(const Console& console, Inspector& inspector, const fs::path& store,
                 std::uint64_t now_ms) {
  struct stat is {};
  if (::stat(store::engine_path(store).c_str(), &is) != 0 || ::stat(store.c_str(), &is) != 0) {
    inspector.add("store", Grade::bad, console.text("there is no store at {}", store.string()), "");
    return;
  }
  inspector.owner("store", store, is);
  if ((is.st_mode & kOthersWrite) != 0) {
    inspector.add("store", Grade::bad,
                  console.text("others may change {}: put an older copy in its place, or take it "
                               "away",
                               store.string()),
                  "chmod -R go-rwx " + shell_word(store));
  } else if ((is.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    inspector.add("store", Grade::warn,
                  console.text("others may look into {}: values are sealed, but times and sizes "
                               "of writes are seen",
                               store.string()),
                  "chmod -R go-rwx " + shell_word(store));
  } else {
    inspector.add("store", Grade::good,
                  console.text("{}: only its owner can read or change it", store.string()), "");
  }
  inspector.folder_of("store", store);
  check_log(console, inspector, store, now_ms);
}

}  // namespace

Findings check_places(const Console& console, const Places& places, std::uint64_t now_ms) {
  Inspector inspector(console);
  if (!places.store.empty()) check_store(console, inspector, places.store, now_ms);
  if (!places.host_key.empty()) {
    check_host_key(console, inspector, places.store, places.host_key);
  }
  if (!places.identity.empty()) check_identity(console, inspector, places);
  Findings out = inspector.take();
  if (!places.store.empty()) {
    for (Finding& finding : check_disk(console, places.store)) out.push_back(std::move(finding));
  }
  return out;
}

}  // namespace veil::tools::doctor
