// `veil duplicate`: is this number, name or case known already? Answers what the policy shows of
// the records that hold the value, and nothing else.
#include "crypto/secret.h"
#include "tools/veil/program.h"
#include "tools/veil/record_json.h"
#include "tools/veil/record_lookup.h"
#include "tools/veil/record_text.h"
#include "tools/veil/values_file.h"
#include "tools/veil/width.h"

namespace veil::tools {
namespace {

struct DuplicateOptions {
  std::vector<std::string> fields;
  std::string values;
  std::string reason;
};

struct Sought {
  const redact::Field* field = nullptr;
  redact::Value value;
};

Done<Sought> sought(const redact::Schema& schema, const std::string& name, std::string_view text) {
  const redact::Field* field = schema.field(std::string_view(name));
  // What stands where a field is meant may be a value.
  if (field == nullptr) return stop(Exit::usage, "duplicate: a value is of no field of the policy");
  auto value = redact::parse_value(schema, *field, text);
  if (!value) return stop(Exit::usage, field->name + ": " + value.error().message);
  return Sought{field, std::move(*value)};
}

// The fields that were named, or all that the role may search for.
Done<std::vector<const redact::Field*>> fields_of(const store::Session& session,
                                                  const DuplicateOptions& options) {
  const redact::Schema& schema = session.policy().schema();
  if (!options.fields.empty()) return find_fields(schema, options.fields);
  std::vector<const redact::Field*> out;
  for (const redact::Search& search : session.policy().searches()) {
    if (search.role == session.role().id) out.push_back(schema.field(search.field));
  }
  if (out.empty()) return stop(Exit::refused, "duplicate: this role may not search for anything");
  return out;
}

// One line for each field; an empty one leaves it out.
Done<std::vector<Sought>> ask(const store::Session& session, const DuplicateOptions& options,
                              Console& console) {
  auto fields = fields_of(session, options);
  if (!fields) return stop(fields.error());
  std::vector<Sought> out;
  for (const redact::Field* field : *fields) {
    auto line = read_typed(printable(console.label(field->label)), console);
    if (!line) return stop(line.error());
    if (!*line) break;
    if ((*line)->find_first_not_of(" \t") == std::string::npos) continue;
    auto one = sought(session.policy().schema(), field->name, **line);
    crypto::wipe(**line);
    if (!one) return stop(one.error());
    out.push_back(std::move(*one));
  }
  return out;
}

Done<std::vector<Sought>> read(const redact::Schema& schema, const DuplicateOptions& options) {
  auto values = read_values(options.values);
  if (!values) return stop(values.error());
  std::vector<Sought> out;
  for (auto& [name, text] : *values) {
    auto one = sought(schema, name, text);
    crypto::wipe(text);
    if (!one) return stop(one.error());
    out.push_back(std::move(*one));
  }
  return out;
}

// "BJ-2026-17, Chaoyang procuratorate"
std::string shown(const redact::Schema& schema, const store::RecordView& record,
                  const Console& console) {
  std::string out;
  for (const redact::Cell& cell : record.view.cells) {
    if (!out.empty()) out += console.word("，", ", ");
    out += cell_text(schema, cell, console);
  }
  return out;
}

void print(Console& console, const redact::Schema& schema, const redact::Field& field,
           const store::SearchPage& page) {
  std::string count = std::to_string(page.records.size());
  if (page.more) count += "+";
  const bool one = page.records.size() == 1 && !page.more;
  console.out() << printable(console.label(field.label)) << console.word("：", ": ") << count
                << console.word(" 条", one ? " match" : " matches");
  const char* separator = console.word("：", ": ");
  for (const store::RecordView& record : page.records) {
    console.out() << separator << shown(schema, record, console);
    separator = console.word("；", "; ");
  }
  console.out() << '\n';
}

boost::json::object page_json(const redact::Schema& schema, const redact::Field& field,
                              const store::SearchPage& page, const Console& console) {
  boost::json::array records;
  for (const store::RecordView& record : page.records) {
    records.emplace_back(record_json(schema, record, console));
  }
  return {{"field", field.name},
          {"matches", page.records.size()},
          {"more", page.more},
          {"left_today", page.left},
          {"records", std::move(records)}};
}

Done<> run(Program& program, const DuplicateOptions& options) {
  Console& console = program.console;
  if (!options.fields.empty() && !options.values.empty()) {
    return stop(Exit::usage, "duplicate: a file of --values names its fields itself");
  }
  auto visit = Visit::enter(program.places, console);
  if (!visit) return stop(visit.error());
  store::Session& session = visit->session();
  const redact::Schema& schema = session.policy().schema();
  auto all = options.values.empty() ? ask(session, options, console) : read(schema, options);
  if (!all) return stop(all.error());
  if (all->empty()) return stop(Exit::usage, "duplicate: there is no value to look for");
  unsigned left = 0;
  for (const Sought& one : *all) {
    auto page = session.search(one.field->id, one.value, options.reason);
    if (!page) return stop(page.error());
    left = page->left;
    if (console.json) {
      print_json(console, page_json(schema, *one.field, *page, console));
    } else {
      print(console, schema, *one.field, *page);
    }
  }
  constexpr unsigned kFewLeft = 10;
  if (left <= kFewLeft) {
    console.hint(console.text("searches left today: {}", left));
  }
  return visit->leave();
}

}  // namespace

void add_duplicate(CLI::App& app, Program& program) {
  CLI::App* command = add_command(
      app, program, "duplicate", "Ask whether a value is known already",
      "  veil duplicate                               asks for each value; an empty line skips\n"
      "  veil duplicate --field person.cn_id < id.txt\n"
      "  veil duplicate --values - < numbers.txt      lines like person.phone=13800138000\n"
      "Any width, blanks, hyphens, x or X, with or without +86: it is found as it was meant.\n"
      "The answer holds what the policy shows of a match, often its number and agency. Each\n"
      "search is in the access log, without the value, and a day has so many. Values are not\n"
      "taken as arguments: those are seen by others.");
  auto options = std::make_shared<DuplicateOptions>();
  command
      ->add_option("--field", options->fields,
                   "Field to ask for, one line of input each; may be repeated")
      ->allow_extra_args(false)
      ->type_name("FIELD");
  command
      ->add_option("--values", options->values, "File with field=value lines or JSON; - is stdin")
      ->type_name("FILE");
  command->add_option("--reason", options->reason, "Why, for the access log")->type_name("TEXT");
  add_session_options(*command, program);
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run(program, *options); };
  });
}

}  // namespace veil::tools
