#include "tools/veil/import/xlsx.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <deque>

#include "redact/calendar.h"
#include "redact/unicode.h"

namespace veil::tools {
namespace {

constexpr std::size_t kColumnsMax = 1024;
constexpr std::size_t kRowsMax = 1048576;
constexpr std::size_t kMergesMax = 100000;
constexpr double kExactMax = 1e15;  // below, every whole number has at most 15 digits

TableCell refused(const char* why) {
  return {why, 0, TableCell::Kind::refused};
}

struct Place {
  std::size_t row = 0;
  std::size_t column = 0;
};

// "E3"
std::optional<Place> place_of(std::string_view text) {
  Place out;
  std::size_t at = 0;
  for (; at < text.size() && at < 4 && text[at] >= 'A' && text[at] <= 'Z'; ++at) {
    out.column = out.column * 26 + static_cast<std::size_t>(text[at] - 'A' + 1);
  }
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + at, end, out.row);
  if (at == 0 || error != std::errc() || stop != end || out.row == 0) return std::nullopt;
  return out;
}

std::optional<std::size_t> number_of(std::optional<std::string_view> text) {
  std::size_t out = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), out);
  if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
  return out;
}

std::string printed(const char* format, double number) {
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), format, number);
  return out.data();
}

TableCell cell_of_day(double serial, NumberStyle style, bool epoch_1904) {
  constexpr std::int32_t kDay0Of1900 = -25569;  // 1899-12-30
  constexpr std::int32_t kDay0Of1904 = -24107;  // 1904-01-01
  const double whole = std::floor(serial);
  if (!(whole >= (epoch_1904 ? 0 : 1) && whole < 2958466)) {
    return refused("a spreadsheet's number of a day stands here that is no day");
  }
  const auto number = static_cast<std::int32_t>(whole);
  if (!epoch_1904 && number == 60) {
    return refused("the spreadsheet says 29 February 1900, a day that never was");
  }
  // Before that day the count of 1900 lags by one.
  const std::int32_t days =
      epoch_1904 ? kDay0Of1904 + number : kDay0Of1900 + number + (number < 60 ? 1 : 0);
  const auto civil = redact::civil_from_days(days);
  if (!civil) return refused("a spreadsheet's number of a day stands here that is no day");
  std::array<char, 64> text{};
  const auto minutes = static_cast<int>((serial - whole) * 24 * 60);
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", civil->year, civil->month, civil->day);
  std::string out = text.data();
  if (style == NumberStyle::month) out.resize(7);
  if (style == NumberStyle::year) out.resize(4);
  if (style == NumberStyle::day && serial - whole > 1e-6) {
    std::snprintf(text.data(), text.size(), " %02d:%02d", minutes / 60, minutes % 60);
    out += text.data();
  }
  return {std::move(out), 0, TableCell::Kind::date};
}

}  // namespace

TableCell cell_of_number(std::string_view written, NumberStyle style, bool epoch_1904) {
  double number = 0;
  const auto [end, error] =
      std::from_chars(written.data(), written.data() + written.size(), number);
  if (error != std::errc() || end != written.data() + written.size() || !std::isfinite(number)) {
    return refused("the spreadsheet's number cannot be read");
  }
  if (style == NumberStyle::time) return refused("a time of day or a duration stands here");
  if (style != NumberStyle::number) return cell_of_day(number, style, epoch_1904);
  if (number == std::floor(number) && std::fabs(number) < 1e30) {
    // More digits than are kept: so that the field's own check can say so.
    return {printed("%.0f", number == 0 ? 0 : number), 0, TableCell::Kind::number};
  }
  std::string text = printed("%.15g", number);
  if (text.find('e') != std::string::npos && std::fabs(number) < kExactMax) {
    text = printed("%.20f", number);
    text.resize(text.find_last_not_of('0') + 1);
  }
  return {std::move(text), 0, TableCell::Kind::number};
}

// Gathers the rows of a sheet as its XML goes by.
class XlsxTable::Rows final : public XmlEvents {
 public:
  explicit Rows(const Workbook& workbook) : workbook_(workbook) {}

