// `veil policy explain`: why a person sees a field of a record as she does.
#include <algorithm>

#include "redact/policy_words.h"
#include "tools/veil/policy_commands.h"
#include "tools/veil/record_json.h"
#include "tools/veil/record_text.h"
#include "tools/veil/record_visit.h"
#include "tools/veil/width.h"

namespace veil::tools {
namespace {

using redact::Explanation;
using redact::Policy;

struct ExplainOptions {
  std::string person;
  std::string record;
  std::string field;
  std::string reason;
};

// What a grant lacks, or that it lacks nothing.
std::string lacking(const Console& console, const redact::Considered& way) {
  if (way.lacks.empty()) return console.text("holds");
  std::string text;
  for (const redact::Why why : way.lacks) {
    if (!text.empty()) text += console.phrase(", ");
    text += console.said(to_string(why));
  }
  return text;
}

// Without the purposes: they stand above.
std::string way_text(const Policy& policy, redact::Grant way) {
  way.when.purposes.clear();
  return redact::words_of(policy, way);
}

// What is said of one purpose, by which purposes are put together. Grants stand as they do in the
// policy, to be found there.
std::vector<std::string> lines_of(const Console& console, const Policy& policy,
                                  const Explanation& one, const redact::Field& field) {
  std::string head(strength_text(one.decision.strength, console));
  if (one.decision.write) head += console.phrase(", may write");
  if (one.decision.strength != redact::Strength::full) {
    head += console.phrase(": ");
    head += console.said(to_string(one.decision.why));
  }
  const bool hollow = (one.decision.strength == redact::Strength::veiled ||
                       one.decision.strength == redact::Strength::counted) &&
                      field.rule(one.decision.strength).kind == redact::VeilKind::none;
  std::vector<std::string> lines = {head};
  if (hollow) lines.push_back("  " + console.text("this strength holds nothing of the field"));
  for (const redact::Considered& way : one.ways) {
    lines.push_back("  " + way_text(policy, way.grant) +
                    console.text(" ({})", lacking(console, way)));
  }
  return lines;
}

// Purposes of one role for which the same is said.
struct Group {
  const redact::Role* role = nullptr;
  std::string purposes;
  std::vector<std::string> lines;
};

void print(Console& console, const Policy& policy, const redact::Field& field,
           const std::vector<Explanation>& all) {
  std::vector<Group> groups;
  for (const Explanation& one : all) {
    const redact::Role* role = policy.role(one.role);
    auto lines = lines_of(console, policy, one, field);
    if (groups.empty() || groups.back().role != role || groups.back().lines != lines) {
      groups.push_back({role, {}, std::move(lines)});
    } else {
      groups.back().purposes += console.phrase(", ");
    }
    groups.back().purposes += console.label(policy.purpose(one.purpose)->label);
  }
  for (const Group& group : groups) {
    const std::string title = printable(
        console.text("{}; purpose: {}", console.label(group.role->label), group.purposes));
    for (const std::string& line : wrap(title, console.width())) {
      console.out() << console.toned(Tone::title, line) << '\n';
    }
    for (const std::string& line : group.lines) {
      for (const std::string& piece : wrap(printable(line), console.width() - 2)) {
        console.out() << "  " << piece << '\n';
      }
    }
  }
  if (all.empty())
    console.out() << console.text("she has no role in which she could enter") << '\n';
}

boost::json::array json_of(const Policy& policy, const std::vector<Explanation>& all) {
  boost::json::array out;
  for (const Explanation& one : all) {
    boost::json::array ways;
    for (const redact::Considered& way : one.ways) {
      boost::json::array lacks;
      for (const redact::Why why : way.lacks) lacks.emplace_back(to_string(why));
      redact::Conditions when = way.grant.when;
      when.purposes.clear();
      ways.emplace_back(boost::json::object{{"strength", to_string(way.grant.strength)},
                                            {"write", way.grant.write},
                                            {"when", redact::words_of(policy, when)},
                                            {"lacks", std::move(lacks)}});
    }
    out.emplace_back(boost::json::object{{"role", policy.role(one.role)->name},
                                         {"purpose", policy.purpose(one.purpose)->name},
                                         {"strength", to_string(one.decision.strength)},
                                         {"write", one.decision.write},
                                         {"why", to_string(one.decision.why)},
                                         {"ways", std::move(ways)}});
  }
  return out;
}

Done<> run(Program& program, const ExplainOptions& options) {
  Console& console = program.console;
  auto at = visit_record(program, options.record);
  if (!at) return stop(at.error());
  store::Session& session = at->session();
  const Policy& policy = session.policy();
  auto fields = find_fields(policy.schema(), {options.field});
  if (!fields) return stop(fields.error());
  const redact::Field& field = *fields->front();
  const store::RosterEntry* person = session.charter().person(std::string_view(options.person));
  if (person == nullptr)
    return stop(Exit::not_found, "explain: nobody in the roster has this name");
  auto answer = session.explain(at->prefix, person->number, field.cls, options.reason);
  if (!answer) return stop(answer.error());
  if (console.json) {
    print_json(console,
               boost::json::object{{"person", person->number},
                                   {"record", answer->id.text()},
                                   {"field", field.name},
                                   {"class", policy.schema().cls(field.cls)->name},
                                   {"explanations", json_of(policy, answer->explanations)}});
  } else {
    print(console, policy, field, answer->explanations);
  }
  return at->visit.leave();
}

}  // namespace

void add_policy_explain(CLI::App& group, Program& program) {
  CLI::App* command = add_command(
      group, program, "explain", "Say why a person sees a field of a record as she does",
      "  veil policy explain 林静 3F9K2M1A person.phone\n"
      "For those who see who is assigned, who is barred, what was agreed and who was asked. No\n"
      "value is opened; the log says that these facts were read. What a session would state\n"
      "itself, such as a written reason, is taken as not stated.");
  auto options = std::make_shared<ExplainOptions>();
  command->add_option("PERSON", options->person, "Her name in the roster")->required();
  command->add_option("RECORD", options->record, "Id, or its first 6 or more characters")
      ->required();
  command->add_option("FIELD", options->field, "Name or label")->required();
  command->add_option("--reason", options->reason, "Why, for the access log")->type_name("TEXT");
  add_session_options(*command, program);
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run(program, *options); };
  });
}

}  // namespace veil::tools
