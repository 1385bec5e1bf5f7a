// Each rule has an example that breaks it and nothing else, and the clean policy to compare with.
#include <fstream>
#include <iterator>

#include "tests/redact/small_policy.h"

namespace veil::redact {
namespace {

std::vector<std::string> lines(const std::vector<Finding>& findings) {
  std::vector<std::string> lines;
  lines.reserve(findings.size());
  for (const Finding& finding : findings) lines.push_back(finding.rule + ": " + finding.message);
  return lines;
}

using Lines = std::vector<std::string>;

struct Example {
  const char* why;
  std::vector<std::pair<std::string, std::string>> changes;
  Lines findings;
};

std::string changed(const std::vector<std::pair<std::string, std::string>>& changes) {
  std::string text(kSmallPolicy);
  for (const auto& [from, to] : changes) text = replaced(text, from, to);
  return text;
}

TEST_CASE("the policies that are offered, and the one of these tests, are clean",
          "[redact][lint]") {
  CHECK(lines(lint(parsed(kSmallPolicy))) == Lines{});
  std::ifstream file("tools/policies/demo.toml", std::ios::binary);
  REQUIRE(file);
  const std::string demo{std::istreambuf_iterator<char>(file), {}};
  CHECK(lines(lint(parsed(demo))) == Lines{});
}

TEST_CASE("the example of the guide is read as the guide says", "[redact][lint]") {
  std::ifstream file("docs/policy.md", std::ios::binary);
  REQUIRE(file);
  const std::string guide{std::istreambuf_iterator<char>(file), {}};
  const std::size_t begin = guide.find("```toml\n") + 8;
  const std::size_t end = guide.find("```", begin);
  REQUIRE(end != std::string::npos);
  CHECK(lines(lint(parsed(guide.substr(begin, end - begin)))) ==
        Lines{"never: handler locate full: never above withheld, an example that contradicts the "
              "grant above",
              "unreachable-class: nobody can read class locate in full"});
}

// Lets a role ask for the approval that a grant of it needs.
std::pair<std::string, std::string> asking(const std::string& role) {
  return {"never = [", R"(request = [{ kind = "access", ask = [")" + role +
                           R"("], approve = ["worker"] }]
never = [)"};
}

void check(const std::vector<Example>& examples) {
  for (const Example& example : examples) {
    CAPTURE(example.why);
    CHECK(lines(lint(parsed(changed(example.changes)))) == example.findings);
  }
}

// What is said of a role that may create and leaves out the hidden class.
std::string cannot_make(const std::string& role) {
  return "cannot-write: " + role + " may create, but cannot write class locate to a new record, " +
         "which must hold it as its presence is hidden";
}

const std::string kLastGrant = R"({ role = "counter", classes = ["op"], strength = "counted" },)";

TEST_CASE("the linter proves every never against the keys that grants would give",
          "[redact][lint]") {
  check({
      {"a stronger grant",
       {{R"(strength = "counted" })", R"(strength = "full" })"}},
       {"never: counter op full: never above counted, counting needs no names"}},
      {"conditions do not save it",
       {{R"(strength = "counted" })", R"(strength = "full", when = { assigned = true } })"}},
       {"never: counter op full: never above counted, counting needs no names"}},
      {"nor does a purpose that does not cover the class",
       {{kLastGrant,
         kLastGrant + R"({ role = "counter", classes = ["locate"], strength = "full" },)"}},
       {"never: counter locate full: never above counted, counting needs no names",
        "dead-grant: counter locate full: outside of all its purposes"}},
      {"the bound itself is allowed",
       {{"never = [",
         R"(never = [{ roles = ["worker"], classes = ["op"], above = "veiled", why = "test" },)"},
        {R"({ role = "worker", classes = ["op"], strength = "full", write = true },)",
         R"({ role = "worker", classes = ["op"], write = true },
  { role = "reader", classes = ["op"], strength = "full" },)"},
        {"role = [",
         R"(role = [{ id = 9, name = "reader", zh = "读", en = "r", purposes = ["help"], may = ["read"] },)"}},
       {}},
  });
}

