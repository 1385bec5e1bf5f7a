#include "redact/calendar.h"

#include <chrono>

namespace veil::redact {

namespace chrono = std::chrono;

std::optional<std::int32_t> days_from_civil(CivilDate date) noexcept {
  if (date.year < kYearMin || date.year > kYearMax) return std::nullopt;
  const chrono::year_month_day day{chrono::year{date.year}, chrono::month{date.month},
                                   chrono::day{date.day}};
  if (!day.ok()) return std::nullopt;
  return static_cast<std::int32_t>(chrono::sys_days{day}.time_since_epoch().count());
}

std::optional<CivilDate> civil_from_days(std::int32_t days) noexcept {
  static const std::int32_t first = *days_from_civil({kYearMin, 1, 1});
  static const std::int32_t last = *days_from_civil({kYearMax, 12, 31});
  if (days < first || days > last) return std::nullopt;
  const chrono::year_month_day day{chrono::sys_days{chrono::days{days}}};
  return CivilDate{static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                   static_cast<unsigned>(day.day())};
}

bool is_valid(Date date) noexcept {
  const auto civil = civil_from_days(date.days);
  if (!civil) return false;
  switch (date.precision) {
    case Precision::day:
      return true;
    case Precision::month:
      return civil->day == 1;
    case Precision::year:
      return civil->day == 1 && civil->month == 1;
  }
  return false;
}

Date coarsened(Date date, Precision precision) noexcept {
  if (date.precision >= precision) return date;
  CivilDate civil = *civil_from_days(date.days);
  civil.day = 1;
  if (precision == Precision::year) civil.month = 1;
  return {*days_from_civil(civil), precision};
}

std::int32_t last_day(Date date) noexcept {
  if (date.precision == Precision::day) return date.days;
  const CivilDate civil = *civil_from_days(date.days);
  const unsigned month = date.precision == Precision::year ? 12 : civil.month;
  const chrono::year_month_day_last last{chrono::year{civil.year},
                                         chrono::month_day_last{chrono::month{month}}};
  return static_cast<std::int32_t>(chrono::sys_days{last}.time_since_epoch().count());
}

std::optional<int> whole_years(std::int32_t birth, std::int32_t on) noexcept {
  const auto from = civil_from_days(birth);
  const auto to = civil_from_days(on);
  if (!from || !to) return std::nullopt;
  const bool reached =
      to->month > from->month || (to->month == from->month && to->day >= from->day);
  return to->year - from->year - (reached ? 0 : 1);
}

}  // namespace veil::redact
