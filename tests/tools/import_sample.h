// tests/tools/import_sample.h: a file imported as far as a policy and a roster go, without a store.
#pragma once

#include "tools/veil/import/assembly.h"
#include "tools/veil/import/check.h"
#include "tools/veil/import/import_file.h"
#include "tools/veil/policy_template.h"

namespace veil::tools {

struct ImportPlan {
  std::vector<store::RecordDraft> drafts;
  std::vector<ImportFault> faults;
  std::vector<std::string> remarks;
  std::string refused;  // the file as a whole, before a line of it was read
  std::size_t good = 0;
  std::size_t bad = 0;
};

class ImportSample {
 public:
  explicit ImportSample(const std::string& policy = "demo")
      : policy_(std::move(*redact::Policy::parse(*read_policy(policy)))) {
    redact::PersonId number = 0;
    for (const char* name : {"周敏", "林静"}) {
      charter_.roster.push_back(
          {++number, name, crypto::Identity::generate().public_identity(), {}, 0});
    }
  }

  // The records that are good are there even where others have faults.
  ImportPlan plan(const ByteSource& source, const std::string& name, FormatOptions options) const {
    ImportPlan out;
    auto file = ImportFile::open(source, name, std::move(options));
    if (!file) {
      out.refused = file.error().message;
      return out;
    }
    const ImportGround ground{policy_, charter_, console_};
    auto lines = file->lines(ground);
    if (!lines) {
      out.refused = lines.error().message;
      return out;
    }
    const ImportCheck check = check_lines(
        **lines, ground, [&](const ImportFault& fault) { out.faults.push_back(fault); },
        [](std::size_t) {});
    out.remarks = check.remarks;
    out.good = check.good();
    out.bad = check.broken ? 0 : check.records.marks().size() - out.good;
    if (check.broken) return out;
    auto again = file->lines(ground);
    RecordAssembly records(**again, check.records, ground);
    ImportRecord record;
    for (auto more = records.next(record); more.value(); more = records.next(record)) {
      out.drafts.push_back(std::move(record.draft));
    }
    return out;
  }

  ImportPlan csv(const std::string& text, FormatOptions options = {}) const {
    options.format = "csv";
    return plan(*source_of(view_of(text)), "", std::move(options));
  }
  ImportPlan json(const std::string& text) const {
    FormatOptions options;
    options.format = "jsonl";
    return plan(*source_of(view_of(text)), "", std::move(options));
  }
  const redact::Schema& schema() const { return policy_.schema(); }

 private:
  redact::Policy policy_;
  store::Charter charter_;
  Console console_;
};

}  // namespace veil::tools
