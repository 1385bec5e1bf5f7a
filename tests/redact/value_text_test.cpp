// Reading, checking and showing values.
#include <catch2/catch.hpp>

#include "redact/schema.h"

namespace {

using namespace veil::redact;

Field field_of(FieldType type) {
  Field field;
  field.type = type;
  return field;
}

std::string round_trip(FieldType type, std::string_view text, Language language = Language::zh) {
  const Schema schema;
  const Field field = field_of(type);
  const auto value = parse_value(schema, field, text);
  if (!value) return "! " + value.error().message;
  return show_value(schema, field, *value, language);
}

}  // namespace

TEST_CASE("values: dates in the ways people write them", "[value]") {
  CHECK(round_trip(FieldType::date, "1989-07-02") == "1989-07-02");
  CHECK(round_trip(FieldType::date, "1989年7月2日") == "1989-07-02");
  CHECK(round_trip(FieldType::date, "１９８９－７－２") == "1989-07-02");
  CHECK(round_trip(FieldType::date, "1989/7/2") == "1989-07-02");
  CHECK(round_trip(FieldType::date, "1989.7") == "1989-07");
  CHECK(round_trip(FieldType::date, "1989年") == "1989");
  CHECK(round_trip(FieldType::money, "12,800.50") == "¥12,800.50");
}
