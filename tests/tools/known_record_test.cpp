// What a record in JSON says that scrubbing looks for: whose each value is, and what it is.
#include "tools/veil/scrub/known_record.h"

#include <catch2/catch.hpp>

namespace veil::tools {
namespace {

using redact::KnownKind;
using redact::KnownValue;
using redact::Part;

std::vector<KnownValue> read(const char* json) {
  return known_values(boost::json::parse(json).as_object());
}

}  // namespace

TEST_CASE("keys of a record say whose a value is and what it is", "[tools]") {
  struct Row {
    const char* why;
    const char* json;
    KnownKind kind;
    Part part;
    std::uint32_t number;
    const char* text;
  };
  const auto row = GENERATE(values<Row>({
      {"the person", R"({"victim": {"name": "王丽"}})", KnownKind::name, Part::client, 0, "王丽"},
      {"another word for her", R"({"client": {"name": "王丽"}})", KnownKind::name, Part::client, 0,
       "王丽"},
      {"the other side", R"({"spouse": {"phone": "138"}})", KnownKind::phone, Part::respondent, 0,
       "138"},
      {"a key that names both", R"({"spouse_address": "幸福路1号"})", KnownKind::address,
       Part::respondent, 0, "幸福路1号"},
      {"an only child", R"({"child": {"name": "小满"}})", KnownKind::name, Part::child, 0, "小满"},
      {"a child with a number", R"({"child2": {"name": "小满"}})", KnownKind::name, Part::child, 2,
       "小满"},
      {"a list", R"({"victim": {"alias": ["阿丽"]}})", KnownKind::alias, Part::client, 0, "阿丽"},
      {"of the case", R"({"case": {"court": "（2024）浙0106民初1号"}})", KnownKind::case_no,
       Part::matter, 0, "（2024）浙0106民初1号"},
      {"another language's name", R"({"victim": {"name_latin": "Wang Li"}})", KnownKind::name,
       Part::client, 0, "Wang Li"},
      {"a longer key with a known end", R"({"victim": {"home_phone": "0571"}})", KnownKind::phone,
       Part::client, 0, "0571"},
      {"a key that nobody knows", R"({"victim": {"hobby": "跳舞"}})", KnownKind::line, Part::client,
       0, "跳舞"},
      {"a part that nobody knows", R"({"landlord": {"name": "周强"}})", KnownKind::name,
       Part::other, 0, "周强"},
      {"a number", R"({"victim": {"phone": 13800138000}})", KnownKind::phone, Part::client, 0,
       "13800138000"},
      {"deeper", R"({"victim": {"contact": {"wechat": "abc_1"}}})", KnownKind::wechat, Part::client,
       0, "abc_1"},
  }));
  CAPTURE(row.why);
  const auto values = read(row.json);
  REQUIRE(values.size() == 1);
  CHECK(values[0].kind == row.kind);
  CHECK(values[0].part == row.part);
  CHECK(values[0].number == row.number);
  CHECK(values[0].text == row.text);
}

TEST_CASE("several children are told apart, however the record lists them", "[tools]") {
  for (const char* json : {R"({"child1": {"name": "大宝"}, "child2": {"name": "小宝"}})",
                           R"({"child": {"name": "大宝"}, "child2": {"name": "小宝"}})",
                           R"({"children": [{"name": "大宝"}, {"name": "小宝"}]})"}) {
    CAPTURE(json);
    const auto values = read(json);
    REQUIRE(values.size() == 2);
    CHECK(values[0].number == 1);
    CHECK(values[1].number == 2);
    CHECK(values[0].part == Part::child);
    CHECK(values[1].part == Part::child);
  }
}

TEST_CASE("what names nobody is not looked for", "[tools]") {
  CHECK(read(R"({"victim": {"sex": "f", "nationality": "中国"}, "case": {"category": "dv"}})")
            .empty());
  CHECK(read(R"({"victim": {"name": null, "phone": true, "address": 1.5}, "child": []})").empty());
  CHECK(read("{}").empty());
}

}  // namespace veil::tools
