// tools/veil/write_options.h: what `veil new` and `veil set` take alike: values as words, from a
// file of values, or one value from a file of its own.
// Thread safety: none; one thread.
#pragma once

#include "tools/veil/draft.h"
#include "tools/veil/program.h"

namespace veil::tools {

struct WriteOptions {
  std::vector<std::string> words;  // "field=value"
  std::string values;
  std::vector<std::string> from_file;  // "field=PATH"
  std::vector<std::string> clear;
  std::string reason;
};
void add_write_options(CLI::App& command, WriteOptions& options);

inline constexpr const char* kArgumentsAreSeen =
    "Values given as words can be seen by other accounts of the machine while the command\n"
    "runs and stay in the shell's history: for what must not be known use --values.";

Done<> fill_draft(DraftBuilder& draft, const redact::Schema& schema, const WriteOptions& options);

}  // namespace veil::tools
