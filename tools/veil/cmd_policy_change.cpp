// `veil policy change|apply`: another policy for a store in use. One person asks, others approve,
// a custodian puts it in force.
#include <algorithm>

#include "store/policy_change.h"
#include "tools/veil/policy_commands.h"
#include "tools/veil/policy_template.h"
#include "tools/veil/record_json.h"
#include "tools/veil/request_text.h"

namespace veil::tools {
namespace {

struct ChangeOptions {
  std::string file;
  std::string reason;
};

Done<> run_change(Program& program, const ChangeOptions& options) {
  Console& console = program.console;
  auto text = read_policy(options.file);
  if (!text) return stop(text.error());
  auto visit = Visit::enter(program.places, console);
  if (!visit) return stop(visit.error());
  store::Session& session = visit->session();
  const Hash charter = store::charter_hash(session.charter());
  auto id =
      session.ask(store::policy_subject(charter, view_of(*text)), options.reason, view_of(*text));
  if (!id) return stop(id.error());
  print_request_id(console, *id);
  return visit->leave();
}

struct ApplyOptions {
  std::string request;
  std::string file;
};

// The proposed policy of a request, or of a file where no request is needed.
Done<std::string> next_policy(const store::Vault& vault, const ApplyOptions& options) {
  if (!options.file.empty()) return read_policy(options.file);
  auto query = request_query(options.request);
  if (!query) return stop(query.error());
  auto text = vault.proposed_policy(*query->low, *query->high);
  if (!text) return stop(text.error());
  return std::string(text_of(*text));
}

Done<> run_apply(Program& program, const ApplyOptions& options) {
  if (options.request.empty() == options.file.empty()) {
    return stop(Exit::usage, "policy: say the approved request, or --file where none is needed");
  }
  Console& console = program.console;
  auto custodian = read_identity(program.places, console);
  if (!custodian) return stop(custodian.error());
  auto vault = open_vault(program.places, console);
  if (!vault) return stop(vault.error());
  auto text = next_policy(**vault, options);
  if (!text) return stop(text.error());
  auto done = store::change_policy(**vault, *custodian, *text, store::system_clock()());
  if (!done) return stop(done.error());
  const std::uint64_t version = (*vault)->charter()->charter.version;
  if (console.json) {
    print_json(console, {{"charter", version}});
  } else {
    console.out() << version << '\n';
  }
  if (auto closed = (*vault)->close(); !closed) return stop(closed.error());
  return {};
}

}  // namespace

void add_policy_change(CLI::App& group, Program& program) {
  CLI::App* change = add_command(
      group, program, "change", "Ask for another policy; prints the request's id",
      "  veil policy diff old.toml new.toml                     first: who gains, who loses\n"
      "  veil policy change new.toml --reason \"handlers see medical reports of their cases\"\n"
      "The request holds the policy itself and follows the charter in force: when people were\n"
      "enrolled meanwhile, ask again.");
  auto asked = std::make_shared<ChangeOptions>();
  change->add_option("FILE", asked->file, "Policy file or template")->required();
  change->add_option("--reason", asked->reason, "Why; shown to those who answer")
      ->required()
      ->type_name("TEXT");
  add_session_options(*change, program);
  change->callback([&program, asked] {
    program.chosen = [&program, asked] { return run_change(program, *asked); };
  });

  CLI::App* apply = add_command(
      group, program, "apply", "Put an approved policy in force (custodian)",
      "  veil policy apply 5f0c91d2\n"
      "  veil policy apply --file new.toml      where the policy in force asks for no approvals\n"
      "Prints the charter's number. An older policy does not come back: it needs a new version.");
  auto applied = std::make_shared<ApplyOptions>();
  apply->add_option("REQUEST", applied->request, "Id, or its first 8 or more digits");
  apply->add_option("--file", applied->file, "Policy file or template")->type_name("FILE");
  add_store_options(*apply, program);
  add_identity_options(*apply, program);
  apply->callback([&program, applied] {
    program.chosen = [&program, applied] { return run_apply(program, *applied); };
  });
}

}  // namespace veil::tools
