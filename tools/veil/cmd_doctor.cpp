// `veil doctor`: is this machine, and are these files, fit to keep secrets?
#include <algorithm>

#include "tools/veil/doctor/machine.h"
#include "tools/veil/doctor/places.h"
#include "tools/veil/program.h"
#include "tools/veil/record_json.h"
#include "tools/veil/width.h"

namespace veil::tools {
namespace {

using doctor::Finding;
using doctor::Findings;
using doctor::Grade;

Findings examine(const Console& console, const Places& places) {
  Findings out = {doctor::check_locked_memory(console), doctor::check_core_dumps(console)};
  const auto add = [&](Findings more) {
    out.insert(out.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
  };
  add(doctor::check_swap(console));
  add({doctor::check_clock_source(console)});
  add(doctor::check_places(console, places, store::system_clock()()));
  add(doctor::check_libraries(console));
  return out;
}

std::string grade_word(const Console& console, Grade grade) {
  return console.text(grade == Grade::good ? "good" : grade == Grade::warn ? "warning" : "BAD");
}

void print(Console& console, const Findings& findings) {
  std::size_t grades = 0;
  std::size_t checks = 0;
  for (const Finding& finding : findings) {
    grades = std::max(grades, display_width(grade_word(console, finding.grade)));
    checks = std::max(checks, display_width(console.text(finding.check)));
  }
  const std::size_t indent = grades + checks + 4;
  for (const Finding& finding : findings) {
    const auto lines = wrap(printable(finding.what), console.width() - indent);
    const Tone tone = finding.grade == Grade::good  ? Tone::good
                      : finding.grade == Grade::bad ? Tone::bad
                                                    : Tone::title;
    console.out() << console.toned(tone, pad_right(grade_word(console, finding.grade), grades))
                  << "  " << pad_right(console.text(finding.check), checks) << "  " << lines.front()
                  << '\n';
    for (std::size_t i = 1; i < lines.size(); ++i) {
      console.out() << std::string(indent, ' ') << lines[i] << '\n';
    }
    // Never folded: it is there to be copied.
    if (!finding.mend.empty()) {
      console.out() << std::string(indent, ' ') << "$ " << printable(finding.mend) << '\n';
    }
  }
}

boost::json::array findings_json(const Findings& findings) {
  boost::json::array out;
  for (const Finding& finding : findings) {
    out.emplace_back(boost::json::object{{"check", finding.check},
                                         {"grade", doctor::to_string(finding.grade)},
                                         {"what", finding.what},
                                         {"mend", finding.mend}});
  }
  return out;
}

Done<> run(Program& program) {
  Console& console = program.console;
  const Findings findings = examine(console, program.places);
  const auto count = [&](Grade grade) {
    return std::count_if(findings.begin(), findings.end(),
                         [&](const Finding& one) { return one.grade == grade; });
  };
  const auto bad = count(Grade::bad);
  if (console.json) {
    print_json(console, {{"ok", bad == 0}, {"findings", findings_json(findings)}});
  } else {
    print(console, findings);
    if (program.places.store.empty() || program.places.host_key.empty() ||
        program.places.identity.empty()) {
      console.hint(
          console.text("Name --store, --host-key and --identity to have their files "
                       "looked at too."));
    }
  }
  if (bad == 0) return {};
  return stop(Exit::other,
              console.text("doctor: {} bad, {} to be considered", bad, count(Grade::warn)));
}

}  // namespace

void add_doctor(CLI::App& app, Program& program) {
  CLI::App* command = add_command(
      app, program, "doctor",
      "Examine this machine and the files of a store, with a mend for each fault",
      "  veil doctor\n"
      "  veil doctor --store cases --host-key host.key --identity zhou.age\n"
      "  veil doctor --json\n"
      "Looks at locked memory, core dumps, swap, clock, permissions and places of files, free\n"
      "space and file system. Opens nothing: needs no store, no key and no passphrase.\n"
      "Exit code 0: nothing is bad.");
  command->add_option("--store", program.places.store, "Folder of the store [VEIL_STORE]")
      ->type_name("DIR");
  command->add_option("--host-key", program.places.host_key, "Key file of the host [VEIL_HOST_KEY]")
      ->type_name("FILE");
  command->add_option("--identity", program.places.identity, "Your identity file [VEIL_IDENTITY]")
      ->type_name("FILE");
  command->callback([&program] { program.chosen = [&program] { return run(program); }; });
}

}  // namespace veil::tools
