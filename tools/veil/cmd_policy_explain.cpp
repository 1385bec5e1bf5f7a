// `veil policy explain`: why a person sees a field of a record as she does.
#include <algorithm>

#include "redact/policy_words.h"
#include "tools/veil/policy_commands.h"
#include "tools/veil/record_json.h"
#include "tools/veil/record_lookup.h"
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

std::string lacking(const redact::Considered& way) {
  std::string text;
  for (const redact::Why why : way.lacks) {
    text += text.empty() ? "" : ", ";
    text += to_string(why);
  }
  return text;
}

// Without the purposes: they stand above.
std::string way_text(const Policy& policy, redact::Grant way) {
  way.when.purposes.clear();
  return redact::words_of(policy, way);
}

// What is said of one purpose, by which purposes are put together.
std::vector<std::string> lines_of(const Policy& policy, const Explanation& one,
                                  const redact::Field& field) {
  std::string head(to_string(one.decision.strength));
  if (one.decision.write) head += ", may write";
  if (one.decision.strength != redact::Strength::full) {
    head += ": " + std::string(to_string(one.decision.why));
  }
  const bool hollow = (one.decision.strength == redact::Strength::veiled ||
                       one.decision.strength == redact::Strength::counted) &&
                      field.rule(one.decision.strength).kind == redact::VeilKind::none;
  std::vector<std::string> lines = {head};
  if (hollow) lines.emplace_back("  this strength holds nothing of the field");
  for (const redact::Considered& way : one.ways) {
    const std::string lacks = lacking(way);
    lines.push_back("  " + way_text(policy, way.grant) +
                    (lacks.empty() ? " (holds)" : " (" + lacks + ")"));
  }
  return lines;
}

void print(Console& console, const Policy& policy, const redact::Field& field,
           const std::vector<Explanation>& all) {
  std::vector<std::pair<std::string, std::vector<std::string>>> groups;
  for (const Explanation& one : all) {
    const auto lines = lines_of(policy, one, field);
    const std::string start = policy.role(one.role)->name + " for ";
    const std::string& purpose = policy.purpose(one.purpose)->name;
    const bool joins =
        !groups.empty() && groups.back().first.starts_with(start) && groups.back().second == lines;
    if (joins) {
      groups.back().first.append(", ").append(purpose);
    } else {
      groups.emplace_back(start, lines).first.append(purpose);
    }
  }
  for (const auto& [title, lines] : groups) {
    for (const std::string& line : wrap(title, Console::kWidth)) {
      console.out() << console.toned(Tone::title, line) << '\n';
    }
    for (const std::string& line : lines) {
      for (const std::string& piece : wrap(line, Console::kWidth - 2)) {
        console.out() << "  " << piece << '\n';
      }
    }
  }
  if (all.empty()) console.out() << "she has no role in which she could enter\n";
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
  auto prefix = store::RecordIdPrefix::parse(options.record);
  if (!prefix) return stop(prefix.error());
  auto visit = Visit::enter(program.places, console);
  if (!visit) return stop(visit.error());
  store::Session& session = visit->session();
  const Policy& policy = session.policy();
  auto fields = find_fields(policy.schema(), {options.field});
  if (!fields) return stop(fields.error());
  const redact::Field& field = *fields->front();
  const store::RosterEntry* person = session.charter().person(std::string_view(options.person));
  if (person == nullptr)
    return stop(Exit::not_found, "explain: nobody in the roster has this name");
  auto answer = session.explain(*prefix, person->number, field.cls, options.reason);
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
  return visit->leave();
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
