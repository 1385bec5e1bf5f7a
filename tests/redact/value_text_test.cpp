// Reading what people type, checking what is stored, showing it again.
#include <catch2/catch.hpp>

#include <random>
#include <set>

#include "redact/unicode.h"
#include "tests/redact/value_policy.h"

namespace {

using veil::Code;
using veil::redact::Band;
using veil::redact::check_value;
using veil::redact::CodeEntry;
using veil::redact::Date;
using veil::redact::FieldType;
using veil::redact::FileReference;
using veil::redact::Language;
using veil::redact::Money;
using veil::redact::parse_value;
using veil::redact::Precision;
using veil::redact::Present;
using veil::redact::Unknown;
using veil::redact::Value;
using veil::redact::value_field;
using veil::redact::value_schema;

using Codes = std::vector<CodeEntry>;

struct Row {
  const char* text;
  const char* shown;  // nullptr: refused
  const char* why;
};

veil::Result<Value> read(FieldType type, std::string_view text) {
  return parse_value(value_schema(), value_field(type), text);
}

std::string show(FieldType type, const Value& value, Language language = Language::zh) {
  return show_value(value_schema(), value_field(type), value, language);
}

bool passes(FieldType type, const Value& value) {
  const auto ok = check_value(value_schema(), value_field(type), value);
  if (!ok) CHECK(ok.error().code == Code::InvalidArgument);
  return ok.has_value();
}

void check(FieldType type, const std::vector<Row>& rows) {
  std::set<std::string> reasons;
  for (const Row& row : rows) {
    CAPTURE(row.text, row.why);
    const auto value = read(type, row.text);
    REQUIRE(value.has_value() == (row.shown != nullptr));
    if (value) {
      CHECK(show(type, *value) == row.shown);
      CHECK(passes(type, *value));
      // What is shown of a full value can be typed in again.
      CHECK(read(type, show(type, *value)) == *value);
    } else {
      CHECK(value.error().code == Code::InvalidArgument);
      reasons.insert(value.error().message);
    }
  }
  // The reason, never the text: many texts, few messages.
  CHECK(reasons.size() <= 4);
}

}  // namespace

TEST_CASE("values: dates", "[value]") {
  check(FieldType::date, {
                             {"1989-07-02", "1989-07-02", "ISO"},
                             {"1989-7-2", "1989-07-02", "without zeros"},
                             {"1989/7/2", "1989-07-02", "slashes, as spreadsheets show it"},
                             {"1989/07/02", "1989-07-02", "slashes with zeros"},
                             {"1989.7.2", "1989-07-02", "dots"},
                             {"1989年7月2日", "1989-07-02", "Chinese"},
                             {"1989年7月2号", "1989-07-02", "spoken Chinese"},
                             {"1989 年 7 月 2 日", "1989-07-02", "spaces"},
                             {"１９８９年７月２日", "1989-07-02", "full width"},
                             {"１９８９－０７－０２", "1989-07-02", "full width"},
                             {"1989-07", "1989-07", "month"},
                             {"1989.7", "1989-07", "month with a dot"},
                             {"1989年7月", "1989-07", "month in Chinese"},
                             {"1989", "1989", "year"},
                             {"1989年", "1989", "year in Chinese"},
                             {" 1989-07-02 ", "1989-07-02", "spaces around"},
                             {"2024-02-29", "2024-02-29", "leap day"},
                             {"1800-01-01", "1800-01-01", "the first"},
                             {"2999-12-31", "2999-12-31", "the last"},
                             {"不详", "不详", "not known"},
                             {"未知", "不详", "not known"},
                             {"Unknown", "不详", "not known"},
                             {"2023-02-29", nullptr, "no leap year"},
                             {"1989-13-01", nullptr, "no such month"},
                             {"1989-00-01", nullptr, "no such month"},
                             {"1989-07-00", nullptr, "no such day"},
                             {"1989-04-31", nullptr, "no such day"},
                             {"1799-12-31", nullptr, "too early: mistyped"},
                             {"3000-01-01", nullptr, "too late: mistyped"},
                             {"89-07-02", nullptr, "two digits of the year may be anything"},
                             {"7/2/1989", nullptr, "which is the month?"},
                             {"19890702", nullptr, "without marks it may be any number"},
                             {"1989-07/02", nullptr, "two kinds of marks"},
                             {"1989-07-02-01", nullptr, "too many numbers"},
                             {"1989-07-", nullptr, "a number is missing"},
                             {"-1989-07-02", nullptr, "a sign"},
                             {"1989-+7-02", nullptr, "a sign"},
                             {"1989-007-02", nullptr, "three digits"},
                             {"1989-07-02 10:00", nullptr, "a time"},
                             {"农历1989年七月", nullptr, "the moon's calendar"},
                             {"一九八九年七月", nullptr, "numbers in words"},
                             {"32693", nullptr, "a spreadsheet's day number"},
                             {"年", nullptr, "no numbers"},
                             {"   ", nullptr, "blank"},
                         });
}

