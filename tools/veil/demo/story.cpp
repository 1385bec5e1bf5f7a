#include "tools/veil/demo/story.h"

#include <chrono>
#include <fstream>

#include "crypto/hash.h"
#include "store/file.h"
#include "tools/veil/demo/cases.h"
#include "tools/veil/demo/compare.h"
#include "tools/veil/demo/readme.h"
#include "tools/veil/demo/theft.h"
#include "tools/veil/import_run.h"
#include "tools/veil/log_check.h"
#include "tools/veil/log_text.h"
#include "tools/veil/record_text.h"
#include "tools/veil/width.h"

namespace veil::tools::demo {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kConflict = kConflictCase - 1;
constexpr std::size_t kLooked = kTheCase - 1;
constexpr std::size_t kShortId = 8;

class Story {
 public:
  Story(Console& console, const DemoFolder& folder, bool kept)
      : console_(console), teller_(console), folder_(folder), kept_(kept) {}

  Done<> run() {
    for (const auto step : {&Story::found, &Story::import, &Story::compare, &Story::refuse,
                            &Story::steal, &Story::show_log, &Story::finish}) {
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
  Done<> compare();
  Done<> refuse();
  Done<> steal() { return tell_theft(console_, teller_, *world_); }
  Done<> show_log();
  Done<> finish();

  Done<Sight> look(Who who, const std::string& role, const std::string& purpose,
                   const std::string& reason, const char* heading);
  Done<> explain_keys(const redact::Policy& policy);
  Done<> show_without_reason();
  Done<std::string> refused_text(Who who, const std::string& role, const std::string& purpose,
                                 const store::RecordId& id);

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
  title("建库与五个身份", "A store and five people");
  auto world = World::found(folder_);
  if (!world) return stop(world.error());
  world_.emplace(std::move(*world));
  for (const Who who : everyone()) {
    std::string roles;
    for (const std::string& role : player(who).roles) roles += (roles.empty() ? "" : ", ") + role;
    console_.out() << "  " << pad_right(player(who).name, 8) << roles
                   << (who == Who::supervisor ? word("（密钥管理员）", " (custodian)") : "")
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
      word(" 把分区密钥，由管理员签名。", " compartment keys, signed by the custodian."));
  return {};
}

Done<> Story::import() {
  title("从表格导入 200 个案件", "200 cases from a spreadsheet");
  const auto start = std::chrono::steady_clock::now();
  const auto today = std::chrono::duration_cast<std::chrono::hours>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count() /
                     24;
  csv_ = cases_csv({player(Who::handler).name, player(Who::caseworker).name},
                   static_cast<std::int32_t>(today));
  if (kept_) {
    auto written = store::create_file(folder_.path() / "cases.csv", view_of(csv_));
    if (!written) return stop(written.error());
  }
  auto session = world_->enter(Who::handler, "intake", "intake", console_);
  if (!session) return stop(session.error());
  const ImportPlan plan = plan_csv(csv_, {(*session)->policy(), (*session)->charter(), console_});
  if (!plan.faults.empty()) {
    return stop(Exit::other, "demo: cases.csv:" + std::to_string(plan.faults.front().line) + ":" +
                                 std::to_string(plan.faults.front().column) + ": " +
                                 plan.faults.front().what);
  }
  auto imported =
      import_all(**session, plan.drafts, crypto::blake2b(view_of(csv_)),
                 word("表格导入", "spreadsheet import"), [](std::size_t, std::size_t) {});
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

Done<Sight> Story::look(Who who, const std::string& role, const std::string& purpose,
                        const std::string& reason, const char* heading) {
  auto session = world_->enter(who, role, purpose, console_);
  if (!session) return stop(session.error());
  Sight out;
  out.heading = std::string(player(who).name) + "\n" + heading;
  auto record = (*session)->read(ids_.at(kLooked), store::Want{}, reason);
  if (record) {
    out.view = std::move(record->view);
  } else if (record.error().code != Code::Denied) {
    return stop(record.error());
  }
  return out;
}

Done<> Story::compare() {
  title("同一案件，四双眼睛", "One case, four pairs of eyes");
  const char* reason = word("周四上午入户走访，核实居住情况", "home visit on Thursday");
  std::vector<Sight> sights;
  for (auto sight :
       {look(Who::handler, "handler", "assist", reason, word("检察承办人", "handler")),
        look(Who::caseworker, "caseworker", "assist", reason, word("妇联工作人员", "caseworker")),
        look(Who::statistician, "statistician", "statistics", "", word("统计员", "statistician")),
        look(Who::auditor, "auditor", "audit", "", word("审计员", "auditor"))}) {
    if (!sight) return stop(sight.error());
    sights.push_back(std::move(*sight));
  }
  auto policy = redact::Policy::parse(text_of(world_->vault().charter()->charter.policy));
  if (!policy) return stop(policy.error());
  const redact::FieldId address =
      policy->schema().field(std::string_view("person.current_address"))->id;
  if (!sights[0].view || !sights[1].view || !sights[2].view || sights[3].view ||
      !sights[0].view->find(address)->value) {
    return wrong("who sees something of the case, and who nothing");
  }
  print_side_by_side(
      console_, policy->schema(),
      {"case.no", "case.opened_on", "case.violence_type", "person.name", "person.cn_id",
       "person.phone", "person.birth_date", "person.current_address", "person.income_month",
       "minor.name", "minor.birth_date", "minor.school", "respondent.name", "measure.amount"},
      sights);
  console_.out() << '\n';
  say(word(
      "空白不等于隐藏：【未填】是没有记录，【不详】是问过而不知，【不公开】是不给您看。",
      "Three markers, three things: [not recorded], [unknown] (asked, and not known), [withheld] "
      "(not for you)."));
  return explain_keys(*policy);
}

// What of this the keys alone see to, as the policy has it.
Done<> Story::explain_keys(const redact::Policy& policy) {
  const auto keys = policy.keys_of(policy.role("caseworker")->id);
  const auto holds_full = [&](std::string_view cls) {
    const auto full = redact::compartment_of(policy.schema().cls(cls)->id, redact::Strength::full);
    return std::find(keys.begin(), keys.end(), full) != keys.end();
  };
  if (holds_full("locate") || !holds_full("ident")) return wrong("the caseworker's keys");
  say(word(
      "林静的角色根本没有打开现住址的密钥：任何界面、导出、查询出错都显示不出来。姓名的密钥她的角色"
      "有"
      "（当事人同意后可看全名），但未经同意，主机只给出脱敏形式的份额。审计员没有任何内容密钥。",
      "林静's role holds no key for the address at all: no fault of a screen, an export or a query "
      "can show it. For the name it holds one (with the woman's consent she would see it in "
      "full); without consent the host gives out the share of the veiled form only. The auditor "
      "holds no key to any content."));
  return show_without_reason();
}

// The most dangerous field needs a written reason, even for the one who handles the case.
Done<> Story::show_without_reason() {
  auto session = world_->enter(Who::handler, "handler", "assist", console_);
  if (!session) return stop(session.error());
  const redact::Schema& schema = (*session)->policy().schema();
  store::Want want;
  want.fields = {schema.field(std::string_view("person.current_address"))->id};
  auto record = (*session)->read(ids_.at(kLooked), want);
  if (!record) return stop(record.error());
  if (record->view.cells.size() != 1 || record->view.cells.front().value) {
    return wrong("the address without a reason");
  }
  say(word("承办人不写事由时，现住址也是 ",
           "Without a written reason even the handler's view of the "
           "address is ") +
      cell_text(schema, record->view.cells.front(), console_) + word("。", "."));
  return {};
}

Done<std::string> Story::refused_text(Who who, const std::string& role, const std::string& purpose,
                                      const store::RecordId& id) {
  auto session = world_->enter(who, role, purpose, console_);
  if (!session) return stop(session.error());
  auto record = (*session)->read(id, store::Want{});
  if (record || record.error().code != Code::Denied) {
    return stop(Exit::integrity, "demo: a reading that must be refused was not");
  }
  return record.error().message;
}

Done<> Story::refuse() {
  title("拒绝不泄露任何信息", "A refusal tells nothing");
  {
    auto session = world_->enter(Who::supervisor, "supervisor", "manage", console_);
    if (!session) return stop(session.error());
    store::RecordDraft draft;
    draft.facts.conflicts = {
        (*session)->charter().person(std::string_view(player(Who::caseworker).name))->number};
    auto amended = (*session)->amend(ids_.at(kConflict), draft,
                                     word("与被申请人有亲属关系", "related to the respondent"));
    if (!amended) return stop(amended.error());
  }
  say(word("督办人把林静列为第 23 号案的回避人员（与加害方有亲属关系）。从此：",
           "The supervisor puts 林静 on the conflict list of case 23 (a relative of the "
           "respondent). From now on:"));
  console_.out() << '\n';
  struct Try {
    const char* what = "";
    Who who = Who::auditor;
    const char* role = "";
    const char* purpose = "";
    store::RecordId id;
  };
  std::optional<std::string> first;
  for (const Try& one : {Try{word("林静读第 23 号案（应回避）", "林静, case 23 (conflict)"),
                             Who::caseworker, "caseworker", "assist", ids_.at(kConflict)},
                         Try{word("林静读不存在的编号", "林静, an id that nobody has"),
                             Who::caseworker, "caseworker", "assist", store::RecordId::random()},
                         Try{word("审计员读第 17 号案", "the auditor, case 17"), Who::auditor,
                             "auditor", "audit", ids_.at(kLooked)}}) {
    auto text = refused_text(one.who, one.role, one.purpose, one.id);
    if (!text) return stop(text.error());
    console_.out() << "  " << pad_right(one.what, 36)
                   << console_.toned(Tone::bad, console_.said(*text)) << '\n';
    if (first && *first != *text) return wrong("two refusals differ");
    first = *text;
  }
  console_.out() << '\n';
  say(word(
      "同样的话、同样的退出码（4）、同样的日志条目：谁也无法从拒绝中得知某人在不在名单里。",
      "The same words, the same exit code (4), the same durable log entry: nobody learns from a "
      "refusal whether somebody is in the list."));
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
    for (const store::LogLine& one : *lines) print_entry(console_, names, one);
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
