// tools/veil/values_file.h: values that a person hands over in a file, so that they stand in no
// argument list: one "place=value" a line, or one JSON object {"place": "value", ...}.
// Thread safety: free functions.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tools/veil/console.h"
#include "tools/veil/fault.h"

namespace veil::tools {

inline constexpr std::size_t kValuesMax = std::size_t{8} * 1024 * 1024;  // bytes of such a file

// Places and texts in order. "-" reads the standard input. Blank lines and lines that begin with
// '#' are passed over. Faults name the line, never what stands in it.
using NamedTexts = std::vector<std::pair<std::string, std::string>>;
Done<NamedTexts> read_values(const std::string& path);
Result<NamedTexts> parse_values(std::string_view text);

// One line of the standard input, without its break; nothing at its end. A prompt is shown to who
// types at a terminal.
Done<std::optional<std::string>> read_typed(const std::string& prompt, Console& console);

// The whole of a file or, for "-", of the standard input.
Done<std::string> read_text(const std::string& path, std::size_t size_max);

}  // namespace veil::tools
