#include "tools/veil/demo/refusal.h"

#include <algorithm>

#include "tools/veil/demo/cases.h"
#include "tools/veil/width.h"

namespace veil::tools::demo {
namespace {

constexpr std::size_t kConflict = kConflictCase - 1;
constexpr std::size_t kLooked = kTheCase - 1;

struct Try {
  const char* what = "";
  Look how;
  store::RecordId id;
  bool break_glass = false;
};

Done<std::string> refused_text(Stage& stage, const Try& one) {
  auto session = stage.world.enter(one.how.who, one.how.role, one.how.purpose, stage.console);
  if (!session) return stop(session.error());
  Result<> done;
  if (one.break_glass) {
    auto id = (*session)->break_glass(
        stage.world.identity(one.how.who), one.id, "life",
        stage.word("当事人来电呼救，电话中断", "she called for help, the call broke off"));
    if (!id) done = fail(id.error());
  } else {
    auto record = (*session)->read(one.id, store::Want{});
    if (!record) done = fail(record.error());
  }
  if (done || done.error().code != Code::Denied) {
    return stop(Exit::integrity, "demo: what must be refused was not");
  }
  return done.error().message;
}

Done<> bar_caseworker(Stage& stage) {
  auto session = stage.world.enter(Who::supervisor, "supervisor", "supervision", stage.console);
  if (!session) return stop(session.error());
  store::RecordDraft draft;
  draft.facts.conflicts = {
      (*session)->charter().person(std::string_view(player(Who::caseworker).name))->number};
  auto amended = (*session)->amend(stage.ids.at(kConflict), draft,
                                   stage.word("与加害方有亲属关系", "related to the respondent"));
  if (!amended) return stop(amended.error());
  return {};
}

// Nobody in conflict is told; the supervisor is.
Done<> check_notice(Stage& stage) {
  auto session = stage.world.enter(Who::supervisor, "supervisor", "supervision", stage.console);
  if (!session) return stop(session.error());
  auto waiting = (*session)->requests();
  if (!waiting) return stop(waiting.error());
  const bool told =
      std::any_of(waiting->begin(), waiting->end(), [&](const store::RequestLine& one) {
        const store::RequestSubject& subject = one.kept.request.said.subject;
        return subject.kind == redact::RequestKind::conflict_notice &&
               subject.record == stage.ids.at(kConflict);
      });
  if (!told) return wrong("the notice of a conflict");
  return {};
}

}  // namespace

Done<> tell_refusal(Stage& stage) {
  Console& console = stage.console;
  stage.teller.title("拒绝不泄露任何信息", "A refusal tells nothing");
  if (auto barred = bar_caseworker(stage); !barred) return barred;
  stage.teller.say(
      stage.word("审批负责人把林静列为第 23 号案的回避人员（与加害方有亲属关系）。从此：",
                 "The supervisor puts 林静 on the conflict list of case 23 (a relative of the "
                 "respondent). From now on:"));
  console.out() << '\n';
  const Look caseworker{Who::caseworker, "caseworker", "delivery", {}};
  const Look urgent{Who::caseworker, "caseworker", "emergency", {}};
  const Look auditor{Who::auditor, "auditor", "audit", {}};
  std::optional<std::string> first;
  for (const Try& one :
       {Try{stage.word("林静读第 23 号案（应回避）", "林静, case 23 (conflict)"), caseworker,
            stage.ids.at(kConflict)},
        Try{stage.word("林静以紧急为由打开第 23 号案", "林静, case 23, as an emergency"), urgent,
            stage.ids.at(kConflict), true},
        Try{stage.word("林静读不存在的编号", "林静, an id that nobody has"), caseworker,
            store::RecordId::random()},
        Try{stage.word("审计员读第 17 号案", "the auditor, case 17"), auditor,
            stage.ids.at(kLooked)}}) {
    auto text = refused_text(stage, one);
    if (!text) return stop(text.error());
    console.out() << "  " << pad_right(one.what, 36)
                  << console.toned(Tone::bad, console.said(*text)) << '\n';
    if (first && *first != *text) return wrong("two refusals differ");
    first = *text;
  }
  console.out() << '\n';
  stage.teller.say(stage.word(
      "同样的话、同样的退出码（4）、同样的日志条目：谁也无法从拒绝中得知某人在不在名单里。回避人员"
      "试图打开案件，何岚的待办里会有一条通知。",
      "The same words, the same exit code (4), the same durable log entry: nobody learns from a "
      "refusal whether somebody is in the list. That somebody in conflict tried, 何岚 finds in "
      "her list."));
  return check_notice(stage);
}

}  // namespace veil::tools::demo
