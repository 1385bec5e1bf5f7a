// redact/value_limits.h: what every value must keep to, shared by reading, checking and showing.
// Internal to this room. Thread safety: free functions.
#pragma once

#include <string_view>

#include "redact/schema.h"

namespace veil::redact {

inline constexpr std::size_t kLineSizeMax = 4096;               // bytes of a text in one line
inline constexpr std::size_t kNameSizeMax = 512;                // bytes of a name
inline constexpr std::int64_t kFenMax = 1'000'000'000'000'000;  // ten thousand billion yuan

// The text of a field that holds text (`type`): well-formed, not blank, without control characters
// and without those that turn its direction, within its size.
Result<> check_text(FieldType type, std::string_view text);

}  // namespace veil::redact
