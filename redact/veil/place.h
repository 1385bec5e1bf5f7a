// redact/veil/place.h: which county, city, province an address begins with.
// Promise: every answer is a name from the table of divisions, found from the beginning of the
// address on; no part of the address itself is ever handed out. An address that does not begin with
// a known division, or can be read as two different ones, has no answer.
// Thread safety: free functions over a table that is built once.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace veil::redact {

// 北京市朝阳区幸福里3号院 -> 朝阳区. Cities that have no counties (东莞市) stand for themselves.
std::optional<std::string> county_of(std::string_view address);
// -> 北京市; 石家庄市; of a county directly under its province (济源市) the county.
std::optional<std::string> city_of(std::string_view address);
std::optional<std::string> province_of(std::string_view address);

}  // namespace veil::redact
