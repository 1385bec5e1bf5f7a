#include "tools/veil/demo/sights.h"

#include <algorithm>

#include "tools/veil/demo/cases.h"
#include "tools/veil/record_text.h"

namespace veil::tools::demo {
namespace {

constexpr std::size_t kLooked = kTheCase - 1;

Done<std::vector<Sight>> look_all(Stage& stage, const std::vector<Look>& looks) {
  std::vector<Sight> sights;
  sights.reserve(looks.size());
  for (const Look& how : looks) {
    auto sight = look(stage, how, stage.ids.at(kLooked));
    if (!sight) return stop(sight.error());
    sights.push_back(std::move(*sight));
  }
  return sights;
}

// What of this the keys alone see to, as the policy has it.
Done<> explain_keys(Stage& stage, const redact::Policy& policy) {
  const auto keys = policy.keys_of(policy.role("caseworker")->id);
  const auto holds_full = [&](std::string_view cls) {
    const auto full = redact::compartment_of(policy.schema().cls(cls)->id, redact::Strength::full);
    return std::find(keys.begin(), keys.end(), full) != keys.end();
  };
  if (holds_full("account") || holds_full("medical") || holds_full("psych") ||
      holds_full("minor") || !holds_full("ident")) {
    return wrong("the caseworker's keys");
  }
  stage.teller.say(stage.word(
      "林静的角色根本没有打开收款账户、诊断、心理咨询和孩子全名的密钥：任何界面、导出、查询出错都"
      "显示不出来。姓名的密钥她的角色有，但只因欧阳桂兰同意由妇联陪伴，主机才给出份额。审计员没有"
      "任何内容密钥。",
      "林静's role holds no key at all for the bank account, the diagnosis, counselling and the "
      "child's full name: no fault of a screen, an export or a query can show them. For the "
      "woman's name it holds one, and the host gives out the share only because she agreed that "
      "the federation accompanies her. The auditor holds no key to any content."));
  return {};
}

// The most dangerous field needs a written reason, even for the one who handles the case.
Done<> show_without_reason(Stage& stage) {
  auto session = stage.world.enter(Who::handler, "handler", "home_visit", stage.console);
  if (!session) return stop(session.error());
  const redact::Schema& schema = (*session)->policy().schema();
  store::Want want;
  want.fields = {schema.field(std::string_view("person.current_address"))->id};
  auto record = (*session)->read(stage.ids.at(kLooked), want);
  if (!record) return stop(record.error());
  if (record->view.cells.size() != 1 || record->view.cells.front().value) {
    return wrong("the address without a reason");
  }
  stage.teller.say(
      stage.word("承办人不写事由时，现住址也是 ",
                 "Without a written reason even the handler's view of the address is ") +
      cell_text(schema, record->view.cells.front(), stage.console) + stage.word("。", "."));
  return {};
}

}  // namespace

Done<> tell_sights(Stage& stage) {
  stage.teller.title("同一案件，四双眼睛", "One case, four pairs of eyes");
  const char* reason = stage.word("周四上午入户走访，核实居住情况", "home visit on Thursday");
  auto sights = look_all(stage, {{Who::handler, "handler", "delivery", reason},
                                 {Who::caseworker, "caseworker", "delivery", reason},
                                 {Who::statistician, "statistician", "statistics", {}},
                                 {Who::auditor, "auditor", "audit", {}}});
  if (!sights) return stop(sights.error());
  auto policy = policy_of(stage);
  if (!policy) return stop(policy.error());
  const std::vector<Sight>& seen = *sights;
  if (!shows(*policy, seen[0], "person.current_address") || !seen[1].view || !seen[2].view ||
      seen[3].view) {
    return wrong("who sees something of the case, and who nothing");
  }
  print_side_by_side(
      stage.console, policy->schema(),
      {{13, 18, 17, 18, 10},
       {"case.no", "case.opened_on", "case.target_group", "incident.type", "incident.gist",
        "person.name", "person.phone", "person.birth_date", "person.current_address", "minor.name",
        "respondent.name", "measure.amount"}},
      seen);
  stage.console.out() << '\n';
  stage.teller.say(stage.word(
      "空白不等于隐藏：【未填】是没有记录，【不详】是问过而不知，【不公开】是不给您看。",
      "Three markers, three things: [not recorded], [unknown] (asked, and not known), [withheld] "
      "(not for you)."));
  if (auto done = explain_keys(stage, *policy); !done) return done;
  return show_without_reason(stage);
}

Done<> tell_minor(Stage& stage) {
  stage.teller.title("案件里的孩子", "The child in the case");
  const char* reason = stage.word("联系学校，安排转学", "to arrange another school");
  auto sights = look_all(stage, {{Who::minors_worker, "minors_worker", "minor_protection", reason},
                                 {Who::handler, "handler", "delivery", {}},
                                 {Who::court_liaison, "court_liaison", "court_proceeding", {}}});
  if (!sights) return stop(sights.error());
  auto policy = policy_of(stage);
  if (!policy) return stop(policy.error());
  const std::vector<Sight>& seen = *sights;
  if (!shows(*policy, seen[0], "minor.school") || shows(*policy, seen[0], "hardship.loss") ||
      shows(*policy, seen[1], "minor.school") || shows(*policy, seen[2], "minor.situation")) {
    return wrong("who sees what of the child");
  }
  print_side_by_side(
      stage.console, policy->schema(),
      {{14, 22, 22, 19},
       {"minor.name", "minor.birth_date", "minor.school", "minor.situation", "minor.gist",
        "person.name", "person.phone", "incident.narrative", "health.injury", "hardship.loss"}},
      seen);
  stage.console.out() << '\n';
  stage.teller.say(stage.word(
      "孩子的信息自成一类，密钥单独。未检与社工看孩子的全部和母亲的联系方式，看不到母亲的经历、"
      "伤情和钱；法院联络人手里孩子只是「欧阳某，未满十四岁」，因为进法庭的材料可能到对方手中。"
      "学校等于行踪：承办人不写事由也看不到。",
      "What is known of the child has classes and keys of its own. The minors' worker sees all of "
      "the child and how to reach the mother, nothing of what happened to her, her injuries or her "
      "money. To the court liaison the child is 欧阳某, under 14: what goes to court may reach the "
      "other side. A school tells where somebody is: without a written reason the handler does "
      "not see it either."));
  return {};
}

}  // namespace veil::tools::demo
