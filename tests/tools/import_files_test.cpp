// Every file of tests/data/import against what tests/import/expected.txt says of it. Lines there:
//   file NAME [sheet=...] [ignore=...] [encoding=...] [delimiter=...]
//   good N, bad N                 records that would come in, and that are left out
//   has CASE FIELD TEXT           what the record of this case number holds, as people are shown it
//   fault LINE:COLUMN TEXT        the next fault: its place, and part of what it says
//   refused TEXT                  the file as a whole
//   remark TEXT                   what the user is told besides
//   as NAME                       good records and values as those of this file
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "tests/tools/import_sample.h"

namespace veil::tools {
namespace {

constexpr const char* kFolder = "tests/data/import/";

struct Expected {
  std::string name;
  FormatOptions options;
  std::size_t good = 0;
  std::size_t bad = 0;
  std::vector<std::string> has;
  std::vector<std::string> faults;
  std::string refused;
  std::vector<std::string> remarks;
};

void set_option(FormatOptions& options, const std::string& word) {
  const auto equals = word.find('=');
  const std::string name = word.substr(0, equals);
  const std::string value = word.substr(equals + 1);
  if (name == "sheet") {
    options.sheet = value;
  } else if (name == "ignore") {
    options.ignored.push_back(value);
  } else if (name == "encoding") {
    options.encoding = value;
  } else {
    REQUIRE(name == "delimiter");
    options.delimiter = value;
  }
}

std::vector<Expected> read_expected() {
  std::ifstream in("tests/import/expected.txt", std::ios::binary);
  REQUIRE(in.good());
  std::vector<Expected> out;
  std::string line;
  while (std::getline(in, line)) {
    if (line.empty() || line.starts_with('#')) continue;
    const auto space = line.find(' ');
    const std::string word = line.substr(0, space);
    const std::string rest = space == std::string::npos ? "" : line.substr(space + 1);
    CAPTURE(line);
    if (word == "file") {
      out.emplace_back();
      std::istringstream words(rest);
      words >> out.back().name;
      for (std::string option; words >> option;) set_option(out.back().options, option);
      continue;
    }
    REQUIRE_FALSE(out.empty());
    Expected& last = out.back();
    if (word == "as") {
      const auto same = std::find_if(out.begin(), out.end(),
                                     [&](const Expected& one) { return one.name == rest; });
      REQUIRE(same + 1 < out.end());
      last.good = same->good;
      last.has = same->has;
    } else if (word == "good") {
      last.good = std::stoul(rest);
    } else if (word == "bad") {
      last.bad = std::stoul(rest);
    } else if (word == "has") {
      last.has.push_back(rest);
    } else if (word == "fault") {
      last.faults.push_back(rest);
    } else if (word == "refused") {
      last.refused = rest;
    } else {
      REQUIRE(word == "remark");
      last.remarks.push_back(rest);
    }
  }
  return out;
}

// "CASE FIELD TEXT" of each value of the drafts.
std::set<std::string> shown(const ImportPlan& plan, const redact::Schema& schema) {
  std::set<std::string> out;
  const redact::Field* number = case_number_field(schema);
  for (const store::RecordDraft& draft : plan.drafts) {
    std::string name = "-";
    for (const store::Edit& edit : draft.edits) {
      if (edit.field == number->id) name = std::get<std::string>(*edit.value);
    }
    for (const store::Edit& edit : draft.edits) {
      const redact::Field& field = *schema.field(edit.field);
      std::string text = redact::show_value(schema, field, *edit.value, redact::Language::zh);
      std::erase(text, '\r');
      for (auto at = text.find('\n'); at != text.npos; at = text.find('\n')) {
        text.replace(at, 1, "\\n");
      }
      std::string value = name;
      value.append(" ").append(field.name).append(" ").append(text);
      out.insert(std::move(value));
    }
  }
  return out;
}

std::string written(const ImportFault& fault) {
  return std::to_string(fault.line) + ":" + std::to_string(fault.column) + " " + fault.what;
}

void compare(const Expected& expected, const ImportPlan& plan, const redact::Schema& schema) {
  CAPTURE(expected.name);
  std::string faults;
  for (const ImportFault& fault : plan.faults) faults += written(fault) + "\n";
  CAPTURE(faults);
  CHECK((plan.refused.empty() == expected.refused.empty()));
  CHECK(plan.refused.find(expected.refused) != std::string::npos);
  CHECK(plan.good == expected.good);
  CHECK(plan.bad == expected.bad);
  REQUIRE(plan.faults.size() == expected.faults.size());
  for (std::size_t i = 0; i < plan.faults.size(); ++i) {
    CAPTURE(written(plan.faults[i]), expected.faults[i]);
    const auto space = expected.faults[i].find(' ');
    const std::string place = expected.faults[i].substr(0, space);
    CHECK(written(plan.faults[i]).starts_with(place + " "));
    CHECK(plan.faults[i].what.find(expected.faults[i].substr(space + 1)) != std::string::npos);
  }
  const auto values = shown(plan, schema);
  for (const std::string& one : expected.has) {
    CAPTURE(one);
    CHECK(values.count(one) == 1);
  }
  REQUIRE(plan.remarks.size() == expected.remarks.size());
  for (std::size_t i = 0; i < plan.remarks.size(); ++i) {
    CHECK(plan.remarks[i].find(expected.remarks[i]) != std::string::npos);
  }
}

}  // namespace

TEST_CASE("spreadsheets of real life come in right or are refused with the exact cell",
          "[tools][import]") {
  const ImportSample sample("assistance");
  const auto all = read_expected();
  std::set<std::string> named;
  for (const Expected& expected : all) {
    named.insert(expected.name);
    auto source = open_source(kFolder + expected.name);
    REQUIRE(source.has_value());
    compare(expected, sample.plan(**source, expected.name, expected.options), sample.schema());
  }
  CHECK(named.size() >= 50);
  // No file without a word on it.
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    CAPTURE(entry.path());
    CHECK(named.count(entry.path().filename().string()) == 1);
  }
}

}  // namespace veil::tools
