// `veil note`: adds a note. Its text comes from a file or the standard input, never from an
// argument.
#include <algorithm>

#include "redact/calendar.h"
#include "tools/veil/case/act.h"
#include "tools/veil/case/row_values.h"
#include "tools/veil/values_file.h"

namespace veil::tools {
namespace {

struct NoteOptions : ActOptions {
  std::string text;
  std::string values;
};

const redact::Field* first_of(const redact::Schema& schema, redact::EntityId entity,
                              redact::FieldType type) {
  for (const redact::Field& field : schema.fields()) {
    if (field.entity == entity && field.type == type) return &field;
  }
  return nullptr;
}

Done<> set_date(DraftBuilder& draft, const redact::Policy& policy, const redact::Field& field) {
  const redact::Value day = today(policy);
  return set_text(draft, field, store::kNewRow,
                  redact::show_value(policy.schema(), field, day, redact::Language::en));
}

Done<> fill(const NoteOptions& options, const redact::Policy& policy, DraftBuilder& draft) {
  const redact::Schema& schema = policy.schema();
  const redact::Entity* entity = schema.entity("note");
  const redact::Field* body =
      entity != nullptr ? first_of(schema, entity->id, redact::FieldType::text) : nullptr;
  if (body == nullptr || !entity->many) {
    return stop(Exit::usage,
                "the policy of this store has no field for that: a text of an entity "
                "note with many rows");
  }
  if (!options.text.empty()) {
    auto text = read_text(options.text, redact::kTextSizeMax);
    if (!text) return stop(text.error());
    if (text->ends_with('\n')) text->pop_back();  // an editor's, not the text's
    if (auto set = set_text(draft, *body, store::kNewRow, *text); !set) return set;
  }
  if (auto added = add_row_values(draft, schema, entity->id, options.values); !added) return added;
  const redact::Field* date = first_of(schema, entity->id, redact::FieldType::date);
  if (date != nullptr && !draft.sets(*date)) return set_date(draft, policy, *date);
  return {};
}

Done<> run(Program& program, const NoteOptions& options) {
  if (options.text.empty() == options.values.empty()) {
    return stop(Exit::usage, "say --text FILE or --values FILE; - is the standard input");
  }
  return act(program, options, Printed::row, [&](store::Session& session, DraftBuilder& draft) {
    return fill(options, session.policy(), draft);
  });
}

}  // namespace

void add_note(CLI::App& app, Program& program) {
  CLI::App* command =
      add_command(app, program, "note", "Add a note to a record; prints its row",
                  "  veil note 3F9K2M1A --text - < visit.txt\n"
                  "  veil note 3F9K2M1A --values note.txt    lines like body=..., written_on=...\n"
                  "It is dated today unless the values say otherwise.");
  auto options = std::make_shared<NoteOptions>();
  add_act_options(*command, program, *options);
  command->add_option("--text", options->text, "File that is the note, or -")->type_name("FILE");
  command->add_option("--values", options->values, "File of the note's values, or -")
      ->type_name("FILE");
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run(program, *options); };
  });
}

}  // namespace veil::tools
