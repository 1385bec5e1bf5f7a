// tools/veil/case/act.h: what the commands of case work share: one act upon one record, in the
// words of the policy. Fields are found by the fact that they are, or by the few names that
// docs/policy.md lists; a policy that lacks one is told so.
// Thread safety: none; one thread.
#pragma once

#include "tools/veil/draft.h"
#include "tools/veil/program.h"

namespace veil::tools {

struct ActOptions {
  std::string record;
  std::string reason;
  std::string request;  // of acts that may take an approval
};
void add_act_options(CLI::App& command, Program& program, ActOptions& options);
// A row of the record, as `veil get` numbers it.
void add_row_option(CLI::App& command, redact::Row& row);

// Exit::usage if the policy has no such field.
Done<const redact::Field*> need_field(const redact::Schema& schema, redact::FactKind fact);
Done<const redact::Field*> need_field(const redact::Schema& schema, const char* name);

// People by their names in the roster. The fault does not say which name it is.
Done<std::vector<redact::PersonId>> need_people(const store::Charter& charter,
                                                const std::vector<std::string>& names);

// Today in the policy's zone.
redact::Date today(const redact::Policy& policy);

// Enters, fills the draft, writes it to the record and prints the new version, or, where the act
// makes a row of its own, that row.
enum class Printed { version, row };
Done<> act(Program& program, const ActOptions& options, Printed printed,
           const std::function<Done<>(store::Session&, DraftBuilder&)>& fill);
// By field and row, as text.
Done<> set_text(DraftBuilder& draft, const redact::Field& field, redact::Row row,
                const std::string& text);

// Enters, reads the fields and prints them as `veil get` does.
Done<> print_fields(
    Program& program, const ActOptions& options,
    const std::function<Done<std::vector<const redact::Field*>>(const redact::Schema&)>& choose);

// The fields of an entity, those that are facts first.
std::vector<const redact::Field*> fields_of(const redact::Schema& schema, redact::EntityId entity);

}  // namespace veil::tools
