// redact/text/ordinary_words_data.h: tables that cmake/word_table.cpp writes at build time.
// Thread safety: constants.
#pragma once

#include <cstddef>
#include <cstdint>

namespace veil::redact {

// Words of two, three and four characters, each table sorted, without gaps.
extern const std::uint16_t kWords2[];
extern const std::size_t kWords2Count;
extern const std::uint16_t kWords3[];
extern const std::size_t kWords3Count;
extern const std::uint16_t kWords4[];
extern const std::size_t kWords4Count;

}  // namespace veil::redact
