#include "tools/veil/demo/emergency.h"

#include <algorithm>

#include "tools/veil/demo/cases.h"
#include "tools/veil/log_text.h"
#include "tools/veil/width.h"

namespace veil::tools::demo {
namespace {

constexpr std::size_t kUrgent = kEmergencyCase - 1;
constexpr const char* kReason = "life";  // of the policy's list
constexpr std::size_t kLabel = 14;

const Look kLook{Who::caseworker, "caseworker", "emergency", {}};

Done<store::RequestId> break_glass(Stage& stage) {
  auto session = stage.world.enter(kLook.who, kLook.role, kLook.purpose, stage.console);
  if (!session) return stop(session.error());
  auto id = (*session)->break_glass(stage.world.identity(kLook.who), stage.ids.at(kUrgent), kReason,
                                    stage.word("当事人来电呼救，电话中断，回拨无人接",
                                               "she called for help, the call broke off"));
  if (!id) return stop(id.error());
  return *id;
}

void print_review(Stage& stage, const redact::Policy& policy, const store::Request& request) {
  const redact::CodeList* reasons = policy.schema().code_list(policy.break_glass()->reasons);
  const redact::CodeList::Item* reason = reasons->find(request.reason);
  const auto line = [&](const char* label, const std::string& text) {
    stage.console.out() << "  " << pad_right(label, kLabel) << text << '\n';
  };
  const int zone = policy.utc_offset_minutes();
  line(stage.word("谁", "who"), player(kLook.who).name);
  line(stage.word("理由", "reason"), stage.console.label(reason->label));
  line(stage.word("说明", "her words"), request.text);
  line(stage.word("打开于", "opened at"), time_text(request.made_at_ms, zone));
  line(stage.word("复核期限", "review by"), time_text(request.due_at_ms, zone));
}

// Nobody answers her own; the supervisor finds it in her list.
Done<> review(Stage& stage, const redact::Policy& policy, const store::RequestId& id) {
  auto session = stage.world.enter(Who::supervisor, "supervisor", "supervision", stage.console);
  if (!session) return stop(session.error());
  auto waiting = (*session)->requests();
  if (!waiting) return stop(waiting.error());
  const auto at = std::find_if(waiting->begin(), waiting->end(),
                               [&](const store::RequestLine& one) { return one.kept.id == id; });
  if (at == waiting->end() || !at->may_answer) return wrong("the review of the emergency");
  print_review(stage, policy, at->kept.request.said);
  auto answered = (*session)->answer(id, store::Verdict::approve,
                                     stage.word("已核实，处置得当", "checked: rightly done"));
  if (!answered) return stop(answered.error());
  return {};
}

}  // namespace

Done<> tell_emergency(Stage& stage) {
  stage.teller.title("紧急情况", "An emergency");
  auto policy = policy_of(stage);
  if (!policy) return stop(policy.error());
  stage.teller.say(stage.word(
      "夜里值班的林静接到第 41 "
      "号案当事人的呼救。案件不由她承办，她再输一次口令、选定理由、写明情况：",
      "At night 林静 is on duty when the woman of case 41 calls for help. The case is not hers. "
      "She types her passphrase again, picks a reason and writes a sentence:"));
  stage.console.out() << '\n';
  auto before = look(stage, kLook, stage.ids.at(kUrgent));
  if (!before) return stop(before.error());
  auto id = break_glass(stage);
  if (!id) return stop(id.error());
  auto after = look(stage, kLook, stage.ids.at(kUrgent));
  if (!after) return stop(after.error());
  if (shows(*policy, *before, "person.name") || !shows(*policy, *after, "person.current_address") ||
      shows(*policy, *after, "incident.gist")) {
    return wrong("what an emergency opens");
  }
  before->heading = stage.word("此前", "before");
  after->heading = stage.word("此后 ", "for the next ") +
                   std::to_string(policy->break_glass()->minutes) + stage.word(" 分钟", " min");
  print_side_by_side(stage.console, policy->schema(),
                     {{20, 22, 36},
                      {"case.no", "person.name", "person.phone", "person.safe_contact",
                       "person.current_address", "incident.gist", "hardship.bank_account"}},
                     {*before, *after});
  stage.console.out() << '\n';
  stage.teller.say(stage.word(
      "只开这一个案件、这几类信息，到时自动关上。同时生成一份复核申请，审批负责人的待办里看到：",
      "One case, these few classes, and it closes by itself. At once a review is open; the "
      "supervisor finds it in her list:"));
  stage.console.out() << '\n';
  if (auto reviewed = review(stage, *policy, *id); !reviewed) return reviewed;
  stage.console.out() << '\n';
  stage.teller.say(stage.word(
      "何岚认可了这次处置。不认可，或 72 小时内没有复核，林静即被停权。",
      "何岚 approves it. Had she denied it, or nobody reviewed it within 72 hours, 林静 would be "
      "suspended."));
  return {};
}

}  // namespace veil::tools::demo
