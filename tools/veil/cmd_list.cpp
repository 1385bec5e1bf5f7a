// `veil list`: the records that this session sees something of.
#include <algorithm>

#include "tools/veil/program.h"
#include "tools/veil/record_json.h"
#include "tools/veil/record_lookup.h"
#include "tools/veil/record_text.h"
#include "tools/veil/table.h"

namespace veil::tools {
namespace {

constexpr std::size_t kShortId = 8;

struct ListOptions {
  std::vector<std::string> fields;
  std::size_t limit = 50;
  std::string after;
  std::string reason;
};

// What most people look for first, as far as the policy has it.
std::vector<std::string> usual_fields(const redact::Schema& schema) {
  std::vector<std::string> out;
  for (const char* name :
       {"case.no", "case.opened_on", "case.status", "person.name", "case.region"}) {
    if (schema.field(std::string_view(name)) != nullptr) out.emplace_back(name);
  }
  for (const redact::Field& field : schema.fields()) {
    if (out.size() >= 5) break;
    const bool listed = std::find(out.begin(), out.end(), field.name) != out.end();
    if (!listed && !schema.entity(field.entity)->many) out.push_back(field.name);
  }
  return out;
}

class Lister {
 public:
  Lister(Console& console, const redact::Schema& schema, std::vector<const redact::Field*> fields)
      : console_(console), schema_(schema), fields_(std::move(fields)), table_(headings()) {}

  void take(const store::RecordView& record) {
    if (!console_.json) return add_row(record);
    print_json(console_, record_json(schema_, record, console_));
  }

  void finish() { table_.print(console_); }

 private:
  std::vector<std::string> headings() const {
    std::vector<std::string> out = {console_.text("record")};
    for (const redact::Field* field : fields_) {
      out.push_back(console_.label(field->label));
    }
    return out;
  }

  // A field of an entity with many rows shows the first, and how many there are.
  void add_row(const store::RecordView& record) {
    std::vector<std::string> cells = {record.id.text().substr(0, kShortId)};
    for (const redact::Field* field : fields_) {
      std::string text;
      std::size_t rows = 0;
      for (const redact::Cell& cell : record.view.cells) {
        if (cell.field != field->id) continue;
        if (rows++ == 0) text = cell_text(schema_, cell, console_);
      }
      if (rows > 1) text += " (+" + std::to_string(rows - 1) + ")";
      cells.push_back(std::move(text));
    }
    table_.add(std::move(cells));
  }

  Console& console_;
  const redact::Schema& schema_;
  std::vector<const redact::Field*> fields_;
  Table table_;
};

// What could be listed stands there already; the fault comes at the end, so that a damaged record
// stops nobody's work and still goes unnoticed by nobody.
Done<> end_of_list(std::size_t damaged, const std::vector<store::RecordId>& ids) {
  if (damaged == 0) return {};
  std::string names;
  for (const store::RecordId& id : ids) names += (names.empty() ? "" : ", ") + id.text();
  const std::string count = std::to_string(damaged);
  if (damaged == 1) {
    return stop(Exit::integrity, count + " record could not be listed: damaged: " + names);
  }
  return stop(Exit::integrity, count + " records could not be listed: damaged: " + names);
}

Done<> run(Program& program, const ListOptions& options) {
  Console& console = program.console;
  store::ListRequest request;
  request.reason = options.reason;
  if (!options.after.empty()) {
    auto after = store::RecordId::parse(options.after);
    if (!after) return stop(after.error());
    request.after = *after;
  }
  auto visit = Visit::enter(program.places, console);
  if (!visit) return stop(visit.error());
  store::Session& session = visit->session();
  const redact::Schema& schema = session.policy().schema();
  auto fields = find_fields(schema, options.fields.empty() ? usual_fields(schema) : options.fields);
  if (!fields) return stop(fields.error());
  request.want.fields = ids_of(*fields);
  Lister lister(console, schema, *fields);
  std::size_t left = options.limit;
  std::optional<store::RecordId> next;
  std::size_t damaged = 0;
  std::vector<store::RecordId> damaged_ids;
  do {
    request.limit = std::min(left, store::kListPageMax);
    auto page = session.list(request);
    if (!page) return stop(page.error());
    left -= std::min(left, page->records.size());
    for (const store::RecordView& record : page->records) lister.take(record);
    damaged += page->damaged;
    damaged_ids.insert(damaged_ids.end(), page->damaged_ids.begin(), page->damaged_ids.end());
    next = page->next;
    request.after = next;
  } while (next && left > 0);
  lister.finish();
  if (next) console.hint(console.text("there is more: --after {}", next->text()));
  if (auto left_store = visit->leave(); !left_store) return left_store;
  return end_of_list(damaged, damaged_ids);
}

}  // namespace

void add_list(CLI::App& app, Program& program) {
  CLI::App* command = add_command(
      app, program, "list", "List the records that you see something of",
      "  veil list\n"
      "  veil list --field case.no --field person.name --limit 20\n"
      "  veil list --json | jq -r .id\n"
      "  veil list --after 3F9K2M1A...                the id that the page before named\n"
      "With --json one record a line. The list is logged with every record in it. Exit code 5:\n"
      "some records are damaged and left out.");
  auto options = std::make_shared<ListOptions>();
  command->add_option("--field", options->fields, "A column; may be repeated")
      ->allow_extra_args(false)
      ->type_name("FIELD");
  command->add_option("--limit", options->limit, "At most so many records")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1000000}))
      ->capture_default_str();
  command->add_option("--after", options->after, "Only records after this id")->type_name("RECORD");
  command->add_option("--reason", options->reason, "Why, for the access log")->type_name("TEXT");
  add_session_options(*command, program);
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run(program, *options); };
  });
}

}  // namespace veil::tools
