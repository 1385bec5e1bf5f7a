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
};

// Ascending, none inside another.
std::vector<Unit> find_units(const FoldedText& text, const std::vector<CueHit>& cues);

}  // namespace veil::redact
