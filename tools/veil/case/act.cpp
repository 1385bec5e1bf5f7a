#include "tools/veil/case/act.h"

#include <algorithm>

#include "tools/veil/record_json.h"
#include "tools/veil/record_visit.h"
#include "tools/veil/request_text.h"

namespace veil::tools {
namespace {

Done<> lacks(const std::string& what) {
  return stop(Exit::usage, "the policy of this store has no field for that: " + what);
}

}  // namespace

void add_act_options(CLI::App& command, Program& program, ActOptions& options) {
  command.add_option("RECORD", options.record, "Id, or its first 6 or more characters")->required();
  command.add_option("--reason", options.reason, "Why, for the access log")->type_name("TEXT");
  add_session_options(command, program);
}

void add_row_option(CLI::App& command, redact::Row& row) {
  command.add_option("ROW", row, "Number of the row")
      ->required()
      ->check(CLI::Range(redact::Row{1}, store::kNewRow - 1));
}

Done<const redact::Field*> need_field(const redact::Schema& schema, redact::FactKind fact) {
  if (const redact::Field* field = schema.field(fact)) return field;
  return tl::unexpected(lacks("fact = \"" + std::string(redact::to_string(fact)) + "\"").error());
}

Done<const redact::Field*> need_field(const redact::Schema& schema, const char* name) {
  if (const redact::Field* field = schema.field(std::string_view(name))) return field;
  return tl::unexpected(lacks(name).error());
}

Done<std::vector<redact::PersonId>> need_people(const store::Charter& charter,
                                                const std::vector<std::string>& names) {
  std::vector<redact::PersonId> out;
  for (const std::string& name : names) {
    const store::RosterEntry* person = charter.person(std::string_view(name));
    if (person == nullptr) return stop(Exit::usage, "a name is not in the roster");
    out.push_back(person->number);
  }
  return out;
}

redact::Date today(const redact::Policy& policy) {
  constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;
  const std::int64_t zone = std::int64_t{policy.utc_offset_minutes()} * 60 * 1000;
  const auto now = static_cast<std::int64_t>(store::system_clock()());
  return {static_cast<std::int32_t>((now + zone) / kDayMs), redact::Precision::day};
}

Done<> set_text(DraftBuilder& draft, const redact::Field& field, redact::Row row,
                const std::string& text) {
  auto set = draft.set({&field, row}, text);
  if (!set) return stop(set.error());
  return {};
}

Done<> act(Program& program, const ActOptions& options, Printed printed,
           const std::function<Done<>(store::Session&, DraftBuilder&)>& fill) {
  Console& console = program.console;
  auto at = visit_record(program, options.record);
  if (!at) return stop(at.error());
  store::Session& session = at->session();
  DraftBuilder draft(session.policy(), session.charter());
  if (auto filled = fill(session, draft); !filled) return filled;
  if (auto cited = cite_request(session, options.request, draft.facts()); !cited) return cited;
  auto id = whole_id(session, at->prefix);
  if (!id) return stop(id.error());
  auto written = session.write(*id, draft.take(), options.reason);
  if (!written) return stop(written.error());
  if (console.json) {
    boost::json::object out = {{"id", id->text()}, {"version", written->version}};
    if (printed == Printed::row) out["row"] = written->first_row;
    print_json(console, out);
  } else if (printed == Printed::row) {
    console.out() << written->first_row << '\n';
  } else {
    console.out() << written->version << '\n';
  }
  return at->visit.leave();
}

std::vector<const redact::Field*> fields_of(const redact::Schema& schema, redact::EntityId entity) {
  std::vector<const redact::Field*> out;
  for (const redact::Field& field : schema.fields()) {
    if (field.entity == entity) out.push_back(&field);
  }
  std::stable_partition(out.begin(), out.end(), [](const redact::Field* field) {
    return field->fact != redact::FactKind::none;
  });
  return out;
}

Done<> print_fields(
    Program& program, const ActOptions& options,
    const std::function<Done<std::vector<const redact::Field*>>(const redact::Schema&)>& choose) {
  auto at = visit_record(program, options.record);
  if (!at) return stop(at.error());
  auto fields = choose(at->session().policy().schema());
  if (!fields) return stop(fields.error());
  Reading reading;
  reading.want.fields = ids_of(*fields);
  reading.reason = options.reason;
  reading.named = true;
  return print_reading(program, *at, reading);
}

}  // namespace veil::tools
