// redact/text/names_data.h: lists of names_data.cpp. Thread safety: constants.
#pragma once

#include <string_view>

namespace veil::redact {

extern const std::u32string_view kGivenChars;  // characters that given names are made of
extern const std::string_view kNotNames;       // words that begin like names, between blanks

}  // namespace veil::redact
