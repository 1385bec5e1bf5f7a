// The hash of veil rules, by which a record says how its weaker strengths were made.
#include <algorithm>

#include "redact/policy.h"
#include "tests/redact/small_policy.h"

namespace veil::redact {
namespace {

TEST_CASE("the veil-rules hash follows the rules of its compartment and nothing else",
          "[redact][policy]") {
  const auto hash = [](const Policy& policy, ClassId cls, Strength strength) {
    return policy.veil_rules_hash(compartment_of(cls, strength));
  };
  const std::string text(kSmallPolicy);
  const Policy before = parsed(text);
  const Hash ident = hash(before, 2, Strength::veiled);
  const Hash op = hash(before, 1, Strength::counted);
  CHECK(ident != op);
  CHECK(ident != hash(before, 2, Strength::counted));

  struct Row {
    const char* why;
    std::string from;
    std::string to;
    bool ident_changes;
    bool op_changes;
  };
  const std::vector<Row> rows = {
      {"another kind", R"(veiled = "age")", R"(veiled = "year")", true, false},
      {"bounds", R"(veiled = "age")", R"(veiled = { kind = "age_band", bounds = [0, 18] })", true,
       false},
      {"a fact, which no section holds", R"(fact = "assigned")",
       R"(fact = "assigned", counted = "present")", false, false},
      {"the group of a code", R"(groups = [{ code = "harm", zh = "侵害", en = "harm" }]
items = [
  { code = "a", zh = "甲", en = "A", group = "harm" },)",
       R"(groups = [{ code = "harm", zh = "侵害", en = "harm" }, { code = "x", zh = "他", en = "x" }]
items = [
  { code = "a", zh = "甲", en = "A", group = "x" },)",
       false, true},
      {"a rule less", R"(, veiled = "scrub" })", "}", true, false},
      {"one value more that scrubbing looks for", R"(veiled = "age")",
       R"(veiled = "age", known = true)", true, false},
      {"a label", R"(zh = "出生日期")", R"(zh = "生日")", false, false},
      {"a field without rules", "field = [",
       R"(field = [{ id = 90, name = "case.x", zh = "甲", en = "x", class = "ident", type = "text" },)",
       false, false},
      {"a code more", R"(items = [
  { code = "a")",
       R"(items = [
  { code = "0", zh = "零", en = "0", group = "harm" },
  { code = "a")",
       false, true},
      {"the label of a code", R"(zh = "甲", en = "A")", R"(zh = "子", en = "A")", false, false},
      {"a grant", R"({ role = "worker", classes = ["ident"], strength = "veiled" },)", "", false,
       false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.why);
    const Policy after = parsed(replaced(text, row.from, row.to));
    CHECK((hash(after, 2, Strength::veiled) != ident) == row.ident_changes);
    CHECK((hash(after, 1, Strength::counted) != op) == row.op_changes);
    CHECK(hash(after, 1, Strength::full) == hash(before, 1, Strength::full));
  }
  const std::string last =
      R"(  { id = 8, name = "child.name", zh = "姓名", en = "name", class = "ident", type = "name", veiled = "surname" },
)";
  const std::string moved = replaced(replaced(text, last, ""), "field = [\n", "field = [\n" + last);
  CHECK(hash(parsed(moved), 2, Strength::veiled) == ident);
}

// Made with another program from the description in the header: the hash is part of the disk
// format.
TEST_CASE("the veil-rules hash is that of its description", "[redact][policy]") {
  const auto hash = [](std::string_view text, Compartment compartment) {
    return hex(parsed(text).veil_rules_hash(compartment));
  };
  CHECK(hash(kSmallPolicy, compartment_of(2, Strength::veiled)) ==
        "50e2bec411ecbc44110e1686fef20c4bf23496032897aabb08cfd733384ddf96");
  CHECK(hash(kSmallPolicy, compartment_of(1, Strength::counted)) ==
        "df9bb82ca4db2e75358caea5ce645fff658f9a730f6e3f5a83b4d88e37637aef");
  CHECK(hash(kSmallPolicy, compartment_of(1, Strength::full)) ==
        "0188b9b3a294be78880894f950d2e79120e3cfc753e67f832e0a18caa7abc7b7");
  const std::string banded = replaced(std::string(kSmallPolicy), R"(veiled = "age")",
                                      R"(veiled = { kind = "age_band", bounds = [0, 18] })");
  CHECK(hash(banded, compartment_of(2, Strength::veiled)) ==
        "b1e149a630d81b8f151aaf61189b1ebb9b5517d24608bf0cbff1302afa7ef944");
}
}  // namespace
}  // namespace veil::redact
