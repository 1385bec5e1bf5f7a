// tools/veil/visit.h: a store opened and entered by one person, as most commands do it.
// The person's pin lies beside her identity ("<identity>.pin"): it is read before entering and
// moved forward after, so that an older copy of the store is refused.
// Thread safety: none; one thread.
#pragma once

#include <memory>

#include "store/session.h"
#include "store/store_folder.h"
#include "tools/veil/console.h"
#include "tools/veil/secret_source.h"

namespace veil::tools {

// Names and paths only: no secret is ever in here.
struct Places {
  std::string store;
  std::string host_key;
  std::string identity;
  std::string role;
  std::string purpose;
  SecretSource passphrase;       // of the identity file
  SecretSource host_passphrase;  // of the host key file, where it has one

  // Fills what no option said from VEIL_STORE, VEIL_HOST_KEY, VEIL_IDENTITY, VEIL_ROLE,
  // VEIL_PURPOSE.
  void take_environment();
};

// Exit::usage if the option that names a place is missing.
Done<> require_place(const std::string& place, const char* option, const char* variable);

Done<crypto::Identity> read_identity(const Places& places, const Console& console);
std::filesystem::path pin_path(const std::string& identity);

// Opens the store for its host alone: no session, no identity.
Done<std::unique_ptr<store::Vault>> open_vault(const Places& places, const Console& console);
// "Passphrase of the host key file" by source or prompt, for store::StorePlaces.
std::function<Result<crypto::Secret>()> host_passphrase(const Places& places,
                                                        const Console& console);

class Visit {
 public:
  static Done<Visit> enter(const Places& places, Console& console);

  store::Session& session() noexcept { return *session_; }
  store::Vault& vault() noexcept { return *vault_; }
  const std::string& purpose() const noexcept { return purpose_; }

  // Ends the session and closes the store; what fails here may mean that a last checkpoint was not
  // written.
  Done<> leave();

 private:
  Visit(std::unique_ptr<store::Vault> vault, std::unique_ptr<store::Session> session,
        std::string purpose)
      : vault_(std::move(vault)), session_(std::move(session)), purpose_(std::move(purpose)) {}
  std::unique_ptr<store::Vault> vault_;
  std::unique_ptr<store::Session> session_;  // ends before the vault
  std::string purpose_;
};

// The same with what is at hand already; `vault` must outlive the session.
Done<std::unique_ptr<store::Session>> enter_session(store::Vault& vault,
                                                    const crypto::Identity& identity,
                                                    store::EnterOptions options,
                                                    const std::filesystem::path& pin,
                                                    Console& console);

}  // namespace veil::tools
