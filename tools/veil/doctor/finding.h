// tools/veil/doctor/finding.h: what `veil doctor` found: what was looked at, how it stands, what
// that means, and the command that mends it.
// Thread safety: values and free functions.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tools/veil/console.h"

namespace veil::tools::doctor {

enum class Grade { good, warn, bad };
const char* to_string(Grade grade) noexcept;

struct Finding {
  const char* check = "";  // in English; the same word in every answer
  Grade grade = Grade::good;
  std::string what;  // in the language of the console
  std::string mend;  // a command to type; empty where there is nothing to mend
};
using Findings = std::vector<Finding>;

// As a word for the shell.
std::string shell_word(const std::filesystem::path& path);

}  // namespace veil::tools::doctor
