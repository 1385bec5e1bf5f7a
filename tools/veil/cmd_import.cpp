// `veil import`: many records from a CSV, workbook or JSON lines file, all or none of it valid.
#include "tools/veil/import/existing.h"
#include "tools/veil/import/fault_report.h"
#include "tools/veil/import/import_file.h"
#include "tools/veil/import/progress.h"
#include "tools/veil/import/rehearsal.h"
#include "tools/veil/import/writing.h"
#include "tools/veil/program.h"
#include "tools/veil/record_json.h"

namespace veil::tools {
namespace {

struct ImportOptions {
  std::string file;
  FormatOptions format;
  std::string reason;
  std::string skip_bad;
  bool dry_run = false;
  bool update = false;
  bool progress = false;
};

class Import {
 public:
  Import(Console& console, store::Session& session, const ImportFile& file,
         const ImportOptions& options)
      : console_(console),
        session_(session),
        file_(file),
        options_(options),
        ground_{session.policy(), session.charter(), console},
        progress_(console, options.progress) {}

  Done<Imported> run() {
    auto checked = check();
    if (!checked) return stop(checked.error());
    if (options_.dry_run) return Imported{};
    return write();
  }

  std::size_t good() const noexcept { return check_.good(); }

 private:
  // The first reading. Nothing is written if it finds a fault, but with --skip-bad.
  Done<> check() {
    FaultReport report(console_, options_.file == "-" ? "standard input" : options_.file,
                       file_.is_workbook());
    if (!options_.skip_bad.empty()) {
      if (auto opened = report.write_to(options_.skip_bad); !opened) return opened;
    }
    const FaultSink sink = [&](const ImportFault& fault) { report.take(fault); };
    auto lines = file_.lines(ground_);
    if (!lines) return stop(lines.error());
    check_ = check_lines(**lines, ground_, sink, [&](std::size_t n) { progress_.checked(n); });
    if (!check_.broken && check_.good() > 0) {
      auto existing = find_existing(session_, file_.import_id(), check_,
                                    {options_.update, options_.reason}, sink);
      if (!existing) return stop(existing.error());
      if (auto rehearsed = rehearse(sink); !rehearsed) return rehearsed;
    }
    progress_.check_ended(check_.lines, check_.good());
    for (const std::string& remark : check_.remarks) console_.hint(remark);
    if (check_.faults > FaultReport::kShown) {
      console_.hint(console_.word("……只显示前 100 处", "... the first 100 of them are shown"));
    }
    if (check_.faults == 0) return report.finish();
    const bool skips = !options_.skip_bad.empty() && !check_.broken;
    if (!skips) {
      return stop(Exit::other,
                  std::to_string(check_.faults) +
                      console_.word(" 处错误，未写入任何记录", " faults; nothing was written"));
    }
    if (auto finished = report.finish(); !finished) return finished;
    const std::size_t bad = check_.records.marks().size() - check_.good();
    console_.hint(std::to_string(check_.faults) + console_.word(" 处错误，跳过 ", " faults; ") +
                  std::to_string(bad) +
                  console_.word(" 条记录，见 ", " records are left out, see ") + options_.skip_bad);
    return {};
  }

  Done<> rehearse(const FaultSink& sink) {
    if (!needs_rehearsal(check_)) return {};
    auto lines = file_.lines(ground_);
    if (!lines) return stop(lines.error());
    RecordAssembly records(**lines, check_.records, ground_, options_.reason);
    auto done = rehearse_records(session_, records, file_.import_id(), check_, sink);
    if (!done) return stop(done.error());
    return {};
  }

  // The second reading.
  Done<Imported> write() {
    if (!file_.source().unchanged()) {
      return stop(Exit::conflict, "the file has changed since it was checked");
    }
    auto lines = file_.lines(ground_);
    if (!lines) return stop(lines.error());
    RecordAssembly records(**lines, check_.records, ground_, options_.reason);
    const Interruption interruption;
    WriteJob job;
    job.import_id = file_.import_id();
    job.reason = options_.reason;
    job.all = check_.good();
    job.progress = [&](std::size_t done, const Imported& /*so_far*/) {
      progress_.written(done, job.all);
      return !interruption.asked();
    };
    return write_records(session_, records, check_.records, job);
  }

