// Veils of dates, amounts and codes, and what the dispatch lets through.
#include "redact/text/known.h"
#include "redact/veil/veil.h"

#include <catch2/catch.hpp>

#include <random>

#include "redact/calendar.h"
#include "redact/veil/date.h"
#include "tests/redact/value_policy.h"

namespace {

using veil::redact::Band;
using veil::redact::CodeEntry;
using veil::redact::Date;
using veil::redact::FieldType;
using veil::redact::FileReference;
using veil::redact::Language;
using veil::redact::Money;
using veil::redact::Precision;
using veil::redact::Present;
using veil::redact::Unknown;
using veil::redact::Value;
using veil::redact::value_field;
using veil::redact::value_schema;
using veil::redact::VeilContext;
using veil::redact::VeilKind;
using veil::redact::VeilRule;

using Codes = std::vector<CodeEntry>;

Date date(const char* text) {
  const auto value = parse_value(value_schema(), value_field(FieldType::date), text);
  REQUIRE(value);
  return std::get<Date>(*value);
}

// The veiled value as people see it, or "-".
std::string made(FieldType type, const VeilRule& rule, const Value& value,
                 const VeilContext& context = {}) {
  const auto out = veiled(value_schema(), value_field(type), rule, value, context);
  return out ? show_value(value_schema(), value_field(type), *out, Language::zh) : "-";
}

}  // namespace

TEST_CASE("age: whole years on the day the case was opened", "[veil][date]") {
  struct Row {
    const char* birth;
    const char* on;
    const char* age;
    const char* why;
  };
  const std::vector<Row> rows = {
      {"1989-07-02", "2022-07-01", "32 岁", "the day before the birthday"},
      {"1989-07-02", "2022-07-02", "33 岁", "the birthday itself"},
      {"1989-07-02", "2022-07-03", "33 岁", "the day after"},
      {"1989-07-02", "1989-07-02", "0 岁", "born on that day"},
      {"1989-07-02", "1990-07-01", "0 岁", "not yet one"},
      {"1989-07-02", "1989-07-01", "-", "born after it"},
      {"1989-12-31", "1990-01-01", "0 岁", "a day old in a new year"},
      {"2004-02-29", "2022-02-28", "17 岁", "leap day, other year: 1 March counts"},
      {"2004-02-29", "2022-03-01", "18 岁", "leap day, other year"},
      {"2004-02-29", "2024-02-28", "19 岁", "leap day, leap year"},
      {"2004-02-29", "2024-02-29", "20 岁", "leap day, leap year"},
      {"2003-02-28", "2024-02-29", "21 岁", "28 February, leap year"},
      {"1900-03-01", "2000-02-29", "99 岁", "1900 had no leap day"},
      {"1872-01-01", "2022-01-01", "150 岁", "the oldest that is believed"},
      {"1871-01-01", "2022-01-01", "-", "older than anybody"},
      {"1989-07", "2022-06-30", "32 岁", "month: surely before"},
      {"1989-07", "2022-07-01", "-", "month: open"},
      {"1989-07", "2022-07-30", "-", "month: open"},
      {"1989-07", "2022-07-31", "33 岁", "month: its last day is reached"},
      {"1989-07", "2022-08-01", "33 岁", "month: surely after"},
      {"2004-02", "2022-02-28", "-", "leap month: 29 February may be meant"},
      {"1989", "2022-07-02", "-", "year: open"},
      {"1989", "2022-12-31", "33 岁", "year: its last day is reached"},
      {"1989", "2022-01-01", "-", "year: born on 1 January, or later"},
      {"1989-07-02", "2022", "-", "opened in a year: open"},
      {"1989-07-02", "2022-08", "33 岁", "opened in a month: surely after"},
      {"1989-07-02", "2022-07", "-", "opened in a month: open"},
      {"1989-01-01", "2022", "33 岁", "born on 1 January: sure whatever the day"},
      {"2022-03", "2022-03-15", "-", "may be born after it"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.birth, row.on, row.why);
    CHECK(made(FieldType::date, {VeilKind::age, {}}, date(row.birth), {date(row.on)}) == row.age);
  }
  CHECK(made(FieldType::date, {VeilKind::age, {}}, date("1989-07-02"), {}) == "-");
}

