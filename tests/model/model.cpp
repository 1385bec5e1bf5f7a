#include "tests/model/model.h"

#include <algorithm>

namespace veil::model {
namespace {

const RoleSketch* role_of(const Sketch& sketch, int id) {
  for (const RoleSketch& role : sketch.roles) {
    if (role.id == id) return &role;
  }
  return nullptr;
}

bool within_hours(const Sketch& sketch, const GrantSketch& grant, std::uint64_t now_ms) {
  const auto minutes = static_cast<std::int64_t>(now_ms / 60'000) + sketch.offset_minutes;
  const std::int64_t hour = minutes / 60 % 24;
  return grant.hours_from <= hour && hour < grant.hours_to;
}

bool consented(const std::string& scope, const RoleSketch& role, const RecordSketch& record,
               std::uint64_t now_ms) {
  for (const ConsentSketch& consent : record.consents) {
    if (!scope.empty() && consent.scope != scope) continue;
    if (consent.recipient != role.body) continue;
    if (consent.by_guardian && record.guardian_conflict) continue;
    if (!role.body.empty() && !consent.withdrawn && now_ms < consent.until_ms) return true;
  }
  return false;
}

bool referred(const GrantSketch& grant, const RoleSketch& role, const RecordSketch& record,
              std::uint64_t now_ms) {
  const bool offers = grant.referred == 1 && consented("", role, record, now_ms);
  for (const ReferralSketch& referral : record.referrals) {
    if (referral.recipient != role.body) continue;
    if (referral.accepted || (offers && now_ms < referral.until_ms)) return true;
  }
  return false;
}

bool reasoned(const Sketch& sketch, const AskSketch& ask) {
  const auto blank = [](char c) { return c == ' '; };
  const auto blanks = std::count_if(ask.reason.begin(), ask.reason.end(), blank);
  return ask.reason.size() - static_cast<std::size_t>(blanks) >= sketch.reason_min;
}

// One approval is enough, of somebody who is not in conflict; one denial is enough to end it.
bool approved(const RecordSketch& record, const AskSketch& ask) {
  for (const RequestSketch& request : record.requests) {
    if (request.glass || request.asker != ask.person || request.role != ask.role) continue;
    if (request.denied || ask.now_ms >= request.until_ms) continue;
    for (const int person : request.approved_by) {
      if (record.conflicts.count(person) == 0) return true;
    }
  }
  return false;
}

bool glass_open(const RecordSketch& record, const AskSketch& ask) {
  for (const RequestSketch& request : record.requests) {
    if (!request.glass || request.asker != ask.person || request.role != ask.role) continue;
    if (!request.denied && ask.now_ms < request.until_ms) return true;
  }
  return false;
}

bool applies(const Sketch& sketch, const GrantSketch& grant, const RecordSketch& record,
             const AskSketch& ask) {
  const RoleSketch& role = *role_of(sketch, ask.role);
  if (!grant.purposes.empty() && grant.purposes.count(ask.purpose) == 0) return false;
  if (grant.assigned && record.assigned.count(ask.person) == 0) return false;
  if (grant.reason && !reasoned(sketch, ask)) return false;
  if (grant.approved && !ask.approved && !approved(record, ask)) return false;
  if (grant.break_glass && !ask.break_glass && !glass_open(record, ask)) return false;
  if (!within_hours(sketch, grant, ask.now_ms)) return false;
  if (!grant.consent.empty() && !consented(grant.consent, role, record, ask.now_ms)) return false;
  if (grant.referred > 0 && !referred(grant, role, record, ask.now_ms)) return false;
  if (grant.own_intake > 0) {
    if (record.created_by != ask.person) return false;
    const std::uint64_t last =
        record.created_ms + static_cast<std::uint64_t>(grant.own_intake) * 24 * 3'600'000;
    if (ask.now_ms > last) return false;
  }
  return true;
}

// Role 1 may do everything by grants that have no condition.
Sight granted(const Sketch& sketch, const RecordSketch& record, const AskSketch& ask, int cls) {
  if (ask.role == kMakerRole) return {3, true};
  Sight out;
  for (const GrantSketch& grant : sketch.grants) {
    if (grant.role != ask.role || grant.cls != cls) continue;
    if (!applies(sketch, grant, record, ask)) continue;
    out.strength = std::max(out.strength, grant.strength);
    out.write = out.write || grant.write;
  }
  return out;
}

std::string group_of(const std::string& code) {
  return code == "c" ? "y" : "x";
}

// What one cell shows of `value`, empty if nothing is recorded.
CellModel cell(const Sketch& sketch, const FieldSketch& field, Strength strength,
               const std::string& value) {
  const std::string& rule = strength == 2 ? field.veiled : field.counted;
  const bool hidden = sketch.hidden.at(static_cast<std::size_t>(field.cls - 1));
  const bool shown = strength == 3 || (strength > 0 && !hidden && !rule.empty());
  if (!shown) return {0, "withheld", ""};
  if (value.empty()) return {strength, "empty", ""};
  if (value == kUnknown) return {strength, "unknown", ""};
  return {strength, "value", strength == 3 || rule == "keep" ? value : group_of(value)};
}

}  // namespace

Sight sight(const Sketch& sketch, const RecordSketch& record, const AskSketch& ask, int cls) {
  const RoleSketch* role = role_of(sketch, ask.role);
  if (record.conflicts.count(ask.person) > 0) return {};
  if (role == nullptr || !role->read || role->purposes.count(ask.purpose) == 0) return {};
  const auto purpose = sketch.purposes.find(ask.purpose);
  if (purpose == sketch.purposes.end() || purpose->second.count(cls) == 0) return {};
  Sight out = granted(sketch, record, ask, cls);
  out.write = out.write && role->write;
  for (const NeverSketch& never : sketch.nevers) {
    if (never.role == ask.role && never.cls == cls) {
      out.strength = std::min(out.strength, never.above);
    }
  }
  return out;
}

bool suspended(const RecordSketch& record, int person, std::uint64_t now_ms) {
  for (const RequestSketch& request : record.requests) {
    if (!request.glass || request.asker != person || !request.approved_by.empty()) continue;
    if (request.denied || now_ms >= request.due_ms) return true;
  }
  return false;
}

std::optional<ViewModel> view(const Sketch& sketch, const RecordSketch& record,
                              const AskSketch& ask) {
  bool anything = false;
  for (std::size_t i = 0; i < sketch.hidden.size(); ++i) {
    anything = anything || sight(sketch, record, ask, static_cast<int>(i) + 1).strength > 0;
  }
  if (!anything) return std::nullopt;

  ViewModel out;
  std::set<std::uint32_t> rows;  // of the entity with many, as far as a shown value names them
  for (const auto& [at, value] : record.values) {
    for (const FieldSketch& field : sketch.fields) {
      if (field.id != at.second || !field.many) continue;
      const Strength strength = sight(sketch, record, ask, field.cls).strength;
      if (cell(sketch, field, strength, value).marker != "withheld") rows.insert(at.first);
    }
  }
  if (rows.empty()) rows.insert(0);
  for (const FieldSketch& field : sketch.fields) {
    const Strength strength = sight(sketch, record, ask, field.cls).strength;
    for (const std::uint32_t row : field.many ? rows : std::set<std::uint32_t>{0}) {
      const auto value = record.values.find({row, field.id});
      const std::string text = value == record.values.end() ? "" : value->second;
      out[{row, field.id}] = cell(sketch, field, strength, text);
    }
  }
  return out;
}

}  // namespace veil::model
