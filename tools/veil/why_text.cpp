#include "tools/veil/why_text.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace veil::tools {
namespace {

using redact::ClassDecision;
using redact::Strength;
using redact::Why;

constexpr std::pair<Why, const char*> kPlain[] = {
    {Why::no_grant, "not for this role"},
    {Why::not_assigned, "the case is not assigned to you"},
    {Why::no_consent, "no consent to it is in force"},
    {Why::no_reason, "needs a written reason: --reason"},
    {Why::not_approved, "needs an approved request"},
    {Why::not_for_purpose, "not for this purpose"},
    {Why::never, "never for this role"},
    {Why::conflict, "conflict of interest"},
    {Why::no_action, "not an action of this role"},
    {Why::no_break_glass, "only in an emergency: veil break-glass"},
    {Why::suspended, "you are suspended until your emergency access is reviewed"},
    {Why::stale, "its weaker form is being made again: veil reveil"},
    {Why::not_referred, "no referral to your body is in force"},
};

// Of the grants that would show more, the weakest with such a condition: the decision speaks of it.
template <class Condition>
const redact::Grant* grant_missed(const Beholder& by, const ClassDecision& decision,
                                  Condition has) {
  const redact::Grant* out = nullptr;
  for (const redact::Grant& grant : by.policy.grants_of(by.role.id, decision.cls)) {
    if (grant.strength <= decision.strength) break;
    if (has(grant.when) && (out == nullptr || grant.strength < out->strength)) out = &grant;
  }
  return out;
}

std::string hours_text(const redact::Conditions& when, const Console& console) {
  std::array<char, 16> from{};
  std::array<char, 16> to{};
  std::snprintf(from.data(), from.size(), "%02d:00", when.hours_from);
  std::snprintf(to.data(), to.size(), "%02d:00", when.hours_to);
  return console.text("only from {} to {}", from.data(), to.data());
}

}  // namespace

std::string why_text(const Beholder& by, const ClassDecision& decision, const Console& console) {
  if (decision.why == Why::granted) {
    if (decision.strength == Strength::full) return {};
    if (by.at_most < Strength::full) return console.text("not more was asked for: --at-most");
    return console.text("its weaker form is being made again: veil reveil");
  }
  if (decision.why == Why::outside_hours) {
    const redact::Grant* missed = grant_missed(by, decision, [](const redact::Conditions& when) {
      return when.hours_from > 0 || when.hours_to < 24;
    });
    if (missed != nullptr) return hours_text(missed->when, console);
  }
  if (decision.why == Why::not_own_intake) {
    const redact::Grant* missed = grant_missed(
        by, decision, [](const redact::Conditions& when) { return when.own_intake_days > 0; });
    if (missed != nullptr) {
      return console.text("only for who took the case in, for {} days",
                          missed->when.own_intake_days);
    }
  }
  const auto known = std::find_if(std::begin(kPlain), std::end(kPlain),
                                  [&](const auto& one) { return one.first == decision.why; });
  if (known != std::end(kPlain)) return console.text(known->second);
  return console.said(redact::to_string(decision.why));
}

std::string why_withheld(const Beholder& by, const redact::View& view, const redact::Cell& cell,
                         const Console& console) {
  if (cell.marker != redact::Marker::withheld) return {};
  const redact::Field& field = *by.policy.schema().field(cell.field);
  const auto decided = std::find_if(view.classes.begin(), view.classes.end(),
                                    [&](const ClassDecision& one) { return one.cls == field.cls; });
  if (decided == view.classes.end()) return console.text("not for this role");
  if (cell.strength != Strength::withheld) {
    return console.text("not to be shown in a weaker form");
  }
  return why_text(by, *decided, console);
}

}  // namespace veil::tools
