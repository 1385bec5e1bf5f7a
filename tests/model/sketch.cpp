#include "tests/model/sketch.h"

#include <algorithm>

#include "redact/policy.h"

namespace veil::model {
namespace {

constexpr const char* kWords[] = {"", "counted", "veiled", "full"};
constexpr const char* kBodies[] = {"", "b1", "b2"};

std::string quoted(const std::string& text) {
  return "\"" + text + "\"";
}

// "{ id = 3, name = "c3", zh = "c3", en = "c3"", open at its end.
std::string named(int id, const std::string& name) {
  return "  { id = " + std::to_string(id) + ", name = " + quoted(name) + ", zh = " + quoted(name) +
         ", en = " + quoted(name);
}

template <class List>
std::string names(const char* prefix, const List& ids) {
  std::string out = "[";
  for (const int id : ids) {
    if (out.size() > 1) out += ", ";
    out += quoted(prefix + std::to_string(id));
  }
  return out + "]";
}

std::string hour(int value) {
  return (value < 10 ? "0" : "") + std::to_string(value) + ":00";
}

std::string when_text(const GrantSketch& grant) {
  std::string when;
  if (grant.assigned) when += ", assigned = true";
  if (grant.reason) when += ", reason = true";
  if (grant.approved) when += ", approved = true";
  if (grant.break_glass) when += ", break_glass = true";
  if (!grant.consent.empty()) when += ", consent = " + quoted(grant.consent);
  if (grant.referred == 1) when += ", referred = \"offered\"";
  if (grant.referred == 2) when += ", referred = true";
  if (grant.hours_from != 0 || grant.hours_to != 24) {
    when += ", hours = " + quoted(hour(grant.hours_from) + "-" + hour(grant.hours_to));
  }
  if (grant.own_intake > 0) when += ", own_intake = " + std::to_string(grant.own_intake);
  if (!grant.purposes.empty()) when += ", purposes = " + names("p", grant.purposes);
  return when.empty() ? "" : ", when = { " + when.substr(2) + " }";
}

std::string grant_text(const GrantSketch& grant) {
  std::string out = "  { role = \"r" + std::to_string(grant.role) + "\", classes = [\"c" +
                    std::to_string(grant.cls) + "\"]";
  if (grant.strength > 0) out += ", strength = " + quoted(kWords[grant.strength]);
  if (grant.write) out += ", write = true";
  return out + when_text(grant) + " },\n";
}

std::string fields_text(const Sketch& sketch) {
  std::string out = "field = [\n";
  for (const auto& [id, name] : {std::pair(100, "assigned"), std::pair(101, "conflicts")}) {
    out += named(id, std::string("case.") + name) +
           ", class = \"c1\", type = \"person\", fact = " + quoted(name) + " },\n";
  }
  constexpr const char* kFacts[][3] = {
      {"case", "guardian_conflict", "boolean"},   {"consent", "consent_scope", "code"},
      {"consent", "consent_recipient", "string"}, {"consent", "consent_giver", "string"},
      {"consent", "consent_until", "date"},       {"consent", "consent_withdrawn", "boolean"},
      {"referral", "referral_to", "string"},      {"referral", "referral_status", "string"},
  };
  int id = 102;
  for (const auto& [entity, fact, type] : kFacts) {
    out += named(id++, std::string(entity) + "." + fact) +
           ", class = \"c1\", type = " + quoted(type) + ", fact = " + quoted(fact) +
           (type == std::string("code") ? ", codes = \"consent_scope\" },\n" : " },\n");
  }
  for (const FieldSketch& field : sketch.fields) {
    out += named(field.id, (field.many ? "item.f" : "case.f") + std::to_string(field.id)) +
           ", class = \"c" + std::to_string(field.cls) + "\", type = \"code\", codes = \"letters\"";
    if (!field.veiled.empty()) out += ", veiled = " + quoted(field.veiled);
    if (!field.counted.empty()) out += ", counted = " + quoted(field.counted);
    out += " },\n";
  }
  return out + "]\n";
}

std::string roles_text(const Sketch& sketch) {
  std::string out = "role = [\n";
  for (const RoleSketch& role : sketch.roles) {
    out += named(role.id, "r" + std::to_string(role.id)) +
           ", purposes = " + names("p", role.purposes) + ", may = [";
    if (role.read) out += "\"read\", \"list\"";
    if (role.write) out += std::string(role.read ? ", " : "") + "\"write\"";
    if (role.id == kMakerRole) out += ", \"create\"";
    out += "]" + (role.body.empty() ? "" : ", body = " + quoted(role.body)) + " },\n";
  }
  // Every store has somebody who can read its log.
  return out + named(9, "auditor") +
         ", purposes = [\"audit\"], may = [\"read_log\"], auditor = true },\n]\n";
}

std::string grants_text(const Sketch& sketch) {
  std::string out = "grant = [\n";
  for (std::size_t i = 0; i < sketch.hidden.size(); ++i) {
    GrantSketch grant;
    grant.role = kMakerRole;
    grant.cls = static_cast<int>(i) + 1;
    grant.strength = 3;
    grant.write = true;
    out += grant_text(grant);
  }
  for (const GrantSketch& grant : sketch.grants) out += grant_text(grant);
  out += "]\nnever = [\n";
  for (const NeverSketch& never : sketch.nevers) {
    out += "  { roles = [\"r" + std::to_string(never.role) + "\"], classes = [\"c" +
           std::to_string(never.cls) +
           "\"], above = " + quoted(never.above == 0 ? "withheld" : kWords[never.above]) +
           ", why = \"w\" },\n";
  }
  return out + "]\n";
}

// Who needs an approval may ask for it; whose grants speak of break-glass may break it.
std::string requests_text(const Sketch& sketch) {
  std::set<int> asking;
  bool glass = false;
  for (const GrantSketch& grant : sketch.grants) {
    if (grant.approved) asking.insert(grant.role);
    glass = glass || grant.break_glass;
  }
  std::string out = "request = [\n";
  if (!asking.empty()) {
    out += R"(  { kind = "access", ask = )" + names("r", asking) +
           R"(, approve = ["r1"] },)"
           "\n";
  }
  if (!glass) return out + "]\n";
  return out + R"(  { kind = "break_glass_review", approve = ["r1"] },
]
break_glass = { reasons = "letters" }
)";
}

