#include "tools/veil/demo/world.h"

#include <cstdlib>

#include "store/file.h"
#include "tools/veil/policy_template.h"

namespace veil::tools::demo {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kWorkFactor = 12;  // a demo's passphrases guard nothing

Done<> make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (!error) fs::permissions(path, fs::perms::owner_all, error);
  if (error) return stop(Exit::unavailable, path.string() + ": cannot be made");
  return {};
}

}  // namespace

const Player& player(Who who) {
  static const std::map<Who, Player> players = {
      {Who::supervisor, {"supervisor", "何岚", {"supervisor"}}},
      {Who::handler, {"handler", "周敏", {"handler", "intake"}}},
      {Who::caseworker, {"caseworker", "林静", {"caseworker"}}},
      {Who::minors_worker, {"minors_worker", "许佳", {"minors_worker"}}},
      {Who::court_liaison, {"court_liaison", "田青", {"court_liaison"}}},
      {Who::statistician, {"statistician", "吴悦", {"statistician"}}},
      {Who::auditor, {"auditor", "郑言", {"auditor"}}},
  };
  return players.at(who);
}

std::vector<Who> everyone() {
  return {Who::supervisor,    Who::handler,      Who::caseworker, Who::minors_worker,
          Who::court_liaison, Who::statistician, Who::auditor};
}

Done<DemoFolder> DemoFolder::make(const std::string& keep) {
  std::error_code error;
  if (keep.empty()) {
    std::string path = (fs::temp_directory_path(error) / "veil-demo-XXXXXX").string();
    if (error || ::mkdtemp(path.data()) == nullptr) {
      return stop(Exit::unavailable, "demo: no temporary folder can be made");
    }
    return DemoFolder(path, false);
  }
  if (fs::exists(keep, error) && !fs::is_empty(keep, error)) {
    return stop(Exit::conflict, keep + ": exists and is not empty");
  }
  if (auto made = make_folder(keep); !made) return stop(made.error());
  return DemoFolder(keep, true);
}

DemoFolder::~DemoFolder() {
  std::error_code ignored;
  if (path_.empty()) return;
  fs::remove_all(kept_ ? copy() : path_, ignored);
}

fs::path DemoFolder::identity(Who who) const {
  return path_ / "identities" / (std::string(player(who).file) + ".age");
}

fs::path DemoFolder::passphrase(Who who) const {
  return path_ / "identities" / (std::string(player(who).file) + ".pass");
}

Done<> World::make_identities() {
  if (auto made = make_folder(folder_->path() / "identities"); !made) return made;
  for (const Who who : everyone()) {
    std::string phrase = base64(crypto::random_array<12>());
    if (auto written = store::create_file(folder_->passphrase(who), view_of(phrase + "\n"));
        !written) {
      return stop(written.error());
    }
    crypto::Identity identity = crypto::Identity::generate();
    auto file = identity.to_file(crypto::Secret::absorb(phrase), kWorkFactor);
    if (!file) return stop(file.error());
    if (auto written = store::create_file(folder_->identity(who), *file); !written) {
      return stop(written.error());
    }
    identities_.emplace(who, std::move(identity));
  }
  return {};
}

Done<> World::make_store() {
  auto policy = read_policy("assistance");
  if (!policy) return stop(policy.error());
  store::NewStore what;
  what.policy = std::move(*policy);
  what.founder = {player(Who::supervisor).name, player(Who::supervisor).roles};
  const store::StorePlaces places{folder_->store(), folder_->host_key(), {}};
  auto made = store::create_store(places, identity(Who::supervisor), std::move(what));
  if (!made) return stop(made.error());
  if (auto opened = open(); !opened) return opened;
  std::vector<store::Enrolment> people;
  for (const Who who : everyone()) {
    if (who == Who::supervisor) continue;
    people.push_back({player(who).name, identity(who).public_identity(), player(who).roles, 0});
  }
  auto enrolled = store::enrol(*vault_, identity(Who::supervisor), people, store::system_clock()());
  if (!enrolled) return stop(enrolled.error());
  return {};
}

Done<World> World::found(const DemoFolder& folder) {
  World out(folder);
  if (auto made = out.make_identities(); !made) return stop(made.error());
  if (auto made = out.make_store(); !made) return stop(made.error());
  return out;
}

Done<> World::open() {
  auto vault = store::open_store({folder_->store(), folder_->host_key(), {}},
                                 {store::system_clock(), "veil demo"});
  if (!vault) return stop(vault.error());
  vault_ = std::move(*vault);
  return {};
}

Done<> World::close() {
  auto closed = vault_->close();
  vault_.reset();
  if (!closed) return stop(closed.error());
  return {};
}

Done<std::unique_ptr<store::Session>> World::enter(Who who, const std::string& role,
                                                   const std::string& purpose, Console& console) {
  return enter_session(*vault_, identity(who), {role, purpose, std::nullopt},
                       pin_path(folder_->identity(who).string()), console);
}

}  // namespace veil::tools::demo
