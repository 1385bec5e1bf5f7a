// `veil person add|list`: the roster.
#include <algorithm>
#include <charconv>
#include <cstdio>

#include "redact/calendar.h"
#include "store/file.h"
#include "tools/veil/program.h"
#include "tools/veil/record_json.h"
#include "tools/veil/table.h"

namespace veil::tools {
namespace {

struct AddOptions {
  std::string name;
  std::string identity;
  std::vector<std::string> roles;
  std::string until;
};

constexpr std::size_t kIdentityLineMax = 1024;
constexpr std::uint64_t kDayMs = 24ULL * 60 * 60 * 1000;

// The public line itself, or a file that holds it.
Done<crypto::PublicIdentity> public_identity(const std::string& word) {
  std::string line = word;
  if (!word.starts_with("veilid1")) {
    auto file = store::read_file(word, kIdentityLineMax);
    if (!file) return stop(file.error());
    line = text_of(file->bytes);
    line.erase(line.find_last_not_of(" \r\n\t") + 1);
  }
  auto identity = crypto::PublicIdentity::parse(line);
  if (!identity) return stop(identity.error());
  return *identity;
}

// The end of a day "2026-12-31", in UTC; 0 for none.
Done<std::uint64_t> end_of(const std::string& day) {
  if (day.empty()) return 0;
  const auto part = [&](std::size_t at, std::size_t size) {
    unsigned out = 0;
    const char* end = day.data() + at + size;
    return std::from_chars(day.data() + at, end, out).ptr == end ? out : 0;
  };
  const bool shaped = day.size() == 10 && day[4] == '-' && day[7] == '-';
  const auto days =
      shaped ? redact::days_from_civil({static_cast<int>(part(0, 4)), part(5, 2), part(8, 2)})
             : std::nullopt;
  if (!days || *days < 0) return stop(Exit::usage, "--until: a day like 2026-12-31");
  return (static_cast<std::uint64_t>(*days) + 1) * kDayMs;
}

Done<> run_add(Program& program, const AddOptions& options) {
  auto who = public_identity(options.identity);
  if (!who) return stop(who.error());
  auto until = end_of(options.until);
  if (!until) return stop(until.error());
  auto custodian = read_identity(program.places, program.console);
  if (!custodian) return stop(custodian.error());
  auto vault = open_vault(program.places, program.console);
  if (!vault) return stop(vault.error());
  const store::Enrolment enrolment{options.name, *who, options.roles, *until};
  auto done = store::enrol(**vault, *custodian, {enrolment}, store::system_clock()());
  if (!done) return stop(done.error());
  const auto charter = (*vault)->charter();
  const store::RosterEntry* person = charter->charter.person(std::string_view(options.name));
  if (program.console.json) {
    print_json(program.console,
               {{"number", person->number}, {"charter", charter->charter.version}});
  } else {
    program.console.out() << person->number << '\n';
  }
  if (auto closed = (*vault)->close(); !closed) return stop(closed.error());
  return {};
}

std::string day_text(std::uint64_t time_ms) {
  const auto civil = redact::civil_from_days(static_cast<std::int32_t>(time_ms / kDayMs));
  if (!civil) return "?";
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", civil->year, civil->month, civil->day);
  return text;
}

void print_roster(Console& console, const store::Charter& charter, const redact::Policy& policy) {
  Table table({"#", console.text("name"), console.text("roles"), console.text("until")});
  boost::json::array list;
  for (const store::RosterEntry& person : charter.roster) {
    boost::json::array roles;
    std::string names;
    for (const redact::RoleId id : person.roles) {
      const redact::Role* role = policy.role(id);
      const std::string name = role != nullptr ? role->name : std::to_string(id);
      roles.emplace_back(name);
      names += (names.empty() ? "" : ", ") + name;
    }
    const bool custodian = std::count(charter.custodians.begin(), charter.custodians.end(),
                                      person.identity.verify_key()) != 0;
    if (custodian) names += names.empty() ? "(custodian)" : " (custodian)";
    // The end stands for the whole day before it.
    const std::string until = person.until_ms == 0 ? "" : day_text(person.until_ms - 1);
    table.add({std::to_string(person.number), person.name, names, until});
    list.emplace_back(boost::json::object{{"number", person.number},
                                          {"name", person.name},
                                          {"roles", std::move(roles)},
                                          {"custodian", custodian},
                                          {"until_ms", person.until_ms},
                                          {"identity", person.identity.text()}});
  }
  if (console.json) {
    print_json(console, list);
  } else {
    table.print(console);
  }
}

Done<> run_list(Program& program) {
  auto vault = open_vault(program.places, program.console);
  if (!vault) return stop(vault.error());
  const auto charter = (*vault)->charter();
  auto policy = redact::Policy::parse(text_of(charter->charter.policy));
  if (!policy) return stop(policy.error());
  print_roster(program.console, charter->charter, *policy);
  if (auto closed = (*vault)->close(); !closed) return stop(closed.error());
  return {};
}

}  // namespace

void add_person(CLI::App& app, Program& program) {
  CLI::App* group = app.add_subcommand("person", "Enrol people and list them");
  group->require_subcommand(1);

  CLI::App* add =
      add_command(*group, program, "add", "Enrol a person, or change her roles (custodian)",
                  "  veil person add 林静 veilid1q... --role caseworker --identity zhou.age\n"
                  "  veil person add 林静 lin.pub --role caseworker --until 2027-12-31\n"
                  "The roles given replace those that she had. Prints her number in the roster.");
  auto options = std::make_shared<AddOptions>();
  add->add_option("NAME", options->name, "Her name in the roster")->required();
  add->add_option("IDENTITY", options->identity,
                  "What `veil identity new` printed, or a file with it")
      ->required();
  add->add_option("--role", options->roles, "A role; may be repeated")
      ->allow_extra_args(false)
      ->type_name("NAME");
  add->add_option("--until", options->until, "Last day")->type_name("YYYY-MM-DD");
  add_store_options(*add, program);
  add_identity_options(*add, program);
  add->callback([&program, options] {
    program.chosen = [&program, options] { return run_add(program, *options); };
  });

  CLI::App* list = add_command(*group, program, "list", "List the people and their roles",
                               "  veil person list --store cases --host-key host.key");
  add_store_options(*list, program);
  list->callback([&program] { program.chosen = [&program] { return run_list(program); }; });
}

}  // namespace veil::tools
