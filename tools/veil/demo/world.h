// tools/veil/demo/world.h: the demo's store and people: a folder with store, host key file,
// identities and their passphrases.
// Thread safety: none; one thread.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "store/store_folder.h"
#include "tools/veil/visit.h"

namespace veil::tools::demo {

// A person of the demo, and in which roles she works.
struct Player {
  const char* file;  // name of her identity file
  const char* name;
  std::vector<std::string> roles;
};
enum class Who {
  supervisor,
  handler,
  caseworker,
  minors_worker,
  court_liaison,
  statistician,
  auditor
};
const Player& player(Who who);
std::vector<Who> everyone();

// A folder that goes away with its owner, unless it is to be kept.
class DemoFolder {
 public:
  // `keep` empty: a new folder below the system's temporary one. Else it must not exist or be
  // empty.
  static Done<DemoFolder> make(const std::string& keep);
  ~DemoFolder();
  DemoFolder(const DemoFolder&) = delete;
  DemoFolder& operator=(const DemoFolder&) = delete;
  DemoFolder(DemoFolder&& other) noexcept
      : path_(std::exchange(other.path_, {})), kept_(other.kept_) {}
  DemoFolder& operator=(DemoFolder&&) = delete;

  std::filesystem::path store() const { return path_ / "store"; }
  std::filesystem::path copy() const { return path_ / "copy"; }
  std::filesystem::path host_key() const { return path_ / "host.key"; }
  std::filesystem::path identity(Who who) const;
  std::filesystem::path passphrase(Who who) const;
  const std::filesystem::path& path() const noexcept { return path_; }

 private:
  DemoFolder(std::filesystem::path path, bool kept) : path_(std::move(path)), kept_(kept) {}
  std::filesystem::path path_;
  bool kept_;
};

class World {
 public:
  // Identities, the store under the assistance policy, and the roster.
  static Done<World> found(const DemoFolder& folder);

  const crypto::Identity& identity(Who who) const { return identities_.at(who); }
  const DemoFolder& folder() const noexcept { return *folder_; }

  // At most one vault is open at a time.
  Done<> open();
  Done<> close();
  store::Vault& vault() noexcept { return *vault_; }
  Done<std::unique_ptr<store::Session>> enter(Who who, const std::string& role,
                                              const std::string& purpose, Console& console);

 private:
  explicit World(const DemoFolder& folder) : folder_(&folder) {}
  Done<> make_identities();
  Done<> make_store();

  const DemoFolder* folder_;
  std::map<Who, crypto::Identity> identities_;
  std::unique_ptr<store::Vault> vault_;
};

}  // namespace veil::tools::demo
