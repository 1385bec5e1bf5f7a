// `veil reveil`: makes weaker forms again that are not current.
#include "tools/veil/import/progress.h"
#include "tools/veil/record_json.h"
#include "tools/veil/record_visit.h"

namespace veil::tools {
namespace {

constexpr std::size_t kPage = store::kListPageMax;

struct ReveilOptions {
  std::string record;
  bool all = false;
  std::string reason;
};

Done<> run_one(Program& program, const ReveilOptions& options) {
  Console& console = program.console;
  auto at = visit_record(program, options.record);
  if (!at) return stop(at.error());
  auto id = whole_id(at->session(), at->prefix);
  if (!id) return stop(id.error());
  auto made = at->session().reveil(*id, options.reason);
  if (!made) return stop(made.error());
  if (console.json) {
    print_json(console,
               {{"id", id->text()}, {"version", made->version}, {"left", made->left.size()}});
  } else if (made->version != 0) {
    console.out() << made->version << '\n';
  }
  if (made->version == 0 && made->left.empty()) console.hint("nothing is to be made again");
  if (!made->left.empty()) {
    console.hint("something is still to be made again, by who may read and write it in full");
  }
  return at->visit.leave();
}

// What is stale, of all that this session sees.
Done<std::vector<store::RecordId>> stale_records(store::Session& session,
                                                 const std::string& reason) {
  std::vector<store::RecordId> out;
  std::optional<store::RecordId> after;
  do {
    auto page = session.stale(after, kPage, reason);
    if (!page) return stop(page.error());
    out.insert(out.end(), page->records.begin(), page->records.end());
    after = page->next;
  } while (after);
  return out;
}

struct Tally {
  std::size_t made = 0;
  std::size_t left = 0;  // that others must make again, or that could not be written now
};

void print_tally(Console& console, const Tally& tally) {
  if (console.json) {
    print_json(console, {{"made", tally.made}, {"left", tally.left}});
  } else {
    console.out() << console.text("records made again: {}, still to be made again: {}", tally.made,
                                  tally.left)
                  << '\n';
  }
}

// A record that somebody else writes, or that is not for her, keeps no other from being made again.
bool goes_on_after(const Error& error) {
  return error.code == Code::Conflict || error.code == Code::Denied ||
         error.code == Code::NotFound || error.code == Code::InvalidArgument ||
         error.code == Code::Corrupt;
}

Done<> run_all(Program& program, const ReveilOptions& options) {
  Console& console = program.console;
  auto visit = Visit::enter(program.places, console);
  if (!visit) return stop(visit.error());
  auto stale = stale_records(visit->session(), options.reason);
  if (!stale) return stop(stale.error());
  Progress progress(console, false);
  const Interruption interruption;
  Tally tally;
  std::optional<Error> fault;
  for (std::size_t i = 0; i < stale->size() && !interruption.asked(); ++i) {
    auto made = visit->session().reveil((*stale)[i], options.reason);
    if (!made && !goes_on_after(made.error())) {
      fault = made.error();
      break;
    }
    if (made && made->version != 0) ++tally.made;
    progress.written(i + 1, stale->size());
  }
  tally.left = stale->size() - tally.made;
  print_tally(console, tally);
  if (fault) return stop(*fault);
  if (interruption.asked()) console.hint("stopped; the same command goes on");
  return visit->leave();
}

Done<> run(Program& program, const ReveilOptions& options) {
  if (options.all == !options.record.empty()) {
    return stop(Exit::usage, "say which record, or --all");
  }
  return options.all ? run_all(program, options) : run_one(program, options);
}

}  // namespace

void add_reveil(CLI::App& app, Program& program) {
  CLI::App* command = add_command(
      app, program, "reveil", "Make weaker forms again that are not current",
      "  veil reveil 3F9K2M1A\n"
      "  veil reveil --all --reason \"new policy of 1 March\"\n"
      "Scrubbed texts are withheld from the moment something new is known of a record, and all "
      "weaker forms when the policy changes how they are made, until somebody who may read and "
      "write them in full makes them again. Stop it at any time: the same command goes on.\n");
  auto options = std::make_shared<ReveilOptions>();
  command->add_option("RECORD", options->record, "Id, or its first 6 or more characters");
  command->add_flag("--all", options->all, "All records that this role may read and write in full");
  command->add_option("--reason", options->reason, "Why, for the access log")->type_name("TEXT");
  add_session_options(*command, program);
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run(program, *options); };
  });
}

}  // namespace veil::tools
