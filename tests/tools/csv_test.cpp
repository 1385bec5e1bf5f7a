// Tables as spreadsheets save them: every cell, its place, and every fault with its place.
#include "tools/veil/import/csv.h"

#include <catch2/catch.hpp>

#include <random>
#include <sstream>
#include <streambuf>

using veil::Code;
using veil::tools::CsvCell;
using veil::tools::CsvLimits;
using veil::tools::CsvReader;

namespace {

using Table = std::vector<std::vector<std::string>>;

struct Outcome {
  Table rows;
  std::string error;
  char separator = 0;
  std::vector<std::vector<std::size_t>> lines;
};

Outcome read(const std::string& text, CsvLimits limits = {}) {
  std::istringstream in(text);
  CsvReader reader(in, limits);
  Outcome out;
  std::vector<CsvCell> row;
  for (;;) {
    const auto more = reader.next(row);
    out.separator = reader.separator();
    if (!more) {
      out.error = more.error().message;
      REQUIRE(more.error().code == Code::InvalidArgument);
      REQUIRE_FALSE(reader.next(row).has_value());  // it stays failed
      return out;
    }
    if (!*more) return out;
    out.rows.emplace_back();
    out.lines.emplace_back();
    for (const CsvCell& cell : row) {
      out.rows.back().push_back(cell.text);
      out.lines.back().push_back(cell.line);
    }
  }
}

// Writes the way spreadsheets do: quotes only where they are needed.
std::string written(const Table& rows, char separator, const std::string& line_end) {
  std::string out;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += separator;
      const bool quote = row[i].find_first_of("\",;\t\r\n") != std::string::npos || row.size() == 1;
      if (!quote) {
        out += row[i];
        continue;
      }
      out += '"';
      for (const char c : row[i]) out += c == '"' ? std::string("\"\"") : std::string(1, c);
      out += '"';
    }
    out += line_end;
  }
  return out;
}

}  // namespace

TEST_CASE("csv: what spreadsheets save", "[csv]") {
  CHECK(read("").rows.empty());
  CHECK(read("\xEF\xBB\xBF").rows.empty());
  CHECK(read("\n\r\n\r").rows.empty());
  CHECK(read("a,b\n1,2").rows == Table{{"a", "b"}, {"1", "2"}});
  CHECK(read("\xEF\xBB\xBF案号,姓名\r\n1,欧阳桂兰\r\n").rows ==
        Table{{"案号", "姓名"}, {"1", "欧阳桂兰"}});
  CHECK(read("a,b\r1,2\r").rows == Table{{"a", "b"}, {"1", "2"}});
  CHECK(read("a,b\n\n1,\n,\n").rows == Table{{"a", "b"}, {"1", ""}, {"", ""}});
  CHECK(read("\"a\"\"b\",\"c,d\"\n").rows == Table{{"a\"b", "c,d"}});
  CHECK(read("a\n\"\"\n").rows == Table{{"a"}, {""}});
  CHECK(read("5\" pipe,x\n").rows == Table{{"5\" pipe", "x"}});
  CHECK(read(" a , b \n").rows == Table{{" a ", " b "}});
  const auto broken = read("a,b\r\n\"one\r\ntwo\",3\r\n4,5\r\n");
  CHECK(broken.rows == Table{{"a", "b"}, {"one\r\ntwo", "3"}, {"4", "5"}});
  CHECK(broken.lines == std::vector<std::vector<std::size_t>>{{1, 1}, {2, 3}, {4, 4}});
}

TEST_CASE("csv: the separator is the one of the first line", "[csv]") {
  CHECK(read("a;b\n1,5;2\n").rows == Table{{"a", "b"}, {"1,5", "2"}});
  CHECK(read("a\tb\n1,5\t2;\n").rows == Table{{"a", "b"}, {"1,5", "2;"}});
  CHECK(read("\"a;;;\",b\n1,2\n").rows == Table{{"a;;;", "b"}, {"1", "2"}});
  CHECK(read("a;b,c\n").separator == ',');
  CHECK(read("only\n1\n").separator == ',');
}

