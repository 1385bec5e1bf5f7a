#include "tools/veil/doctor/finding.h"

#include <algorithm>

namespace veil::tools::doctor {

const char* to_string(Grade grade) noexcept {
  switch (grade) {
    case Grade::good:
      return "good";
    case Grade::warn:
      return "warn";
    case Grade::bad:
      return "bad";
  }
  return "bad";
}

std::string shell_word(const std::filesystem::path& path) {
  std::string text = path.string();
  const bool plain =
      !text.empty() && text.front() != '-' && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '/' || c == '.' || c == '_' || c == '-' || c == '+' || c == ':';
      });
  if (plain) return text;
  std::string out = text.starts_with('-') ? "'./" : "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

}  // namespace veil::tools::doctor