TEST_CASE("values: amounts of money", "[value]") {
  check(FieldType::money, {
                              {"12800.50", "¥12,800.50", "plain"},
                              {"12,800.50", "¥12,800.50", "thousands"},
                              {"12800.5", "¥12,800.50", "one decimal"},
                              {"12800", "¥12,800.00", "whole"},
                              {"¥12,800.50", "¥12,800.50", "sign"},
                              {"￥12,800.50", "¥12,800.50", "full-width sign"},
                              {"12800元", "¥12,800.00", "unit"},
                              {"¥ 12800 元", "¥12,800.00", "both, with spaces"},
                              {"１２，８００．５０", "¥12,800.50", "full width"},
                              {"0", "¥0.00", "nothing"},
                              {"0.01", "¥0.01", "a fen"},
                              {"-5", "-¥5.00", "a debt"},
                              {"-0.01", "-¥0.01", "a debt of a fen"},
                              {"10,000,000,000,000.00", "¥10,000,000,000,000.00", "the most"},
                              {"10,000,000,000,000.01", nullptr, "more than the most"},
                              {"99999999999999999999", nullptr, "more than a machine counts"},
                              {"1.28万元", nullptr, "another unit"},
                              {"1万", nullptr, "another unit"},
                              {"12.800,50", nullptr, "marks of other countries"},
                              {"12,80", nullptr, "a group of two"},
                              {"1,2800", nullptr, "a group of four"},
                              {",800", nullptr, "an empty group"},
                              {"12,,800", nullptr, "an empty group"},
                              {"12.", nullptr, "no decimals after the point"},
                              {".5", nullptr, "nothing before the point"},
                              {"12.805", nullptr, "three decimals"},
                              {"12.8.0", nullptr, "two points"},
                              {"1.28E+4", nullptr, "a spreadsheet's form"},
                              {"--5", nullptr, "two signs"},
                              {"$5", nullptr, "another currency"},
                              {"元", nullptr, "no number"},
                              {"¥", nullptr, "no number"},
                              {"约500", nullptr, "a word"},
                          });
}

TEST_CASE("values: numbers and booleans", "[value]") {
  check(FieldType::number, {
                               {"3", "3", "plain"},
                               {"-3", "-3", "negative"},
                               {"+3", "3", "with sign"},
                               {"３", "3", "full width"},
                               {" 3 ", "3", "spaces around"},
                               {"007", "7", "zeros"},
                               {"9223372036854775807", "9223372036854775807", "the most"},
                               {"-9223372036854775808", "-9223372036854775808", "the least"},
                               {"9223372036854775808", nullptr, "more"},
                               {"+-3", nullptr, "two signs"},
                               {"3.0", nullptr, "not whole"},
                               {"3人", nullptr, "a unit"},
                               {"三", nullptr, "in words"},
                               {"0x10", nullptr, "of another base"},
                               {"1e3", nullptr, "of another form"},
                               {"", nullptr, "empty"},
                               {"+", nullptr, "a sign only"},
                           });
  check(FieldType::boolean, {
                                {"是", "是", "yes"},
                                {"否", "否", "no"},
                                {"YES", "是", "yes"},
                                {"no", "否", "no"},
                                {"True", "是", "yes"},
                                {"ｆａｌｓｅ", "否", "no, full width"},
                                {"unknown", "不详", "not known"},
                                {"1", nullptr, "a number"},
                                {"y", nullptr, "too short"},
                                {"有", nullptr, "another word"},
                                {"不是", nullptr, "another word"},
                            });
}