TEST_CASE("csv: faults name the place and never the content", "[csv]") {
  const auto fault = [](const std::string& text, const std::string& error) {
    const auto out = read(text);
    CHECK(out.error.starts_with(error));
    CHECK(out.error.find("secret") == std::string::npos);
  };
  fault("a,b\n1,\"secret", "line 2, column 2: the quote");
  fault("a,b\n\"secret\n\n\n", "line 2, column 1: the quote");
  fault("a,b\n\"secret\"x,2\n", "line 2, column 1: text stands after");
  fault("a,b\n1,\"secret\n\"\"\" \n", "line 3, column 2: text stands after");
  fault(std::string("a,b\nsecret\0,", 12), "line 2, column 1: the cell holds a zero byte");
  fault("a,b\n1,secret\xFF\n", "line 2, column 2: the text is not UTF-8");
  fault("a,b\n1,\xD6\xD0\xCE\xC4\n", "line 2, column 2: the text is not UTF-8");
  fault(
      "\xFF\xFE"
      "a",
      "line 1, column 1: the file is UTF-16");
}

TEST_CASE("csv: limits hold at the bound", "[csv]") {
  const CsvLimits limits{4, 6, 3};
  CHECK(read("abcd,ab\n", limits).rows == Table{{"abcd", "ab"}});
  CHECK(read("abcde\n", limits).error.starts_with("line 1, column 1: the cell is too long"));
  CHECK(read("\"abcde", limits).error.starts_with("line 1, column 1: the cell is too long"));
  CHECK(read("abcd,abc\n", limits).error.starts_with("line 1, column 2: the row is too long"));
  CHECK(read("a,b,c\n", limits).rows == Table{{"a", "b", "c"}});
  CHECK(read("x,y\na,b,c,\n", limits).error.starts_with("line 2, column 4: the row has too many"));
}

TEST_CASE("csv: memory does not grow with the table", "[csv]") {
  // A stream without end: rows must come one by one.
  class Endless : public std::streambuf {
    int underflow() override {
      setg(text_, text_, text_ + sizeof text_ - 1);
      return static_cast<unsigned char>(*gptr());
    }
    char text_[13] = "name,\"a\nb\"\r\n";
  };
  Endless endless;
  std::istream in(&endless);
  CsvReader reader(in);
  std::vector<CsvCell> row;
  for (std::size_t i = 0; i < 100000; ++i) {
    REQUIRE(reader.next(row).value());
    REQUIRE(row.size() == 2);
    REQUIRE(row[0].line == 2 * i + 1);
    REQUIRE(row[1].text == "a\nb");
  }
}

TEST_CASE("csv: a stream that breaks is not the end of the table", "[csv]") {
  class Broken : public std::streambuf {
    int underflow() override {
      if (given_) throw std::runtime_error("gone");
      given_ = true;
      setg(text_, text_, text_ + 5);
      return static_cast<unsigned char>(*gptr());
    }
    char text_[6] = "a,b\n1";
    bool given_ = false;
  };
  Broken broken;
  std::istream in(&broken);
  CsvReader reader(in);
  std::vector<CsvCell> row;
  // The reader asks for a whole buffer first: nothing of a broken stream is handed out as a table.
  const auto more = reader.next(row);
  if (more) {
    const auto second = reader.next(row);
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error().code == Code::Unavailable);
  } else {
    CHECK(more.error().code == Code::Unavailable);
  }
}

TEST_CASE("csv: random tables come back as they were written", "[csv]") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::string> bits = {"a",  "欧",   "\"", ",",  ";", "\t",
                                         "\n", "\r\n", " ",  "𠮷", "="};
  const auto pick = [&](std::size_t below) { return random() % below; };
  for (int i = 0; i < 2000; ++i) {
    Table rows(1 + pick(5));
    const std::size_t cells = 2 + pick(4);
    for (auto& row : rows) {
      row.resize(cells);
      for (auto& cell : row) {
        for (auto n = pick(6); n > 0; --n) cell += bits[pick(bits.size())];
      }
    }
    rows[0] = std::vector<std::string>(cells, "h");  // a header decides the separator
    const char separator = ",;\t"[pick(3)];
    const auto text = written(rows, separator, pick(2) == 0 ? "\n" : "\r\n");
    const auto out = read((pick(2) == 0 ? "\xEF\xBB\xBF" : "") + text);
    CAPTURE(text);
    REQUIRE(out.error.empty());
    REQUIRE(out.rows == rows);
    REQUIRE(out.separator == separator);
  }
}
