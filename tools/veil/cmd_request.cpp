// `veil request ask|list|show|approve|deny`: acts that take several people.
#include "store/request_needs.h"
#include "tools/veil/program.h"
#include "tools/veil/record_json.h"
#include "tools/veil/record_lookup.h"
#include "tools/veil/request_text.h"

namespace veil::tools {
namespace {

using redact::RequestKind;

struct AskOptions {
  std::string kind;
  std::string record;
  std::string person;
  std::string consent;
  std::string reason;
};

// "share_medical womens_federation guardian", or what ends a guardian's conflict.
Done<std::string> consent_words(const std::string& text) {
  if (text == store::kGuardianConflictOver) return text;
  if (std::count(text.begin(), text.end(), ' ') != 2 || text.front() == ' ' || text.back() == ' ') {
    return stop(Exit::usage,
                "--consent: three words, SCOPE RECIPIENT GIVER, or \"guardian_conflict over\"");
  }
  return text;
}

Done<store::RequestSubject> subject_of(store::Session& session, const AskOptions& options) {
  const auto kind = redact::parse_request_kind(options.kind);
  auto prefix = store::RecordIdPrefix::parse(options.record);
  if (!prefix) return stop(prefix.error());
  if ((kind == RequestKind::conflict_override) == options.person.empty()) {
    return stop(Exit::usage, "--person goes with conflict_override, and only with it");
  }
  if ((kind == RequestKind::consent_override) == options.consent.empty()) {
    return stop(Exit::usage, "--consent goes with consent_override, and only with it");
  }
  auto id = whole_id(session, *prefix);
  if (!id) return stop(id.error());
  if (kind == RequestKind::access) return store::access_subject(*id);
  if (kind == RequestKind::closing) return store::closing_subject(*id);
  if (kind == RequestKind::consent_override) {
    auto words = consent_words(options.consent);
    if (!words) return stop(words.error());
    return store::consent_subject(*id, std::move(*words));
  }
  const store::RosterEntry* person = session.charter().person(std::string_view(options.person));
  if (person == nullptr) {
    return stop(Exit::not_found, "request: the roster has no person of that name");
  }
  return store::conflict_subject(*id, person->number);
}

Done<> run_ask(Program& program, const AskOptions& options) {
  Console& console = program.console;
  auto visit = Visit::enter(program.places, console);
  if (!visit) return stop(visit.error());
  auto subject = subject_of(visit->session(), options);
  if (!subject) return stop(subject.error());
  auto id = visit->session().ask(std::move(*subject), options.reason);
  if (!id) return stop(id.error());
  print_request_id(console, *id);
  return visit->leave();
}

Done<> run_list(Program& program, bool all) {
  Console& console = program.console;
  auto visit = Visit::enter(program.places, console);
  if (!visit) return stop(visit.error());
  store::Session& session = visit->session();
  auto lines = session.requests({std::nullopt, std::nullopt, all});
  if (!lines) return stop(lines.error());
  const LogNames names{session.policy(), session.charter()};
  if (console.json) {
    for (const auto& line : *lines) print_json(console, request_json(names, line));
  } else {
    print_requests(console, names, *lines);
  }
  return visit->leave();
}

Done<> run_show(Program& program, const std::string& word, bool policy) {
  Console& console = program.console;
  auto visit = Visit::enter(program.places, console);
  if (!visit) return stop(visit.error());
  store::Session& session = visit->session();
  auto line = find_request(session, word);
  if (!line) return stop(line.error());
  const LogNames names{session.policy(), session.charter()};
  if (policy) {
    auto text = visit->vault().proposed_policy(line->kept.id, line->kept.id);
    if (!text) return stop(text.error());
    console.out() << text_of(*text);
  } else if (console.json) {
    print_json(console, request_json(names, *line));
  } else {
    print_request(console, names, *line);
  }
  return visit->leave();
}

Done<> run_answer(Program& program, const std::string& word, store::Verdict verdict,
                  const std::string& reason) {
  Console& console = program.console;
  auto visit = Visit::enter(program.places, console);
  if (!visit) return stop(visit.error());
  store::Session& session = visit->session();
  auto line = find_request(session, word);
  if (!line) return stop(line.error());
  auto done = session.answer(line->kept.id, verdict, reason);
  if (!done) return stop(done.error());
  auto after = find_request(session, hex(line->kept.id));
  if (!after) return stop(after.error());
  const LogNames names{session.policy(), session.charter()};
  if (console.json) {
    print_json(console, request_json(names, *after));
  } else {
    console.out() << console.said(to_string(after->state)) << '\n';
  }
  return visit->leave();
}

void add_ask(CLI::App& group, Program& program) {
  CLI::App* command = add_command(
      group, program, "ask", "Ask other people for what you may not do alone",
      "  veil request ask access 3F9K2M1A --reason \"check the account before payment\"\n"
      "  veil request ask conflict_override 3F9K2M1A --person 王芳 --reason \"cousin has moved "
      "away\"\n"
      "  veil request ask consent_override 3F9K2M1A --consent \"share_medical womens_federation "
      "guardian\" \\\n"
      "            --reason \"court order 12\"\n"
      "  veil request ask closing 3F9K2M1A --reason \"paid and visited twice\"\n"
      "Prints the request's id. A change of policy is asked for with `veil policy change`. Whom "
      "the\n"
      "policy names sees it in `veil request list`, with the reason: say no more than they may "
      "know.");
  auto options = std::make_shared<AskOptions>();
  command->add_option("KIND", options->kind, "access, conflict_override, consent_override, closing")
      ->required()
      ->check(CLI::IsMember({"access", "conflict_override", "consent_override", "closing"}));
  command->add_option("RECORD", options->record, "Id, or its first 6 or more characters")
      ->required();
  command->add_option("--person", options->person, "Who is to be taken off the conflict list")
      ->type_name("NAME");
  command->add_option("--consent", options->consent, "Which consent")->type_name("WORDS");
  command->add_option("--reason", options->reason, "Why; shown to those who answer")
      ->required()
      ->type_name("TEXT");
  add_session_options(*command, program);
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run_ask(program, *options); };
  });
}