TEST_CASE("the linter refuses weaker strengths that are not weak", "[redact][lint]") {
  check({
      {"a name kept",
       {{R"(veiled = "surname", known = true)", R"(veiled = "keep", keep_why = "no harm")"}},
       {"keep: case.name is kept as it is in veiled, a name, which no weaker strength may hold "
        "whole"}},
      {"free text kept",
       {{R"(veiled = "scrub")", R"(veiled = "keep", keep_why = "no harm")"}},
       {"keep: case.story is kept as it is in veiled, a text, which no weaker strength may hold "
        "whole"}},
      {"a date kept without a word",
       {{R"(veiled = "age")", R"(veiled = "keep")"}},
       {"keep: case.birth is kept as it is in veiled, a date, without keep_why"}},
      {"a date kept with a reason",
       {{R"(veiled = "age")", R"(veiled = "keep", keep_why = "a test")"}},
       {}},
      {"a code kept", {{R"(counted = "group")", R"(counted = "keep")"}}, {}},
      {"counted tells more than veiled",
       {{R"(counted = "group")", R"(veiled = "group", counted = "keep")"},
        {kLastGrant, kLastGrant + R"({ role = "worker", classes = ["op"], strength = "veiled" },)"},
        {R"({ role = "worker", classes = ["op"], strength = "full", write = true },)",
         R"({ role = "worker", classes = ["op"], strength = "full", write = true, when = { reason = true } },)"}},
       {"counted-above-veiled: case.kind tells more in counted (keep) than in veiled (group)"}},
      {"counted cuts where veiled does not",
       {{R"(veiled = "age" },)",
         R"(veiled = { kind = "age_band", bounds = [0, 18] }, counted = { kind = "age_band", bounds = [0, 14] } },)"},
        {kLastGrant,
         kLastGrant + R"({ role = "counter", classes = ["ident"], strength = "counted" },)"},
        {R"(classes = ["op"] },)", R"(classes = ["op", "ident"] },)"}},
       {"counted-above-veiled: case.birth has bounds in counted that veiled lacks: both together "
        "tell more"}},
  });
}

TEST_CASE("the linter keeps hidden presence hidden", "[redact][lint]") {
  check({
      {"a weaker form",
       {{R"(name = "case.address", zh = "住址", en = "address", class = "locate", type = "address")",
         R"(name = "case.address", zh = "住址", en = "address", class = "locate", type = "address", veiled = "county", counted = "present")"}},
       {"presence-leak: case.address has a veiled form, but the presence of its class locate is "
        "hidden below full",
        "presence-leak: case.address has a counted form, but the presence of its class locate is "
        "hidden below full"}},
      {"a host fact",
       {{R"(class = "op", type = "person")", R"(class = "locate", type = "person")"}},
       {"presence-leak: case.owner is a host fact, which the host sees, but the presence of its "
        "class locate is hidden"}},
      {"a grant below full",
       {{kLastGrant,
         kLastGrant + R"({ role = "worker", classes = ["locate"], strength = "veiled" },)"}},
       {"hidden-below-full: worker locate veiled: below full nothing of a class with hidden "
        "presence is shown, but the key would tell what is there"}},
  });
}

