// `veil assign` and `veil conflict`: who works on a record, and who may never open it.
#include "tools/veil/case/act.h"
#include "tools/veil/request_text.h"

namespace veil::tools {
namespace {

using redact::FactKind;

struct PeopleOptions : ActOptions {
  std::vector<std::string> add;
  std::vector<std::string> remove;
};

Done<> change_people(Program& program, FactKind fact, const PeopleOptions& options) {
  if (options.add.empty() && options.remove.empty()) {
    return stop(Exit::usage, "say at least one name");
  }
  return act(program, options, Printed::version,
             [&](store::Session& session, DraftBuilder& draft) -> Done<> {
               auto field = need_field(session.policy().schema(), fact);
               if (!field) return stop(field.error());
               auto add = need_people(session.charter(), options.add);
               if (!add) return stop(add.error());
               auto remove = need_people(session.charter(), options.remove);
               if (!remove) return stop(remove.error());
               auto& facts = draft.facts();
               (fact == FactKind::assigned ? facts.assign : facts.conflict) = {std::move(*add),
                                                                               std::move(*remove)};
               return {};
             });
}

void add_names(CLI::App& command, std::vector<std::string>& names) {
  command.add_option("NAME", names, "People by their names in the roster")->required();
}

void add_conflict_list(CLI::App& group, Program& program) {
  CLI::App* list = add_command(group, program, "list", "Print who may never open a record",
                               "  veil conflict list 3F9K2M1A");
  auto options = std::make_shared<ActOptions>();
  add_act_options(*list, program, *options);
  list->callback([&program, options] {
    program.chosen = [&program, options] {
      return print_fields(program, *options, [](const redact::Schema& schema) {
        return need_field(schema, FactKind::conflicts).map([](const redact::Field* field) {
          return std::vector<const redact::Field*>{field};
        });
      });
    };
  });
}

}  // namespace

void add_assign(CLI::App& app, Program& program) {
  CLI::App* command = add_command(app, program, "assign", "Say who works on a record",
                                  "  veil assign 3F9K2M1A 周敏 林静\n"
                                  "  veil assign 3F9K2M1A --remove 林静\n"
                                  "Prints the new version. Who is assigned stays so.");
  auto options = std::make_shared<PeopleOptions>();
  add_act_options(*command, program, *options);
  command->add_option("NAME", options->add, "People by their names in the roster");
  command->add_option("--remove", options->remove, "No longer this one; may be repeated")
      ->allow_extra_args(false)
      ->type_name("NAME");
  command->callback([&program, options] {
    program.chosen = [&program, options] {
      return change_people(program, FactKind::assigned, *options);
    };
  });
}

void add_conflict(CLI::App& app, Program& program) {
  CLI::App* group =
      app.add_subcommand("conflict", "Keep people out of a record, whatever their role");
  group->require_subcommand(1);
  auto added = std::make_shared<PeopleOptions>();
  CLI::App* add = add_command(*group, program, "add", "Put people on a record's conflict list",
                              "  veil conflict add 3F9K2M1A 周敏\n"
                              "To them the record is then as if it did not exist. You need not see "
                              "the list\nto add to it, if you may write it.");
  add_act_options(*add, program, *added);
  add_names(*add, added->add);
  add->callback([&program, added] {
    program.chosen = [&program, added] {
      return change_people(program, FactKind::conflicts, *added);
    };
  });
  auto removed = std::make_shared<PeopleOptions>();
  CLI::App* remove = add_command(*group, program, "remove", "Take people off it",
                                 "  veil conflict remove 3F9K2M1A 周敏\n"
                                 "  veil conflict remove 3F9K2M1A 周敏 --request 5f0c91d2\n"
                                 "The second where the policy has others approve it first: "
                                 "`veil request ask`.");
  add_act_options(*remove, program, *removed);
  add_request_option(*remove, removed->request);
  add_names(*remove, removed->remove);
  remove->callback([&program, removed] {
    program.chosen = [&program, removed] {
      return change_people(program, FactKind::conflicts, *removed);
    };
  });
  add_conflict_list(*group, program);
}

}  // namespace veil::tools
