#include "redact/policy_words.h"

namespace veil::redact {
namespace {

constexpr std::int64_t kFenInYuan = 100;

std::string hour_text(int hour) {
  return (hour < 10 ? "0" : "") + std::to_string(hour) + ":00";
}

}  // namespace

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string words_of(const Policy& policy, const Conditions& when) {
  // All of them by name: a condition that has no words would be one that nobody is shown.
  const auto& [assigned, reason, approved, glass, consent, referred, from, to, intake_days,
               purposes] = when;
  std::vector<std::string> words;
  if (assigned) words.emplace_back("assigned");
  if (intake_days > 0) words.push_back("own_intake " + std::to_string(intake_days));
  if (referred == Referred::offered) words.emplace_back("referred offered");
  if (referred == Referred::accepted) words.emplace_back("referred");
  if (!consent.empty()) words.push_back("consent " + consent);
  if (from != 0 || to != 24) words.push_back("hours " + hour_text(from) + "-" + hour_text(to));
  if (approved) words.emplace_back("approved");
  if (glass) words.emplace_back("break_glass");
  if (reason) words.emplace_back("reason");
  std::string names;
  for (const PurposeId id : purposes) names += " " + policy.purpose(id)->name;
  if (!names.empty()) words.push_back("purposes" + names);
  return joined(words);
}

std::string words_of(const Policy& policy, const Grant& grant) {
  std::string text;
  if (grant.strength != Strength::withheld) text += to_string(grant.strength);
  if (grant.write) text += text.empty() ? "write" : ", write";
  const std::string when = words_of(policy, grant.when);
  return when.empty() ? text : text + " when " + when;
}

std::string words_of(const Policy& policy, const RequestRule& rule) {
  std::vector<std::string> approvers;
  for (const RoleId id : rule.approve) approvers.push_back(policy.role(id)->name);
  std::string text = std::to_string(rule.approvals) + " of " + joined(approvers);
  if (!opens_by_itself(rule.kind)) text += ", within " + std::to_string(rule.hours) + " hours";
  return text;
}

std::string words_of(const Field& field, const VeilRule& rule) {
  if (rule.kind == VeilKind::none) return "nothing";
  std::string text(to_string(rule.kind));
  if (rule.bounds.empty()) return text;
  std::vector<std::string> bounds;
  for (const std::int64_t bound : rule.bounds) {
    bounds.push_back(std::to_string(field.type == FieldType::money ? bound / kFenInYuan : bound));
  }
  return text + " [" + joined(bounds) + "]";
}

}  // namespace veil::redact
