#include "tools/veil/demo/consent.h"

#include <algorithm>
#include <chrono>

#include "tools/veil/demo/cases.h"

namespace veil::tools::demo {
namespace {

constexpr std::size_t kAsked = kConsentCase - 1;
constexpr std::uint64_t kHalfYearMs = 180ULL * 24 * 60 * 60 * 1000;

Done<> write(Stage& stage, const store::RecordDraft& draft, const char* reason) {
  auto session = stage.world.enter(Who::handler, "handler", "delivery", stage.console);
  if (!session) return stop(session.error());
  auto amended = (*session)->amend(stage.ids.at(kAsked), draft, reason);
  if (!amended) return stop(amended.error());
  return {};
}

// The row of the only consent of the case.
Done<redact::Row> consent_row(Stage& stage) {
  auto session = stage.world.enter(Who::handler, "handler", "delivery", stage.console);
  if (!session) return stop(session.error());
  const auto scope = (*session)->policy().schema().field(std::string_view("consent.scope"))->id;
  store::Want want;
  want.fields = {scope};
  auto record = (*session)->read(stage.ids.at(kAsked), want);
  if (!record) return stop(record.error());
  if (record->view.cells.size() != 1 || !record->view.cells.front().value) {
    return wrong("the consents of the case");
  }
  return record->view.cells.front().row;
}

Done<> give(Stage& stage) {
  const auto now =
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                     std::chrono::system_clock::now().time_since_epoch())
                                     .count());
  store::RecordDraft draft;
  draft.facts.given = {
      {store::kNewRow, "share_federation", "womens_federation", "self", now + kHalfYearMs}};
  return write(stage, draft, stage.word("本人签署同意书", "she signed the form"));
}

Done<> withdraw(Stage& stage) {
  auto row = consent_row(stage);
  if (!row) return stop(row.error());
  store::RecordDraft draft;
  draft.facts.ended = {{*row, std::nullopt}};
  return write(stage, draft, stage.word("本人电话撤回", "she took it back by telephone"));
}

Done<Sight> look_on(Stage& stage, const char* heading) {
  auto sight = look(stage, {Who::caseworker, "caseworker", "delivery", {}}, stage.ids.at(kAsked));
  if (!sight) return stop(sight.error());
  sight->heading = heading;
  return sight;
}

Done<std::vector<Sight>> play(Stage& stage) {
  std::vector<Sight> out;
  auto before = look_on(stage, stage.word("未经同意", "before she is asked"));
  if (!before) return stop(before.error());
  if (auto given = give(stage); !given) return stop(given.error());
  auto during = look_on(stage, stage.word("同意之后", "while she agrees"));
  if (!during) return stop(during.error());
  if (auto ended = withdraw(stage); !ended) return stop(ended.error());
  auto after = look_on(stage, stage.word("撤回之后", "after withdrawal"));
  if (!after) return stop(after.error());
  out.push_back(std::move(*before));
  out.push_back(std::move(*during));
  out.push_back(std::move(*after));
  return out;
}

}  // namespace

Done<> tell_consent(Stage& stage) {
  stage.teller.title("同意由她说了算", "Her consent decides");
  stage.teller.say(stage.word(
      "第 18 "
      "号案的当事人还没有同意妇联介入。林静看到的：同意之前、同意之后（有效期半年）、撤回之后：",
      "The woman of case 18 has not agreed yet that the federation accompanies her. What 林静 sees "
      "before she is asked, while she agrees (for half a year), and after she took it back:"));
  stage.console.out() << '\n';
  auto sights = play(stage);
  if (!sights) return stop(sights.error());
  auto policy = policy_of(stage);
  if (!policy) return stop(policy.error());
  const std::vector<Sight>& seen = *sights;
  if (shows(*policy, seen[0], "person.name") || !shows(*policy, seen[1], "person.name") ||
      shows(*policy, seen[2], "person.name")) {
    return wrong("what a consent changes");
  }
  print_side_by_side(stage.console, policy->schema(),
                     {{17, 18, 24, 18},
                      {"case.no", "case.status", "person.name", "person.phone",
                       "person.safe_contact", "person.current_address", "incident.type",
                       "incident.gist", "incident.narrative", "measure.amount"}},
                     seen);
  stage.console.out() << '\n';
  stage.teller.say(stage.word(
      "同意按接收方、范围和期限逐条记录；到期或撤回，从下一次读取起即失效，无需任何人另做什么。同意"
      "也不等于全部：侵害类型只到大类，经过要另行同意，住址只在白天、为走访、写明事由才给。",
      "A consent names one recipient, one scope and an end. Expired or withdrawn, it counts no "
      "more from the next reading on; nobody has to do anything. And it does not give everything: "
      "what happened as a group only, the account takes a consent of its own, the address a visit "
      "by day and a written reason."));
  return {};
}

}  // namespace veil::tools::demo
