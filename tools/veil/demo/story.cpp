#include "tools/veil/demo/story.h"

#include <chrono>
#include <fstream>

#include "store/file.h"
#include "tools/veil/demo/cases.h"
#include "tools/veil/demo/consent.h"
#include "tools/veil/demo/emergency.h"
#include "tools/veil/demo/readme.h"
#include "tools/veil/demo/refusal.h"
#include "tools/veil/demo/sights.h"
#include "tools/veil/demo/theft.h"
#include "tools/veil/import/check.h"
#include "tools/veil/import/import_file.h"
#include "tools/veil/import/writing.h"
#include "tools/veil/log_check.h"
#include "tools/veil/log_text.h"
#include "tools/veil/width.h"

namespace veil::tools::demo {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLooked = kTheCase - 1;
constexpr std::size_t kShortId = 8;

// The federation comes in where it accompanies the woman.
Staff staff() {
  const std::string here = std::string(player(Who::handler).name) + "、" +
                           player(Who::minors_worker).name + "、" + player(Who::court_liaison).name;
  return {here, here + "、" + player(Who::caseworker).name};
}

class Story {
 public:
  Story(Console& console, const DemoFolder& folder, bool kept)
      : console_(console), teller_(console), folder_(folder), kept_(kept) {}

  Done<> run() {
    for (const auto step : {&Story::found, &Story::import, &Story::scenes, &Story::steal,
                            &Story::show_log, &Story::finish}) {
      if (auto done = (this->*step)(); !done) return done;
    }
    return {};
  }

 private:
  const char* word(const char* zh, const char* en) const { return console_.word(zh, en); }
  void title(const char* zh, const char* en) { teller_.title(zh, en); }
  void say(const std::string& text) { teller_.say(text); }

  Done<> found();
  Done<> import();
  Done<Imported> import_csv(store::Session& session) const;
  Done<> scenes();
  Done<> steal() { return tell_theft(console_, teller_, *world_); }
  Done<> show_log();
  Done<> finish();

