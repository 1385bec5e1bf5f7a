#include "tools/veil/import/csv.h"

#include <array>
#include <istream>

#include "redact/unicode.h"

namespace veil::tools {

namespace {

constexpr std::size_t kBufferSize = std::size_t{64} * 1024;
constexpr int kEnd = -1;

// The separator that the first line holds most of, outside of quotes; of equals the earlier here.
char find_separator(std::string_view text) {
  constexpr std::array<char, 3> separators = {',', ';', '\t'};
  std::array<std::size_t, 3> counts{};
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    for (std::size_t i = 0; i < separators.size(); ++i) counts[i] += c == separators[i] ? 1 : 0;
  }
  std::size_t best = 0;
  for (std::size_t i = 1; i < counts.size(); ++i) {
    if (counts[i] > counts[best]) best = i;
  }
  return separators[best];
}

}  // namespace

CsvReader::CsvReader(std::istream& in, CsvLimits limits, std::optional<char> separator)
    : in_(in),
      limits_(limits),
      separator_(separator.value_or(',')),
      separator_given_(separator.has_value()) {}

Result<bool> CsvReader::next(std::vector<CsvCell>& row) {
  if (failed_) return fail(*failed_);
  if (auto ok = start(); !ok) return fail(ok.error());
  for (;;) {
    row.clear();
    row_size_ = 0;
    column_ = 0;
    if (peek() == kEnd && !in_.bad()) return false;
    End end = End::cell;
    bool quoted = false;
    while (end == End::cell) {
      if (++column_ > limits_.row_cells) return refuse(line_, "the row has too many cells");
      quoted = quoted || peek() == '"';
      row.emplace_back();
      const auto ended = read_cell(row.back());
      if (!ended) return fail(ended.error());
      end = *ended;
    }
    const bool nothing = row.size() == 1 && row[0].text.empty() && !quoted;
    if (!nothing) return true;
  }
}

Result<> CsvReader::start() {
  if (started_) return {};
  started_ = true;
  fill();
  column_ = 1;
  if (buffer_.starts_with("\xFF\xFE") || buffer_.starts_with("\xFE\xFF")) {
    return refuse(1, "the file is UTF-16: save it as CSV in UTF-8");
  }
  if (buffer_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  if (!separator_given_) separator_ = find_separator(std::string_view(buffer_).substr(at_));
  return {};
}

Result<CsvReader::End> CsvReader::read_cell(CsvCell& cell) {
  cell.line = line_;
  auto ended = peek() == '"' ? read_quoted(cell) : read_plain(cell);
  if (!ended) return ended;
  if (in_.bad()) {
    failed_ = Error{Code::Unavailable, "the table cannot be read to its end"};
    return fail(*failed_);
  }
  if (!redact::is_utf8(cell.text)) {
    return refuse(cell.line, "the text is not UTF-8: save the table as CSV in UTF-8");
  }
  return ended;
}

// A quote inside a cell that did not begin with one is a character like others.
Result<CsvReader::End> CsvReader::read_plain(CsvCell& cell) {
  for (;;) {
    const int c = get();
    if (const auto end = end_at(c)) return *end;
    if (auto ok = take(cell, static_cast<char>(c)); !ok) return fail(ok.error());
  }
}

Result<CsvReader::End> CsvReader::read_quoted(CsvCell& cell) {
  get();
  for (;;) {
    const int c = get();
    if (c == kEnd) return refuse(cell.line, "the quote that opens the cell is never closed");
    if (c == '"') {
      const int next = get();
      if (const auto end = end_at(next)) return *end;
      if (next != '"') return refuse(line_, "text stands after the quote that closes the cell");
    } else if (c == '\n' || (c == '\r' && peek() != '\n')) {
      ++line_;
    }
    if (auto ok = take(cell, static_cast<char>(c)); !ok) return fail(ok.error());
  }
}

Result<> CsvReader::take(CsvCell& cell, char c) {
  if (c == '\0') return refuse(line_, "the cell holds a zero byte: this is not a text table");
  if (cell.text.size() == limits_.cell_size) return refuse(cell.line, "the cell is too long");
  if (row_size_ == limits_.row_size) return refuse(cell.line, "the row is too long");
  cell.text += c;
  ++row_size_;
  return {};
}

// Whether `c`, just read, ends a cell outside of quotes. Reads the LF of a CRLF.
std::optional<CsvReader::End> CsvReader::end_at(int c) {
  if (c == kEnd) return End::file;
  if (c == static_cast<unsigned char>(separator_)) return End::cell;
  if (c != '\n' && c != '\r') return std::nullopt;
  if (c == '\r' && peek() == '\n') get();
  ++line_;
  return End::row;
}

int CsvReader::peek() {
  if (at_ == buffer_.size()) fill();
  return at_ == buffer_.size() ? kEnd : static_cast<unsigned char>(buffer_[at_]);
}

int CsvReader::get() {
  const int c = peek();
  if (c != kEnd) ++at_;
  return c;
}

void CsvReader::fill() {
  buffer_.resize(kBufferSize);
  in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  buffer_.resize(static_cast<std::size_t>(in_.gcount()));
  at_ = 0;
}

tl::unexpected<Error> CsvReader::refuse(std::size_t line, std::string_view reason) {
  failed_ = table_fault(line, column_, reason);
  return fail(*failed_);
}

}  // namespace veil::tools
