// `veil log show|verify|key`: the access log, for auditors and for everyone.
#include <algorithm>

#include "tools/veil/log_check.h"
#include "tools/veil/log_text.h"
#include "tools/veil/program.h"
#include "tools/veil/record_json.h"

namespace veil::tools {
namespace {

constexpr std::size_t kPage = 1000;

struct ShowOptions {
  std::string record;
  std::string person;
  std::uint64_t since = 0;
  std::size_t limit = 1000;
  std::string reason;
};

// Which entries are shown, besides those that the store leaves out itself.
struct Filter {
  std::optional<store::RecordIdPrefix> record;
  std::optional<redact::PersonId> person;

  bool holds(const store::Entry& entry) const {
    if (person && entry.person != *person) return false;
    if (!record) return true;
    return std::any_of(entry.records.begin(), entry.records.end(), [&](const store::RecordId& id) {
      return id.bytes >= record->low && id.bytes <= record->high;
    });
  }
};

Done<Filter> filter_of(const ShowOptions& options, const store::Charter& charter) {
  Filter out;
  if (!options.record.empty()) {
    auto prefix = store::RecordIdPrefix::parse(options.record);
    if (!prefix) return stop(prefix.error());
    out.record = *prefix;
  }
  if (!options.person.empty()) {
    const store::RosterEntry* person = charter.person(std::string_view(options.person));
    if (person == nullptr)
      return stop(Exit::not_found, "log: the roster has no person of that name");
    out.person = person->number;
  }
  return out;
}

void print(Console& console, const LogNames& names, const store::LogLine& line) {
  if (console.json) {
    print_json(console, entry_json(names, line));
  } else {
    print_entry(console, names, line);
  }
}

Done<> run_show(Program& program, const ShowOptions& options) {
  Console& console = program.console;
  auto visit = Visit::enter(program.places, console);
  if (!visit) return stop(visit.error());
  store::Session& session = visit->session();
  auto filter = filter_of(options, session.charter());
  if (!filter) return stop(filter.error());
  const LogNames names{session.policy(), session.charter()};
  store::LogRequest request;
  request.from = options.since;
  request.limit = kPage;
  request.reason = options.reason;
  if (filter->record && filter->record->is_whole()) {
    request.record = store::RecordId{filter->record->low};
  }
  std::size_t shown = 0;
  for (;;) {
    auto lines = session.read_log(request);
    if (!lines) return stop(lines.error());
    for (const store::LogLine& line : *lines) {
      if (!filter->holds(line.entry)) continue;
      if (shown++ == options.limit) return visit->leave();
      print(console, names, line);
    }
    if (lines->size() < kPage) break;
    request.from = lines->back().index + 1;
  }
  return visit->leave();
}

Done<> run_verify(Program& program, const std::string& vkey, const std::string& since) {
  Console& console = program.console;
  auto named = require_place(program.places.store, "--store DIR", "VEIL_STORE");
  if (!named) return named;
  auto report = verify_store_log(program.places.store, vkey, since);
  if (!report) return stop(report.error());
  if (console.json) {
    print_json(console, report_json(*report));
  } else {
    print_report(console, *report);
    if (vkey.empty()) {
      console.hint(
          console.text("The key was the store's own word; give the one you keep with --key."));
    }
  }
  if (report->ok()) return {};
  return stop(Exit::integrity, "the access log does not verify");
}

Done<> run_key(Program& program) {
  auto named = require_place(program.places.store, "--store DIR", "VEIL_STORE");
  if (!named) return named;
  auto vkey = log_vkey_of(program.places.store);
  if (!vkey) return stop(vkey.error());
  if (program.console.json) {
    print_json(program.console, {{"vkey", *vkey}});
  } else {
    program.console.out() << *vkey << '\n';
  }
  return {};
}

void add_show(CLI::App& group, Program& program) {
  CLI::App* show = add_command(group, program, "show", "Print entries (auditors)",
                               "  veil log show --record 3F9K2M1A       who looked at this record\n"
                               "  veil log show --person 林静 --since 1200\n"
                               "  veil log show --json\n"
                               "Reading the log is logged too. Entries never hold a value.");
  auto options = std::make_shared<ShowOptions>();
  show->add_option("--record", options->record, "Only entries that name this record")
      ->type_name("RECORD");
  show->add_option("--person", options->person, "Only what this person did")->type_name("NAME");
  show->add_option("--since", options->since, "From this entry on")->type_name("INDEX");
  show->add_option("--limit", options->limit, "At most so many entries")->capture_default_str();
  show->add_option("--reason", options->reason, "Why, for the access log")->type_name("TEXT");
  add_session_options(*show, program);
  show->callback([&program, options] {
    program.chosen = [&program, options] { return run_show(program, *options); };
  });
}

}  // namespace

void add_log(CLI::App& app, Program& program) {
  CLI::App* group = app.add_subcommand("log", "Show the access log, or prove that it is whole");
  group->require_subcommand(1);
  add_show(*group, program);

  CLI::App* verify = add_command(
      *group, program, "verify", "Prove that the log is whole; needs no key and no identity",
      "  veil log verify --store cases\n"
      "  veil log verify --store cases --key \"$(cat log.vkey)\" --since january.checkpoint\n"
      "Works beside a running store. Keep what `veil log key` prints, and now and then a\n"
      "copy of cases/checkpoint: with them a log that was cut or forked is found out.\n"
      "Exit code 5: something is missing, changed or not signed.");
  auto vkey = std::make_shared<std::string>();
  auto since = std::make_shared<std::string>();
  verify->add_option("--store", program.places.store, "Folder of the store [VEIL_STORE]")
      ->type_name("DIR");
  verify->add_option("--key", *vkey, "The log's public key, as you keep it")->type_name("VKEY");
  verify->add_option("--since", *since, "A checkpoint file that you kept")->type_name("FILE");
  verify->callback([&program, vkey, since] {
    program.chosen = [&program, vkey, since] { return run_verify(program, *vkey, *since); };
  });

  CLI::App* key = add_command(*group, program, "key", "Print the log's public key, to be kept",
                              "  veil log key --store cases > log.vkey");
  key->add_option("--store", program.places.store, "Folder of the store [VEIL_STORE]")
      ->type_name("DIR");
  key->callback([&program] { program.chosen = [&program] { return run_key(program); }; });
}

}  // namespace veil::tools
