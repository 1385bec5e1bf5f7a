#include "tools/veil/policy_marks.h"

#include <algorithm>

#include "redact/policy_ways.h"

namespace veil::tools {

using redact::Conditions;
using redact::Grant;
using redact::Strength;

std::string PolicyMarks::use(std::string mark, std::string meaning) {
  const auto known =
      std::find_if(used_.begin(), used_.end(), [&](const auto& one) { return one.first == mark; });
  if (known == used_.end()) used_.emplace_back(mark, std::move(meaning));
  return mark;
}

std::string PolicyMarks::numbered(const std::string& letter, const std::string& meaning) {
  auto& meanings = kinds_[letter];
  auto at = std::find(meanings.begin(), meanings.end(), meaning);
  if (at == meanings.end()) at = meanings.insert(meanings.end(), meaning);
  return use(letter + std::to_string(at - meanings.begin() + 1), meaning);
}

std::size_t PolicyMarks::number(redact::PurposeId id) const {
  const auto& all = policy_.purposes();
  const auto at = std::find_if(all.begin(), all.end(),
                               [&](const redact::Purpose& purpose) { return purpose.id == id; });
  return static_cast<std::size_t>(at - all.begin()) + 1;
}

std::string PolicyMarks::strength(Strength strength, bool write) {
  std::string text;
  if (strength == Strength::full) {
    text = use(console_.word("全", "F"), console_.word("完整，如所述", "in full, as it was said"));
  } else if (strength == Strength::veiled) {
    text = use(console_.word("脱", "V"),
               console_.word("脱敏后的形式，够用即可", "veiled, enough to work with"));
  } else if (strength == Strength::counted) {
    text =
        use(console_.word("计", "C"), console_.word("仅供统计的形式", "counted, enough to count"));
  }
  if (!write) return text;
  return text + use(console_.word("写", "w"), console_.word("可写入", "may write"));
}

std::string PolicyMarks::conditions(const Conditions& when) {
  std::string text;
  if (when.assigned) {
    text += use(console_.word("办", "a"), console_.word("本人承办的案件", "assigned to the case"));
  }
  if (when.own_intake_days > 0) {
    const std::string days = std::to_string(when.own_intake_days);
    text += use(console_.word("初", "d") + days, console_.language == redact::Language::zh
                                                     ? "本人登记后" + days + "日内"
                                                     : "registered by herself, for days: " + days);
  }
  if (when.referred == redact::Referred::offered) {
    text += numbered(console_.word("转", "t"),
                     console_.word("转介给本单位，待接收或已接收",
                                   "referred to her body, and offered or accepted"));
  } else if (when.referred == redact::Referred::accepted) {
    text += numbered(console_.word("转", "t"),
                     console_.word("转介给本单位并已接收", "referred to her body and accepted"));
  }
  if (!when.consent.empty()) {
    const redact::CodeList* scopes = policy_.schema().code_list("consent_scope");
    const auto* scope = scopes == nullptr ? nullptr : scopes->find(when.consent);
    const std::string label = scope == nullptr ? when.consent : console_.label(scope->label);
    text += numbered(console_.word("意", "c"), console_.word("本人同意：", "she agreed: ") + label);
  }
  if (when.hours_from != 0 || when.hours_to != 24) {
    text += numbered(console_.word("时", "h"), console_.word("时段 ", "between ") +
                                                   std::to_string(when.hours_from) + ":00–" +
                                                   std::to_string(when.hours_to) + ":00");
  }
  if (when.approved) {
    text += use(console_.word("批", "p"),
                console_.word("经他人批准", "approved by others for this case"));
  }
  if (when.break_glass) {
    text += use(
        console_.word("急", "g"),
        console_.word("紧急查阅本案，事后复核", "broke the glass of the case; others review it"));
  }
  if (when.reason) {
    text += use(console_.word("由", "r"), console_.word("写明事由", "a written reason"));
  }
  return text;
}

// Only where the grant is narrower than the purposes that see the class: those have a table.
std::string PolicyMarks::purposes(const redact::Role& role, redact::ClassId cls,
                                  const Conditions& when) const {
  if (when.purposes == redact::purposes_of(policy_, role, cls)) return "";
  std::vector<std::size_t> numbers;
  for (const redact::PurposeId id : when.purposes) numbers.push_back(number(id));
  std::sort(numbers.begin(), numbers.end());
  std::string text;
  for (std::size_t from = 0; from < numbers.size();) {
    std::size_t to = from;
    while (to + 1 < numbers.size() && numbers[to + 1] == numbers[to] + 1) ++to;
    text += (text.empty() ? "" : ",") + std::to_string(numbers[from]);
    if (to > from) text += (to > from + 1 ? "-" : ",") + std::to_string(numbers[to]);
    from = to + 1;
  }
  return "[" + text + "]";
}

std::string PolicyMarks::cell(const redact::Role& role, redact::ClassId cls) {
  std::string text;
  for (const Grant& way : redact::ways_of(policy_, role, cls)) {
    if (!text.empty()) text += " / ";
    text += strength(way.strength, way.write);
    const std::string when = conditions(way.when) + purposes(role, cls, way.when);
    if (!when.empty()) text += " " + when;
  }
  return text.empty() ? "-" : text;
}

PolicyMarks::Legend PolicyMarks::legend() const {
  Legend out = used_;
  out.emplace_back(
      console_.word("甲 / 乙", "x / y"),
      console_.word("甲的条件不成立时按乙", "y where the conditions of x do not hold"));
  out.emplace_back("[1-3]",
                   console_.word("仅限这些编号的目的；未注明的，凡能看到该类别的目的均可",
                                 "only for the purposes of these numbers; else for every purpose "
                                 "of the role that sees the class"));
  out.emplace_back("-", console_.word("不提供", "nothing"));
  return out;
}

}  // namespace veil::tools
