// Lines of a file: the same whatever is read at a time, and none longer than one may be.
#include "tools/veil/scrub/line_input.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <random>

#include "tests/temporary_folder.h"

namespace veil::tools {
namespace {

std::vector<std::string> lines_of(const std::string& path) {
  auto in = LineInput::open(path);
  REQUIRE(in);
  std::vector<std::string> out;
  std::string line;
  for (;;) {
    const auto more = in->next(line);
    REQUIRE(more);
    if (!*more) return out;
    out.push_back(line);
    CHECK(in->number() == out.size());
  }
}

}  // namespace

TEST_CASE("a file is read line by line", "[tools]") {
  const tests::TemporaryFolder folder;
  const std::string path = folder.path() / "lines";
  struct Row {
    const char* why;
    std::string text;
    std::vector<std::string> lines;
  };
  const std::string longer(200'000, 'x');
  const auto row = GENERATE_REF(values<Row>({
      {"nothing", "", {}},
      {"one line", "a\n", {"a"}},
      {"without an end", "a\nb", {"a", "b"}},
      {"blank lines", "\n\na\n\n", {"", "", "a", ""}},
      {"zero bytes and carriage returns", std::string("a\0b\r\n", 5), {std::string("a\0b\r", 4)}},
      {"longer than what is read at a time", longer + "\n" + longer, {longer, longer}},
  }));
  CAPTURE(row.why);
  std::ofstream(path, std::ios::binary) << row.text;
  CHECK(lines_of(path) == row.lines);
  auto whole = LineInput::open(path);
  REQUIRE(whole);
  std::string text;
  REQUIRE(whole->rest(text));
  CHECK(text == row.text);
}

TEST_CASE("lines of any lengths come back as they are", "[tools][property]") {
  const tests::TemporaryFolder folder;
  const std::string path = folder.path() / "lines";
  const auto seed = GENERATE(take(20, random(0U, 0xffffffffU)));
  CAPTURE(seed);
  std::mt19937 rng(seed);
  std::vector<std::string> lines;
  std::ofstream out(path, std::ios::binary);
  for (std::size_t i = 0; i < 8; ++i) {
    lines.emplace_back(rng() % 140'000, static_cast<char>('a' + i));
    out << lines.back() << '\n';
  }
  out.close();
  CHECK(lines_of(path) == lines);
}

TEST_CASE("what is no file is an error that names it", "[tools]") {
  const tests::TemporaryFolder folder;
  const auto missing = LineInput::open(folder.path() / "nowhere");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == Code::NotFound);
  const auto directory = LineInput::open(folder.path());
  REQUIRE_FALSE(directory);
  CHECK(directory.error().code == Code::Denied);
}

}  // namespace veil::tools
