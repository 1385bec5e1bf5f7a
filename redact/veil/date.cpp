#include "redact/veil/date.h"

#include <algorithm>

#include "redact/calendar.h"

namespace veil::redact {

namespace {

constexpr int kAgeMax = 150;

struct Ages {
  int least = 0;
  int most = 0;
};

// Every age that the two dates allow.
std::optional<Ages> ages_on(Date birth, Date on) noexcept {
  if (!is_valid(birth) || !is_valid(on)) return std::nullopt;
  const auto least = whole_years(last_day(birth), on.days);
  const auto most = whole_years(birth.days, last_day(on));
  if (!least || !most || *least < 0 || *most > kAgeMax) return std::nullopt;
  return Ages{*least, *most};
}

}  // namespace

std::optional<std::int64_t> age_on(Date birth, Date on) noexcept {
  const auto ages = ages_on(birth, on);
  if (!ages || ages->least != ages->most) return std::nullopt;
  return ages->least;
}

std::optional<Band> age_band_on(Date birth, Date on, std::span<const std::int64_t> bounds) {
  const auto ages = ages_on(birth, on);
  if (!ages) return std::nullopt;
  const auto band = band_of(ages->least, bounds);
  if (band != band_of(ages->most, bounds)) return std::nullopt;
  return band;
}

std::optional<Date> month_of(Date date) noexcept {
  if (!is_valid(date)) return std::nullopt;
  return coarsened(date, Precision::month);
}

std::optional<Date> year_of(Date date) noexcept {
  if (!is_valid(date)) return std::nullopt;
  return coarsened(date, Precision::year);
}

std::optional<Band> band_of(std::int64_t number, std::span<const std::int64_t> bounds) noexcept {
  const bool ascending =
      std::adjacent_find(bounds.begin(), bounds.end(), std::greater_equal<>()) == bounds.end();
  if (bounds.empty() || !ascending) return std::nullopt;
  const auto next = std::upper_bound(bounds.begin(), bounds.end(), number);
  Band band;
  if (next != bounds.begin()) band.low = *std::prev(next);
  if (next != bounds.end()) band.high = *next - 1;
  return band;
}

}  // namespace veil::redact
