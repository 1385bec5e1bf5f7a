// tests/store/world.h: tests/store/world.h: a store in memory or on disk with the demo policy and a
// handful of people: what most tests of the vault and the session start from.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "crypto/identity.h"
#include "store/session.h"
#include "store/store_folder.h"

namespace veil::test {

// A folder that is gone after the test.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// 2026-03-02 10:00 at +08:00, a Monday within office hours.
inline constexpr std::uint64_t kMonday = 1772416800000;

std::filesystem::path source_path(const std::string& path);  // of a file of the project
std::string demo_policy();                                   // the text of tools/policies/demo.toml

class World {
 public:
  explicit World(std::string policy = demo_policy());

  // People: head (custodian, supervisor), lin (handler, intake), zhao (caseworker), sun
  // (statistician), shen (auditor), wang (handler; assigned to nothing).
  const crypto::Identity& who(const std::string& name) const { return people_.at(name); }
  store::Vault& vault() { return *vault_; }
  std::uint64_t now = kMonday;  // the store's clock

  std::unique_ptr<store::Session> enter(const std::string& name, const std::string& role,
                                        const std::string& purpose);
  store::Session::Imported import_one(const store::RecordDraft& draft);

  void close();
  void open();  // again
  Result<> try_open();
  store::StorePlaces places() const {
    return {dir_.path() / "store", dir_.path() / "host.key", {}};
  }
  const std::filesystem::path& folder() const { return dir_.path(); }

 private:
  TempFolder dir_;
  std::map<std::string, crypto::Identity> people_;
  std::unique_ptr<store::Vault> vault_;
};

// An invented case; `name` is the full name of the person helped. Assigned to lin and zhao.
store::RecordDraft a_case(const store::Session& session, const std::string& name);
// Taken in by the intake officer lin.
store::RecordId stored_case(World& world, const std::string& name = "欧阳桂兰");
store::Edit edit(const redact::Policy& policy, const std::string& field, const std::string& text,
                 redact::Row row = 0);
redact::PersonId number_of(const store::Session& session, const std::string& name);
// What a view shows of a field: its text, or its marker in brackets.
std::string shown(const store::Session& session, const redact::View& view, const std::string& field,
                  redact::Row row = 0);

}  // namespace veil::test
