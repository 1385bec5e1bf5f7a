// redact/text/units.h: what Chinese addresses are made of: 云南省 | 昆明市 | 西山区 | 碧鸡镇 | 石子
// 路 | 12号 | 望湖小区 | 3幢. Internal to redact/text. Thread safety: free functions.
#pragma once

#include <vector>

#include "redact/text/words.h"

namespace veil::redact {

enum class UnitKind : std::uint8_t {
  region,   // province, city, county
  town,     // 镇, 乡, 街道
  village,  // 村, 庄, 寨
  road,     // 路, 街, 巷
  estate,   // 小区, 公寓
  number,   // 12号, 3幢, 二组, 501室
  beside,   // 东头, 隔壁, (小卖部楼上)
};

struct Unit {
  std::uint32_t begin = 0;  // letters
  std::uint32_t end = 0;
  UnitKind kind = UnitKind::region;
  bool weak = false;  // says little alone: 杭州, 手里, 三组
};

// note: among other words; whole: all of the text is one address.
enum class UnitsIn : std::uint8_t { note, whole };

// Ascending, none inside another.
std::vector<Unit> find_units(const FoldedText& text, const std::vector<CueHit>& cues,
                             UnitsIn in = UnitsIn::note);

// The words that units end in; unit_words.cpp.
struct UnitEnding {
  std::u32string_view word;
  UnitKind kind = UnitKind::village;
  bool weak = false;
  bool behind = false;  // counts behind another unit only: 阳坡社, 李家坡
};
// The longest that begins at `i`; null: none.
const UnitEnding* unit_ending_at(const FoldedText& text, std::size_t i);
// Letters of the word for a numbered thing at `i` (号楼, 单元); 0: none.
std::size_t number_word_at(const FoldedText& text, std::size_t i);
// Whether such a number leads to a door: 3幢, 2单元, 501室.
bool is_door_word(std::u32string_view word);

// Letters that are no part of a place's name, and those that may be: 和, 前, 进.
bool is_hard_stop(char32_t c) noexcept;
bool is_soft_stop(char32_t c) noexcept;
// Letters that foreign names are written with: 克, 孜, 勒.
bool is_foreign_sound(char32_t c) noexcept;
// Whether a name breaks off before `i`: a gap, a mark or no ideograph.
bool breaks_before(const FoldedText& text, std::size_t i);

}  // namespace veil::redact