  bool start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "row") return start_row(attributes);
    if (name == "c") return start_cell(attributes);
    if (name == "rPh") ++readings_;
    if (name == "f") has_formula_ = true;
    if (name == "v") has_value_ = true;
    in_text_ = in_cell_ && readings_ == 0 && (name == "v" || name == "t");
    if (name == "col") hidden_columns_ = hidden_columns_ || is_true(attributes.find("hidden"));
    if (name == "mergeCell") return take_merge(attributes.find("ref").value_or(""));
    return true;
  }

  bool end(std::string_view name) override {
    in_text_ = false;
    if (name == "rPh") --readings_;
    if (name == "c") return end_cell();
    if (name == "row") return end_row();
    return true;
  }

  bool text(std::string_view text) override {
    if (!in_text_) return true;
    if (text_.size() + text.size() > Workbook::kCellMax) return stop("the cell is too long");
    text_ += text;
    return true;
  }

  std::deque<std::vector<TableCell>>& ready() noexcept { return ready_; }
  const std::optional<Error>& fault() const noexcept { return fault_; }
  bool hidden_columns() const noexcept { return hidden_columns_; }
  std::size_t hidden_rows() const noexcept { return hidden_rows_; }

  // The first merged cells that lie among the rows.
  std::optional<Place> merged() const {
    for (const Merge& merge : merges_) {
      const bool below = merge.last > heading_row_ || merge.first.row == heading_row_;
      if (heading_row_ > 0 && below) return merge.first;
    }
    return std::nullopt;
  }

 private:
  struct Merge {
    Place first;
    std::size_t last = 0;  // row
  };

  bool stop(const char* why) {
    fault_ = table_fault(row_, std::max<std::size_t>(column_, 1), why);
    return false;
  }

  bool start_row(const XmlAttributes& attributes) {
    const std::size_t next = number_of(attributes.find("r")).value_or(row_ + 1);
    column_ = 0;
    if (next <= row_ || next > kRowsMax) return stop("the rows of the sheet are out of order");
    row_ = next;
    hidden_row_ = is_true(attributes.find("hidden"));
    cells_.clear();
    return true;
  }

  bool start_cell(const XmlAttributes& attributes) {
    std::size_t next = column_ + 1;
    if (const auto reference = attributes.find("r")) {
      const auto place = place_of(*reference);
      if (!place || place->row != row_ || place->column < next) {
        return stop("the cells of the sheet are out of order");
      }
      next = place->column;
    }
    column_ = next;
    type_ = std::string(attributes.find("t").value_or("n"));
    style_ = number_of(attributes.find("s")).value_or(0);
    text_.clear();
    in_cell_ = true;
    has_formula_ = has_value_ = false;
    return true;
  }

  bool end_cell() {
    in_cell_ = false;
    TableCell cell = made();
    if (cell.text.empty()) return true;
    if (column_ > kColumnsMax) return stop("the row has too many cells");
    while (cells_.size() < column_) cells_.push_back({{}, row_, TableCell::Kind::text});
    cell.line = row_;
    cells_.back() = std::move(cell);
    return true;
  }

  TableCell made() const {
    if (type_ == "inlineStr") return {unescaped(text_), 0, TableCell::Kind::text};
    if (has_formula_ && !has_value_) {
      return refused("a formula that was never computed: open and save the file in a spreadsheet");
    }
    if (text_.empty()) return {};
    if (type_ == "s") {
      const auto number = number_of(text_);
      const auto shared = number ? workbook_.texts().at(*number) : std::nullopt;
      if (!shared) return refused("the cell's text is missing in the workbook");
      return {std::string(*shared), 0, TableCell::Kind::text};
    }
    if (type_ == "b") return {text_ == "1" || text_ == "true" ? "yes" : "no"};
    if (type_ == "e") return refused("a formula of the spreadsheet has failed here");
    if (type_ == "str") return {unescaped(text_), 0, TableCell::Kind::text};
    if (type_ == "d") return {text_, 0, TableCell::Kind::date};
    if (type_ != "n") return refused("the spreadsheet's cell is of an unknown type");
    return cell_of_number(text_, workbook_.style(style_), workbook_.epoch_1904());
  }

  bool end_row() {
    column_ = 0;
    if (cells_.empty()) return true;
    if (hidden_row_) ++hidden_rows_;
    std::size_t full = 0;
    for (const TableCell& cell : cells_) full += cell.text.empty() ? 0 : 1;
    if (heading_row_ == 0 && full > 1) heading_row_ = row_;
    ready_.push_back(std::move(cells_));
    cells_.clear();
    return true;
  }

  bool take_merge(std::string_view range) {
    const auto colon = range.find(':');
    const auto first = place_of(range.substr(0, colon));
    const auto last = colon == range.npos ? first : place_of(range.substr(colon + 1));
    if (!first || !last || merges_.size() >= kMergesMax) {
      row_ = column_ = 1;
      return stop("the sheet's merged cells cannot be read");
    }
    merges_.push_back({*first, last->row});
    return true;
  }

  const Workbook& workbook_;
  std::deque<std::vector<TableCell>> ready_;
  std::optional<Error> fault_;
  std::vector<Merge> merges_;
  std::size_t heading_row_ = 0;
  std::size_t hidden_rows_ = 0;
  bool hidden_columns_ = false;
  // The row and cell at hand.
  std::size_t row_ = 0;
  std::size_t column_ = 0;
  bool hidden_row_ = false;
  std::vector<TableCell> cells_;
  std::string type_;
  std::size_t style_ = 0;
  std::string text_;
  unsigned readings_ = 0;
  bool in_cell_ = false;
  bool in_text_ = false;
  bool has_formula_ = false;
  bool has_value_ = false;
};