bool is_sound(const Sketch& sketch) {
  auto policy = redact::Policy::parse(policy_text(sketch));
  if (!policy) return false;
  const auto findings = redact::lint(*policy);
  // Whether a role of an unfinished sketch can write at all is seen to at its end.
  return std::all_of(findings.begin(), findings.end(),
                     [](const redact::Finding& finding) { return finding.rule == "cannot-write"; });
}

std::set<int> some(std::mt19937_64& random, const std::set<int>& of, int percent) {
  std::set<int> out;
  for (const int one : of) {
    if (chance(random, percent)) out.insert(one);
  }
  return out;
}

GrantSketch random_grant(std::mt19937_64& random, const Sketch& sketch, const RoleSketch& role) {
  GrantSketch grant;
  grant.role = role.id;
  grant.cls = 1 + draw(random, static_cast<int>(sketch.hidden.size()));
  grant.strength = draw(random, 4);
  grant.write = grant.strength == 0 || chance(random, 30);
  grant.assigned = chance(random, 30);
  grant.reason = chance(random, 20);
  grant.approved = chance(random, 10);
  grant.break_glass = chance(random, 10);
  if (chance(random, 20)) {
    grant.hours_from = draw(random, 23);
    grant.hours_to = grant.hours_from + 1 + draw(random, 24 - grant.hours_from);
  }
  if (chance(random, 20)) grant.own_intake = 1 + draw(random, 3);
  if (!role.body.empty() && chance(random, 15)) grant.referred = 1 + draw(random, 2);
  if (!role.body.empty() && chance(random, 20)) grant.consent = chance(random, 50) ? "s1" : "s2";
  if (chance(random, 20)) grant.purposes = some(random, role.purposes, 50);
  return grant;
}

void add_classes(Sketch& sketch, std::mt19937_64& random) {
  const int classes = 2 + draw(random, 4);
  std::set<int> all;
  for (int cls = 1; cls <= classes; ++cls) {
    all.insert(cls);
    const bool hidden = cls != kFactsClass && chance(random, 20);
    sketch.hidden.push_back(hidden);
    for (int more = 1 + draw(random, 2); more > 0; --more) {
      FieldSketch field;
      field.id = static_cast<int>(sketch.fields.size()) + 1;
      field.cls = cls;
      field.many = chance(random, 40);
      const int forms = hidden ? 0 : draw(random, 6);
      field.veiled = forms >= 3 ? "keep" : forms >= 1 ? "group" : "";
      field.counted = forms == 5 ? "keep" : forms == 4 || forms == 2 ? "group" : "";
      sketch.fields.push_back(field);
    }
  }
  sketch.purposes[kAnyPurpose] = all;
  for (int purpose = 2; purpose <= 3; ++purpose) sketch.purposes[purpose] = some(random, all, 60);
}

