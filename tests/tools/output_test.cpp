// What people see: records, tables, log reports, with text that tries to be more than text.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <set>

#include "tests/temporary_folder.h"
#include "tools/veil/fault.h"
#include "tools/veil/policy_template.h"
#include "tools/veil/record_json.h"
#include "tools/veil/record_text.h"
#include "tools/veil/secret_source.h"
#include "tools/veil/table.h"
#include "tools/veil/values_file.h"
#include "tools/veil/width.h"

namespace veil::tools {
namespace {

// Everything that is written to the standard output while it lives.
class Captured {
 public:
  Captured() : path_(folder_.path() / "out"), saved_(::dup(STDOUT_FILENO)) {
    std::FILE* file = std::fopen(path_.c_str(), "w");
    REQUIRE(file != nullptr);
    ::dup2(::fileno(file), STDOUT_FILENO);
    std::fclose(file);
  }
  ~Captured() {
    ::dup2(saved_, STDOUT_FILENO);
    ::close(saved_);
  }
  Captured(const Captured&) = delete;
  Captured& operator=(const Captured&) = delete;
  std::string text() const {
    std::ifstream file(path_);
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  tests::TemporaryFolder folder_;
  std::filesystem::path path_;
  int saved_;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out(1);
  for (const char c : text) {
    if (c == '\n') {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  out.pop_back();
  return out;
}

store::RecordView record_with(const redact::Schema& schema, const std::string& text) {
  store::RecordView out;
  out.id = store::RecordId::random();
  for (const char* name :
       {"case.no", "case.narrative", "person.name", "person.phone", "person.sex"}) {
    redact::Cell cell;
    cell.field = schema.field(std::string_view(name))->id;
    cell.strength = redact::Strength::full;
    cell.marker = redact::Marker::value;
    cell.value = text;
    out.view.cells.push_back(std::move(cell));
  }
  out.view.cells[2].marker = redact::Marker::empty;
  out.view.cells[3].marker = redact::Marker::unknown;
  out.view.cells[4].marker = redact::Marker::withheld;
  for (const std::size_t i : {2U, 3U, 4U}) out.view.cells[i].value.reset();
  return out;
}

}  // namespace

TEST_CASE("a record keeps to 80 columns and sends nothing but text", "[tools]") {
  const auto policy = redact::Policy::parse(*read_policy("demo"));
  std::string text;
  for (int i = 0; i < 60; ++i) text += "长文本 and \x1b[31mred\u202e ";
  const auto record = record_with(policy->schema(), text);
  for (const auto language : {redact::Language::zh, redact::Language::en}) {
    Captured captured;
    {
      Console console;
      console.language = language;
      print_record({*policy, policy->roles().front()}, record, console);
      REQUIRE(console.finish());
    }
    const std::string shown = captured.text();
    CHECK(shown.find('\x1b') == std::string::npos);
    CHECK(shown.find("\u202e") == std::string::npos);
    for (const std::string& line : lines_of(shown)) CHECK(display_width(line) <= Console::kWidth);
    const bool zh = language == redact::Language::zh;
    for (const char* marker : {zh ? "【未填】" : "[not recorded]", zh ? "【不详】" : "[unknown]",
                               zh ? "【不公开】" : "[withheld]"}) {
      CHECK(shown.find(marker) != std::string::npos);
    }
  }
}

TEST_CASE("a record says of each value how strong it is, and why something is withheld",
          "[tools]") {
  const auto policy = redact::Policy::parse(*read_policy("demo"));
  const redact::Schema& schema = policy->schema();
  const auto shown = [&](redact::Why why, redact::Strength given, redact::Strength at_most) {
    store::RecordView record;
    record.id = store::RecordId::random();
    const redact::Field& field = *schema.field(std::string_view("person.phone"));
    redact::Cell cell;
    cell.field = field.id;
    record.view.cells.push_back(cell);
    record.view.classes.push_back({field.cls, given, false, why});
    Captured captured;
    {
      Console console;
      console.language = redact::Language::en;
      print_record({*policy, *policy->role("caseworker"), at_most}, record, console);
      REQUIRE(console.finish());
    }
    return captured.text();
  };
  using redact::Strength;
  using redact::Why;
  std::set<std::string> all;
  for (const Why why :
       {Why::no_grant, Why::not_assigned, Why::no_consent, Why::no_reason, Why::outside_hours,
        Why::not_own_intake, Why::not_approved, Why::not_for_purpose, Why::never, Why::conflict,
        Why::no_action, Why::not_referred, Why::no_break_glass, Why::suspended, Why::stale}) {
    CAPTURE(redact::to_string(why));
    const std::string text = shown(why, Strength::withheld, Strength::full);
    CHECK(text.find("[withheld] ") != std::string::npos);
    all.insert(text.substr(text.find("[withheld]")));
  }
  CHECK(all.size() == 15);
  CHECK(shown(Why::granted, Strength::withheld, Strength::veiled).find("--at-most") !=
        std::string::npos);
  CHECK(shown(Why::granted, Strength::withheld, Strength::full).find("being made again") !=
        std::string::npos);
}

TEST_CASE("hours and days of a condition are named", "[tools]") {
  const auto policy = redact::Policy::parse(*read_policy("assistance"));
  REQUIRE(policy);
  const Console console;
  std::size_t hours = 0;
  std::size_t days = 0;
  for (const redact::Grant& grant : policy->grants()) {
    const Beholder by{*policy, *policy->role(grant.role)};
    const auto says = [&](redact::Why why, const std::string& what) {
      const redact::ClassDecision nothing{grant.cls, redact::Strength::withheld, false, why};
      return why_text(by, nothing, console).find(what) != std::string::npos;
    };
    if (grant.strength == redact::Strength::withheld) continue;
    if (grant.when.hours_to < 24) {
      CHECK(says(redact::Why::outside_hours, std::to_string(grant.when.hours_to) + ":00"));
      ++hours;
    }
    if (grant.when.own_intake_days > 0) {
      CHECK(says(redact::Why::not_own_intake, std::to_string(grant.when.own_intake_days)));
      ++days;
    }
  }
  CHECK(hours > 0);
  CHECK(days > 0);
}

TEST_CASE("markers are three different words in JSON too, and only a value has a value",
          "[tools]") {
  const auto policy = redact::Policy::parse(*read_policy("demo"));
  const Console console;
  const auto object = record_json(policy->schema(), record_with(policy->schema(), "甲"), console);
  const auto& fields = object.at("fields").as_array();
  REQUIRE(fields.size() == 5);
  std::set<std::string> markers;
  for (const auto& field : fields) {
    const std::string marker = field.at("marker").as_string().c_str();
    markers.insert(marker);
    CHECK(field.at("value").is_null() == (marker != "value"));
    CHECK(field.at("shown").is_null() == (marker != "value"));
  }
  CHECK(markers == std::set<std::string>{"value", "empty", "unknown", "withheld"});
}

TEST_CASE("a table is aligned by what is seen and never wider than the console", "[tools]") {
  Captured captured;
  {
    Console console;
    Table table({"a", "b", "c"});
    table.add({"欧阳桂兰", std::string(200, 'x'), "end"});
    table.add({"Li", "\x1b]0;title\x07", "end"});
    table.print(console);
    REQUIRE(console.finish());
  }
  const auto lines = lines_of(captured.text());
  REQUIRE(lines.size() == 3);
  const auto column_of = [](const std::string& line, const char* word) {
    return display_width(line.substr(0, line.rfind(word)));
  };
  CHECK(column_of(lines[0], "c") == column_of(lines[1], "end"));
  CHECK(column_of(lines[1], "end") == column_of(lines[2], "end"));
  for (const auto& line : lines) {
    CHECK(display_width(line) <= Console::kWidth);
    CHECK(line.find('\x1b') == std::string::npos);
  }
}

TEST_CASE("a passphrase is the first line of its file, and faults do not show it", "[tools]") {
  const tests::TemporaryFolder folder;
  const auto path = (folder.path() / "pass").string();
  struct Row {
    const char* why;
    std::string content;
    std::optional<std::string> passphrase;
  };
  const auto row = GENERATE(values<Row>({
      {"a line", "tin whistle\n", "tin whistle"},
      {"no end of line", "tin whistle", "tin whistle"},
      {"CRLF", "tin whistle\r\n", "tin whistle"},
      {"blanks belong to it", " tin \n", " tin "},
      {"more lines", "tin\nwhistle\n", "tin"},
      {"the longest", std::string(4096, 'p') + "\n", std::string(4096, 'p')},
      {"too long", std::string(4097, 'p') + "\n", std::nullopt},
      {"empty", "", std::nullopt},
      {"an empty line", "\ntin", std::nullopt},
  }));
  CAPTURE(row.why);
  std::ofstream(path) << row.content;
  auto secret = read_secret({path, -1}, "?");
  REQUIRE(static_cast<bool>(secret) == row.passphrase.has_value());
  if (secret) {
    CHECK(text_of(secret->reveal()) == *row.passphrase);
  } else {
    CHECK(secret.error().exit == Exit::key);
    CHECK(secret.error().text.find("ppp") == std::string::npos);
  }
}

TEST_CASE("values in a file: lines or one object", "[tools]") {
  using Pairs = NamedTexts;
  CHECK(*parse_values("a=1\n\n# remark=x\r\nb = 2 \r\nc=x=y\n") ==
        Pairs{{"a", "1"}, {"b ", " 2 "}, {"c", "x=y"}});
  CHECK(*parse_values(" {\"a\": \"1\", \"b\": \"x\\ny\"} ") == Pairs{{"a", "1"}, {"b", "x\ny"}});
  CHECK(parse_values("")->empty());
  for (const char* text :
       {"a", "=1", "a=1\nQX7", "{\"a\": 1}", "{\"a\": \"1\", \"a\": \"2\"}", "{"}) {
    CAPTURE(text);
    auto values = parse_values(text);
    REQUIRE_FALSE(values);
    CHECK(values.error().message.find("QX7") == std::string::npos);
  }
}

TEST_CASE("exit codes are those that scripts rely on", "[tools]") {
  CHECK(static_cast<int>(stop({Code::InvalidArgument, ""}).value().exit) == 2);
  CHECK(static_cast<int>(stop({Code::NotFound, ""}).value().exit) == 3);
  CHECK(static_cast<int>(stop({Code::Denied, ""}).value().exit) == 4);
  CHECK(static_cast<int>(stop({Code::Corrupt, ""}).value().exit) == 5);
  CHECK(static_cast<int>(stop_at_key({Code::Denied, ""}).value().exit) == 6);
  CHECK(static_cast<int>(stop_at_key({Code::NotFound, ""}).value().exit) == 3);
  CHECK(static_cast<int>(stop({Code::Conflict, ""}).value().exit) == 7);
  CHECK(static_cast<int>(stop({Code::Unavailable, ""}).value().exit) == 8);
  CHECK(static_cast<int>(stop({Code::Unsupported, ""}).value().exit) == 1);
}

}  // namespace veil::tools