TEST_CASE("age band: the band, and none where two are possible", "[veil][date]") {
  struct Row {
    const char* birth;
    const char* on;
    const char* band;
    const char* why;
  };
  const std::vector<Row> rows = {
      {"2010-01-02", "2022-01-01", "不足 14 岁", "below the first bound"},
      {"2008-01-02", "2022-01-01", "不足 14 岁", "the day before the bound"},
      {"2008-01-01", "2022-01-01", "14–17 岁", "on the bound"},
      {"2004-01-02", "2022-01-01", "14–17 岁", "the day before the next"},
      {"2004-01-01", "2022-01-01", "18–59 岁", "on the next"},
      {"1962-01-01", "2022-01-01", "60 岁及以上", "the last band is open"},
      {"1989", "2022-07-02", "18–59 岁", "32 or 33: one band"},
      {"2004", "2022-07-02", "-", "17 or 18: two bands"},
      {"2030-01-01", "2022-07-02", "-", "not born"},
  };
  const VeilRule rule{VeilKind::age_band, {14, 18, 60}};
  for (const Row& row : rows) {
    CAPTURE(row.birth, row.why);
    CHECK(made(FieldType::date, rule, date(row.birth), {date(row.on)}) == row.band);
  }
  CHECK(made(FieldType::date, rule, date("2004-01-01"), {}) == "-");
  CHECK(made(FieldType::date, {VeilKind::age_band, {}}, date("2004-01-01"), {date("2022-01-01")}) ==
        "-");
}

