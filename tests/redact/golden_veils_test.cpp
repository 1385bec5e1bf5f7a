// Hundreds of values as people write them, and what each veil shows of them: tests/redact/golden/
// holds one table for each family of veils. What a veil does not know must be hidden, and what it
// knows must not be.
#include <catch2/catch.hpp>

#include <fstream>
#include <set>

#include "redact/calendar.h"
#include "redact/schema.h"
#include "redact/veil/veil.h"
#include "tests/redact/small_policy.h"

namespace veil::redact {
namespace {

// One field of every type that has a veil.
constexpr std::string_view kGoldenPolicy = R"(policy = { id = "golden", version = "1" }
entity = [{ id = 1, name = "v", zh = "值", en = "value" }]
class = [{ id = 1, name = "all", zh = "全部", en = "all" }]
field = [
  { id = 1, name = "v.name", zh = "姓名", en = "name", class = "all", type = "name" },
  { id = 2, name = "v.cn_id", zh = "号码", en = "ID", class = "all", type = "cn_id" },
  { id = 3, name = "v.phone", zh = "电话", en = "phone", class = "all", type = "phone" },
  { id = 4, name = "v.account", zh = "账户", en = "account", class = "all", type = "account" },
  { id = 5, name = "v.address", zh = "地址", en = "address", class = "all", type = "address" },
  { id = 6, name = "v.date", zh = "日期", en = "date", class = "all", type = "date" },
  { id = 7, name = "v.money", zh = "金额", en = "money", class = "all", type = "money" },
  { id = 8, name = "v.number", zh = "数", en = "number", class = "all", type = "number" },
  { id = 9, name = "v.code", zh = "代码", en = "code", class = "all", type = "code", codes = "kind" },
  { id = 10, name = "v.codes", zh = "代码组", en = "codes", class = "all", type = "codes", codes = "kind" },
  { id = 11, name = "v.text", zh = "文本", en = "text", class = "all", type = "text" },
  { id = 12, name = "v.boolean", zh = "是否", en = "boolean", class = "all", type = "boolean" },
]
purpose = [{ id = 1, name = "help", zh = "帮扶", en = "help", classes = ["*"] }]
role = [{ id = 1, name = "worker", zh = "工作员", en = "worker", purposes = ["help"], may = ["read", "write", "create"] }]
grant = [{ role = "worker", classes = ["all"], strength = "full", write = true }]

[[codes]]
name = "kind"
edition = "2022"
groups = [{ code = "sexual", zh = "性暴力", en = "sexual" }, { code = "physical", zh = "身体暴力", en = "physical" }]
items = [
  { code = "rape", zh = "强奸", en = "rape", group = "sexual" },
  { code = "harassment", zh = "性骚扰", en = "harassment", group = "sexual" },
  { code = "battery", zh = "殴打", en = "battery", group = "physical" },
  { code = "loose", zh = "无组", en = "loose" },
]
)";

const Policy& golden_policy() {
  static const Policy policy = parsed(kGoldenPolicy);
  return policy;
}

const Field& field_of(const std::string& type) {
  const Field* field = golden_policy().schema().field("v." + type);
  REQUIRE(field != nullptr);
  return *field;
}

using Line = std::vector<std::string>;

// Cells between tabs; lines that begin with # are remarks.
std::vector<Line> golden(const std::string& name, std::size_t columns) {
  std::ifstream file("tests/redact/golden/" + name, std::ios::binary);
  INFO("run from the root of the repository");
  REQUIRE(file);
  std::vector<Line> out;
  std::set<std::string> seen;
  for (std::string text; std::getline(file, text);) {
    if (text.empty() || text.starts_with('#')) continue;
    Line line(1);
    for (const char c : text) {
      if (c == '\t') {
        line.emplace_back();
      } else {
        line.back() += c;
      }
    }
    CAPTURE(name, text);
    REQUIRE(line.size() == columns);
    out.push_back(std::move(line));
  }
  return out;
}

VeilRule rule_of(const std::string& word, FieldType type) {
  const auto kind = parse_veil_kind(word);
  REQUIRE(kind);
  VeilRule rule{*kind, {}};
  if (*kind == VeilKind::age_band) rule.bounds = {0, 6, 12, 14, 18, 26, 41, 61};
  if (*kind == VeilKind::bucket && type == FieldType::money) {
    rule.bounds = {0, 500'000, 1'000'000, 3'000'000, 5'000'000};
  }
  if (*kind == VeilKind::bucket && type == FieldType::number) rule.bounds = {0, 1, 2, 4};
  return rule;
}

// What people see of the weaker strength; "-" for nothing.
std::string shown(const std::string& type, const std::string& veil, const Value& value) {
  const Field& field = field_of(type);
  const Schema& schema = golden_policy().schema();
  VeilContext context;
  context.opened_on = Date{*days_from_civil({2022, 3, 17}), Precision::day};
  const auto made = veiled(schema, field, rule_of(veil, field.type), value, context);
  if (!made) return "-";
  if (std::holds_alternative<Unknown>(*made)) return "不详";
  if (const auto* present = std::get_if<Present>(&*made); present != nullptr && veil == "valid") {
    return present->valid ? "valid" : "not valid";
  }
  return show_value(schema, field, *made, Language::zh);
}

TEST_CASE("golden: names", "[veil][golden]") {
  const auto lines = golden("surname.tsv", 3);
  CHECK(lines.size() > 300);
  for (const Line& line : lines) {
    CAPTURE(line[0], line[2]);
    CHECK(shown("name", "surname", Value(line[0])) == line[1]);
  }
}

TEST_CASE("golden: ID numbers", "[veil][golden]") {
  for (const Line& line : golden("cn_id.tsv", 4)) {
    CAPTURE(line[0], line[3]);
    CHECK(shown("cn_id", "last4", Value(line[0])) == line[1]);
    CHECK(shown("cn_id", "valid", Value(line[0])) == line[2]);
  }
}

TEST_CASE("golden: telephones", "[veil][golden]") {
  for (const Line& line : golden("phone.tsv", 3)) {
    CAPTURE(line[0], line[2]);
    CHECK(shown("phone", "last4", Value(line[0])) == line[1]);
  }
}

TEST_CASE("golden: accounts", "[veil][golden]") {
  for (const Line& line : golden("account.tsv", 4)) {
    CAPTURE(line[0], line[3]);
    CHECK(shown("account", "last4", Value(line[0])) == line[1]);
    CHECK(shown("account", "valid", Value(line[0])) == line[2]);
  }
}

TEST_CASE("golden: addresses", "[veil][golden]") {
  const auto lines = golden("place.tsv", 5);
  CHECK(lines.size() > 200);
  for (const Line& line : lines) {
    CAPTURE(line[0], line[4]);
    CHECK(shown("address", "county", Value(line[0])) == line[1]);
    CHECK(shown("address", "city", Value(line[0])) == line[2]);
    CHECK(shown("address", "province", Value(line[0])) == line[3]);
  }
}

// As they are typed, so that reading and veiling fit each other.
TEST_CASE("golden: dates, amounts, numbers and codes", "[veil][golden]") {
  for (const Line& line : golden("value.tsv", 5)) {
    CAPTURE(line[0], line[1], line[2], line[4]);
    const auto value = parse_value(golden_policy().schema(), field_of(line[0]), line[1]);
    REQUIRE(value);
    CHECK(shown(line[0], line[2], *value) == line[3]);
  }
}

// A veil of one family answers nothing to what another family holds.
TEST_CASE("golden: a value in the wrong column is hidden", "[veil][golden]") {
  const std::pair<const char*, const char*> kOther[] = {
      {"cn_id.tsv", "surname"}, {"phone.tsv", "surname"}, {"account.tsv", "surname"},
      {"cn_id.tsv", "county"},  {"phone.tsv", "county"},  {"surname.tsv", "county"},
  };
  for (const auto& [file, veil] : kOther) {
    const std::string type = std::string(veil) == "surname" ? "name" : "address";
    const std::size_t columns =
        file == std::string("phone.tsv") || file == std::string("surname.tsv") ? 3 : 4;
    for (const Line& line : golden(file, columns)) {
      const bool word = line[0].find_first_of("0123456789") == std::string::npos;
      if (std::string(veil) == "surname" && word) continue;  // 现金 reads like a name
      if (line.back() == "an address in the wrong column") continue;
      CAPTURE(file, veil, line[0]);
      CHECK(shown(type, veil, Value(line[0])) == "-");
    }
  }
}

}  // namespace
}  // namespace veil::redact
