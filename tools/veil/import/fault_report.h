// tools/veil/import/fault_report.h: the faults of an imported file, as people see them:
// "cases.csv:3:5: ID number: reason". The first ones on the error stream, all of them in the file
// of
// --skip-bad. Never what a cell holds.
// Thread safety: none; one thread.
#pragma once

#include <memory>

#include "tools/veil/fault.h"
#include "tools/veil/import/line_reader.h"

namespace veil::tools {

class FaultReport {
 public:
  static constexpr std::size_t kShown = 100;

  // `name` is that of the file; a workbook's cells are also named as "E3".
  FaultReport(Console& console, std::string name, bool workbook);
  ~FaultReport();
  FaultReport(const FaultReport&) = delete;
  FaultReport& operator=(const FaultReport&) = delete;

  // Writes all faults to `path`, readable by its owner only. Replaces such a file of an earlier run
  // and nothing else (Exit::conflict).
  Done<> write_to(const std::string& path);
  void take(const ImportFault& fault);
  std::size_t count() const noexcept { return count_; }
  // Makes the file durable under its name.
  Done<> finish();

 private:
  class Output;
  Console& console_;
  std::string name_;
  bool workbook_;
  std::size_t count_ = 0;
  std::unique_ptr<Output> output_;
};

}  // namespace veil::tools
