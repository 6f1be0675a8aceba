#include "core/base/hours.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace latchkey {

namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::month;
using std::chrono::month_day;
using std::chrono::weekday;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 12> months = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> weekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                      "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 5> ranks = {"1st", "2nd", "3rd", "4th", "last"};
constexpr std::string_view day_after = "day after ";
constexpr std::string_view nearest_weekday = ", or nearest weekday";

// The place in the list, counted from 1, or nothing.
template <std::size_t N>
std::optional<unsigned> place(const std::array<std::string_view, N>& list, std::string_view word) {
  const auto found = std::find(list.begin(), list.end(), word);
  if (found == list.end()) return std::nullopt;
  return static_cast<unsigned>(found - list.begin()) + 1;
}

// A number of `least` to `most` digits and nothing else.
std::optional<int> number(std::string_view text, std::size_t least, std::size_t most) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  const bool digits = !text.empty() && text[0] >= '0' && text[0] <= '9';
  if (!whole || !digits || text.size() < least || text.size() > most) return std::nullopt;
  return value;
}

std::optional<int> minutes(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = number(text.substr(0, 2), 2, 2);
  const auto minute = number(text.substr(3), 2, 2);
  if (!hour || !minute || *minute > 59) return std::nullopt;
  const int total = *hour * 60 + *minute;
  return total <= 24 * 60 ? std::optional(total) : std::nullopt;
}

// Takes the first word off `text`.
std::string_view next_word(std::string_view& text) {
  const std::size_t space = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, space);
  text.remove_prefix(std::min(space + 1, text.size()));
  return word;
}

std::optional<Holiday> parse_nth(std::string_view text, NthWeekday::Which which) {
  const auto rank = place(ranks, next_word(text));
  const auto named_weekday = place(weekdays, next_word(text));
  const bool of = next_word(text) == "of";
  const auto named_month = place(months, text);
  if (!rank || !named_weekday || !of || !named_month) return std::nullopt;
  return NthWeekday{*rank, weekday(*named_weekday - 1), month(*named_month), which};
}

std::optional<Holiday> parse_yearly(std::string_view text) {
  YearlyDate out;
  if (text.ends_with(nearest_weekday)) {
    out.kept = YearlyDate::Kept::nearest_weekday;
    text.remove_suffix(nearest_weekday.size());
  }
  const auto named_month = place(months, next_word(text));
  const auto date = number(text, 1, 2);
  if (!named_month || !date) return std::nullopt;
  out.date = month_day(month(*named_month), day(static_cast<unsigned>(*date)));
  return out.date.ok() ? std::optional<Holiday>(out) : std::nullopt;
}

bool is_kept(const YearlyDate& holiday, year in, local_days on) {
  const year_month_day date(in, holiday.date.month(), holiday.date.day());
  if (!date.ok()) return false;  // February 29 in a common year
  local_days kept(date);
  if (holiday.kept == YearlyDate::Kept::nearest_weekday) {
    const weekday falls(kept);
    if (falls == std::chrono::Saturday) kept -= days(1);
    if (falls == std::chrono::Sunday) kept += days(1);
  }
  return kept == on;
}

bool falls(const YearlyDate& holiday, local_days on) {
  // January 1 on a Saturday is kept in the year before.
  const year in = year_month_day(on).year();
  return is_kept(holiday, in, on) || is_kept(holiday, in + std::chrono::years(1), on);
}

bool falls(const NthWeekday& holiday, local_days on) {
  if (holiday.which == NthWeekday::Which::day_after) on -= days(1);
  const year_month_day date(on);
  if (date.month() != holiday.month || weekday(on) != holiday.weekday) return false;
  if (holiday.nth == 5) return year_month_day(on + days(7)).month() != holiday.month;
  return (static_cast<unsigned>(date.day()) - 1) / 7 + 1 == holiday.nth;
}

bool falls(const OneDay& holiday, local_days on) { return local_days(holiday.date) == on; }

}  // namespace

bool falls_on(const Holiday& holiday, local_days on) {
  return std::visit([on](const auto& kind) { return falls(kind, on); }, holiday);
}

std::optional<Interval> parse_interval(std::string_view text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const auto opens = minutes(text.substr(0, 5));
  const auto closes = minutes(text.substr(6));
  if (!opens || !closes || *opens >= *closes) return std::nullopt;
  return Interval{*opens, *closes};
}

std::optional<DayHours> parse_day_hours(const std::vector<std::string>& texts) {
  DayHours out;
  for (const std::string& text : texts) {
    const auto interval = parse_interval(text);
    if (!interval || (!out.empty() && interval->opens <= out.back().closes)) return std::nullopt;
    out.push_back(*interval);
  }
  return out;
}

std::optional<local_days> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = number(text.substr(0, 4), 4, 4);
  const auto m = number(text.substr(5, 2), 2, 2);
  const auto d = number(text.substr(8), 2, 2);
  if (!y || !m || !d) return std::nullopt;
  const year_month_day date(year(*y), month(static_cast<unsigned>(*m)),
                            day(static_cast<unsigned>(*d)));
  return date.ok() ? std::optional(local_days(date)) : std::nullopt;
}

std::optional<Holiday> parse_holiday(std::string_view text) {
  if (const auto date = parse_day(text)) return OneDay{year_month_day(*date)};
  if (text.starts_with(day_after))
    return parse_nth(text.substr(day_after.size()), NthWeekday::Which::day_after);
  if (auto nth = parse_nth(text, NthWeekday::Which::that_day)) return nth;
  return parse_yearly(text);
}

namespace {

std::string clock(int minutes) { return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60); }

std::string name_of(month named) { return std::string(months.at(unsigned(named) - 1)); }

std::string written(const YearlyDate& holiday) {
  const bool moves = holiday.kept == YearlyDate::Kept::nearest_weekday;
  return fmt::format("{} {}{}", name_of(holiday.date.month()), unsigned(holiday.date.day()),
                     moves ? nearest_weekday : "");
}

std::string written(const NthWeekday& holiday) {
  return fmt::format(
      "{}{} {} of {}", holiday.which == NthWeekday::Which::day_after ? day_after : "",
      ranks.at(holiday.nth - 1), weekdays.at(holiday.weekday.c_encoding()), name_of(holiday.month));
}

std::string written(const OneDay& holiday) { return text_of(local_days(holiday.date)); }

}  // namespace

std::string text_of(Interval interval) {
  return clock(interval.opens) + "-" + clock(interval.closes);
}

std::string text_of(const Holiday& holiday) {
  return std::visit([](const auto& kind) { return written(kind); }, holiday);
}

std::string text_of(local_days on) {
  const year_month_day date(on);
  return fmt::format("{:04}-{:02}-{:02}", int(date.year()), unsigned(date.month()),
                     unsigned(date.day()));
}

const DayHours& hours_on(const OfficeHours& office, local_days on) {
  static const DayHours closed;
  if (const auto own = office.special.find(on); own != office.special.end()) return own->second;
  const DayHours& usual = office.week[weekday(on).c_encoding()];
  if (usual.empty()) return closed;
  for (const Holiday& holiday : office.holidays)
    if (falls_on(holiday, on)) return closed;
  return usual;
}

}  // namespace latchkey
