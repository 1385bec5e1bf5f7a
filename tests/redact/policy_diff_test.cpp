// diff() says who gains and who loses, and is never silent where two policies decide differently.
#include "redact/policy_diff.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>

#include "redact/decision.h"
#include "tests/redact/small_policy.h"

namespace veil::redact {
namespace {

std::string file_text(const char* path) {
  std::ifstream file(path, std::ios::binary);
  INFO("run from the root of the repository");
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string line_of(const PolicyChange& change) {
  return std::string(to_string(change.kind)) + " " + (change.role.empty() ? "*" : change.role) +
         ": " + change.subject + ": " + change.what;
}

std::vector<std::string> lines(const Policy& before, const Policy& after) {
  std::vector<std::string> out;
  for (const PolicyChange& change : diff(before, after)) out.push_back(line_of(change));
  return out;
}

// The demo policy with one text in place of another.
std::vector<std::string> after(const std::string& from, const std::string& to) {
  const std::string text = file_text("tools/policies/demo.toml");
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  std::string changed = text;
  changed.replace(at, from.size(), to);
  return lines(parsed(text), parsed(changed));
}

using Lines = std::vector<std::string>;

TEST_CASE("a policy differs from itself in nothing", "[redact][diff]") {
  for (const char* path : {"tools/policies/demo.toml", "tools/policies/assistance.toml"}) {
    const Policy policy = parsed(file_text(path));
    CHECK(lines(policy, policy).empty());
  }
}

TEST_CASE("a condition that is dropped is a gain, one that is added a loss", "[redact][diff]") {
  CHECK(after("when = { assigned = true, reason = true } }", "when = { assigned = true } }") ==
        Lines{"gain handler: class locate: full, write when assigned"});
  CHECK(
      after(
          R"({ role = "caseworker", classes = ["op"], strength = "full" })",
          R"({ role = "caseworker", classes = ["op"], strength = "full", when = { reason = true } })") ==
      Lines{"loss caseworker: class op: full"});
  CHECK(after("own_intake = 3 } },\n  # A new record", "own_intake = 5 } },\n  # A new record")
            .front() == "gain intake: class op: full, write when own_intake 5");
}

TEST_CASE("a strength that rises is a gain of the stronger way", "[redact][diff]") {
  CHECK(after(R"(classes = ["ident", "quasi", "category"], strength = "veiled" },
  { role = "handler")",
              R"(classes = ["ident", "quasi", "category"], strength = "full" },
  { role = "handler")") == Lines{"gain handler: class ident: full",
                                 "gain handler: class quasi: full",
                                 "gain handler: class category: full"});
}

TEST_CASE("purposes, actions, bodies, never rules and settings are compared", "[redact][diff]") {
  CHECK(after(R"(purposes = ["assist", "investigate"])", R"(purposes = ["assist"])").front() ==
        "loss handler: purpose: investigate");
  CHECK(after(R"(may = ["read", "list", "write", "history"])",
              R"(may = ["read", "list", "write"])") == Lines{"loss handler: action: history"});
  CHECK(after(R"(body = "womens_federation")", R"(body = "federation")") ==
        Lines{"other caseworker: body: womens_federation becomes federation"});
  CHECK(after(R"(above = "counted", why = "statistics)", R"(above = "withheld", why = "statistics)")
            .front() == "loss statistician: class op: counted");
  CHECK(after("reason_min = 8", "reason_min = 4") ==
        Lines{"other *: policy: reason_min 8 becomes 4"});
  CHECK(after("+08:00", "+09:00") ==
        Lines{"other *: policy: utc_offset 480 minutes becomes 540 minutes"});
}

TEST_CASE("a purpose that covers a class opens it to the roles that have grants",
          "[redact][diff]") {
  CHECK(after(R"(en = "examine the case", classes = ["op", )",
              R"(en = "examine the case", classes = ["op", "account", )") ==
        Lines{"other *: purpose investigate: now covers class account",
              "gain handler: class account: full, write when assigned (purpose investigate)"});
}

TEST_CASE("a field that moves is a gain and a loss for those who see one class only",
          "[redact][diff]") {
  const Lines moved = after(R"(en = "telephone", class = "ident", type = "phone")",
                            R"(en = "telephone", class = "assist", type = "phone")");
  const auto says = [&](const std::string& line) {
    return std::find(moved.begin(), moved.end(), line) != moved.end();
  };
  CHECK(says("other *: field person.phone: class ident becomes assist"));
  CHECK(says("gain supervisor: field person.phone: full"));
  CHECK(says("gain statistician: field person.phone: counted"));
  CHECK(says("loss handler: field person.phone: veiled"));
}

TEST_CASE("who asks and who answers is compared by role", "[redact][diff]") {
  const std::string was = "1 of handler, supervisor, within 72 hours";
  const std::string is = "1 of supervisor, within 24 hours";
  CHECK(
      after(
          R"({ kind = "access", ask = ["supervisor"], approve = ["handler", "supervisor"], approvals = 1, hours = 72 })",
          R"({ kind = "access", ask = ["supervisor"], approve = ["supervisor"], approvals = 1, hours = 24 })") ==
      Lines{"loss handler: answer access: asked by supervisor; " + was,
            "loss supervisor: answer access: asked by supervisor; " + was,
            "loss supervisor: ask access: " + was,
            "gain supervisor: answer access: asked by supervisor; " + is,
            "gain supervisor: ask access: " + is});
  CHECK(after("minutes = 120", "minutes = 240") ==
        Lines{"other *: policy: break_glass 120 minutes, review within 72 hours, reasons emergency "
              "becomes 240 minutes, review within 72 hours, reasons emergency"});
}

TEST_CASE("a veil that changes names those who are shown it", "[redact][diff]") {
  CHECK(after(R"(veiled = "surname", known = "client" },
  { id = 21)",
              R"(known = "client" },
  { id = 21)") == Lines{"other *: field person.name: veiled form surname becomes nothing (shown to "
                        "handler, caseworker, intake, supervisor)"});
}

TEST_CASE("codes, labels and rules that decide nothing are named too", "[redact][diff]") {
  CHECK(after(R"(  { code = "low", zh = "低", en = "low" },
)",
              "") == Lines{"other *: codes risk: code low (2022) dropped"});
  CHECK(after(R"(en = "bank account" },)", R"(en = "account" },)") ==
        Lines{"other *: class account: label 收款账户 / bank account becomes 收款账户 / account"});
  // A rule that takes nothing away today binds the policies of tomorrow.
  CHECK(after("never = [\n",
              "never = [\n"
              R"({ roles = ["statistician"], classes = ["op"], above = "counted", why = "again" },)"
              "\n") ==
        Lines{"other statistician: class op: sees and writes the same; counted; never above "
              "counted: statistics need no single person becomes counted; never above counted: "
              "again; never above counted: statistics need no single person"});
}

// ---- random edits

class Edits {
 public:
  explicit Edits(std::uint32_t seed) : random_(seed) {}
  std::size_t below(std::size_t bound) { return random_() % bound; }

  // One place of `text` where `from` stands, chosen at random; npos if there is none.
  std::size_t place(const std::string& text, const std::string& from) {
    std::vector<std::size_t> all;
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + 1)) {
      all.push_back(at);
    }
    return all.empty() ? std::string::npos : all[below(all.size())];
  }

