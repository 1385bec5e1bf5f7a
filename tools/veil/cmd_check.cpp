// `veil check`: does what is stored fit what was logged?
#include "store/check.h"
#include "tools/veil/log_text.h"
#include "tools/veil/program.h"
#include "tools/veil/record_json.h"
#include "tools/veil/width.h"

namespace veil::tools {
namespace {

store::Progress progress_of(Console& console) {
  if (!console.err_is_terminal()) return {};
  return [&console](std::uint64_t done, std::uint64_t all) {
    console.err() << '\r' << done << '/' << all << (done == all ? "\n" : "") << std::flush;
    return true;
  };
}

void print_check(Console& console, const store::CheckReport& report) {
  const auto line = [&](const char* what, std::uint64_t count) {
    console.out() << pad_right(console.phrase(what), 14) << count << '\n';
  };
  line("records", report.records);
  line("history rows", report.history_rows);
  line("postings", report.postings);
  line("grants", report.grants);
  line("charters", report.charters);
  print_report(console, report.log);
}

boost::json::array findings_json(const std::vector<store::CheckFinding>& findings) {
  boost::json::array out;
  for (const store::CheckFinding& finding : findings) {
    out.emplace_back(
        boost::json::object{{"code", to_string(finding.code)}, {"what", finding.what}});
  }
  return out;
}

struct CheckResult {
  store::CheckReport store;
  std::optional<store::StatementReport> statements;
  bool ok() const { return store.ok() && (!statements || statements->findings.empty()); }
};

void print(Console& console, const CheckResult& result) {
  if (console.json) {
    const store::CheckReport& report = result.store;
    boost::json::object out = {{"ok", result.ok()},
                               {"records", report.records},
                               {"history_rows", report.history_rows},
                               {"postings", report.postings},
                               {"grants", report.grants},
                               {"charters", report.charters},
                               {"log", report_json(report.log)},
                               {"findings", findings_json(report.findings)}};
    if (result.statements) {
      out["statements"] = result.statements->statements;
      out["statement_findings"] = findings_json(result.statements->findings);
    }
    print_json(console, out);
    return;
  }
  print_check(console, result.store);
  if (result.statements) {
    console.out() << pad_right(console.phrase("statements"), 14) << result.statements->statements
                  << '\n';
  }
}

void fault_all(Console& console, const std::vector<store::CheckFinding>& findings) {
  for (const store::CheckFinding& finding : findings) console.fault(finding.what);
}

Done<> conclude(Console& console, const CheckResult& result) {
  print(console, result);
  fault_all(console, result.store.findings);
  if (result.statements) fault_all(console, result.statements->findings);
  if (result.ok()) return {};
  return stop(Exit::integrity, "the store does not pass the check");
}

Done<> run_deep(Program& program) {
  auto visit = Visit::enter(program.places, program.console);
  if (!visit) return stop(visit.error());
  CheckResult result;
  auto report = store::check_store(visit->vault(), progress_of(program.console));
  if (!report) return stop(report.error());
  result.store = std::move(*report);
  auto statements =
      store::check_statements(visit->vault(), visit->session(), progress_of(program.console));
  if (!statements) return stop(statements.error());
  result.statements = std::move(*statements);
  auto done = conclude(program.console, result);
  auto left = visit->leave();
  return done ? left : done;
}

Done<> run(Program& program) {
  auto vault = open_vault(program.places, program.console);
  if (!vault) return stop(vault.error());
  CheckResult result;
  auto report = store::check_store(**vault, progress_of(program.console));
  if (!report) return stop(report.error());
  result.store = std::move(*report);
  auto done = conclude(program.console, result);
  if (auto closed = (*vault)->close(); !closed) return stop(closed.error());
  return done;
}

}  // namespace

void add_check(CLI::App& app, Program& program) {
  CLI::App* command = add_command(
      app, program, "check", "Check the whole store against its log",
      "  veil check --store cases --host-key host.key\n"
      "  veil check --deep --identity audit.age --role auditor\n"
      "Opens no content. --deep, by an auditor, also compares what every writer signed with\n"
      "what is there, which finds out a host that lies. Exit code 5: something is wrong.");
  auto deep = std::make_shared<bool>(false);
  command->add_flag("--deep", *deep, "Also what the writers signed (auditors)");
  add_session_options(*command, program);
  command->callback([&program, deep] {
    program.chosen = [&program, deep] { return *deep ? run_deep(program) : run(program); };
  });
}

}  // namespace veil::tools
