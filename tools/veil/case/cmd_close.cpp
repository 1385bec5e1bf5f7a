// `veil close`: ends a case.
#include "redact/calendar.h"
#include "tools/veil/case/act.h"
#include "tools/veil/request_text.h"

namespace veil::tools {
namespace {

struct CloseOptions : ActOptions {
  std::string outcome;
  std::string status;
};

// The one state of the policy that closes, or the one that was named.
Done<std::string> closing_status(const redact::Schema& schema, const redact::Field& status,
                                 const std::string& named) {
  if (!named.empty()) {
    if (schema.is_closed(named)) return named;
    return stop(Exit::usage, "--status: this state does not close a record");
  }
  std::string out;
  for (const redact::CodeList::Item& item : schema.code_list(status.codes)->items) {
    if (!item.closed || item.code == out) continue;
    if (!out.empty()) return stop(Exit::usage, "several states close a record: say --status");
    out = item.code;
  }
  if (out.empty()) return stop(Exit::usage, "the policy of this store has no state that closes");
  return out;
}

Done<> fill(const CloseOptions& options, const redact::Policy& policy, DraftBuilder& draft) {
  const redact::Schema& schema = policy.schema();
  auto status = need_field(schema, redact::FactKind::status);
  if (!status) return stop(status.error());
  auto code = closing_status(schema, **status, options.status);
  if (!code) return stop(code.error());
  if (auto set = set_text(draft, **status, 0, *code); !set) return set;
  auto outcome = need_field(schema, "case.closure_reason");
  if (!outcome) return stop(outcome.error());
  if (auto set = set_text(draft, **outcome, 0, options.outcome); !set) return set;
  const redact::Field* on = schema.field(std::string_view("case.closed_on"));
  if (on == nullptr) return {};
  return set_text(draft, *on, 0,
                  redact::show_value(schema, *on, today(policy), redact::Language::en));
}

}  // namespace

void add_close(CLI::App& app, Program& program) {
  CLI::App* command = add_command(
      app, program, "close", "End a case; prints the record's new version",
      "  veil close 3F9K2M1A --outcome delivered\n"
      "  veil close 3F9K2M1A --outcome delivered --request 5f0c91d2     where others must approve\n"
      "Every referral must be done, declined or revoked first. A closed record takes no more\n"
      "writings until its status is set to an open one: veil set 3F9K2M1A case.status=review");
  auto options = std::make_shared<CloseOptions>();
  add_act_options(*command, program, *options);
  add_request_option(*command, options->request);
  command->add_option("--outcome", options->outcome, "How it ended: a code of the policy")
      ->required()
      ->type_name("CODE");
  command->add_option("--status", options->status, "Which closed state, if there are several")
      ->type_name("CODE");
  command->callback([&program, options] {
    program.chosen = [&program, options] {
      return act(program, *options, Printed::version,
                 [&options](store::Session& session, DraftBuilder& draft) {
                   return fill(*options, session.policy(), draft);
                 });
    };
  });
}

}  // namespace veil::tools