  std::string edited(const std::string& text) {
    static const std::pair<const char*, const char*> kSwaps[] = {
        {"strength = \"full\"", "strength = \"veiled\""},
        {"strength = \"veiled\"", "strength = \"full\""},
        {"strength = \"veiled\"", "strength = \"counted\""},
        {"strength = \"counted\"", "strength = \"full\""},
        {", write = true", ""},
        {"strength = \"full\"", "strength = \"full\", write = true"},
        {"assigned = true, ", ""},
        {"when = { assigned", "when = { approved = true, assigned"},
        {", reason = true", ""},
        {"break_glass = true", "assigned = true"},
        {"when = { assigned = true }", "when = { break_glass = true }"},
        {", consent = \"share_federation\"", ""},
        {"share_federation", "share_medical"},
        {"20:00", "18:00"},
        {"own_intake = 3", "own_intake = 1"},
        {"above = \"withheld\"", "above = \"counted\""},
        {"above = \"counted\"", "above = \"withheld\""},
        {"\"op\", ", ""},
        {"\"ident\", ", ""},
        {"\"minor\", ", ""},
        {"\"resp\", ", "\"account\", "},
        {"[\"op\"", "[\"guard\""},
        {"\"quasi\", ", "\"quasi\", \"locate\", "},
        {"\"list\"", "\"history\""},
        {", \"write\"", ""},
        {"\"read\", ", ""},
        {"purposes = [\"assist\"]", "purposes = [\"investigate\"]"},
        {"[\"assist\", \"investigate\"]", "[\"investigate\"]"},
        {"class = \"ident\"", "class = \"op\""},
        {"class = \"quasi\"", "class = \"resp\""},
    };
    const auto& [from, to] = kSwaps[below(std::size(kSwaps))];
    const auto at = place(text, from);
    if (at == std::string::npos) return text;
    std::string out = text;
    out.replace(at, std::string(from).size(), to);
    return out;
  }

