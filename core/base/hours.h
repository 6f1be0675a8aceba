// When an office is open, as the clinic writes it down: weekly hours and holidays.
//
// "08:00-12:00", "December 25, or nearest weekday", "4th Thursday of November": forms that a
// practice manager can read and change. Turning them into moments is core/base/calendar.h's work.
// Pure values; days are days on the office's own wall calendar.
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace latchkey {

// Minutes of a day on the wall clock: 0 ≤ opens < closes ≤ 1440.
struct Interval {
  int opens = 0, closes = 0;
  bool operator==(const Interval&) const = default;
};

// Open times of one day, in order and apart; empty: closed. A lunch closure is two intervals.
using DayHours = std::vector<Interval>;
// By weekday as C counts them: 0 Sunday … 6 Saturday.
using WeekHours = std::array<DayHours, 7>;

// The same date every year. Federal holidays that fall on a weekend are kept on the nearest
// weekday (5 U.S.C. 6103(b)).
struct YearlyDate {
  std::chrono::month_day date{};
  enum class Kept { on_the_day, nearest_weekday } kept = Kept::on_the_day;
};
// The nth such weekday of a month (5: the last), or the day after it.
struct NthWeekday {
  unsigned nth = 1;
  std::chrono::weekday weekday{};
  std::chrono::month month{1};
  enum class Which { that_day, day_after } which = Which::that_day;
};
struct OneDay {
  std::chrono::year_month_day date{};
};
using Holiday = std::variant<YearlyDate, NthWeekday, OneDay>;

bool falls_on(const Holiday& holiday, std::chrono::local_days day);

// "08:00-17:30"; "24:00" is the end of the day. Empty if it is not an interval.
std::optional<Interval> parse_interval(std::string_view text);
// Several of them, which must be in order and must not touch or overlap.
std::optional<DayHours> parse_day_hours(const std::vector<std::string>& texts);
// "2026-12-24". Empty if there is no such day.
std::optional<std::chrono::local_days> parse_day(std::string_view text);
// "January 1", "July 4, or nearest weekday", "3rd Monday of January", "last Monday of May",
// "day after 4th Thursday of November", "2026-12-24". Empty if it is none of these.
std::optional<Holiday> parse_holiday(std::string_view text);

// The same texts from the values: what parse_interval() and parse_holiday() read again.
std::string text_of(Interval interval);
std::string text_of(const Holiday& holiday);
// "2026-12-24"
std::string text_of(std::chrono::local_days day);

// What one office keeps.
struct OfficeHours {
  std::string zone = "America/New_York";  // IANA name
  WeekHours week;
  std::vector<Holiday> holidays;
  // Days with hours of their own (empty: closed); stronger than week and holidays.
  std::map<std::chrono::local_days, DayHours> special;
};

// The hours of one day, before time zones.
const DayHours& hours_on(const OfficeHours& office, std::chrono::local_days day);

}  // namespace latchkey
