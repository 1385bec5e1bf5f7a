// redact/calendar.h: days and civil dates, proleptic Gregorian. No clock, no time zone.
// Thread safety: free functions.
#pragma once

#include <cstdint>
#include <optional>

#include "redact/value.h"

namespace veil::redact {

// What a date may say: outside of it something was mistyped.
inline constexpr int kYearMin = 1800;
inline constexpr int kYearMax = 2999;

struct CivilDate {
  int year = 0;
  unsigned month = 0;  // 1 to 12
  unsigned day = 0;    // 1 to 31
};

// Nothing for a day that the calendar does not have, or a year outside the bounds above.
std::optional<std::int32_t> days_from_civil(CivilDate date) noexcept;
// Nothing for days outside the bounds above.
std::optional<CivilDate> civil_from_days(std::int32_t days) noexcept;

// Within the bounds, and the first day of its month or year where the precision says so.
bool is_valid(Date date) noexcept;
// The same date with a coarser precision; one that is as coarse already stays. Requires is_valid.
Date coarsened(Date date, Precision precision) noexcept;
// The last day that a date of its precision may mean. Requires is_valid.
std::int32_t last_day(Date date) noexcept;
// Whole years from `birth` to `on`; a birthday counts from the day itself, that of 29 February from
// 1 March in other years. Negative if `on` is earlier. Nothing for days outside the bounds.
std::optional<int> whole_years(std::int32_t birth, std::int32_t on) noexcept;

}  // namespace veil::redact
