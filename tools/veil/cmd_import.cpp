// `veil import`: many records from a CSV or JSON lines file, all or none of it valid.
#include "crypto/hash.h"
#include "redact/unicode.h"
#include "tools/veil/import_run.h"
#include "tools/veil/program.h"
#include "tools/veil/record_json.h"
#include "tools/veil/values_file.h"

namespace veil::tools {
namespace {

constexpr std::size_t kFaultsShown = 100;

struct ImportOptions {
  std::string file;
  std::string format;
  std::string reason;
  bool dry_run = false;
};

Done<> report(Console& console, const std::string& file, const ImportPlan& plan) {
  const std::string name = file == "-" ? "standard input" : file;
  for (std::size_t i = 0; i < plan.faults.size() && i < kFaultsShown; ++i) {
    const ImportFault& fault = plan.faults[i];
    std::string place = name;
    if (fault.line > 0) place += ":" + std::to_string(fault.line);
    if (fault.column > 0) place += ":" + std::to_string(fault.column);
    console.fault(place + ": " + fault.what);
  }
  return stop(Exit::other,
              std::to_string(plan.faults.size()) +
                  console.word(" 处错误，未写入任何记录", " faults; nothing was written"));
}

ImportProgress progress_of(Console& console) {
  if (!console.err_is_terminal()) return [](std::size_t, std::size_t) {};
  return [&console](std::size_t done, std::size_t all) {
    constexpr std::size_t kBar = 40;
    const std::size_t filled = all == 0 ? kBar : done * kBar / all;
    console.err() << '\r' << '[' << std::string(filled, '#') << std::string(kBar - filled, '.')
                  << "] " << done << '/' << all << (done == all ? "\n" : "") << std::flush;
  };
}

void print_result(Console& console, const Imported& imported) {
  const std::size_t written = imported.ids.size() - imported.were_there;
  if (console.json) {
    boost::json::array ids;
    for (const store::RecordId& id : imported.ids) ids.emplace_back(id.text());
    print_json(
        console,
        {{"imported", written}, {"were_there", imported.were_there}, {"ids", std::move(ids)}});
    return;
  }
  console.out() << console.word("导入 ", "imported ") << written
                << console.word("，此前已有 ", ", there before ") << imported.were_there << '\n';
}

Done<> run(Program& program, const ImportOptions& options) {
  Console& console = program.console;
  auto text = read_text(options.file, kImportSizeMax);
  if (!text) return stop(text.error());
  if (!redact::is_utf8(*text)) {
    return stop(Exit::other, options.file + console.word(": 不是 UTF-8 编码，请另存为「CSV UTF-8」",
                                                         ": not UTF-8; save it as \"CSV UTF-8\""));
  }
  auto visit = Visit::enter(program.places, console);
  if (!visit) return stop(visit.error());
  store::Session& session = visit->session();
  const bool is_json = options.format.empty()
                           ? options.file.ends_with(".jsonl") || options.file.ends_with(".ndjson")
                           : options.format == "jsonl";
  const ImportGround ground{session.policy(), session.charter(), console};
  const ImportPlan plan = is_json ? plan_json_lines(*text, ground) : plan_csv(*text, ground);
  if (!plan.faults.empty()) return report(console, options.file, plan);
  if (options.dry_run) {
    console.hint(
        std::to_string(plan.drafts.size()) +
        console.word(" 条记录，全部有效；未写入", " records, all valid; nothing was written"));
    return visit->leave();
  }
  auto imported = import_all(session, plan.drafts, crypto::blake2b(view_of(*text)), options.reason,
                             progress_of(console));
  if (!imported) return stop(imported.error());
  print_result(console, *imported);
  return visit->leave();
}

}  // namespace

void add_import(CLI::App& app, Program& program) {
  CLI::App* command = add_command(
      app, program, "import", "Import records from CSV or JSON lines",
      "  veil import cases.csv --role intake\n"
      "  veil import cases.jsonl --dry-run\n"
      "CSV: UTF-8, one line per part of a record:\n"
      "  案号,类型,行,姓名,出生日期,承办人\n"
      "  〔2022〕17号,案件,,,,周敏\n"
      "  〔2022〕17号,救助对象,,欧阳桂兰,1989-07-02,\n"
      "  〔2022〕17号,未成年子女,1,欧阳小满,2015-03,\n"
      "案号 (case) groups lines to a record, 类型 (entity) says which part, 行 (row)\n"
      "numbers its rows; the rest are fields by label or name (姓名 or person.name).\n"
      "An empty cell is not recorded, 不详 or unknown is asked and not known.\n"
      "JSON lines, one record each:\n"
      "  {\"fields\": {\"person.name\": \"欧阳桂兰\"},\n"
      "   \"rows\": {\"minor\": [{\"name\": \"欧阳小满\"}]}}     (in one line)\n"
      "The whole file is checked first; each fault is named by line and column. The same\n"
      "file imported again, or after an interruption, doubles nothing.");
  auto options = std::make_shared<ImportOptions>();
  command->add_option("FILE", options->file, "The file; - is the standard input")->required();
  command->add_option("--format", options->format, "csv or jsonl, if the name does not say")
      ->check(CLI::IsMember({"csv", "jsonl"}));
  command->add_option("--reason", options->reason, "Why, for the access log")->type_name("TEXT");
  command->add_flag("--dry-run", options->dry_run, "Check the file only");
  add_session_options(*command, program);
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run(program, *options); };
  });
}

}  // namespace veil::tools