TEST_CASE("values: codes", "[value]") {
  check(FieldType::code, {
                             {"beating", "殴打", "by code"},
                             {"殴打", "殴打", "by label"},
                             {" 殴打 ", "殴打", "spaces around"},
                             {"BEATING", "殴打", "by English label"},
                             {"ｂｅａｔｉｎｇ", "殴打", "full width"},
                             {"借贷、抵押", "借贷、抵押", "a label with a separator in it"},
                             {"threat", "恐吓", "the edition in force"},
                             {"恐吓", "恐吓", "the edition in force"},
                             {"威胁", nullptr, "a label of an older edition"},
                             {"feud", nullptr, "a code of an older edition"},
                             {"violence", nullptr, "a group"},
                             {"Fraud.", nullptr, "not quite"},
                             {"不详", "不详", "not in the list: not known"},
                         });
  check(FieldType::codes, {
                              {"殴打", "殴打", "one"},
                              {"殴打;恐吓", "殴打、恐吓", "semicolon"},
                              {"恐吓、殴打", "恐吓、殴打", "the order is kept"},
                              {"殴打；诈骗", "殴打、诈骗", "full-width semicolon"},
                              {"beating, fraud", "殴打、诈骗", "comma"},
                              {"beating|fraud", "殴打、诈骗", "bar"},
                              {"beating\nfraud\r\n", "殴打、诈骗", "line breaks of a cell"},
                              {"beating;;fraud;", "殴打、诈骗", "empty words"},
                              {"unknown", "不详", "not known"},
                              {"殴打;殴打", nullptr, "twice"},
                              {"殴打;beating", nullptr, "twice, in two ways"},
                              {"殴打;无", nullptr, "one is not in the list"},
                              {"殴打;不详", nullptr, "known and not known"},
                              {";", nullptr, "nothing"},
                          });
  const auto& answer = *value_schema().field("case.answer");
  // The list's own word for it is an entry of the list.
  CHECK(parse_value(value_schema(), answer, "不详") == Value(CodeEntry{"9", "2022"}));
  CHECK(parse_value(value_schema(), answer, "unknown") == Value(CodeEntry{"9", "2022"}));
  CHECK(parse_value(value_schema(), answer, "未知") == Value(Unknown{}));
}

TEST_CASE("values: text is kept as it was given", "[value]") {
  for (const auto type : {FieldType::string, FieldType::text, FieldType::name, FieldType::address,
                          FieldType::person}) {
    for (const char* text :
         {"欧阳桂兰", " 王　芳 ", "ＡＢＣ", "e\u0301", "𠮷\U00030000", "王\u200B芳", "=1+1", "X"}) {
      CAPTURE(text);
      const auto value = read(type, text);
      REQUIRE(value);
      CHECK(std::get<std::string>(*value) == text);
      CHECK(show(type, *value) == text);
    }
    for (const std::string& text :
         {std::string("a\0b", 3), std::string("\x1b[31m"), std::string("a\x7f"),
          std::string("a\u0085"), std::string("\xFF"), std::string("\xC0\x80"),
          std::string("\xED\xA0\x80"), std::string("\xF4\x90\x80\x80"), std::string(" \u3000 ")}) {
      CAPTURE(text);
      CHECK_FALSE(read(type, text));
      CHECK_FALSE(passes(type, text));
    }
    const bool lines = type == FieldType::text;
    for (const char* text :
         {"a\nb", "a\tb", "a\r\nb", "a\u202Eb", "a\u2066b", "a\u200Fb", "a\u2028b"}) {
      CAPTURE(text);
      CHECK(read(type, text).has_value() == lines);
    }
  }
  CHECK_FALSE(read(FieldType::text, " \n\t "));
  CHECK(read(FieldType::text, std::string(veil::redact::kTextSizeMax, 'a')));
  CHECK_FALSE(read(FieldType::text, std::string(veil::redact::kTextSizeMax + 1, 'a')));
  CHECK(read(FieldType::string, std::string(4096, 'a')));
  CHECK_FALSE(read(FieldType::string, std::string(4097, 'a')));
  CHECK(read(FieldType::name, std::string(512, 'a')));
  CHECK_FALSE(read(FieldType::name, std::string(513, 'a')));
}