TEST_CASE("month and year: never finer than they were", "[veil][date]") {
  CHECK(made(FieldType::date, {VeilKind::month, {}}, date("1989-07-31")) == "1989-07");
  CHECK(made(FieldType::date, {VeilKind::month, {}}, date("2024-02-29")) == "2024-02");
  CHECK(made(FieldType::date, {VeilKind::month, {}}, date("1989-07")) == "1989-07");
  CHECK(made(FieldType::date, {VeilKind::month, {}}, date("1989")) == "1989");
  CHECK(made(FieldType::date, {VeilKind::year, {}}, date("1989-12-31")) == "1989");
  CHECK(made(FieldType::date, {VeilKind::year, {}}, date("1989-07")) == "1989");
  CHECK(made(FieldType::date, {VeilKind::year, {}}, date("1969-12-31")) == "1969");
  CHECK(made(FieldType::date, {VeilKind::year, {}}, Date{2'000'000'000, Precision::day}) == "-");
  CHECK(made(FieldType::date, {VeilKind::month, {}}, Date{-2'000'000'000, Precision::day}) == "-");
  CHECK(made(FieldType::date, {VeilKind::year, {}}, Date{1, Precision::month}) == "-");
  CHECK(made(FieldType::date, {VeilKind::year, {}}, Date{0, static_cast<Precision>(9)}) == "-");
}

TEST_CASE("calendar: every day of the range comes back", "[veil][date]") {
  const auto first = *veil::redact::days_from_civil({1800, 1, 1});
  const auto last = *veil::redact::days_from_civil({2999, 12, 31});
  int year = 1800;
  unsigned month = 1;
  unsigned day = 1;
  for (auto days = first; days <= last; ++days) {
    const auto civil = veil::redact::civil_from_days(days);
    REQUIRE(civil);
    // Counted by hand, a day at a time.
    REQUIRE(civil->year == year);
    REQUIRE(civil->month == month);
    REQUIRE(civil->day == day);
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    const unsigned sizes[] = {31, leap ? 29U : 28U, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (++day > sizes[month - 1]) {
      day = 1;
      if (++month > 12) {
        month = 1;
        ++year;
      }
    }
  }
  CHECK_FALSE(veil::redact::civil_from_days(first - 1));
  CHECK_FALSE(veil::redact::civil_from_days(last + 1));
  CHECK_FALSE(veil::redact::days_from_civil({1799, 12, 31}));
  CHECK_FALSE(veil::redact::days_from_civil({2023, 2, 29}));
  CHECK_FALSE(veil::redact::days_from_civil({2023, 0, 1}));
  CHECK_FALSE(veil::redact::days_from_civil({2023, 300, 1}));
}

TEST_CASE("bucket: amounts at the bounds", "[veil]") {
  const VeilRule rule{VeilKind::bucket, {0, 1'000'000, 5'000'000}};
  CHECK(made(FieldType::money, rule, Money{-1}) == "不足 ¥0");
  CHECK(made(FieldType::money, rule, Money{0}) == "¥0–9,999.99");
  CHECK(made(FieldType::money, rule, Money{999'999}) == "¥0–9,999.99");
  CHECK(made(FieldType::money, rule, Money{1'000'000}) == "¥10,000–49,999.99");
  CHECK(made(FieldType::money, rule, Money{5'000'000}) == "¥50,000 及以上");
  CHECK(made(FieldType::money, rule, Money{INT64_MAX}) == "¥50,000 及以上");
  CHECK(made(FieldType::money, rule, Money{INT64_MIN}) == "不足 ¥0");
  CHECK(made(FieldType::number, {VeilKind::bucket, {1, 2, 5}}, std::int64_t{1}) == "1");
  CHECK(made(FieldType::number, {VeilKind::bucket, {1, 2, 5}}, std::int64_t{4}) == "2–4");
  CHECK(made(FieldType::number, {VeilKind::bucket, {1}}, std::int64_t{0}) == "不足 1");
  CHECK(made(FieldType::money, {VeilKind::bucket, {}}, Money{1}) == "-");
  CHECK(made(FieldType::money, {VeilKind::bucket, {5, 5}}, Money{1}) == "-");
  CHECK(made(FieldType::money, {VeilKind::bucket, {5, 1}}, Money{1}) == "-");
  CHECK(made(FieldType::money, {VeilKind::bucket, {INT64_MIN}}, Money{INT64_MIN}) != "-");
}

TEST_CASE("group: of one code and of several", "[veil]") {
  const VeilRule rule{VeilKind::group, {}};
  const auto one = [&](const char* code, const char* edition) {
    return made(FieldType::code, rule, CodeEntry{code, edition});
  };
  CHECK(one("beating", "2022") == "暴力");
  CHECK(one("fraud", "2022") == "财产");
  CHECK(one("feud", "2016") == "暴力");   // an older entry keeps its group
  CHECK(one("feud", "2022") == "-");      // that edition has no such code
  CHECK(one("other", "2022") == "-");     // in no group
  CHECK(one("violence", "2022") == "-");  // a group is not an entry
  CHECK(one("nothing", "2022") == "-");
  CHECK(one("", "") == "-");
  const auto several = [&](const Codes& codes) { return made(FieldType::codes, rule, codes); };
  CHECK(several({{"beating", "2022"}, {"threat", "2022"}}) == "暴力");
  CHECK(several({{"fraud", "2022"}, {"beating", "2022"}, {"loan", "2022"}}) == "暴力、财产");
  CHECK(several({{"beating", "2022"}, {"fraud", "2022"}}) == "暴力、财产");
  CHECK(several({{"beating", "2022"}, {"other", "2022"}}) == "-");
  // One of a list that is not known hides the whole.
  CHECK(several({{"beating", "2022"}, {"nothing", "2022"}}) == "-");
}

TEST_CASE("dispatch: what a rule does not know is hidden", "[veil]") {
  const std::vector<Value> values = {
      Unknown{},
      Value(std::string("欧阳桂兰")),
      date("1989-07-02"),
      Money{1'280'050},
      std::int64_t{7},
      true,
      CodeEntry{"beating", "2022"},
      Codes{{"beating", "2022"}},
      Band{30, 34},
      FileReference{"image/jpeg", 9, {}},
      Present{true},
  };
  static_assert(veil::redact::kValueKinds == 11);
  REQUIRE(values.size() == veil::redact::kValueKinds);
  const VeilContext context{date("2022-07-02")};
  for (int type = 0; type <= static_cast<int>(FieldType::person); ++type) {
    const auto& field = value_field(static_cast<FieldType>(type));
    for (int kind = 0; kind <= 16; ++kind) {
      const VeilRule rule{static_cast<VeilKind>(kind), {1, 18}};
      for (const Value& value : values) {
        CAPTURE(type, kind, value.index());
        const auto out = veiled(value_schema(), field, rule, value, context);
        const bool nothing =
            rule.kind == VeilKind::none || kind >= static_cast<int>(VeilKind::scrub);
        if (std::holds_alternative<Unknown>(value)) {
          CHECK(out.has_value() == (rule.kind != VeilKind::none));
          if (out) CHECK(*out == value);
        } else if (nothing) {
          CHECK_FALSE(out);
        } else if (rule.kind == VeilKind::keep) {
          CHECK(out == value);
        } else if (rule.kind == VeilKind::present) {
          CHECK(out == Value(Present{true}));
        } else if (out) {
          CHECK_FALSE(*out == value);  // never passed through
        }
      }
    }
  }
}

TEST_CASE("a text is scrubbed of what is known, and withheld without it", "[veil]") {
  const auto& field = value_field(FieldType::text);
  const VeilRule rule{VeilKind::scrub, {}};
  const Value story = std::string("张桂兰来电。");
  VeilContext context;
  CHECK_FALSE(veiled(value_schema(), field, rule, story, context));
  CHECK(veil::redact::veiled_or_withheld(value_schema(), field, rule, story, context) ==
        Value(Present{false}));
  const std::vector<veil::redact::KnownValue> values = {
      {veil::redact::KnownKind::name, veil::redact::Part::client, 0, "张桂兰"}};
  const veil::redact::KnownForms known(values);
  context.known = &known;
  const auto out = veiled(value_schema(), field, rule, story, context);
  REQUIRE(out);
  CHECK(std::get<std::string>(*out) == "【女方】来电。");
}

TEST_CASE("words of the veils", "[veil]") {
  for (int kind = 0; kind <= static_cast<int>(VeilKind::scrub); ++kind) {
    const auto word = to_string(static_cast<VeilKind>(kind));
    CHECK(veil::redact::parse_veil_kind(word) == static_cast<VeilKind>(kind));
  }
  CHECK(to_string(VeilKind::age_band) == "age_band");
  CHECK(to_string(VeilKind::last4) == "last4");
  CHECK(to_string(VeilKind::scrub) == "scrub");
  CHECK_FALSE(veil::redact::parse_veil_kind("Age"));
  CHECK_FALSE(veil::redact::parse_veil_kind(""));
}

TEST_CASE("random values: total, and ages agree with counting", "[veil]") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  for (int i = 0; i < 20000; ++i) {
    const auto days = static_cast<std::int32_t>(random() % 60000) - 30000;
    const auto later = days + static_cast<std::int32_t>(random() % 40000);
    const auto age = veil::redact::age_on({days, Precision::day}, {later, Precision::day});
    REQUIRE(age);
    // The birthday of that age lies within the year that ends on the day.
    REQUIRE(static_cast<double>(later - days) / 365.2425 == Approx(double(*age)).margin(1.01));
    // A coarser birth never gives another age, only none.
    for (const auto precision : {Precision::month, Precision::year}) {
      const Date coarse = veil::redact::coarsened({days, Precision::day}, precision);
      const auto other = veil::redact::age_on(coarse, {later, Precision::day});
      if (other) REQUIRE(*other == *age);
    }
    const Date wild{static_cast<std::int32_t>(random()), static_cast<Precision>(random() % 5)};
    for (int kind = 0; kind <= 15; ++kind) {
      const VeilRule rule{
          static_cast<VeilKind>(kind),
          {static_cast<std::int64_t>(random()), static_cast<std::int64_t>(random())}};
      veiled(value_schema(), value_field(FieldType::date), rule, wild, {wild});
    }
  }
}
