#include <catch2/catch.hpp>

#include "tests/tools/import_sample.h"
#include "tools/veil/demo/cases.h"

namespace veil::tools {
namespace {

std::string places_of(const ImportPlan& plan) {
  std::string out;
  for (const ImportFault& fault : plan.faults) {
    out += std::to_string(fault.line) + ":" + std::to_string(fault.column) + " ";
  }
  return out;
}

}  // namespace

TEST_CASE("lines of one case become one record, wherever they stand", "[tools]") {
  const ImportSample ground;
  const auto plan = ground.csv(
      "类型,案号,行,姓名,未成年人姓名,加害方姓名\n"
      "救助对象,A,,陈秀英,,\n"
      "救助对象,B,1,韩玉珍,,\n"
      "未成年子女,A,2,,陈安安,\n"
      "加害方,A,1,,,贺铁山\n"
      "未成年子女,A,,,陈乐乐,\n");
  CHECK(places_of(plan).empty());
  REQUIRE(plan.drafts.size() == 2);
  // A record is handed on when its last line has come: B is whole before A.
  CHECK(plan.drafts[0].edits.size() == 2);
  const auto& edits = plan.drafts[1].edits;
  REQUIRE(edits.size() == 5);  // with the case number
  // Rows are numbered over the whole record, in the order of the lines.
  CHECK(edits[0].row == 0);
  CHECK(edits[2].row == store::kNewRow);
  CHECK(edits[3].row == store::kNewRow + 1);
  CHECK(edits[4].row == store::kNewRow + 2);
  CHECK(edits[4].value == redact::Value(std::string("陈乐乐")));
}

TEST_CASE("a fault is named by line and column of the file", "[tools]") {
  struct Row {
    const char* why;
    const char* text;
    const char* places;
  };
  const auto row = GENERATE(values<Row>({
      {"empty", "", "1:0 "},
      {"an unknown column", "案号,x\n", "1:2 "},
      {"a column twice", "案号,类型,姓名,姓名\n", "1:4 "},
      {"no entity and a field of many rows", "案号,未成年人姓名\n", "1:2 "},
      {"more cells than columns", "案号,类型,姓名\nA,救助对象,甲,乙\n", "2:4 "},
      {"the line of a cell behind a quoted line break",
       "案号,类型,事件经过,损失金额\nA,案件,\"x\ny\nz\",abc\n", "4:4 "},
      {"an unclosed quote", "案号,类型,姓名\nA,救助对象,\"甲\n", "2:3 "},
      {"a second line of a part with one row", "案号,类型,姓名\nA,救助对象,甲\nA,救助对象,乙\n",
       "3:2 "},
      {"no row 0", "案号,类型,行,未成年人姓名\nA,未成年子女,0,甲\n", "2:3 "},
      {"several in one line", "案号,类型,出生日期,家庭月收入\nA,救助对象,x,y\n", "2:3 2:4 "},
      {"a spreadsheet's mangled number", "案号,类型,公民身份号码\nA,救助对象,1.10105E+17\n",
       "2:3 "},
      {"a blank line is none", "案号,类型,姓名\n,,\nA,救助对象,甲\n , ,\n", ""},
      {"a short line is none", "案号,类型,姓名,联系电话\nA,救助对象,甲\n", ""},
  }));
  CAPTURE(row.why);
  CHECK(places_of(ImportSample().csv(row.text)) == row.places);
}

TEST_CASE("JSON lines give the same records as a table", "[tools]") {
  const ImportSample ground;
  const auto table = ground.csv(
      "案号,类型,姓名,承办人,未成年人姓名\n"
      "A,案件,,周敏、林静,\n"
      "A,救助对象,陈秀英,,\n"
      "A,未成年子女,,,陈安安\n");
  const auto lines = ground.json(
      "\xef\xbb\xbf{\"fields\": {\"case.no\": \"A\", \"case.assigned\": \"周敏、林静\", "
      "\"救助对象.姓名\": \"陈秀英\", \"person.phone\": null}, "
      "\"rows\": {\"minor\": [{\"未成年人姓名\": \"陈安安\"}]}}\n\n");
  CHECK(places_of(table).empty());
  CHECK(places_of(lines).empty());
  REQUIRE(table.drafts.size() == 1);
  REQUIRE(lines.drafts.size() == 1);
  CHECK(table.drafts[0].facts.hash() == lines.drafts[0].facts.hash());
  REQUIRE(table.drafts[0].edits.size() == lines.drafts[0].edits.size());
  for (std::size_t i = 0; i < table.drafts[0].edits.size(); ++i) {
    CHECK(table.drafts[0].edits[i].field == lines.drafts[0].edits[i].field);
    CHECK(table.drafts[0].edits[i].row == lines.drafts[0].edits[i].row);
    CHECK(table.drafts[0].edits[i].value == lines.drafts[0].edits[i].value);
  }
}

TEST_CASE("the demo's cases are valid, the same each time, and about the person they name",
          "[tools]") {
  const ImportSample ground("assistance");
  constexpr std::int32_t kToday = 20500;
  const std::string csv = demo::cases_csv({"周敏", "林静"}, kToday);
  CHECK(csv == demo::cases_csv({"周敏", "林静"}, kToday));
  CHECK(csv.starts_with("\xef\xbb\xbf"));
  CHECK(csv.find("\r\n") != std::string::npos);
  const auto plan = ground.csv(csv);
  CHECK(places_of(plan).empty());
  REQUIRE(plan.drafts.size() == demo::kCases);
  const auto* name = ground.schema().field(std::string_view("person.name"));
  std::size_t named = 0;
  for (std::size_t i = 0; i < plan.drafts.size(); ++i) {
    for (const store::Edit& edit : plan.drafts[i].edits) {
      if (edit.field != name->id || edit.value != redact::Value(std::string(demo::kTheName)))
        continue;
      ++named;
      CHECK(i + 1 == demo::kTheCase);
    }
  }
  CHECK(named == 1);
}

}  // namespace veil::tools
