// The sheet that is signed: fits a terminal, explains its own marks, and says what decide() does.
#include "tools/veil/policy_sheet.h"

#include <catch2/catch.hpp>
#include <set>

#include "redact/decision.h"
#include "tools/veil/policy_template.h"
#include "tools/veil/width.h"

namespace veil::tools {
namespace {

redact::Policy policy_of(std::string_view text) {
  auto policy = redact::Policy::parse(text);
  INFO((policy ? std::string() : policy.error().message));
  REQUIRE(policy);
  return std::move(*policy);
}

std::vector<std::string> split(std::string_view text, std::string_view by) {
  std::vector<std::string> out;
  for (;;) {
    const auto at = text.find(by);
    out.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at + by.size());
  }
}

template <class Check>
void for_each_sheet(Check check) {
  for (const PolicyTemplate& one : policy_templates()) {
    const redact::Policy policy = policy_of(one.text);
    for (const auto language : {redact::Language::zh, redact::Language::en}) {
      Console console;
      console.language = language;
      CAPTURE(one.name, static_cast<int>(language));
      check(policy, make_sheet(policy, one.text, console), console);
    }
  }
}

TEST_CASE("a policy's sheet fits a terminal, whatever is broken or wrapped", "[tools][policy]") {
  for_each_sheet([](const redact::Policy&, const Sheet& sheet, const Console& console) {
    for (const std::string& line : split(sheet_text(console, sheet), "\n")) {
      CAPTURE(line);
      CHECK(display_width(line) <= Console::kWidth);
    }
  });
}

// Marks are single letters or characters, some with a number, and purposes in brackets.
std::set<std::string> marks_in(std::string way) {
  std::set<std::string> marks;
  way = way.substr(0, way.find('['));
  for (std::size_t at = 0; at < way.size();) {
    std::size_t size = static_cast<unsigned char>(way[at]) < 0x80 ? 1 : 3;
    while (at + size < way.size() && way[at + size] >= '0' && way[at + size] <= '9') ++size;
    if (way[at] != ' ') marks.insert(way.substr(at, size));
    at += size;
  }
  return marks;
}

TEST_CASE("the legend of a sheet names every mark that is used, and no other", "[tools][policy]") {
  for_each_sheet([](const redact::Policy&, const Sheet& sheet, const Console&) {
    std::set<std::string> used;
    const SheetTable& matrix = sheet.tables.at(0);
    for (const auto& row : matrix.rows) {
      REQUIRE(row.size() == matrix.headings.size());
      for (std::size_t i = 1; i < row.size(); ++i) {
        for (const std::string& way : split(row[i], " / ")) used.merge(marks_in(way));
      }
    }
    std::set<std::string> named;
    for (const auto& row : sheet.tables.at(1).rows) {
      if (row[0] != "[1-3]" && row[0].find('/') == std::string::npos) named.insert(row[0]);
    }
    CHECK(used == named);
  });
}

// A cell's first mark is the best that anyone of the role can ever get.
TEST_CASE("the matrix agrees with the keys that roles hold", "[tools][policy]") {
  for_each_sheet([](const redact::Policy& policy, const Sheet& sheet, const Console& console) {
    const SheetTable& matrix = sheet.tables.at(0);
    for (std::size_t row = 0; row < matrix.rows.size(); ++row) {
      const redact::Class& cls = policy.schema().classes()[row];
      for (std::size_t i = 0; i < policy.roles().size(); ++i) {
        const redact::Role& role = policy.roles()[i];
        const std::string& cell = matrix.rows[row][i + 1];
        CAPTURE(cls.name, role.name, cell);
        auto best = redact::Strength::withheld;
        for (const redact::Compartment key : policy.keys_of(role.id)) {
          if (redact::class_of(key) == cls.id) best = std::max(best, redact::strength_of(key));
        }
        const bool zh = console.language == redact::Language::zh;
        const std::string mark =
            best == redact::Strength::full     ? (zh ? "全" : "F")
            : best == redact::Strength::veiled ? (zh ? "脱" : "V")
            : best == redact::Strength::counted
                ? (zh ? "计" : "C")
                : (policy.may_write(role.id, cls.id) ? (zh ? "写" : "w") : "-");
        CHECK(cell.substr(0, mark.size()) == mark);
        const auto writes = cell.find(zh ? "写" : "w") != std::string::npos;
        CHECK(writes == policy.may_write(role.id, cls.id));
      }
    }
  });
}

TEST_CASE("a label cannot become markup of the page or of the Markdown", "[tools][policy]") {
  std::string text;
  for (const PolicyTemplate& one : policy_templates()) {
    if (one.name == "demo") text = std::string(one.text);
  }
  const auto at = text.find("\"free text\"");
  REQUIRE(at != std::string::npos);
  text.replace(at, 11, R"("<b onclick='x'>| & `free`")");
  Console console;
  console.language = redact::Language::en;
  const Sheet sheet = make_sheet(policy_of(text), text, console);
  const std::string page = sheet_html(sheet, console);
  CHECK(page.find("<b") == page.find("<body"));
  CHECK(page.find("&lt;b onclick='x'&gt;| &amp; `free`") != std::string::npos);
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("http") == std::string::npos);  // nothing is fetched
  const std::string markdown = sheet_markdown(sheet);
  CHECK(markdown.find("\\<b onclick='x'\\>\\| & \\`free\\`") != std::string::npos);
  // Every `<` is escaped.
  for (auto mark = markdown.find('<'); mark != std::string::npos;
       mark = markdown.find('<', mark + 1)) {
    CHECK(markdown[mark - 1] == '\\');
  }
}

TEST_CASE("a fingerprint is of the file's bytes", "[tools][policy]") {
  CHECK(fingerprint("") == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  CHECK(fingerprint("a") != fingerprint("a\n"));
}

}  // namespace
}  // namespace veil::tools
