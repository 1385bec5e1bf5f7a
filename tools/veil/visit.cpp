#include "tools/veil/visit.h"

#include <cstdlib>

#include "store/file.h"

namespace veil::tools {
namespace {

void fill(std::string& place, const char* variable) {
  if (!place.empty()) return;
  const char* value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): nobody sets it here
  if (value != nullptr) place = value;
}

template <class List>
std::string names_of(const List& all) {
  std::string out;
  for (const auto& one : all) out += (out.empty() ? "" : ", ") + one->name;
  return out;
}

// A person with one role, or a role with one purpose, need not say it.
Done<> complete(store::EnterOptions& options, const store::Vault& vault,
                const crypto::Identity& identity) {
  const auto charter = vault.charter();
  auto policy = redact::Policy::parse(text_of(charter->charter.policy));
  if (!policy) return stop(policy.error());
  const store::RosterEntry* person = charter->charter.person(identity.public_identity());
  if (options.role.empty() && person != nullptr) {
    std::vector<const redact::Role*> roles;
    for (const redact::RoleId id : person->roles) roles.push_back(policy->role(id));
    if (roles.empty()) return stop(Exit::refused, "enter: this person has no role");
    if (roles.size() > 1) {
      return stop(Exit::usage,
                  "this person has several roles: say --role, one of " + names_of(roles));
    }
    options.role = roles.front()->name;
  }
  const redact::Role* role = policy->role(options.role);
  if (options.purpose.empty() && role != nullptr) {
    std::vector<const redact::Purpose*> purposes;
    for (const redact::PurposeId id : role->purposes) purposes.push_back(policy->purpose(id));
    if (purposes.size() > 1) {
      return stop(Exit::usage, "the role '" + role->name +
                                   "' has several purposes: say --purpose, one of " +
                                   names_of(purposes));
    }
    if (!purposes.empty()) options.purpose = purposes.front()->name;
  }
  return {};
}

}  // namespace

void Places::take_environment() {
  fill(store, "VEIL_STORE");
  fill(host_key, "VEIL_HOST_KEY");
  fill(identity, "VEIL_IDENTITY");
  fill(role, "VEIL_ROLE");
  fill(purpose, "VEIL_PURPOSE");
}

Done<> require_place(const std::string& place, const char* option, const char* variable) {
  if (!place.empty()) return {};
  return stop(Exit::usage, std::string("say ") + option + " or set " + variable);
}

std::filesystem::path pin_path(const std::string& identity) {
  return identity + ".pin";
}

Done<crypto::Identity> read_identity(const Places& places, const Console& console) {
  auto named = require_place(places.identity, "--identity FILE", "VEIL_IDENTITY");
  if (!named) return stop(named.error());
  auto file = store::read_file(places.identity, crypto::Identity::kFileMax);
  if (!file) return stop(file.error());
  auto passphrase =
      read_secret(places.passphrase, console.text("Passphrase of {}", places.identity));
  if (!passphrase) return stop(passphrase.error());
  auto identity = crypto::Identity::from_file(file->bytes, *passphrase);
  if (!identity) {
    if (identity.error().code == Code::Denied) {
      return stop(Exit::key, places.identity + ": the passphrase is wrong");
    }
    return stop_at_key({identity.error().code, places.identity + ": " + identity.error().message});
  }
  return std::move(*identity);
}

std::function<Result<crypto::Secret>()> host_passphrase(const Places& places,
                                                        const Console& console) {
  return [&places, &console]() -> Result<crypto::Secret> {
    const std::string prompt = console.text("Passphrase of the host key file {}", places.host_key);
    auto secret = read_secret(places.host_passphrase, prompt);
    if (!secret) return fail(Code::InvalidArgument, secret.error().text);
    return std::move(*secret);
  };
}

Done<std::unique_ptr<store::Vault>> open_vault(const Places& places, const Console& console) {
  auto named = require_place(places.store, "--store DIR", "VEIL_STORE");
  if (named) named = require_place(places.host_key, "--host-key FILE", "VEIL_HOST_KEY");
  if (!named) return stop(named.error());
  store::OpenStoreOptions options;
  options.client = "veil";
  auto vault = store::open_store({places.store, places.host_key, host_passphrase(places, console)},
                                 std::move(options));
  if (!vault) return stop_at_key(vault.error());
  return std::move(*vault);
}

Done<std::unique_ptr<store::Session>> enter_session(store::Vault& vault,
                                                    const crypto::Identity& identity,
                                                    store::EnterOptions options,
                                                    const std::filesystem::path& pin,
                                                    Console& console) {
  auto completed = complete(options, vault, identity);
  if (!completed) return stop(completed.error());
  auto pinned = store::read_pin(pin, vault.store_id());
  if (!pinned) return stop(pinned.error());
  options.pin = *pinned;
  auto session = store::Session::enter(vault, identity, options);
  if (!session) return stop(session.error());
  auto moved = store::advance_pin(pin, (*session)->seen());
  if (!moved) {
    if (moved.error().code == Code::Corrupt) return stop(moved.error());
    console.hint(console.text(
        "note: the pin cannot be written, an older copy of the store would go unnoticed: {}",
        console.said(moved.error().message)));
  }
  return std::move(*session);
}

Done<Visit> Visit::enter(const Places& places, Console& console) {
  auto named = require_place(places.store, "--store DIR", "VEIL_STORE");
  if (named) named = require_place(places.host_key, "--host-key FILE", "VEIL_HOST_KEY");
  if (!named) return stop(named.error());
  auto identity = read_identity(places, console);
  if (!identity) return stop(identity.error());
  auto vault = open_vault(places, console);
  if (!vault) return stop(vault.error());
  store::EnterOptions options{places.role, places.purpose, std::nullopt};
  auto session =
      enter_session(**vault, *identity, std::move(options), pin_path(places.identity), console);
  if (!session) return stop(session.error());
  return Visit(std::move(*vault), std::move(*session), places.purpose);
}

Done<> Visit::leave() {
  session_.reset();
  auto closed = vault_->close();
  if (!closed) return stop(closed.error());
  return {};
}

}  // namespace veil::tools
