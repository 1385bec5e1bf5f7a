// The parts of a policy that speak of requests and of break-glass.
#include <algorithm>

#include "redact/policy_parser.h"

namespace veil::redact {
namespace {

constexpr std::int64_t kHoursMax = std::int64_t{24} * 365;
constexpr std::int64_t kMinutesMax = std::int64_t{24} * 60;

bool overlap(const RequestRule& a, const RequestRule& b) {
  if (a.kind != b.kind) return false;
  if (opens_by_itself(a.kind)) return true;
  return std::any_of(a.ask.begin(), a.ask.end(), [&](RoleId role) {
    return std::find(b.ask.begin(), b.ask.end(), role) != b.ask.end();
  });
}

}  // namespace

std::vector<RoleId> PolicyParser::role_ids(TableReader& reader, std::string_view key) {
  std::vector<RoleId> out;
  for (const Node* word : reader.words(key)) {
    const Role* role = policy_.role(word->text);
    if (role == nullptr) {
      reader.fault(word->place, "no role is named " + quoted(word->text));
      continue;
    }
    out.push_back(role->id);
  }
  return out;
}

void PolicyParser::read_requests(const Tables& tables) {
  for (const Node* table : tables) {
    TableReader reader(*table, "[[request]]", faults_);
    read_request(reader);
    reader.finish();
    if (faults_.any()) return;
  }
}

void PolicyParser::read_request(TableReader& reader) {
  const Node& word = reader.text("kind");
  const auto kind = parse_request_kind(word.text);
  if (!kind) {
    reader.fault(word.place, "no kind of request is named " + quoted(word.text));
    return;
  }
  reader.call(word.text);
  RequestRule rule;
  rule.kind = *kind;
  rule.ask = role_ids(reader, "ask");
  rule.approve = role_ids(reader, "approve");
  if (rule.approve.empty()) reader.fault(reader.place(), "lacks approve");
  if (opens_by_itself(*kind)) {
    // Looked for so that the fault says why, not that the key is unknown.
    if (reader.find("ask") != nullptr || reader.find("hours") != nullptr) {
      reader.fault(reader.place(), "is opened by what happens: it has neither ask nor hours");
    }
  } else if (rule.ask.empty()) {
    reader.fault(reader.place(), "lacks ask");
  }
  rule.approvals = static_cast<unsigned>(reader.number_or("approvals", 1, 1, 2));
  rule.hours = static_cast<unsigned>(reader.number_or("hours", rule.hours, 1, kHoursMax));
  for (const RequestRule& other : policy_.requests_) {
    if (overlap(other, rule)) reader.fault(reader.place(), "two rules speak of the same requests");
  }
  policy_.requests_.push_back(std::move(rule));
}

void PolicyParser::read_break_glass(const Node* table) {
  if (table == nullptr) return;
  TableReader reader(*table, "[break_glass]", faults_);
  BreakGlassRule rule;
  rule.minutes = static_cast<unsigned>(reader.number_or("minutes", rule.minutes, 1, kMinutesMax));
  rule.review_hours =
      static_cast<unsigned>(reader.number_or("review_hours", rule.review_hours, 1, kHoursMax));
  const Node& reasons = reader.text("reasons");
  if (policy_.schema_.code_list(reasons.text) == nullptr) {
    reader.fault(reasons.place, "no code list is named " + quoted(reasons.text));
  }
  rule.reasons = reasons.text;
  reader.finish();
  policy_.break_glass_ = std::move(rule);
}

}  // namespace veil::redact