TEST_CASE("values: numbers with a normal form are kept in it", "[value]") {
  CHECK(read(FieldType::cn_id, "１１０１０５ 19491231 002x") ==
        Value(std::string("11010519491231002X")));
  CHECK(read(FieldType::phone, "+86 138-0013-8000") == Value(std::string("13800138000")));
  CHECK(read(FieldType::account, "6222 0202 0011 2230") == Value(std::string("6222020200112230")));
  CHECK(read(FieldType::cn_id, "11010519491231002X"));
  CHECK(read(FieldType::cn_id, "110105194912310021"));  // a wrong check is kept, and can be seen
  CHECK_FALSE(read(FieldType::cn_id, "1101051949123100"));
  CHECK_FALSE(read(FieldType::phone, "13800138000/13900139000"));
  const auto cut = read(FieldType::cn_id, "1.10105E+17");
  REQUIRE_FALSE(cut);
  CHECK(cut.error().message.find("spreadsheet") != std::string::npos);
  CHECK_FALSE(passes(FieldType::cn_id, std::string("11010519491231002x")));
  CHECK_FALSE(passes(FieldType::cn_id, std::string("110105 19491231 002X")));
  CHECK_FALSE(passes(FieldType::phone, std::string("+8613800138000")));
  CHECK_FALSE(passes(FieldType::account, std::string("6222 0202 0011 2230")));
}

TEST_CASE("values: a field takes its own kind within its limits", "[value]") {
  const std::vector<std::pair<FieldType, Value>> good = {
      {FieldType::string, std::string("a")},
      {FieldType::text, std::string("a\nb")},
      {FieldType::date, Date{0, Precision::year}},
      {FieldType::money, Money{5}},
      {FieldType::number, std::int64_t{5}},
      {FieldType::boolean, true},
      {FieldType::code, CodeEntry{"feud", "2016"}},
      {FieldType::codes, Codes{{"feud", "2016"}, {"beating", "2022"}}},
      {FieldType::file, FileReference{"image/svg+xml", 1, {}}},
  };
  for (const auto& [type, value] : good) {
    for (const auto& [other, ignored] : good) {
      CAPTURE(static_cast<int>(type), static_cast<int>(other));
      const bool text = value.index() == 1 && (other == FieldType::text);
      CHECK(passes(other, value) == (type == other || text));
    }
    CHECK(passes(type, Unknown{}));
    CHECK_FALSE(passes(type, Present{true}));
    CHECK_FALSE(passes(type, Band{1, 2}));
  }
  CHECK_FALSE(passes(FieldType::date, Date{1, Precision::month}));
  CHECK_FALSE(passes(FieldType::date, Date{31, Precision::year}));
  CHECK_FALSE(passes(FieldType::date, Date{INT32_MAX, Precision::day}));
  CHECK_FALSE(passes(FieldType::date, Date{0, static_cast<Precision>(7)}));
  CHECK_FALSE(passes(FieldType::money, Money{INT64_MAX}));
  CHECK_FALSE(passes(FieldType::money, Money{INT64_MIN}));
  CHECK_FALSE(passes(FieldType::code, CodeEntry{"beating", "2016"}));
  CHECK_FALSE(passes(FieldType::code, CodeEntry{"violence", "2022"}));
  CHECK_FALSE(passes(FieldType::codes, Codes{}));
  CHECK_FALSE(passes(FieldType::codes, Codes{{"fraud", "2022"}, {"fraud", "2022"}}));
  const auto many = check_value(value_schema(), value_field(FieldType::codes),
                                Codes(veil::redact::kCodesMax + 1, CodeEntry{"fraud", "2022"}));
  REQUIRE_FALSE(many);
  CHECK(many.error().message.find("too many") != std::string::npos);
  for (const char* type : {"", "image", "/", "image/", "/png", "a/b/c", "a b/c", "图/a", "a/\n"}) {
    CAPTURE(type);
    CHECK_FALSE(passes(FieldType::file, FileReference{type, 1, {}}));
  }
  CHECK(read(FieldType::file, "image/png").error().code == Code::Unsupported);
  CHECK(read(FieldType::string, "").error().code == Code::InvalidArgument);
}

