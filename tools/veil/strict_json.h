// tools/veil/strict_json.h: JSON as other people write it, read without guessing: a key that stands
// twice in an object, a number that no double holds, and what follows the value are refused.
// Thread safety: free functions.
#pragma once

#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "crypto/result.h"

namespace veil::tools {

inline constexpr std::size_t kJsonDepthMax = 16;

// What strings may hold besides characters.
enum class JsonStrings {
  valid,      // nothing
  any_bytes,  // bytes that are no UTF-8, as they are
};
// InvalidArgument "byte 17: a key stands twice"; never quotes the text.
Result<boost::json::value> parse_json(std::string_view text,
                                      JsonStrings strings = JsonStrings::valid);

// Writes \ufffd where \ud83d stands without its other half: no character, but what programs write
// that cut texts anywhere. The text stays as long as it is.
void replace_lone_halves(std::string& json);

}  // namespace veil::tools
