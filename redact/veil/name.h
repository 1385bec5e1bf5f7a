// redact/veil/name.h: what of a person's name may be said: the surname.
// Promise: at most the surname, or the first character of a name that has none, is ever shown; a
// shape that is not clearly one person's name in Chinese characters is nothing.
// Thread safety: free functions over constant tables.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace veil::redact {

// 欧阳桂兰 -> 欧阳某; 阿依古丽·买买提 -> 阿某; Maria Santos -> nothing.
std::optional<std::string> surname_only(std::string_view name);

// Surnames of one character, each once, old and simplified forms; and of several, longest first.
extern const std::u32string_view kSurnames;
extern const std::u32string_view kCompoundSurnames;  // separated by single spaces

}  // namespace veil::redact