TEST_CASE("values: for people, in two languages", "[value]") {
  const auto both = [](FieldType type, const Value& value) {
    return show(type, value, Language::zh) + " | " + show(type, value, Language::en);
  };
  CHECK(both(FieldType::name, Unknown{}) == "不详 | unknown");
  CHECK(both(FieldType::date, std::int64_t{32}) == "32 岁 | 32");
  CHECK(both(FieldType::number, std::int64_t{32}) == "32 | 32");
  CHECK(both(FieldType::date, Band{30, 34}) == "30–34 岁 | 30–34");
  CHECK(both(FieldType::date, Band{{}, 17}) == "不足 18 岁 | under 18");
  CHECK(both(FieldType::date, Band{60, {}}) == "60 岁及以上 | 60 or more");
  CHECK(both(FieldType::money, Band{-100, 99}) == "-¥1–0.99 | -¥1–0.99");
  CHECK(both(FieldType::money, Band{{}, -1}) == "不足 ¥0 | under ¥0");
  CHECK(both(FieldType::number, Band{{}, {}}) == "任意 | any");
  CHECK(both(FieldType::number, Band{{}, INT64_MAX}) == "任意 | any");
  CHECK(both(FieldType::money, Money{INT64_MIN}) ==
        "-¥92,233,720,368,547,758.08 | -¥92,233,720,368,547,758.08");
  CHECK(both(FieldType::boolean, false) == "否 | no");
  CHECK(both(FieldType::code, CodeEntry{"beating", "2022"}) == "殴打 | Beating");
  CHECK(both(FieldType::code, CodeEntry{"violence", "2022"}) == "暴力 | violence");
  CHECK(both(FieldType::code, CodeEntry{"threat", "2016"}) == "威胁 | menace");
  CHECK(both(FieldType::code, CodeEntry{"gone", "1999"}) == "gone | gone");
  CHECK(both(FieldType::codes, Codes{{"threat", "2022"}, {"fraud", "2022"}}) ==
        "恐吓、诈骗 | threat, fraud");
  CHECK(both(FieldType::file, FileReference{"image/jpeg", 9000, {}}) ==
        "image/jpeg, 9000 B | image/jpeg, 9000 B");
  CHECK(show(FieldType::file, FileReference{"image/jpeg", 123456, {}}) == "image/jpeg, 120 KiB");
  CHECK(both(FieldType::cn_id, Present{true}) == "有 | present");
  CHECK(both(FieldType::cn_id, Present{false}) == "有（校验不符） | present (check fails)");
  CHECK(both(FieldType::date, Date{INT32_MAX, Precision::day}) ==
        "日期超出范围 | date out of range");
}

TEST_CASE("values: a group and an entry of one code would be read as each other", "[value]") {
  using veil::redact::kSmallPolicy;
  const std::string text =
      veil::redact::replaced(std::string(kSmallPolicy), R"({ code = "a",)", R"({ code = "harm",)");
  const auto policy = veil::redact::Policy::parse(text);
  REQUIRE_FALSE(policy);
  CHECK(policy.error().message.find("a group has this code") != std::string::npos);
}

TEST_CASE("values: random bytes are read or refused, and what is read passes", "[value]") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::string> bits = {"1989", "-",    "7",    "年",      "月", "日",   ".",
                                         ",",    "¥",    "元",   "beating", ";",  "不详", "unknown",
                                         "X",    "１",   " ",    "\n",      "是", "+86",  "138",
                                         "0013", "8000", "\xFF", "\u202E"};
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (auto n = random() % 8; n > 0; --n) {
      text += random() % 8 == 0 ? std::string(1, static_cast<char>(random() % 256))
                                : bits[random() % bits.size()];
    }
    for (int type = 0; type <= static_cast<int>(FieldType::person); ++type) {
      const auto field_type = static_cast<FieldType>(type);
      const auto value = read(field_type, text);
      if (!value) continue;
      CAPTURE(type, text);
      REQUIRE(passes(field_type, *value));
      const std::string shown = show(field_type, *value);
      REQUIRE(veil::redact::is_utf8(shown));
      // Labels and texts apart, the shown form reads as the same value.
      REQUIRE(read(field_type, shown) == *value);
    }
  }
}
