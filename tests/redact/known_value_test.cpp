#include "redact/text/known_value.h"

#include <catch2/catch.hpp>

#include "redact/calendar.h"
#include "tests/redact/small_policy.h"

namespace {

using namespace veil::redact;

const Policy& policy() {
  static const Policy made = parsed(R"(
policy = { id = "a.b", version = "1" }
entity = [
  { id = 1, name = "person", zh = "人", en = "person" },
  { id = 2, name = "minor", zh = "孩子", en = "minor", many = true },
]
class = [{ id = 1, name = "ident", zh = "身份", en = "identity" }]
purpose = [{ id = 1, name = "help", zh = "帮", en = "help", classes = ["ident"] }]
role = [{ id = 1, name = "worker", zh = "员", en = "worker", purposes = ["help"], may = ["read"] }]
grant = [{ role = "worker", classes = ["ident"], strength = "full" }]
field = [
  { id = 1, name = "person.name", zh = "姓名", en = "name", class = "ident", type = "name", known = "client" },
  { id = 2, name = "person.alias", zh = "别名", en = "alias", class = "ident", type = "name", known = "client" },
  { id = 3, name = "person.birth", zh = "生", en = "born", class = "ident", type = "date", veiled = "age", known = "client" },
  { id = 4, name = "minor.seen", zh = "见", en = "seen", class = "ident", type = "date", known = "child" },
  { id = 5, name = "minor.school", zh = "校", en = "school", class = "ident", type = "string", known = "child" },
  { id = 6, name = "minor.toy", zh = "玩具", en = "toy", class = "ident", type = "string" },
  { id = 7, name = "person.phone", zh = "电话", en = "phone", class = "ident", type = "phone", known = true },
]
)");
  return made;
}

std::string said(const std::string& field, const Value& value, Row row = 0) {
  std::string out;
  const Schema& schema = policy().schema();
  for (const KnownValue& one : known_values(schema, *schema.field(field), value, row)) {
    out += std::to_string(static_cast<int>(one.kind)) + " " + std::string(to_string(one.part)) +
           " " + std::to_string(one.number) + " " + one.text + ";";
  }
  return out;
}

std::string kind(KnownKind one) {
  return std::to_string(static_cast<int>(one));
}

}  // namespace

TEST_CASE("what scrubbing looks for says what it is and whose", "[redact][known]") {
  const Date day{*days_from_civil({1989, 7, 2}), Precision::day};
  CHECK(said("person.name", std::string("欧阳桂兰")) ==
        kind(KnownKind::name) + " client 0 欧阳桂兰;");
  CHECK(said("person.birth", day) == kind(KnownKind::birth) + " client 0 1989-07-02;");
  CHECK(said("minor.seen", day, 3) == kind(KnownKind::date) + " child 3 1989-07-02;");
  CHECK(said("minor.school", std::string("育英小学"), 2) ==
        kind(KnownKind::line) + " child 2 育英小学;");
  CHECK(said("person.phone", std::string("13800138000")) ==
        kind(KnownKind::phone) + " other 0 13800138000;");
}

TEST_CASE("what says nothing of one person is not looked for", "[redact][known]") {
  const Date month{*days_from_civil({1989, 7, 1}), Precision::month};
  CHECK(said("person.birth", month).empty());
  CHECK(said("person.name", Unknown{}).empty());
  CHECK(said("minor.toy", std::string("小熊"), 1).empty());
}

TEST_CASE("several names in one field are several values", "[redact][known]") {
  const std::string alias = kind(KnownKind::alias) + " client 0 ";
  CHECK(said("person.alias", std::string("小雨、兰姐，阿兰")) ==
        alias + "小雨;" + alias + "兰姐;" + alias + "阿兰;");
  CHECK(said("person.alias", std::string("小雨 兰姐")) == alias + "小雨;" + alias + "兰姐;");
  CHECK(said("person.alias", std::string("Mary Smith")) == alias + "Mary Smith;");
  CHECK(said("person.alias", std::string("阿依古丽·买买提")) == alias + "阿依古丽·买买提;");
  CHECK(said("person.alias", std::string("桂 兰")) == alias + "桂 兰;");
}
