#include "tools/veil/demo/refusal.h"

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
};

Done<std::string> refused_text(Stage& stage, const Try& one) {
  auto session = stage.world.enter(one.how.who, one.how.role, one.how.purpose, stage.console);
  if (!session) return stop(session.error());
  auto record = (*session)->read(one.id, store::Want{});
  if (record || record.error().code != Code::Denied) {
    return stop(Exit::integrity, "demo: a reading that must be refused was not");
  }
  return record.error().message;
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
  const Look auditor{Who::auditor, "auditor", "audit", {}};
  std::optional<std::string> first;
  for (const Try& one : {Try{stage.word("林静读第 23 号案（应回避）", "林静, case 23 (conflict)"),
                             caseworker, stage.ids.at(kConflict)},
                         Try{stage.word("林静读不存在的编号", "林静, an id that nobody has"),
                             caseworker, store::RecordId::random()},
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
      "同样的话、同样的退出码（4）、同样的日志条目：谁也无法从拒绝中得知某人在不在名单里。",
      "The same words, the same exit code (4), the same durable log entry: nobody learns from a "
      "refusal whether somebody is in the list."));
  return {};
}

}  // namespace veil::tools::demo
