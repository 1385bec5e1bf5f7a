#include "tools/veil/import/import_file.h"

#include <istream>

#include "crypto/hash.h"
#include "crypto/pae.h"
#include "tools/veil/import/csv.h"
#include "tools/veil/import/json_lines.h"
#include "tools/veil/import/table_lines.h"
#include "tools/veil/import/xlsx.h"

namespace veil::tools {
namespace {

// A CSV reader with the text it reads.
class CsvTable final : public TableReader {
 public:
  CsvTable(const ByteSource& source, Encoding encoding, std::optional<char> separator)
      : text_(source, encoding), in_(&text_), reader_(in_, {}, separator) {}
  Result<bool> next(std::vector<TableCell>& row) override { return reader_.next(row); }

 private:
  DecodedText text_;
  std::istream in_;
  CsvReader reader_;
};

std::optional<char> separator_of(const std::string& word) {
  if (word == "comma") return ',';
  if (word == "semicolon") return ';';
  if (word == "tab") return '\t';
  return std::nullopt;
}

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

// The format by what the file begins with and by its name.
Result<std::string> format_of(const ByteSource& source, const std::string& name) {
  std::uint8_t first[8] = {};
  auto got = source.read(0, first);
  if (!got) return fail(got.error());
  const std::string_view begin(reinterpret_cast<const char*>(first), *got);
  if (begin.starts_with("\xD0\xCF\x11\xE0")) {
    return fail(Code::InvalidArgument,
                "an old or password-protected workbook: save it as .xlsx without a password");
  }
  if (begin.starts_with("PK\x03\x04")) return std::string("xlsx");
  return std::string(ends_with_any(name, {".jsonl", ".ndjson"}) ? "jsonl" : "csv");
}

}  // namespace

Result<ImportFile> ImportFile::open(const ByteSource& source, const std::string& name,
                                    FormatOptions options) {
  if (options.format.empty()) {
    auto format = format_of(source, name);
    if (!format) return fail(format.error());
    options.format = std::move(*format);
  }
  ImportFile out(source, std::move(options));
  if (out.options_.format == "csv") {
    const auto forced = parse_encoding(out.options_.encoding);
    auto encoding = forced ? Result<Encoding>(*forced) : detect_encoding(source);
    if (!encoding) return fail(encoding.error());
    out.encoding_ = *encoding;
  }
  auto hash = hash_of(source);
  if (!hash) return fail(hash.error());
  out.import_id_ = crypto::blake2b(crypto::Pae("veil/import/1")
                                       .add(*hash)
                                       .add(out.options_.format)
                                       .add(out.options_.sheet)
                                       .view());
  return out;
}

Result<std::unique_ptr<LineReader>> ImportFile::lines(const ImportGround& ground) const {
  if (options_.format == "jsonl") return std::make_unique<JsonLines>(*source_, ground);
  if (options_.format == "xlsx") {
    auto table = XlsxTable::open(*source_, options_.sheet);
    if (!table) return fail(table.error());
    return std::make_unique<TableLines>(std::move(*table), options_.ignored, ground);
  }
  return std::make_unique<TableLines>(
      std::make_unique<CsvTable>(*source_, encoding_, separator_of(options_.delimiter)),
      options_.ignored, ground);
}

}  // namespace veil::tools
