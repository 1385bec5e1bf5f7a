// tools/veil/import/workbook.h: what a workbook (.xlsx) holds besides the cells of its sheets:
// which sheets there are, which styles show dates, the texts that cells share. Promise: what cannot
// be taken for a table is refused with its reason: other formats in the same packing, parts that
// point outside, sheets that are no tables. Memory: the shared texts, within kTextsMax. Errors:
// InvalidArgument in words that can be shown. Thread safety: none; one thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tools/veil/import/xml.h"

namespace veil::tools {

// Texts by number, in few large blocks.
class SharedTexts {
 public:
  void add(std::string_view text);
  std::optional<std::string_view> at(std::size_t number) const;
  std::size_t bytes() const noexcept { return bytes_; }
  std::size_t count() const noexcept { return places_.size(); }

 private:
  struct Place {
    std::uint32_t block = 0;
    std::uint32_t at = 0;
    std::uint32_t size = 0;
  };
  std::vector<std::string> blocks_;
  std::vector<Place> places_;
  std::size_t bytes_ = 0;
};

// What a cell's style makes of its number.
enum class NumberStyle : unsigned char { number, day, month, year, time };
NumberStyle style_of_format(std::string_view code);
NumberStyle style_of_builtin(unsigned number) noexcept;

struct Sheet {
  std::string name;  // as people see it: may be a value, is never shown
  std::string part;
  bool hidden = false;
};

class Workbook {
 public:
  static constexpr std::uint64_t kSmallPartMax = std::uint64_t{16} * 1024 * 1024;
  static constexpr std::uint64_t kSheetMax = std::uint64_t{4000} * 1024 * 1024;
  static constexpr std::size_t kTextsMax = std::size_t{96} * 1024 * 1024;
  static constexpr std::size_t kTextCountMax = std::size_t{4} * 1000 * 1000;
  static constexpr std::size_t kCellMax = std::size_t{1024} * 1024;  // bytes of one text

  static Result<Workbook> open(const ByteSource& source);

  const std::vector<Sheet>& sheets() const noexcept { return sheets_; }
  Result<std::unique_ptr<ZipPart>> part(const Sheet& sheet) const {
    return archive_.part(sheet.part, kSheetMax);
  }
  // By name, or by number from 1.
  Result<std::size_t> find_sheet(const std::string& name) const;
  // Whether some cell of the sheet holds anything.
  Result<bool> holds_cells(const Sheet& sheet) const;

  NumberStyle style(std::size_t cell_style) const noexcept;
  const SharedTexts& texts() const noexcept { return texts_; }
  bool epoch_1904() const noexcept { return epoch_1904_; }

 private:
  explicit Workbook(ZipArchive archive) : archive_(std::move(archive)) {}
  Result<> read_main(const std::string& part);
  Result<> read_styles(const std::string& part);
  Result<> read_texts(const std::string& part);

  ZipArchive archive_;
  std::vector<Sheet> sheets_;
  std::vector<NumberStyle> styles_;
  SharedTexts texts_;
  bool epoch_1904_ = false;
};

// "_x000D_" and the like, as workbooks write what XML cannot hold.
std::string unescaped(std::string_view text);

}  // namespace veil::tools
