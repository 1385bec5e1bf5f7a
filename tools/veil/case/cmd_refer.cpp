// `veil refer`: asks another body to help, and answers for it.
#include "tools/veil/case/act.h"
#include "tools/veil/case/row_values.h"

namespace veil::tools {
namespace {

using redact::FactKind;
using redact::ReferralStatus;

struct OfferOptions : ActOptions {
  std::string to;
  std::string values;
};

struct StepOptions : ActOptions {
  redact::Row row = 0;
  ReferralStatus status = ReferralStatus::accepted;
  bool assign = false;
  bool not_assigned = false;
};

Done<> run_offer(Program& program, const OfferOptions& options) {
  if (options.record.empty() || options.to.empty()) {
    return stop(Exit::usage, "say RECORD --to BODY, or what becomes of a referral; see --help");
  }
  return act(program, options, Printed::row,
             [&](store::Session& session, DraftBuilder& draft) -> Done<> {
               const redact::Schema& schema = session.policy().schema();
               auto field = need_field(schema, FactKind::referral_to);
               if (!field) return stop(field.error());
               auto set = set_text(draft, **field, store::kNewRow, options.to);
               if (!set) return set;
               return add_row_values(draft, schema, (*field)->entity, options.values);
             });
}

Done<> run_step(Program& program, const StepOptions& options) {
  return act(program, options, Printed::version,
             [&](store::Session& session, DraftBuilder& draft) -> Done<> {
               auto field = need_field(session.policy().schema(), FactKind::referral_status);
               if (!field) return stop(field.error());
               const bool assign = options.assign && !options.not_assigned;
               draft.facts().steps.push_back({options.row, options.status, assign});
               return {};
             });
}

struct Step {
  const char* name;
  const char* what;
  const char* examples;
  ReferralStatus status;
};
constexpr Step kSteps[] = {
    {"accept", "Take it on, for the body that was asked",
     "  veil refer accept 3F9K2M1A 5\n"
     "You are assigned to the record for as long as the referral lasts. Give the whole id of\n"
     "a record that you cannot see yet.",
     ReferralStatus::accepted},
    {"decline", "Turn it down, for the body that was asked", "  veil refer decline 3F9K2M1A 5",
     ReferralStatus::declined},
    {"done", "Say that the help has ended", "  veil refer done 3F9K2M1A 5", ReferralStatus::done},
    {"revoke", "Take it back",
     "  veil refer revoke 3F9K2M1A 5\n"
     "Whom accepting it assigned is no longer assigned.",
     ReferralStatus::revoked}};

void add_step(CLI::App& group, Program& program, const Step& step) {
  CLI::App* command = add_command(group, program, step.name, step.what, step.examples);
  auto options = std::make_shared<StepOptions>();
  options->status = step.status;
  options->assign = step.status == ReferralStatus::accepted;
  add_act_options(*command, program, *options);
  add_row_option(*command, options->row);
  if (options->assign) {
    command->add_flag("--not-assigned", options->not_assigned, "Without being assigned");
  }
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run_step(program, *options); };
  });
}

void add_refer_list(CLI::App& group, Program& program) {
  CLI::App* list = add_command(group, program, "list", "Print the referrals of a record",
                               "  veil refer list 3F9K2M1A");
  auto options = std::make_shared<ActOptions>();
  add_act_options(*list, program, *options);
  list->callback([&program, options] {
    program.chosen = [&program, options] {
      return print_fields(program, *options, [](const redact::Schema& schema) {
        return need_field(schema, FactKind::referral_to).map([&](const redact::Field* field) {
          return fields_of(schema, field->entity);
        });
      });
    };
  });
}

}  // namespace

void add_refer(CLI::App& app, Program& program) {
  CLI::App* command = add_command(
      app, program, "refer", "Ask another body to help; prints the row of the referral",
      "  veil refer 3F9K2M1A --to womens_federation --values reason.txt\n"
      "  veil refer list 3F9K2M1A\n"
      "A valid consent must name that body. It has 72 hours to accept or decline. The reason\n"
      "is a value, so it comes in a file: one field=value a line.");
  auto options = std::make_shared<OfferOptions>();
  add_act_options(*command, program, *options);
  command->get_option("RECORD")->required(false);
  command->add_option("--to", options->to, "Body that is asked")->type_name("BODY");
  command->add_option("--values", options->values, "File of values, or -")->type_name("FILE");
  command->require_subcommand(0, 1);
  for (const Step& step : kSteps) add_step(*command, program, step);
  add_refer_list(*command, program);
  command->callback([&program, options, command] {
    if (!command->get_subcommands().empty()) return;
    program.chosen = [&program, options] { return run_offer(program, *options); };
  });
}

}  // namespace veil::tools