void add_look(CLI::App& group, Program& program) {
  CLI::App* list =
      add_command(group, program, "list", "List requests: yours, and those to answer",
                  "  veil request list\n"
                  "  veil request list --all --json          with those that are over");
  auto all = std::make_shared<bool>(false);
  list->add_flag("--all", *all, "Those that are over as well");
  add_session_options(*list, program);
  list->callback(
      [&program, all] { program.chosen = [&program, all] { return run_list(program, *all); }; });

  CLI::App* show = add_command(group, program, "show", "Print one request and its answers",
                               "  veil request show 5f0c91d2\n"
                               "  veil request show 5f0c91d2 --policy > new.toml\n"
                               "The second prints the policy that is asked for: compare it with\n"
                               "`veil policy diff` before you approve it.");
  auto word = std::make_shared<std::string>();
  auto policy = std::make_shared<bool>(false);
  show->add_option("REQUEST", *word, "Id, or its first 8 or more digits")->required();
  show->add_flag("--policy", *policy, "The text of the policy that is asked for");
  add_session_options(*show, program);
  show->callback([&program, word, policy] {
    program.chosen = [&program, word, policy] { return run_show(program, *word, *policy); };
  });
}

void add_answer(CLI::App& group, Program& program, store::Verdict verdict) {
  const bool approve = verdict == store::Verdict::approve;
  CLI::App* command = add_command(
      group, program, approve ? "approve" : "deny",
      approve ? "Approve a request of another person" : "Deny a request: one denial ends it",
      approve ? "  veil request approve 5f0c91d2 --reason \"account checked with the bank\"\n"
                "You sign it with your identity. Prints what the request is now."
              : "  veil request deny 5f0c91d2 --reason \"no need seen\"\n"
                "Denying the review of an emergency suspends the person until it is approved.");
  auto word = std::make_shared<std::string>();
  auto reason = std::make_shared<std::string>();
  command->add_option("REQUEST", *word, "Id, or its first 8 or more digits")->required();
  command->add_option("--reason", *reason, "Why; shown to the asker")->type_name("TEXT");
  add_session_options(*command, program);
  command->callback([&program, word, verdict, reason] {
    program.chosen = [&program, word, verdict, reason] {
      return run_answer(program, *word, verdict, *reason);
    };
  });
}

}  // namespace

void add_request(CLI::App& app, Program& program) {
  CLI::App* group = app.add_subcommand("request", "Ask other people, and answer them");
  group->require_subcommand(1);
  add_ask(*group, program);
  add_look(*group, program);
  add_answer(*group, program, store::Verdict::approve);
  add_answer(*group, program, store::Verdict::deny);
}

}  // namespace veil::tools
