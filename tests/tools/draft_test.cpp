#include "tools/veil/draft.h"

#include <catch2/catch.hpp>

#include "tools/veil/policy_template.h"

namespace veil::tools {
namespace {

redact::Policy demo_policy() {
  auto policy = redact::Policy::parse(*read_policy("demo"));
  REQUIRE(policy);
  return std::move(*policy);
}

store::Charter charter_with(std::initializer_list<const char*> names) {
  store::Charter out;
  redact::PersonId number = 0;
  for (const char* name : names) {
    const auto identity = crypto::Identity::generate().public_identity();
    out.roster.push_back({++number, name, identity, {}, 0});
  }
  return out;
}

}  // namespace

TEST_CASE("a place is a field, and a row where there are many", "[tools]") {
  const auto policy = demo_policy();
  const redact::Schema& schema = policy.schema();
  struct Row {
    const char* text;
    const char* field;  // null: refused
    redact::Row row;
  };
  const auto row = GENERATE(values<Row>({
      {"person.name", "person.name", 0},
      {"救助对象.姓名", "person.name", 0},
      {"minor.name#7", "minor.name", 7},
      {"minor.name#+1", "minor.name", store::kNewRow},
      {"minor.name#+10000", "minor.name", store::kNewRow + 9999},
      {"minor.name#+10001", nullptr, 0},
      {"minor.name", nullptr, 0},
      {"minor.name#", nullptr, 0},
      {"minor.name#0", nullptr, 0},
      {"minor.name#+0", nullptr, 0},
      {"minor.name#-1", nullptr, 0},
      {"minor.name#++1", nullptr, 0},
      {"minor.name#1x", nullptr, 0},
      {"minor.name#2147483648", nullptr, 0},
      {"minor.name#99999999999999999999", nullptr, 0},
      {"person.name#1", nullptr, 0},
      {"person.nonesuch", nullptr, 0},
      {"", nullptr, 0},
      {"#+1", nullptr, 0},
  }));
  CAPTURE(row.text);
  auto place = parse_place(schema, row.text);
  REQUIRE(static_cast<bool>(place) == (row.field != nullptr));
  if (!place) {
    CHECK(place.error().code == Code::InvalidArgument);
    return;
  }
  CHECK(place->field->name == row.field);
  CHECK(place->row == row.row);
}

TEST_CASE("people are found by their names, in lists as tables have them", "[tools]") {
  const auto policy = demo_policy();
  const auto charter = charter_with({"周敏", "林静", "Ann Lee"});
  const FieldPlace assigned{policy.schema().field(std::string_view("case.assigned")), 0};
  struct Row {
    const char* text;
    std::vector<redact::PersonId> people;  // empty: refused
  };
  const auto row = GENERATE(values<Row>({
      {"周敏", {1}},
      {"林静、周敏", {1, 2}},
      {" 周敏 ，Ann Lee ", {1, 3}},
      {"周敏;林静\r\nAnn Lee", {1, 2, 3}},
      {"周敏,周敏", {1}},
      {"周敏、", {1}},
      {"周", {}},
      {"Ann", {}},
      {"周敏、无此人", {}},
      {"、", {}},
      {" ", {}},
  }));
  CAPTURE(row.text);
  DraftBuilder draft(policy, charter);
  const auto set = draft.set(assigned, row.text);
  REQUIRE(static_cast<bool>(set) == !row.people.empty());
  if (set) CHECK(draft.take().facts.assigned == row.people);
}

TEST_CASE("facts are set and cleared as facts, values as values", "[tools]") {
  const auto policy = demo_policy();
  const auto charter = charter_with({"周敏"});
  const auto place = [&](std::string_view name) {
    return FieldPlace{policy.schema().field(name), 0};
  };
  DraftBuilder draft(policy, charter);
  CHECK(draft.empty());
  CHECK(draft.set(place("case.status"), "审查"));
  CHECK(draft.set(place("case.opened_on"), "2026-03-01"));
  CHECK(draft.clear(place("case.conflicts")));
  CHECK(draft.set(place("person.name"), "陈秀英"));
  CHECK(draft.clear(place("person.phone")));
  CHECK_FALSE(draft.set(place("case.created_by"), "周敏"));
  CHECK_FALSE(draft.clear(place("case.opened_on")));
  CHECK_FALSE(draft.set(place("case.status"), "不详"));
  CHECK_FALSE(draft.set(place("person.name"), ""));
  const auto made = draft.take();
  CHECK(made.facts.status == "review");
  REQUIRE(made.facts.opened_on);
  CHECK(made.facts.opened_on->days == 20513);
  REQUIRE(made.facts.conflicts);
  CHECK(made.facts.conflicts->empty());
  REQUIRE(made.edits.size() == 2);
  CHECK(made.edits[0].value == redact::Value(std::string("陈秀英")));
  CHECK_FALSE(made.edits[1].value);
}

TEST_CASE("an ID number that fails its check is refused where numbers come in bulk", "[tools]") {
  const auto policy = demo_policy();
  const auto charter = charter_with({});
  const FieldPlace number{policy.schema().field(std::string_view("person.cn_id")), 0};
  // The example of GB 11643, and the same with two digits swapped.
  for (const auto numbers : {DraftBuilder::Numbers::as_written, DraftBuilder::Numbers::checked}) {
    DraftBuilder draft(policy, charter, numbers);
    CHECK(draft.set(number, "11010519491231002X"));
    CHECK(static_cast<bool>(draft.set(number, "11010519491231020X")) ==
          (numbers == DraftBuilder::Numbers::as_written));
  }
}

TEST_CASE("an error names field and reason, never the text", "[tools]") {
  const auto policy = demo_policy();
  const auto charter = charter_with({"周敏"});
  for (const redact::Field& field : policy.schema().fields()) {
    const redact::Row row = policy.schema().entity(field.entity)->many ? store::kNewRow : 0;
    DraftBuilder draft(policy, charter);
    auto set = draft.set({&field, row}, "QX7\xffQX7");  // fits no type
    CAPTURE(field.name);
    REQUIRE_FALSE(set);
    CHECK(set.error().message.find("QX7") == std::string::npos);
    CHECK(set.error().message.starts_with(field.name + ": "));
  }
}

}  // namespace veil::tools