  Console& console_;
  Teller teller_;
  const DemoFolder& folder_;
  bool kept_;
  std::optional<World> world_;
  std::string csv_;
  std::vector<store::RecordId> ids_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

Done<> Story::found() {
  console_.out() << console_.toned(Tone::title,
                                   word("Veilstore：脱敏靠密钥，不靠界面",
                                        "Veilstore: redaction by keys, not by screens"))
                 << "\n\n";
  say(word(
      "本演示全部使用虚构的人名、证号和地址，从建库到验证日志完整走一遍。",
      "All people, numbers and addresses here are invented. This goes through the main job, from "
      "founding a store to proving its log."));
  title("建库与七个身份", "A store and seven people");
  auto world = World::found(folder_);
  if (!world) return stop(world.error());
  world_.emplace(std::move(*world));
  auto policy = redact::Policy::parse(text_of(world_->vault().charter()->charter.policy));
  if (!policy) return stop(policy.error());
  for (const Who who : everyone()) {
    std::string roles;
    for (const std::string& role : player(who).roles) {
      roles += (roles.empty() ? "" : word("、", ", ")) + console_.label(policy->role(role)->label);
    }
    console_.out() << "  " << pad_right(player(who).name, 8) << roles
                   << (who == Who::supervisor ? word("（签署章程）", " (signs the charter)") : "")
                   << '\n';
  }
  const auto charter = world_->vault().charter();
  console_.out() << '\n';
  say(word("每类信息按三种强度各自加密：完整、脱敏、统计；每种强度有自己的密钥。策略规定哪个角色持"
           "有哪些密钥。"
           "章程（策略、人员、密钥）第 ",
           "Each class of values is sealed in three strengths, full, veiled and counted, under "
           "keys of "
           "their own; the policy says which role holds which. Charter (policy, people, keys): "
           "version ") +
      std::to_string(charter->charter.version) + word(" 版，共 ", ", ") +
      std::to_string(charter->charter.compartments.size()) +
      word(" 把分区密钥，由何岚签名。", " compartment keys, signed by 何岚."));
  return {};
}

Done<Imported> Story::import_csv(store::Session& session) const {
  const auto source = source_of(view_of(csv_));
  auto file = ImportFile::open(*source, "cases.csv", {});
  if (!file) return stop(file.error());
  const ImportGround ground{session.policy(), session.charter(), console_};
  auto lines = file->lines(ground);
  if (!lines) return stop(lines.error());
  std::string first;
  const ImportCheck check = check_lines(
      **lines, ground,
      [&](const ImportFault& fault) {
        if (!first.empty()) return;
        first = std::to_string(fault.line) + ":" + std::to_string(fault.column) + ": " + fault.what;
      },
      [](std::size_t) {});
  if (check.faults > 0) return stop(Exit::other, "demo: cases.csv:" + first);
  auto again = file->lines(ground);
  if (!again) return stop(again.error());
  RecordAssembly records(**again, check.records, ground);
  return write_records(session, records, check.records,
                       {file->import_id(), word("表格导入", "spreadsheet import"), check.good(),
                        [](std::size_t, const Imported&) { return true; }});
}

Done<> Story::import() {
  title("从表格导入 200 个案件", "200 cases from a spreadsheet");
  const auto start = std::chrono::steady_clock::now();
  const auto today = std::chrono::duration_cast<std::chrono::hours>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count() /
                     24;
  csv_ = cases_csv(staff(), static_cast<std::int32_t>(today));
  if (kept_) {
    auto written = store::create_file(folder_.path() / "cases.csv", view_of(csv_));
    if (!written) return stop(written.error());
  }
  auto session = world_->enter(Who::handler, "intake", "intake", console_);
  if (!session) return stop(session.error());
  auto imported = import_csv(**session);
  if (!imported) return stop(imported.error());
  ids_ = std::move(imported->ids);
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start);
  const auto lines = static_cast<std::size_t>(std::count(csv_.begin(), csv_.end(), '\n'));
  say(std::to_string(csv_.size() / 1024) + " KiB, " + std::to_string(lines) +
      word(" 行（UTF-8、带 "
           "BOM、CRLF、中文表头、引号内换行；每行是案件的一个部分，按承办人姓名分派）。",
           " lines (UTF-8 with BOM, CRLF, Chinese headings, quoted line breaks; one line per part "
           "of a "
           "case; people assigned by name)."));
  say(std::to_string(ids_.size()) +
      word(" 个案件已写入，", " cases are in, every strength of every value sealed, signed by ") +
      word("全部强度均已加密，由", "") + player(Who::handler).name +
      word("签名、入日志，用时 ", " and logged, in ") + std::to_string(ms.count()) +
      word(" 毫秒。", " ms."));
  return {};
}

Done<> Story::scenes() {
  Stage stage{console_, teller_, *world_, ids_};
  for (const auto scene : {tell_sights, tell_minor, tell_consent, tell_emergency, tell_refusal}) {
    if (auto told = scene(stage); !told) return told;
  }
  return {};
}

Done<> Story::show_log() {
  title("谁看过这个案件", "Who looked at this case");
  if (auto opened = world_->open(); !opened) return opened;
  {
    auto session = world_->enter(Who::auditor, "auditor", "audit", console_);
    if (!session) return stop(session.error());
    store::LogRequest request;
    request.record = ids_.at(kLooked);
    request.reason = word("例行审计", "routine audit");
    auto lines = (*session)->read_log(request);
    if (!lines) return stop(lines.error());
    const LogNames names{(*session)->policy(), (*session)->charter()};
    // What was given stands in every entry; here with one person's, to keep it short.
    const redact::PersonId whole =
        (*session)->charter().person(std::string_view(player(Who::caseworker).name))->number;
    for (store::LogLine& one : *lines) {
      if (one.entry.person != whole) one.entry.classes.clear();
      one.entry.records.clear();
      print_entry(console_, names, one);
    }
    if (lines->size() < 6) return wrong("the entries of the case");
  }
  if (auto closed = world_->close(); !closed) return closed;
  console_.out() << '\n';
  say(word("只有审计员能读条目；任何人不用密钥都能验证日志完整、没有被删改：",
           "Only auditors read entries; that nothing was left out or changed anybody can verify, "
           "without a key:"));
  console_.out() << '\n';
  auto report = verify_store_log(folder_.store(), {}, {});
  if (!report) return stop(report.error());
  print_report(console_, *report);
  if (!report->ok()) return wrong("the log");
  return {};
}

Done<> Story::finish() {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start_);
  console_.out() << '\n';
  say(word("用时 ", "All of this took ") + std::to_string(ms.count()) + word(" 毫秒。", " ms."));
  if (!kept_) {
    say(word("临时文件夹已删除；用 veil demo --keep 目录 可以留下来继续试。",
             "The temporary folder is gone; `veil demo --keep DIR` leaves it to go on with."));
    return {};
  }
  const std::string readme = readme_text(console_, ids_.at(kLooked).text().substr(0, kShortId));
  auto written = store::create_file(folder_.path() / "README.md", view_of(readme));
  if (!written) return stop(written.error());
  say(word("一切都留在 ", "Everything is in ") + folder_.path().string() +
      word("，接下来的命令见其中的 README.md。", "; its README.md has commands to go on with."));
  return {};
}

}  // namespace

Done<> tell(Console& console, const DemoFolder& folder, bool kept) {
  return Story(console, folder, kept).run();
}

}  // namespace veil::tools::demo
