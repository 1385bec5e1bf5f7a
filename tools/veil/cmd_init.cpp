// `veil init`: founds a store; whoever does it is its only custodian.
#include "tools/veil/policy_template.h"
#include "tools/veil/program.h"
#include "tools/veil/record_json.h"

namespace veil::tools {
namespace {

struct InitOptions {
  std::string policy;
  std::string name;
  std::vector<std::string> roles;
  std::string origin;
  bool protect = false;
};

// The policy's text, once it parses, has no findings and knows the roles: before anything is made.
Done<std::string> sound_policy(Console& console, const InitOptions& options) {
  auto text = read_policy(options.policy);
  if (!text) return stop(text.error());
  auto policy = redact::Policy::parse(*text);
  if (!policy) return stop({Exit::usage, options.policy + ": " + policy.error().message});
  const auto findings = redact::lint(*policy);
  for (const redact::Finding& finding : findings) {
    console.fault(options.policy + ": " + finding.rule + ": " + finding.message);
  }
  if (!findings.empty()) return stop(Exit::usage, "a policy with findings is not put in force");
  for (const std::string& role : options.roles) {
    if (policy->role(role) == nullptr)
      return stop(Exit::usage, "the policy has no role '" + role + "'");
  }
  return std::move(*text);
}

Done<> run(Program& program, const InitOptions& options) {
  Console& console = program.console;
  const Places& places = program.places;
  auto named = require_place(places.store, "--store DIR", "VEIL_STORE");
  if (named) named = require_place(places.host_key, "--host-key FILE", "VEIL_HOST_KEY");
  if (!named) return named;
  auto policy = sound_policy(console, options);
  if (!policy) return stop(policy.error());
  auto identity = read_identity(places, console);
  if (!identity) return stop(identity.error());
  store::NewStore what;
  what.policy = std::move(*policy);
  what.origin = options.origin;
  what.founder = {options.name, options.roles};
  if (options.protect || places.host_passphrase.given()) {
    auto passphrase =
        read_new_secret(places.host_passphrase,
                        console.text("New passphrase of the host key file {}", places.host_key),
                        console.text("The same again"));
    if (!passphrase) return stop(passphrase.error());
    what.passphrase = std::move(*passphrase);
  }
  auto made = store::create_store({places.store, places.host_key, {}}, *identity, std::move(what));
  if (!made) return stop(made.error());
  if (console.json) {
    print_json(console, {{"store", hex(*made)}});
  } else {
    console.out() << hex(*made) << '\n';
  }
  console.hint(console.text(
      "The store is made. Keep the host key file and its .erasure file apart from it: without them "
      "the store cannot be opened."));
  return {};
}

}  // namespace

void add_init(CLI::App& app, Program& program) {
  CLI::App* command = add_command(
      app, program, "init", "Found a store under a policy",
      "  veil init --policy demo --name 周敏 --role supervisor \\\n"
      "            --store cases --host-key host.key --identity zhou.age\n"
      "Whoever founds a store is its custodian: she enrols people with `veil person add`.");
  auto options = std::make_shared<InitOptions>();
  command->add_option("--policy", options->policy, "A template that comes along (demo), or a file")
      ->required()
      ->type_name("NAME|FILE");
  command->add_option("--name", options->name, "Your name in the roster")->required();
  command->add_option("--role", options->roles, "A role that you have; may be repeated")
      ->allow_extra_args(false)
      ->type_name("NAME");
  command->add_option("--origin", options->origin, "Name of the access log; drawn if not given")
      ->type_name("NAME");
  command->add_flag("--protect", options->protect, "Protect the host key file by a passphrase");
  add_store_options(*command, program);
  add_identity_options(*command, program);
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run(program, *options); };
  });
}

}  // namespace veil::tools