  Console& console_;
  store::Session& session_;
  const ImportFile& file_;
  const ImportOptions& options_;
  ImportGround ground_;
  Progress progress_;
  ImportCheck check_;
};

void print_result(Console& console, const Imported& imported, bool update) {
  if (console.json) {
    boost::json::array ids;
    for (const store::RecordId& id : imported.ids) ids.emplace_back(id.text());
    print_json(console, {{"imported", imported.created},
                         {"were_there", imported.were_there},
                         {"updated", imported.updated},
                         {"unchanged", imported.unchanged},
                         {"ids", std::move(ids)}});
    return;
  }
  console.out() << console.word("导入 ", "imported ") << imported.created;
  if (update) {
    console.out() << console.word("，更新 ", ", updated ") << imported.updated
                  << console.word("，未变 ", ", unchanged ") << imported.unchanged;
  }
  console.out() << console.word("，此前已有 ", ", there before ") << imported.were_there << '\n';
}

Done<> run(Program& program, const ImportOptions& options) {
  Console& console = program.console;
  // Its JSON is numbers; what it says of cells is for people.
  if (console.talk) console.language = *console.talk;
  auto source = open_source(options.file);
  if (!source) return stop(source.error());
  auto file = ImportFile::open(**source, options.file, options.format);
  if (!file) {
    Fault fault = stop(file.error()).value();
    return stop(fault.exit == Exit::usage ? Exit::other : fault.exit,
                (options.file == "-" ? "standard input" : options.file) + ": " + fault.text);
  }
  auto visit = Visit::enter(program.places, console);
  if (!visit) return stop(visit.error());
  Import import(console, visit->session(), *file, options);
  auto imported = import.run();
  if (!imported) return stop(imported.error());
  if (options.dry_run) {
    console.hint(
        std::to_string(import.good()) +
        console.word(" 条记录，全部有效；未写入", " records, all valid; nothing was written"));
  } else {
    print_result(console, *imported, options.update);
  }
  return visit->leave();
}

void add_format_options(CLI::App& command, FormatOptions& format) {
  command.add_option("--format", format.format, "csv, jsonl or xlsx, if the file does not say")
      ->check(CLI::IsMember({"csv", "jsonl", "xlsx"}));
  command.add_option("--encoding", format.encoding, "of CSV: utf-8 or gb18030, if not detected")
      ->check(CLI::IsMember({"utf-8", "gb18030"}));
  command.add_option("--delimiter", format.delimiter, "of CSV: comma, semicolon or tab")
      ->check(CLI::IsMember({"comma", "semicolon", "tab"}));
  command.add_option("--sheet", format.sheet, "of a workbook: which sheet, if several hold tables")
      ->type_name("NAME|NUMBER");
  command.add_option("--ignore", format.ignored, "Leave this column out; may be repeated")
      ->type_name("HEADING")
      ->allow_extra_args(false);
}

}  // namespace

void add_import(CLI::App& app, Program& program) {
  CLI::App* command = add_command(
      app, program, "import", "Import records from CSV, XLSX or JSON lines",
      "  veil import cases.csv --role intake\n"
      "  veil import cases.csv --role intake --skip-bad left-out.txt\n"
      "  veil import cases.xlsx --dry-run\n"
      "CSV or XLSX: one line per part of a record:\n"
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
  add_format_options(*command, options->format);
  command
      ->add_option("--skip-bad", options->skip_bad,
                   "Leave out records with faults, list the faults in this file, import the rest")
      ->type_name("FILE");
  command->add_flag("--update", options->update,
                    "Amend records whose case number is recorded already");
  command->add_option("--reason", options->reason, "Why, for the access log")->type_name("TEXT");
  command->add_flag("--dry-run", options->dry_run, "Check the file only");
  command->add_flag("--progress", options->progress, "Say how far it is, in plain lines");
  add_session_options(*command, program);
  command->callback([&program, options] {
    program.chosen = [&program, options] { return run(program, *options); };
  });
}

}  // namespace veil::tools