TEST_CASE("the linter refuses grants that give nothing or add nothing", "[redact][lint]") {
  check({
      {"nothing is left at the strength",
       {{kLastGrant,
         kLastGrant +
             R"({ role = "worker", classes = ["ident"], strength = "counted", when = { reason = true } },)"},
        {R"({ role = "worker", classes = ["ident"], strength = "veiled" },)", ""}},
       {"empty-strength: worker ident counted: no field of the class leaves anything there"}},
      {"a text to be scrubbed is something",
       {{R"(veiled = "surname", known = true)", "known = true"},
        {R"(, veiled = "age")", ""},
        {R"(en = "name", class = "ident", type = "name", veiled = "surname" })",
         R"(en = "name", class = "ident", type = "name" })"}},
       {}},
      {"outside of its purposes",
       {{R"(purposes = ["help"], may)", R"(purposes = ["help", "count"], may)"},
        {R"(when = { assigned = true } },)",
         R"(when = { assigned = true } },
  { role = "worker", classes = ["ident"], strength = "full", when = { purposes = ["count"] } },)"}},
       {"dead-grant: worker ident full: outside of all its purposes"}},
      {"a reader who may not look",
       {{R"(may = ["list"])", R"(may = ["manage_people"])"}},
       {"dead-grant: counter op counted: the role may neither read nor list"}},
      {"a writer who may not write",
       {{R"(strength = "counted" })", R"(strength = "counted", write = true })"}},
       {"dead-grant: counter op counted: the role may neither write nor create"}},
      {"a referral to nobody",
       {{R"(strength = "counted" })", R"(strength = "counted", when = { referred = true } })"}},
       {
           "referred-without-body: counter op counted: nobody can be referred to a role without a "
           "body",
       }},
      {"an accepted referral where an offered one gives as much",
       {{R"({ role = "worker", classes = ["ident"], strength = "veiled" },)",
         R"({ role = "worker", classes = ["ident"], strength = "veiled", when = { referred = "offered" } },
  { role = "worker", classes = ["ident"], strength = "veiled", when = { referred = true } },)"}},
       {"covered-grant: worker ident veiled: another grant gives as much on no more conditions"}},
      {"a consent for nobody",
       {{R"(strength = "counted" })", R"(strength = "counted", when = { consent = "share" } })"}},
       {"consent-without-body: counter op counted: no consent can name a role without a body"}},
      {"the same for fewer conditions",
       {{kLastGrant,
         kLastGrant +
             R"({ role = "worker", classes = ["ident"], strength = "veiled", when = { hours = "08:00-20:00", own_intake = 3, consent = "share", approved = true } },)"},
        asking("worker")},
       {"covered-grant: worker ident veiled: another grant gives as much on no more conditions"}},
      {"twins: one is named",
       {{kLastGrant, kLastGrant + kLastGrant}},
       {"covered-grant: counter op counted: another grant gives as much on no more conditions"}},
      {"shorter hours and longer intake are no cover",
       {{kLastGrant,
         R"({ role = "counter", classes = ["op"], strength = "counted", when = { hours = "08:00-12:00", own_intake = 9 } },
  { role = "counter", classes = ["op"], strength = "counted", when = { hours = "08:00-20:00", own_intake = 3 } },)"}},
       {}},
      {"grants with a condition of their own each",
       {{R"({ role = "worker", classes = ["ident"], strength = "veiled" },)",
         R"({ role = "worker", classes = ["ident"], strength = "veiled", when = { consent = "share" } },
  { role = "worker", classes = ["ident"], strength = "veiled", when = { reason = true } },
  { role = "worker", classes = ["ident"], strength = "veiled", when = { approved = true } },
  { role = "worker", classes = ["ident"], strength = "veiled", when = { own_intake = 3 } },
  { role = "worker", classes = ["ident"], write = true, when = { hours = "08:00-20:00" } },)"},
        asking("worker")},
       {}},
      {"a class that nobody may read",
       {{R"(classes = ["locate"], strength = "full", write = true)",
         R"(classes = ["locate"], write = true)"}},
       {"unreachable-class: nobody can read class locate in full"}},
      {"a class that nobody may write",
       {{R"(classes = ["locate"], strength = "full", write = true)",
         R"(classes = ["locate"], strength = "full")"},
        {R"({ role = "worker", classes = ["locate"], write = true, when = { own_intake = 1 } },)",
         ""},
        {R"(may = ["read", "write", "create"])", R"(may = ["read", "write"])"}},
       {"unreachable-class: nobody can write class locate"}},
      {"a class that no purpose covers",
       {{R"(classes = ["*"] },
  { id = 2, name = "count")",
         R"(classes = ["op", "ident"] },
  { id = 2, name = "count")"}},
       {"dead-grant: worker locate full: outside of all its purposes",
        "dead-grant: worker locate write-only: outside of all its purposes",
        "unreachable-class: nobody can read class locate in full",
        "unreachable-class: nobody can write class locate", cannot_make("worker")}},
      {"a class only for those who may not look",
       {{R"({ role = "worker", classes = ["locate"], strength = "full", write = true, when = { assigned = true, reason = true } },)",
         R"({ role = "boss", classes = ["locate"], strength = "full" },)"},
        {"role = [",
         R"(role = [{ id = 9, name = "boss", zh = "长", en = "b", purposes = ["help"], may = ["manage_people"] },)"}},
       {"dead-grant: boss locate full: the role may neither read nor list",
        "unreachable-class: nobody can read class locate in full"}},
      {"a class only for those who may not write",
       {{R"(classes = ["locate"], strength = "full", write = true)",
         R"(classes = ["locate"], strength = "full")"},
        {R"({ role = "worker", classes = ["locate"], write = true, when = { own_intake = 1 } },)",
         R"({ role = "boss", classes = ["locate"], strength = "full", write = true },)"},
        {R"(may = ["read", "write", "create"])", R"(may = ["read", "write"])"},
        {"role = [",
         R"(role = [{ id = 9, name = "boss", zh = "长", en = "b", purposes = ["help"], may = ["read"] },)"}},
       {"dead-grant: boss locate full: the role may neither write nor create",
        "unreachable-class: nobody can write class locate"}},
      {"a class of host facts needs no writer",
       {{"class = [", R"(class = [{ id = 9, name = "staff", zh = "人员", en = "staff" },)"},
        {R"(class = "op", type = "person")", R"(class = "staff", type = "person")"},
        {"grant = [", R"(grant = [{ role = "worker", classes = ["staff"], strength = "full" },)"}},
       {}},
      {"a class without fields",
       {{"class = [", R"(class = [{ id = 9, name = "void", zh = "空", en = "void" },)"}},
       {"empty-class: class void has no field"}},
  });
}

TEST_CASE("the linter compares what roles may do with what they are given", "[redact][lint]") {
  check({
      {"a purpose that nobody has",
       {{"purpose = [",
         R"(purpose = [{ id = 9, name = "idle", zh = "闲", en = "idle", classes = ["op"] },)"}},
       {"unused-purpose: no role has the purpose idle"}},
      {"may write, but nothing",
       {{R"(may = ["list"])", R"(may = ["list", "write"])"}},
       {"cannot-write: counter may write or create, but no grant lets it write"}},
      {"may write, but only outside of its purposes",
       {{kLastGrant, kLastGrant + R"({ role = "counter", classes = ["ident"], write = true },)"},
        {R"(may = ["list"])", R"(may = ["list", "write"])"}},
       {"dead-grant: counter ident write-only: outside of all its purposes",
        "cannot-write: counter may write or create, but no grant lets it write"}},
      {"may create, but nothing new",
       {{R"(strength = "counted" })",
         R"(strength = "counted", write = true, when = { assigned = true } })"},
        {R"(may = ["list"])", R"(may = ["list", "create"])"}},
       {"cannot-write: counter may create, but no grant lets it write to a new record"}},
      {"a new record has no approval",
       {{R"(strength = "counted" })",
         R"(strength = "counted", write = true, when = { approved = true } })"},
        {R"(may = ["list"])", R"(may = ["list", "create"])"},
        asking("counter")},
       {"cannot-write: counter may create, but no grant lets it write to a new record"}},
      {"nor a consent",
       {{R"(strength = "counted" })",
         R"(strength = "counted", write = true, when = { consent = "share" } })"},
        {R"(may = ["list"])", R"(may = ["list", "create"], body = "office_of_numbers")"}},
       {"cannot-write: counter may create, but no grant lets it write to a new record"}},
      {"but it is its maker's own intake",
       {{R"(strength = "counted" })",
         R"(strength = "counted", write = true, when = { own_intake = 1, reason = true } })"},
        {R"(may = ["list"])", R"(may = ["list", "create"])"}},
       {cannot_make("counter")}},
      {"a maker of records who leaves out what is hidden",
       {{R"(write = true, when = { own_intake = 1 })",
         R"(write = true, when = { approved = true })"},
        asking("worker")},
       {cannot_make("worker")}},
      {"an auditor who looks",
       {{R"(may = ["list"])", R"(may = ["list", "read_log"], auditor = true)"}},
       {"auditor: counter is an auditor and may do more than read_log",
        "auditor: counter is an auditor and has grants of classes"}},
      {"an auditor without the log",
       {{R"(may = ["list"])", R"(may = ["list"], auditor = true)"}},
       {"auditor: counter is an auditor, but may not read_log",
        "auditor: counter is an auditor and has grants of classes"}},
      {"nobody who reads the log",
       {{R"(may = ["read_log"], auditor = true)", R"(may = ["list"])"},
        {R"({ role = "counter", classes = ["op"], strength = "counted" },)",
         R"({ role = "counter", classes = ["op"], strength = "counted" },
  { role = "auditor", classes = ["ident"], strength = "veiled" },)"}},
       {"auditor: no role is an auditor: nobody could read the access log"}},
      {"the log without being auditor",
       {{R"(may = ["list"])", R"(may = ["list", "read_log"])"}},
       {"auditor: counter may read_log, but is no auditor"}},
  });
}

TEST_CASE("the facts of consents and referrals come whole, with the codes that they need",
          "[redact][lint]") {
  const std::string school =
      R"({ id = 9, name = "child.school", zh = "学校", en = "school", class = "locate", type = "string" },)";
  const std::string place =
      R"(  { id = 2, name = "child", zh = "子女", en = "child", many = true },)";
  const std::string more = place + R"(
  { id = 3, name = "consent", zh = "同意", en = "consent", many = true },
  { id = 4, name = "referral", zh = "转介", en = "referral", many = true },)";
  const std::string scope =
      R"({ id = 20, name = "consent.scope", zh = "范围", en = "scope", class = "op", type = "code", codes = "consent_scope", fact = "consent_scope" },)";
  const std::string rest = R"(
  { id = 21, name = "consent.recipient", zh = "接收方", en = "recipient", class = "op", type = "string", fact = "consent_recipient" },
  { id = 22, name = "consent.giver", zh = "同意人", en = "giver", class = "op", type = "string", fact = "consent_giver" },
  { id = 23, name = "consent.until", zh = "有效期至", en = "until", class = "op", type = "date", fact = "consent_until" },
  { id = 24, name = "consent.withdrawn", zh = "撤回", en = "withdrawn", class = "op", type = "boolean", fact = "consent_withdrawn" },)";
  const std::string referral = R"(
  { id = 30, name = "referral.to", zh = "转往", en = "to", class = "op", type = "string", fact = "referral_to" },
  { id = 31, name = "referral.status", zh = "状态", en = "status", class = "op", type = "string", fact = "referral_status" },)";
  const std::string coded = R"(
  { id = 30, name = "referral.to", zh = "转往", en = "to", class = "op", type = "code", codes = "kind", fact = "referral_to" },
  { id = 31, name = "referral.status", zh = "状态", en = "status", class = "op", type = "code", codes = "kind", fact = "referral_status" },)";
  std::string other_scopes = scope;
  other_scopes = replaced(other_scopes, R"(codes = "consent_scope")", R"(codes = "kind")");
  check({
      {"all of them", {{place, more}, {school, school + scope + rest + referral}}, {}},
      {"half a consent",
       {{place, more}, {school, school + scope}},
       {"half-fact: no field is consent_recipient, which goes with the others",
        "half-fact: no field is consent_giver, which goes with the others",
        "half-fact: no field is consent_until, which goes with the others",
        "half-fact: no field is consent_withdrawn, which goes with the others"}},
      {"referrals without consents",
       {{place, more}, {school, school + referral}},
       {"half-fact: referrals need consents, and no field is of a consent"}},
      {"scopes of another list",
       {{place, more}, {school, school + other_scopes + rest}},
       {"fact-codes: consent.scope: scopes are codes of the list consent_scope"}},
      {"codes that are missing",
       {{place, more}, {school, school + scope + rest + coded}},
       {"fact-codes: referral.to: the code list kind lacks the code office",
        "fact-codes: referral.status: the code list kind lacks the code offered",
        "fact-codes: referral.status: the code list kind lacks the code accepted",
        "fact-codes: referral.status: the code list kind lacks the code declined",
        "fact-codes: referral.status: the code list kind lacks the code done",
        "fact-codes: referral.status: the code list kind lacks the code revoked"}},
  });
  // One row is one consent: its facts do not stand in two entities, nor with those of referrals.
  const std::string apart = replaced(rest, "consent.until", "referral.until");
  CHECK_FALSE(Policy::parse(changed({{place, more}, {school, school + scope + apart}})));
  const std::string mixed = replaced(referral, "referral.to", "consent.to");
  CHECK_FALSE(Policy::parse(changed({{place, more}, {school, school + scope + rest + mixed}})));
}

TEST_CASE("a successor keeps ids, names, types and codes", "[redact][lint]") {
  const auto check_after = [](const char* why,
                              const std::vector<std::pair<std::string, std::string>>& changes,
                              const Lines& findings) {
    CAPTURE(why);
    const Policy before = parsed(kSmallPolicy);
    std::string text = changed(changes);
    text = replaced(text, R"(version = "1")", R"(version = "2")");
    CHECK(lines(lint_succession(before, parsed(text))) == findings);
  };
  check_after("nothing else", {}, {});
  check_after(
      "a new field, a new code, other grants and labels",
      {{"field = [",
        R"(field = [{ id = 90, name = "case.x", zh = "新", en = "x", class = "op", type = "text" },)"},
       {R"({ role = "worker", classes = ["ident"], strength = "veiled" },)", ""},
       {R"(  { code = "b")", R"(  { code = "c", zh = "丙", en = "C", group = "harm" },
  { code = "b")"},
       {R"(zh = "办案")", R"(zh = "办理")"}},
      {});
  check_after("a new edition that keeps the old codes",
              {{R"(name = "kind"
edition = "2022")",
                R"(name = "kind"
edition = "2026")"},
               {R"({ code = "a", zh = "甲", en = "A", group = "harm" },)",
                R"({ code = "a", zh = "甲", en = "A", group = "harm", edition = "2022" },)"},
               {R"({ code = "b", zh = "乙", en = "B", group = "harm" },)",
                R"({ code = "b", zh = "乙", en = "B", group = "harm", edition = "2022" },
  { code = "b", zh = "新乙", en = "B", group = "harm" },)"}},
              {});
  check_after("a code less", {{R"(  { code = "b", zh = "乙", en = "B", group = "harm" },)", ""}},
              {"dropped-code: kind has lost the code b of edition 2022: records may hold it"});
  check_after("a renamed field", {{R"(name = "case.story")", R"(name = "case.tale")"}},
              {"renamed: field case.story (id 5) has become case.tale"});
  check_after(
      "a renumbered class", {{R"(id = 3, name = "locate")", R"(id = 4, name = "locate")"}},
      {"renumbered: class locate (id 3) has become id 4", "dropped: class locate (id 3) is gone",
       "changed-field: case.address has another "
       "class: it needs a new id",
       "changed-field: child.school has another class: it needs a new id"});
  check_after(
      "a role whose id goes to another",
      {{R"({ id = 2, name = "counter", zh = "统计员")",
        R"({ id = 3, name = "counter", zh = "统计员")"},
       {"role = [",
        R"(role = [{ id = 2, name = "boss", zh = "长", en = "b", purposes = ["help"], may = ["read"] },)"}},
      {"renumbered: role counter (id 2) has become id 3",
       "renamed: role counter (id 2) has become boss"});
  check_after("another type",
              {{R"(class = "op", type = "string")", R"(class = "op", type = "text")"}},
              {"changed-field: case.no has another type: it needs a new id"});
  check_after("another class",
              {{R"(class = "op", type = "string")", R"(class = "ident", type = "string")"}},
              {"changed-field: case.no has another class: it needs a new id"});
  check_after("no fact any more", {{R"(type = "person", fact = "assigned")", R"(type = "string")"}},
              {"changed-field: case.owner has another type: it needs a new id",
               "changed-field: case.owner has another fact: it needs a new id"});
  check_after("one row where many were", {{", many = true", ""}},
              {"changed-entity: child has changed between one row and many"});
  check_after("another policy", {{R"(id = "small")", R"(id = "other")"}},
              {"policy-id: small cannot be followed by other"});

  const Policy same = parsed(kSmallPolicy);
  CHECK(lines(lint_succession(same, same)) == Lines{"version: the version is still 1"});
}

}  // namespace
}  // namespace veil::redact