XlsxTable::XlsxTable(Workbook workbook)
    : workbook_(std::move(workbook)), rows_(std::make_unique<Rows>(workbook_)) {}

XlsxTable::~XlsxTable() = default;

Result<std::unique_ptr<TableReader>> XlsxTable::open(const ByteSource& source,
                                                     const std::string& sheet) {
  auto workbook = Workbook::open(source);
  if (!workbook) return fail(workbook.error());
  std::unique_ptr<XlsxTable> out(new XlsxTable(std::move(*workbook)));
  auto chosen = out->choose(sheet);
  if (!chosen) return fail(chosen.error());
  auto part = out->workbook_.part(out->workbook_.sheets()[*chosen]);
  if (!part) return fail(part.error());
  out->part_ = std::make_unique<XmlPart>(std::move(*part), *out->rows_);
  return out;
}

// Sheets that are not read are named by their number: a name may be a person's.
Result<std::size_t> XlsxTable::choose(const std::string& sheet) {
  if (!sheet.empty()) return workbook_.find_sheet(sheet);
  std::optional<std::size_t> chosen;
  for (std::size_t i = 0; i < workbook_.sheets().size(); ++i) {
    const Sheet& one = workbook_.sheets()[i];
    auto holds = workbook_.holds_cells(one);
    if (!holds) return fail(holds.error());
    if (!*holds) continue;
    if (one.hidden) {
      remarks_.push_back("sheet " + std::to_string(i + 1) + " is hidden and was not read");
      continue;
    }
    if (chosen) {
      return fail(Code::InvalidArgument,
                  "several sheets of the workbook hold tables: say which with --sheet");
    }
    chosen = i;
  }
  if (!chosen) return fail(Code::InvalidArgument, "the workbook holds no table");
  return *chosen;
}

Result<bool> XlsxTable::next(std::vector<TableCell>& row) {
  if (failed_) return fail(*failed_);
  while (rows_->ready().empty()) {
    auto more = part_->advance();
    if (more && rows_->fault()) more = fail(*rows_->fault());
    if (!more) {
      failed_ = more.error();
      return fail(*failed_);
    }
    if (!*more && rows_->ready().empty()) return end_of_rows();
  }
  row = std::move(rows_->ready().front());
  rows_->ready().pop_front();
  return true;
}

Result<bool> XlsxTable::end_of_rows() {
  const auto merged = rows_->merged();
  if (!merged) return false;
  failed_ = table_fault(merged->row, merged->column,
                        "merged cells: take the merge back and fill in each cell");
  return fail(*failed_);
}

std::vector<std::string> XlsxTable::remarks() const {
  std::vector<std::string> out = remarks_;
  if (rows_->hidden_rows() > 0) {
    out.push_back(std::to_string(rows_->hidden_rows()) +
                  " rows are hidden in the spreadsheet (by a filter?) and are read like others");
  }
  if (rows_->hidden_columns())
    out.emplace_back("the sheet has hidden columns; they are read like others");
  return out;
}

}  // namespace veil::tools
