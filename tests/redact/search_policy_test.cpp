// Who may search for what: parsing, linting, the keys that follow from it, and the decision.
#include <algorithm>

#include "redact/decision.h"
#include "tests/redact/small_policy.h"

namespace veil::redact {
namespace {

constexpr std::string_view kNo = R"(class = "op", type = "string" })";
constexpr std::string_view kSearch =
    R"(search = [{ role = "worker", fields = ["case.no"], shows = ["case.no", "case.kind"], daily = 60, when = { reason = true, hours = "08:00-20:00", purposes = ["help"] } }]
never = [)";

// The small policy with an index on the case number, which workers may search.
std::string searchable() {
  std::string text =
      replaced(std::string(kSmallPolicy), kNo, R"(class = "op", type = "string", index = true })");
  text = replaced(text, R"(may = ["read", "write", "create"])",
                  R"(may = ["read", "list", "write", "create"])");
  return replaced(text, "never = [", kSearch);
}

TEST_CASE("a policy keeps who may search for what", "[redact][search]") {
  const Policy policy = parsed(searchable());
  CHECK(lint(policy).empty());
  CHECK(policy.indexed() == std::vector<FieldId>{1});
  REQUIRE(policy.searches().size() == 1);
  const Search* search = policy.search(1, 1);
  REQUIRE(search != nullptr);
  CHECK(search->shows == std::vector<FieldId>{1, 2});
  CHECK(search->daily == 60);
  CHECK(search->when.reason);
  CHECK(search->when.hours_from == 8);
  CHECK(policy.search(2, 1) == nullptr);
  CHECK(policy.search(1, 2) == nullptr);
}

TEST_CASE("index keys go to those who search and those who write", "[redact][search]") {
  const Policy policy = parsed(searchable());
  CHECK(policy.index_keys() == std::vector<FieldId>{kLexicon, 1});
  CHECK(policy.index_keys_of(1) == std::vector<FieldId>{kLexicon, 1});
  CHECK(policy.index_keys_of(2).empty());  // counts the class, and neither searches nor writes it
  const Policy writes = parsed(replaced(searchable(), R"(strength = "counted" })",
                                        R"(strength = "counted", write = true })"));
  CHECK(writes.index_keys_of(2) == std::vector<FieldId>{1});
  const Policy searches = parsed(replaced(
      searchable(), "search = [",
      R"(search = [{ role = "counter", fields = ["case.no"], shows = ["case.kind"], daily = 1 },)"));
  CHECK(searches.index_keys_of(2) == std::vector<FieldId>{1});
}

TEST_CASE("the lexicon's key goes to who writes what is known, or texts that are scrubbed",
          "[redact][search]") {
  const std::vector<FieldId> lexicon = {kLexicon};
  const std::string text(kSmallPolicy);
  CHECK(parsed(text).index_keys_of(1) == lexicon);
  CHECK(parsed(replaced(text, ", known = true", "")).index_keys().empty());
  // In a class of its own the story is scrubbed for nobody, or for somebody.
  const std::string apart = replaced(
      replaced(text, R"(en = "story", class = "ident")", R"(en = "story", class = "op")"),
      "grant = [", R"(grant = [{ role = "counter", classes = ["op"], strength = "full" },)");
  CHECK(parsed(apart).index_keys_of(2).empty());
  const std::string shown = replaced(
      apart, "grant = [",
      R"(grant = [{ role = "worker", classes = ["op"], strength = "veiled", when = { reason = true } },)");
  CHECK(parsed(shown).scrubs_class(1));
  CHECK(parsed(shown).index_keys_of(2).empty());  // never in full
  CHECK(parsed(
            replaced(shown, R"(strength = "counted" })", R"(strength = "counted", write = true })"))
            .index_keys_of(2) == lexicon);
}

TEST_CASE("a search is decided before any record is looked at", "[redact][search]") {
  const Policy policy = parsed(searchable());
  Ask ask;
  ask.role = 1;
  ask.purpose = 1;
  ask.now_ms = 19000ULL * 86'400'000 + 4ULL * 3'600'000;  // 12:00 at +08:00
  ask.reason_given = true;
  CHECK(decide_search(policy, 1, ask) == Why::granted);
  CHECK(decide_search(policy, 2, ask) == Why::no_grant);
  const auto without = [&](auto change) {
    Ask other = ask;
    change(other);
    return decide_search(policy, 1, other);
  };
  CHECK(without([](Ask& other) { other.reason_given = false; }) == Why::no_reason);
  CHECK(without([](Ask& other) { other.now_ms += 9ULL * 3'600'000; }) == Why::outside_hours);
  CHECK(without([](Ask& other) { other.role = 2; }) == Why::no_grant);
  CHECK(without([](Ask& other) { other.role = 9; }) == Why::no_grant);
  CHECK(without([](Ask& other) { other.purpose = 2; }) == Why::not_for_purpose);
}

TEST_CASE("a search that leads nowhere is refused with its place", "[redact][search]") {
  const auto fault_of = [](std::string_view from, std::string_view to) {
    const auto policy = Policy::parse(replaced(searchable(), from, to));
    REQUIRE_FALSE(policy);
    return policy.error().message.substr(policy.error().message.find(": ") + 2);
  };
  CHECK(fault_of(R"(role = "worker", fields = ["case.no"])",
                 R"(role = "nobody", fields = ["case.no"])") ==
        "[[search]]: no role is named \"nobody\"");
  CHECK(fault_of(R"(fields = ["case.no"], shows)", R"(fields = ["case.nil"], shows)") ==
        "[[search]] worker: no field is named \"case.nil\"");
  CHECK(fault_of(R"(fields = ["case.no"], shows)", R"(fields = ["案件.案号"], shows)") ==
        "[[search]] worker: no field is named \"案件.案号\"");
  CHECK(fault_of(R"(fields = ["case.no"], shows)", R"(fields = ["case.name"], shows)") ==
        "[[search]] worker: case.name has no index = true");
  CHECK(fault_of(R"(fields = ["case.no"], shows)", "shows") == "[[search]] worker: lacks fields");
  CHECK(fault_of(R"(shows = ["case.no", "case.kind"], )", "") == "[[search]] worker: lacks shows");
  CHECK(fault_of("daily = 60, ", "") ==
        "[[search]] worker: lacks daily, how often a person may search in a day");
  CHECK(fault_of("daily = 60", "daily = 0") ==
        "[[search]] worker: daily must lie between 1 and 10000");
  CHECK(fault_of("when = { reason = true,", "when = { assigned = true,") ==
        "[[search]] worker: when: key \"assigned\" is not known here");
  CHECK(fault_of("when = { reason = true,", "when = { reason = false,") ==
        "[[search]] worker: when: reason can only be true, or be left out");
  CHECK(fault_of(R"(purposes = ["help"] } }])", R"(purposes = ["count"] } }])") ==
        "[[search]] worker: when: the role has no purpose named \"count\"");
  CHECK(
      fault_of(
          "search = [",
          R"(search = [{ role = "worker", fields = ["case.no"], shows = ["case.no"], daily = 1 },)") ==
      "[[search]] worker: case.no is given to the role twice");
}

std::vector<std::string> found(const std::string& text) {
  std::vector<std::string> out;
  for (const Finding& finding : lint(parsed(text)))
    out.push_back(finding.rule + ": " + finding.message);
  return out;
}

using Lines = std::vector<std::string>;

// The searchable policy with an index on another field, which workers may search as well.
std::string with_index(std::string_view from, std::string_view to, const std::string& field) {
  std::string text = replaced(searchable(), from, to);
  return replaced(text, R"(fields = ["case.no"])", R"(fields = ["case.no", ")" + field + R"("])");
}

TEST_CASE("the linter refuses an index on what can be guessed", "[redact][search][lint]") {
  CHECK(found(with_index(R"(counted = "group" })", R"(counted = "group", index = true })",
                         "case.kind")) ==
        Lines{"low-variety: case.kind is a code: an index is for values that cannot be guessed one "
              "by one"});
  CHECK(
      found(with_index(R"(veiled = "age" })", R"(veiled = "age", index = true })", "case.birth")) ==
      Lines{"low-variety: case.birth is a date: an index is for values that cannot be guessed "
            "one by one"});
  CHECK(found(with_index(R"(veiled = "scrub" })", R"(veiled = "scrub", index = true })",
                         "case.story")) ==
        Lines{"low-variety: case.story is a text: an index is for values that cannot be guessed "
              "one by one"});
  CHECK(found(with_index(R"(fact = "assigned" })", R"(fact = "assigned", index = true })",
                         "case.owner")) ==
        Lines{"low-variety: case.owner is a host fact: it has no index"});
}

TEST_CASE("the linter keeps searches from telling what they must not", "[redact][search][lint]") {
  CHECK(found(with_index(R"(class = "locate", type = "string" })",
                         R"(class = "locate", type = "string", index = true })", "child.school")) ==
        Lines{"presence-leak: child.school has an index, which shows that something is recorded, "
              "but the presence of its class locate is hidden"});
  CHECK(found(replaced(searchable(), kSearch, "never = [")) ==
        Lines{"unused-index: no role may search case.no"});
  const std::string counter = replaced(
      searchable(), "search = [",
      R"(search = [{ role = "counter", fields = ["case.no"], shows = ["case.kind"], daily = 1 },)");
  CHECK(found(counter).empty());
  CHECK(found(replaced(counter, R"(classes = ["*"], above = "counted")",
                       R"(classes = ["op"], above = "withheld")")) ==
        Lines{"never: counter op counted: never above withheld, counting needs no names",
              "never: counter searches case.no, of whose class it may never see anything",
              "dead-search: counter searches case.no, and the answer shows case.kind, of which it "
              "sees nothing"});
  CHECK(found(replaced(counter, R"(shows = ["case.kind"])", R"(shows = ["case.address"])")) ==
        Lines{"dead-search: counter searches case.no, and the answer shows case.address, of which "
              "it sees nothing"});
  const auto auditor =
      found(replaced(counter, R"(may = ["list"])", R"(may = ["read_log"], auditor = true)"));
  CHECK(std::count(auditor.begin(), auditor.end(),
                   "auditor: counter searches case.no, and is an auditor") == 1);
  CHECK(std::count(auditor.begin(), auditor.end(),
                   "dead-search: counter searches case.no, and may not list what is found") == 1);
}

TEST_CASE("a successor may add an index and not drop one", "[redact][search][lint]") {
  const Policy with = parsed(searchable());
  const Policy without = parsed(kSmallPolicy);
  const auto rules = [](const std::vector<Finding>& findings) {
    Lines out;
    for (const Finding& finding : findings) out.push_back(finding.rule);
    return out;
  };
  CHECK(rules(lint_succession(without, with)) == Lines{"version"});
  CHECK(rules(lint_succession(with, without)) == Lines{"version", "dropped-index"});
}

}  // namespace
}  // namespace veil::redact
