// redact/veil/date.h: what of a date may be said: age, band, month, year.
// Where a coarse date leaves the answer open (born in 1989, asked in 2021: 31 or 32), there is
// none. Thread safety: free functions.
#pragma once

#include <optional>
#include <span>

#include "redact/value.h"

namespace veil::redact {

// Whole years on the day `on`. Nothing for a birth after it, or more than 150 years before.
std::optional<std::int64_t> age_on(Date birth, Date on) noexcept;
std::optional<Band> age_band_on(Date birth, Date on, std::span<const std::int64_t> bounds);

// The same with a coarser precision. A date that is coarser already stays as it is: it says less.
std::optional<Date> month_of(Date date) noexcept;
std::optional<Date> year_of(Date date) noexcept;

// The band of a number: `bounds` are the first numbers of each band, strictly ascending; below the
// first and from the last on the band is open. Nothing without bounds or with disordered ones.
std::optional<Band> band_of(std::int64_t number, std::span<const std::int64_t> bounds) noexcept;

}  // namespace veil::redact
