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
  std::vector<std::string> words;
  if (when.assigned) words.emplace_back("assigned");
  if (when.own_intake_days > 0) {
    words.push_back("own_intake " + std::to_string(when.own_intake_days));
  }
  if (!when.consent.empty()) words.push_back("consent " + when.consent);
  if (when.hours_from != 0 || when.hours_to != 24) {
    words.push_back("hours " + hour_text(when.hours_from) + "-" + hour_text(when.hours_to));
  }
  if (when.approved) words.emplace_back("approved");
  if (when.reason) words.emplace_back("reason");
  std::string purposes;
  for (const PurposeId id : when.purposes) purposes += " " + policy.purpose(id)->name;
  if (!purposes.empty()) words.push_back("purposes" + purposes);
  return joined(words);
}

std::string words_of(const Policy& policy, const Grant& grant) {
  std::string text;
  if (grant.strength != Strength::withheld) text += to_string(grant.strength);
  if (grant.write) text += text.empty() ? "write" : ", write";
  const std::string when = words_of(policy, grant.when);
  return when.empty() ? text : text + " when " + when;
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
