#include "tools/veil/strict_json.h"

#include <catch2/catch.hpp>

namespace veil::tools {

TEST_CASE("JSON is read without guessing", "[tools]") {
  struct Row {
    const char* why;
    std::string text;
    bool valid;
  };
  const auto row = GENERATE(values<Row>({
      {"an object", R"({"a": 1, "b": [1, 2.5, "x", null, true]})", true},
      {"blanks around", " \n {} \r\n", true},
      {"the same key in two objects", R"({"a": {"x": 1}, "b": {"x": 2}})", true},
      {"the same key in inner and outer", R"({"a": {"a": 1}})", true},
      {"twice in one", R"({"a": 1, "a": 1})", false},
      {"twice, written differently", R"({"a": 1, "\u0061": 2})", false},
      {"twice, deeper", R"([[{"b": {"a": 1, "c": {}, "a": 2}}]])", false},
      {"out of range", "[1e400]", false},
      {"out of range, below", "[-1e400]", false},
      {"large but in range", "[1e308]", true},
      {"something behind", "{} {}", false},
      {"a comma behind", "[1],", false},
      {"a trailing comma", "[1,]", false},
      {"a comment", "/* */ {}", false},
      {"cut short", R"({"a": )", false},
      {"nothing", "", false},
      {"not UTF-8", "\"\xff\"", false},
      {"half a pair", R"("\ud800")", false},
      {"a control character", "\"a\nb\"", false},
      {"NaN", "[NaN]", false},
      {"as deep as allowed", std::string(16, '[') + std::string(16, ']'), true},
      {"deeper", std::string(17, '[') + std::string(17, ']'), false},
  }));
  CAPTURE(row.why);
  auto value = parse_json(row.text);
  CHECK(static_cast<bool>(value) == row.valid);
  if (!value) CHECK(value.error().code == Code::InvalidArgument);
}

TEST_CASE("long keys that come in parts are compared whole", "[tools]") {
  const std::string key(3000, 'k');
  CHECK(parse_json("{\"" + key + "\": 1, \"" + key + "x\": 2}"));
  CHECK_FALSE(parse_json("{\"" + key + "\": 1, \"" + key + "\": 2}"));
  CHECK_FALSE(parse_json("{\"" + key + "\\n\": 1, \"" + key + "\\u000a\": 2}"));
}

TEST_CASE("half a surrogate pair in JSON becomes no character, whole pairs stay", "[tools]") {
  struct Row {
    const char* why;
    std::string json;
    std::string becomes;
  };
  const auto row = GENERATE(values<Row>({
      {"a pair", R"("\ud83d\ude00")", R"("\ud83d\ude00")"},
      {"the first half at the end", R"("a\ud83d")", R"("a\ufffd")"},
      {"the first half, then a letter", R"("\uD83Dx")", R"("\ufffdx")"},
      {"the first half, then another escape", R"("\ud83d\n")", R"("\ufffd\n")"},
      {"the second half alone", R"("\ude00")", R"("\ufffd")"},
      {"the halves the wrong way round", R"("\ude00\ud83d")", R"("\ufffd\ufffd")"},
      {"twice the first half, then the second", R"("\ud83d\ud83d\ude00")",
       R"("\ufffd\ud83d\ude00")"},
      {"a backslash that is meant, then letters", R"("\\ud83d")", R"("\\ud83d")"},
      {"the last before halves", R"("\ud7ff")", R"("\ud7ff")"},
      {"the first behind halves", R"("\ue000")", R"("\ue000")"},
      {"cut short", R"("\ud83)", R"("\ud83)"},
      {"cut shorter", R"("\)", R"("\)"},
  }));
  CAPTURE(row.why);
  std::string json = row.json;
  replace_lone_halves(json);
  CHECK(json == row.becomes);
}

TEST_CASE("bytes that are no UTF-8 are read only where they are asked for", "[tools]") {
  const std::string json = "\"\xff\xc3\"";
  CHECK_FALSE(parse_json(json));
  const auto value = parse_json(json, JsonStrings::any_bytes);
  REQUIRE(value);
  CHECK(value->as_string() == "\xff\xc3");
  CHECK_FALSE(parse_json("\"a\nb\"", JsonStrings::any_bytes));
}

}  // namespace veil::tools
