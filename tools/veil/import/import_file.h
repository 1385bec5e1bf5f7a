// tools/veil/import/import_file.h: what kind of file is imported, and its lines from the beginning,
// as often as wanted.
// Thread safety: none; one thread.
#pragma once

#include "tools/veil/import/encoding.h"
#include "tools/veil/import/line_reader.h"

namespace veil::tools {

struct FormatOptions {
  std::string format;  // "csv", "jsonl", "xlsx"; empty: by what the file begins with, and its name
  std::string encoding;   // of CSV: "utf-8", "gb18030"; empty: detected
  std::string delimiter;  // of CSV: "comma", "semicolon", "tab"; empty: detected
  std::string sheet;  // of a workbook: its name or number; empty: the only one that holds a table
  std::vector<std::string> ignored;  // headings of columns to be left out
};

class ImportFile {
 public:
  // InvalidArgument, in words that can be shown, if it is no file that can be imported.
  // `source` must outlive it; `name` tells the format where the bytes do not.
  static Result<ImportFile> open(const ByteSource& source, const std::string& name,
                                 FormatOptions options);

  // `ground` must outlive the lines.
  Result<std::unique_ptr<LineReader>> lines(const ImportGround& ground) const;

  // What record ids derive from, besides the record's place: the same for the same file and sheet.
  const Hash& import_id() const noexcept { return import_id_; }
  bool is_workbook() const noexcept { return options_.format == "xlsx"; }
  const ByteSource& source() const noexcept { return *source_; }

 private:
  ImportFile(const ByteSource& source, FormatOptions options)
      : source_(&source), options_(std::move(options)) {}

  const ByteSource* source_;
  FormatOptions options_;
  Encoding encoding_ = Encoding::utf8;
  Hash import_id_{};
};

}  // namespace veil::tools
