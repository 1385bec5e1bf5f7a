// `veil consent`: what she agreed to, for whom and how long.
#include "tools/veil/case/act.h"
#include "tools/veil/case/row_values.h"
#include "tools/veil/request_text.h"

namespace veil::tools {
namespace {

using redact::FactKind;

struct AddOptions : ActOptions {
  std::string scope;
  std::string recipient;
  std::string giver;
  std::string until;
  std::string values;
};

struct WithdrawOptions : ActOptions {
  redact::Row row = 0;
  std::string until;
};

Done<> run_add(Program& program, const AddOptions& options) {
  return act(program, options, Printed::row,
             [&](store::Session& session, DraftBuilder& draft) -> Done<> {
               const redact::Schema& schema = session.policy().schema();
               const std::pair<FactKind, const std::string*> parts[] = {
                   {FactKind::consent_scope, &options.scope},
                   {FactKind::consent_recipient, &options.recipient},
                   {FactKind::consent_giver, &options.giver},
                   {FactKind::consent_until, &options.until}};
               for (const auto& [fact, text] : parts) {
                 auto field = need_field(schema, fact);
                 if (!field) return stop(field.error());
                 if (auto set = set_text(draft, **field, store::kNewRow, *text); !set) return set;
               }
               const redact::Field* scope = schema.field(FactKind::consent_scope);
               return add_row_values(draft, schema, scope->entity, options.values);
             });
}

Done<> run_withdraw(Program& program, const WithdrawOptions& options) {
  return act(program, options, Printed::version,
             [&](store::Session& session, DraftBuilder& draft) -> Done<> {
               const redact::Schema& schema = session.policy().schema();
               auto until = need_field(schema, FactKind::consent_until);
               if (!until) return stop(until.error());
               if (!options.until.empty()) {
                 return set_text(draft, **until, options.row, options.until);
               }
               draft.facts().ended.push_back({options.row, std::nullopt});
               return {};
             });
}

void add_add(CLI::App& group, Program& program) {
  CLI::App* command = add_command(
      group, program, "add", "Record a consent; prints its row",
      "  veil consent add 3F9K2M1A --scope share_federation --recipient womens_federation\n"
      "      --giver self --until 2026-12-31\n"
      "  ... --values form.txt        other fields of the consent, one field=value a line\n"
      "It holds to the end of its last day. A guardian who has a conflict of interest in the\n"
      "case cannot consent for a minor, but by an approved request: veil request ask "
      "consent_override");
  auto options = std::make_shared<AddOptions>();
  add_act_options(*command, program, *options);
  add_request_option(*command, options->request);
  command->add_option("--scope", options->scope, "What may be shared")->required();
  command->add_option("--recipient", options->recipient, "With which body")->required();
  command->add_option("--giver", options->giver, "Who agreed")->required();
  command->add_option("--until", options->until, "Its last day")->required()->type_name("DATE");
  command->add_option("--values", options->values, "File of values, or -")->type_name("FILE");
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run_add(program, *options); };
  });
}

void add_withdraw(CLI::App& group, Program& program) {
  CLI::App* command =
      add_command(group, program, "withdraw", "End a consent now, or earlier than it said",
                  "  veil consent withdraw 3F9K2M1A 4\n"
                  "  veil consent withdraw 3F9K2M1A 4 --until 2026-06-30\n"
                  "What it opened is closed at once; what was read before stays known.");
  auto options = std::make_shared<WithdrawOptions>();
  add_act_options(*command, program, *options);
  add_row_option(*command, options->row);
  command->add_option("--until", options->until, "Its last day, instead of now")->type_name("DATE");
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run_withdraw(program, *options); };
  });
}

}  // namespace

void add_consent(CLI::App& app, Program& program) {
  CLI::App* group = app.add_subcommand("consent", "Record, end or list consents");
  group->require_subcommand(1);
  add_add(*group, program);
  add_withdraw(*group, program);
  CLI::App* list = add_command(*group, program, "list", "Print the consents of a record",
                               "  veil consent list 3F9K2M1A");
  auto options = std::make_shared<ActOptions>();
  add_act_options(*list, program, *options);
  list->callback([&program, options] {
    program.chosen = [&program, options] {
      return print_fields(program, *options, [](const redact::Schema& schema) {
        return need_field(schema, FactKind::consent_scope).map([&](const redact::Field* field) {
          return fields_of(schema, field->entity);
        });
      });
    };
  });
}

}  // namespace veil::tools