void add_roles(Sketch& sketch, std::mt19937_64& random) {
  sketch.roles.push_back({kMakerRole, "b1", {kAnyPurpose}, true, true});
  for (int id = 2; id <= 4; ++id) {
    RoleSketch role{id, kBodies[draw(random, 3)], some(random, {1, 2, 3}, 60), true, true};
    if (id == 2) role.purposes.insert({2, 3});  // each purpose is somebody's
    if (role.purposes.empty()) role.purposes = {kAnyPurpose};
    sketch.roles.push_back(role);
  }
}

}  // namespace

int draw(std::mt19937_64& random, int below) {
  return static_cast<int>(random() % static_cast<std::uint64_t>(below));
}

bool chance(std::mt19937_64& random, int percent) {
  return draw(random, 100) < percent;
}

std::string random_code(std::mt19937_64& random) {
  constexpr const char* kCodes[] = {"a", "b", "c", kUnknown};
  return kCodes[draw(random, 4)];
}

std::string policy_text(const Sketch& sketch) {
  const int hours = sketch.offset_minutes / 60;
  std::string out = "policy = { id = \"random\", version = \"1\", utc_offset = \"+" + hour(hours) +
                    "\", reason_min = " + std::to_string(sketch.reason_min) + " }\nentity = [\n" +
                    named(1, "case") + " },\n" + named(2, "item") + ", many = true },\n" +
                    named(3, "consent") + ", many = true },\n" + named(4, "referral") +
                    ", many = true },\n]\nclass = [\n";
  for (std::size_t i = 0; i < sketch.hidden.size(); ++i) {
    const int id = static_cast<int>(i) + 1;
    out += named(id, "c" + std::to_string(id)) +
           (sketch.hidden[i] ? ", presence = \"hidden\" },\n" : " },\n");
  }
  out += "]\n" + fields_text(sketch) + "purpose = [\n";
  for (const auto& [id, classes] : sketch.purposes) {
    out += named(id, "p" + std::to_string(id)) + ", classes = " + names("c", classes) + " },\n";
  }
  out += named(9, "audit") + ", classes = [] },\n";
  return out + "]\n" + roles_text(sketch) + grants_text(sketch) + requests_text(sketch) + R"(
[[codes]]
name = "letters"
edition = "1"
groups = [{ code = "x", zh = "x", en = "x" }, { code = "y", zh = "y", en = "y" }]
items = [
  { code = "a", zh = "a", en = "a", group = "x" },
  { code = "b", zh = "b", en = "b", group = "x" },
  { code = "c", zh = "c", en = "c", group = "y" },
]

[[codes]]
name = "consent_scope"
edition = "1"
items = [{ code = "s1", zh = "s1", en = "s1" }, { code = "s2", zh = "s2", en = "s2" }]
)";
}

Sketch random_sketch(std::mt19937_64& random, bool sound) {
  Sketch sketch;
  sketch.offset_minutes = 60 * draw(random, 13);
  sketch.reason_min = 1 + static_cast<std::size_t>(draw(random, 10));
  add_classes(sketch, random);
  add_roles(sketch, random);
  for (int i = draw(random, 4); i > 0; --i) {
    const int classes = static_cast<int>(sketch.hidden.size());
    sketch.nevers.push_back({2 + draw(random, 3), 1 + draw(random, classes), draw(random, 3)});
  }
  for (int i = 0; i < 16; ++i) {
    const RoleSketch& role = *std::next(sketch.roles.begin(), 1 + draw(random, 3));
    sketch.grants.push_back(random_grant(random, sketch, role));
    if (sound && !is_sound(sketch)) sketch.grants.pop_back();
  }
  for (RoleSketch& role : sketch.roles) {
    role.write = role.id == kMakerRole ||
                 std::any_of(sketch.grants.begin(), sketch.grants.end(), [&](const auto& grant) {
                   return grant.role == role.id && grant.write;
                 });
    if (!sound && role.id != kMakerRole) {
      role.read = !role.write || chance(random, 80);
      role.write = role.write && (!role.read || chance(random, 80));
    }
  }
  return sketch;
}

}  // namespace veil::model
