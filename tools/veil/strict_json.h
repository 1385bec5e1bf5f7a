// tools/veil/strict_json.h: JSON as other people write it, read without guessing: a key that stands
// twice in an object, a number that no double holds, and what follows the value are refused.
// Thread safety: free functions.
#pragma once

#include <string_view>

#include <boost/json.hpp>

#include "crypto/result.h"

namespace veil::tools {

inline constexpr std::size_t kJsonDepthMax = 16;

// InvalidArgument "byte 17: a key stands twice"; never quotes the text.
Result<boost::json::value> parse_json(std::string_view text);

}  // namespace veil::tools