  // A grant or rule that is taken out.
  std::string shortened(const std::string& text) {
    const auto at = place(text, below(2) == 0 ? "\n  { role = " : "\n  { roles = ");
    std::string out = text;
    out.erase(at, text.find('\n', at + 1) - at);
    return out;
  }

  Facts facts() {
    Facts facts;
    facts.created_by = 7 + static_cast<PersonId>(below(2));
    facts.created_at_ms = kNow - below(5) * kDay;
    if (below(3) > 0) facts.assigned = {7};
    for (const char* scope : {"share_federation", "share_medical"}) {
      for (const char* body : {"womens_federation", "procuratorate"}) {
        if (below(2) == 0) facts.consents.push_back({scope, body, kNow + 1000, false});
      }
    }
    return facts;
  }

  Ask ask(RoleId role, PurposeId purpose) {
    constexpr Action kActions[] = {Action::read,  Action::list,    Action::create,
                                   Action::write, Action::history, Action::read_log};
    Ask ask;
    ask.person = 7;
    ask.role = role;
    ask.purpose = purpose;
    ask.action = kActions[below(std::size(kActions))];
    ask.now_ms = kNow + below(24) * 3'600'000;
    ask.reason_given = below(2) == 0;
    ask.approved = below(2) == 0;
    ask.break_glass = below(3) == 0;
    return ask;
  }

 private:
  static constexpr std::uint64_t kDay = 86'400'000;
  static constexpr std::uint64_t kNow = 19000 * kDay;
  std::mt19937 random_;
};

bool same(const Decision& a, const Decision& b) {
  return std::equal(a.classes.begin(), a.classes.end(), b.classes.begin(), b.classes.end(),
                    [](const ClassDecision& x, const ClassDecision& y) {
                      return x.cls == y.cls && x.strength == y.strength && x.write == y.write &&
                             x.why == y.why;
                    });
}

// Whether the role sees or may write something of a class that it did not before.
bool more(const Decision& before, const Decision& after) {
  for (const ClassDecision& now : after.classes) {
    const ClassDecision* was = before.of(now.cls);
    if (was == nullptr || now.strength > was->strength || (now.write && !was->write)) return true;
  }
  return false;
}

bool has_kind(const std::vector<PolicyChange>& changes, const std::string& role,
              PolicyChange::Kind kind) {
  return std::any_of(changes.begin(), changes.end(), [&](const PolicyChange& change) {
    return change.role == role && change.kind == kind;
  });
}

TEST_CASE("policies that decide differently are never said to be the same",
          "[redact][diff][property]") {
  const std::string text = file_text("tools/policies/demo.toml");
  const Policy before = parsed(text);
  std::size_t different = 0;
  const auto first = std::random_device{}();
  for (std::uint32_t seed = first; seed != first + 600; ++seed) {
    CAPTURE(seed);
    Edits edits(seed);
    std::string changed = edits.below(5) == 0 ? edits.shortened(text) : edits.edited(text);
    if (edits.below(3) == 0) changed = edits.edited(changed);
    const auto now = Policy::parse(changed);
    if (!now) continue;  // an edit can make it no policy
    const auto forth = diff(before, *now);
    const auto back = diff(*now, before);
    CHECK(forth.empty() == back.empty());
    for (int i = 0; i < 60; ++i) {
      const Role& role = before.roles()[edits.below(before.roles().size())];
      const Purpose& purpose = before.purposes()[edits.below(before.purposes().size())];
      const Facts facts = edits.facts();
      const Ask ask = edits.ask(role.id, purpose.id);
      const Decision was = decide(before, facts, ask);
      const Decision is = decide(*now, facts, ask);
      if (same(was, is)) continue;
      ++different;
      CHECK_FALSE(forth.empty());
      if (more(was, is)) CHECK(has_kind(forth, role.name, PolicyChange::Kind::gain));
      if (more(is, was)) CHECK(has_kind(forth, role.name, PolicyChange::Kind::loss));
    }
  }
  CHECK(different > 300);
}

}  // namespace
}  // namespace veil::redact
