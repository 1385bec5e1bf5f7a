// redact/text/characters_data.h: tables that cmake/character_tables.cpp writes at build time.
// Thread safety: constants.
#pragma once

#include <cstddef>
#include <cstdint>

namespace veil::redact {

// By ideograph, from kFirstIdeograph to kLastIdeograph.
inline constexpr char32_t kFirstIdeograph = 0x3400;
inline constexpr char32_t kLastIdeograph = 0x9FFF;
extern const std::uint16_t kSimplified[];
extern const std::uint16_t kSound[];         // place in kSyllables; 0: none
extern const std::uint16_t kSurnameSound[];  // as a surname
extern const char* const kSyllables[];       // pinyin without tones
extern const std::size_t kSyllableCount;

}  // namespace veil::redact
