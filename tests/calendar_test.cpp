#include "core/base/calendar.h"

#include <doctest/doctest.h>

#include <thread>

#include "core/base/fault.h"
#include "core/base/hours.h"

using namespace latchkey;
using namespace std::chrono_literals;

namespace {

constexpr LocationId providence{1}, closed_forever{2}, seattle{3}, night{4};

// "2026-11-23 08:30" on the wall clock of a zone.
Time at(std::string_view text, const std::string& zone = "America/New_York") {
  const auto day = parse_day(text.substr(0, 10));
  REQUIRE(day.has_value());
  const int hour = std::stoi(std::string(text.substr(11, 2)));
  const int minute = std::stoi(std::string(text.substr(14, 2)));
  return Zone(zone).moment(std::chrono::local_time<Millis>(*day) + std::chrono::hours(hour) +
                           std::chrono::minutes(minute));
}

OfficeHours weekdays(std::vector<std::string> hours, std::string zone = "America/New_York") {
  OfficeHours out;
  out.zone = std::move(zone);
  for (std::size_t day = 1; day <= 5; ++day) out.week[day] = parse_day_hours(hours).value();
  return out;
}

std::vector<Holiday> holidays() {
  std::vector<Holiday> out;
  for (const char* text : {"January 1, or nearest weekday", "last Monday of May",
                           "July 4, or nearest weekday", "4th Thursday of November",
                           "day after 4th Thursday of November", "December 25, or nearest weekday"})
    out.push_back(parse_holiday(text).value());
  return out;
}

Calendar calendar() {
  OfficeHours office = weekdays({"08:00-12:00", "13:00-17:00"});
  office.holidays = holidays();
  office.special[parse_day("2026-12-24").value()] = parse_day_hours({"08:00-12:00"}).value();
  office.special[parse_day("2026-11-14").value()] = parse_day_hours({"09:00-11:00"}).value();
  OfficeHours all_night;
  all_night.week.fill(parse_day_hours({"00:00-24:00"}).value());
  return Calendar({{providence, office},
                   {closed_forever, OfficeHours()},
                   {seattle, weekdays({"08:00-17:00"}, "America/Los_Angeles")},
                   {night, all_night}});
}

bool falls(const char* holiday, const char* day) {
  return falls_on(parse_holiday(holiday).value(), parse_day(day).value());
}

}  // namespace

TEST_CASE("holidays fall on the days that the calendar on the wall shows") {
  CHECK(falls("4th Thursday of November", "2026-11-26"));
  CHECK_FALSE(falls("4th Thursday of November", "2026-11-19"));
  CHECK(falls("day after 4th Thursday of November", "2026-11-27"));
  CHECK(falls("last Monday of May", "2026-05-25"));
  CHECK(falls("last Monday of May", "2027-05-31"));
  CHECK(falls("3rd Monday of January", "2027-01-18"));
  CHECK(falls("July 4", "2026-07-04"));
  CHECK(falls("July 4, or nearest weekday", "2026-07-03"));  // a Saturday
  CHECK_FALSE(falls("July 4, or nearest weekday", "2026-07-04"));
  CHECK(falls("July 4, or nearest weekday", "2027-07-05"));     // a Sunday
  CHECK(falls("January 1, or nearest weekday", "2027-12-31"));  // kept in the year before
  CHECK(falls("February 29", "2028-02-29"));
  CHECK_FALSE(falls("February 29", "2027-03-01"));
  CHECK(falls("2026-12-24", "2026-12-24"));
}

TEST_CASE("hours and holidays that can't be meant are not understood") {
  for (const char* wrong : {"", "8:00-12:00", "08:00-08:00", "12:00-08:00", "08:00-24:01",
                            "08:60-09:00", "08:00 - 12:00", "-8:00-12:00", "08:00-12:000"})
    CHECK_FALSE(parse_interval(wrong).has_value());
  CHECK_FALSE(parse_day_hours({"13:00-17:00", "08:00-12:00"}).has_value());
  CHECK_FALSE(parse_day_hours({"08:00-12:00", "12:00-17:00"}).has_value());
  for (const char* wrong : {"", "December", "December 32", "February 30", "25 December",
                            "5th Monday of May", "4th Thursday November", "day after December 25",
                            "2026-02-29", "2026-2-9", "last Monday of may"})
    CHECK_FALSE(parse_holiday(wrong).has_value());
}

TEST_CASE("an office is open from its opening to just before its closing, lunch apart") {
  const Calendar c = calendar();
  CHECK_FALSE(c.is_open(providence, at("2026-11-23 08:00") - 1ms));
  CHECK(c.is_open(providence, at("2026-11-23 08:00")));
  CHECK(c.is_open(providence, at("2026-11-23 12:00") - 1ms));
  CHECK_FALSE(c.is_open(providence, at("2026-11-23 12:00")));
  CHECK_FALSE(c.is_open(providence, at("2026-11-22 10:00")));  // Sunday
  CHECK_FALSE(c.is_open(providence, at("2026-11-26 10:00")));  // Thanksgiving
  CHECK(c.is_open(providence, at("2026-11-14 10:00")));        // one Saturday with hours
  CHECK_FALSE(c.is_open(providence, at("2026-12-24 14:00")));
  CHECK_FALSE(c.is_open(closed_forever, at("2026-11-23 10:00")));
  CHECK_FALSE(c.is_open(LocationId{99}, at("2026-11-23 10:00")));
  CHECK(c.is_open(night, at("2026-11-23 00:00")));
  CHECK(c.is_open(night, at("2026-11-23 23:59")));
}

TEST_CASE("the next opening crosses lunch, nights, weekends, holidays and the year's end") {
  const Calendar c = calendar();
  const auto next = [&](const char* from) { return c.next_open(providence, at(from)).value(); };
  CHECK(next("2026-11-23 09:00") == at("2026-11-23 09:00"));
  CHECK(next("2026-11-23 12:30") == at("2026-11-23 13:00"));
  CHECK(next("2026-11-23 17:00") == at("2026-11-24 08:00"));
  CHECK(next("2026-11-20 18:00") == at("2026-11-23 08:00"));
  CHECK(next("2026-11-25 17:30") == at("2026-11-30 08:00"));  // Thanksgiving, Friday, weekend
  CHECK(next("2026-12-31 17:00") == at("2027-01-04 08:00"));  // Friday is New Year's Day
  CHECK(next("2027-12-30 17:00") == at("2028-01-03 08:00"));  // Saturday's is kept on Friday 31
  CHECK_FALSE(c.next_open(closed_forever, at("2026-11-23 09:00")).has_value());
  CHECK_FALSE(c.next_open(LocationId{99}, at("2026-11-23 09:00")).has_value());
}

TEST_CASE("a deadline counts business time only") {
  const Calendar c = calendar();
  const auto due = [&](const char* from, std::chrono::minutes work) {
    return c.business_deadline(providence, at(from), work).value();
  };
  CHECK(due("2026-11-23 08:00", 4h) == at("2026-11-23 12:00"));
  CHECK(due("2026-11-23 09:00", 4h) == at("2026-11-23 14:00"));
  CHECK(due("2026-11-23 14:00", 4h) == at("2026-11-24 09:00"));
  CHECK(due("2026-11-25 16:00", 4h) == at("2026-11-30 11:00"));
  CHECK(due("2026-12-23 16:00", 4h) == at("2026-12-24 11:00"));
  CHECK(due("2026-12-24 11:00", 4h) == at("2026-12-28 11:00"));
  CHECK(due("2026-11-22 03:00", 0min) == at("2026-11-23 08:00"));
  CHECK_FALSE(c.business_deadline(closed_forever, at("2026-11-23 09:00"), 1min).has_value());
  CHECK_FALSE(c.business_deadline(providence, at("2026-11-23 09:00"), 24h * 1000).has_value());
}

TEST_CASE("a business day ends at the last closing of the next day that is open") {
  const Calendar c = calendar();
  const auto end = [&](const char* from, int days) {
    return c.business_day_end(providence, at(from), days).value();
  };
  CHECK(end("2026-11-23 09:00", 1) == at("2026-11-24 17:00"));
  CHECK(end("2026-11-20 20:00", 1) == at("2026-11-23 17:00"));
  CHECK(end("2026-11-25 09:00", 1) == at("2026-11-30 17:00"));
  CHECK(end("2026-11-23 09:00", 3) == at("2026-11-30 17:00"));
  CHECK_FALSE(c.business_day_end(closed_forever, at("2026-11-23 09:00"), 1).has_value());
  CHECK_THROWS_AS(c.business_day_end(providence, at("2026-11-23 09:00"), 0), Bug);
}

TEST_CASE("days of 23 and 25 hours keep the wall clock's hours") {
  const Calendar c = calendar();
  // Clocks go forward on 2026-03-08 and back on 2026-11-01, both Sundays.
  CHECK(at("2026-03-09 08:00") - at("2026-03-06 08:00") == 71h);
  CHECK(at("2026-11-02 08:00") - at("2026-10-30 08:00") == 73h);
  CHECK(c.next_open(providence, at("2026-03-06 17:00")) == at("2026-03-09 08:00"));
  CHECK(c.business_deadline(providence, at("2026-03-06 16:00"), 4h) == at("2026-03-09 11:00"));
  CHECK(c.business_deadline(providence, at("2026-10-30 16:00"), 4h) == at("2026-11-02 11:00"));
  // An office that never closes has 23 and 25 hours on those days.
  const auto all_day = [&](const char* day) {
    return c.business_deadline(night, at(day), 24h).value() - at(day);
  };
  CHECK(all_day("2026-03-08 00:00") == 24h);
  CHECK(at("2026-03-09 00:00") - at("2026-03-08 00:00") == 23h);
  CHECK(at("2026-11-02 00:00") - at("2026-11-01 00:00") == 25h);
  CHECK(c.is_open(night, at("2026-11-01 01:30") + 1h));
}

TEST_CASE("wall times that do not exist or exist twice have one moment") {
  const Zone zone("America/New_York");
  CHECK(zone.moment(zone.local(at("2026-07-01 12:00"))) == at("2026-07-01 12:00"));
  CHECK(at("2026-03-08 02:30") == at("2026-03-08 03:30"));  // clocks jump over it
  // 1:30 comes twice; the first is still summer time, 4 hours behind UTC.
  CHECK(zone.offset(at("2026-11-01 01:30")) == -4h);
  CHECK(zone.offset(at("2026-11-01 01:30") + 1h) == -5h);
  CHECK(Zone("America/Phoenix").offset(at("2026-07-01 12:00")) == -7h);
  CHECK(Zone("America/New_York").offset(at("2090-07-01 12:00")) == -4h);
  CHECK(Zone("Etc/UTC").offset(at("2026-07-01 12:00")) == 0h);
  CHECK_THROWS_WITH_AS(Zone("America/Old_York"), doctest::Contains("Old_York"), ConfigFault);
}

TEST_CASE("each office has its own wall clock") {
  const Calendar c = calendar();
  const Time t = at("2026-11-23 23:30");
  CHECK(c.local(providence, t).weekday == std::chrono::Monday);
  CHECK(c.local(providence, t).hour == 23);
  CHECK(c.local(seattle, t).hour == 20);
  CHECK(c.local(seattle, at("2026-11-23 01:00")).weekday == std::chrono::Sunday);
  CHECK(c.local(LocationId{99}, t).hour == 4);  // UTC
  CHECK(c.today(providence, t).size() == 2);
  CHECK(c.today(providence, at("2026-11-26 12:00")).empty());
}

TEST_CASE("questions about hours are answered fast and on many threads" *
          doctest::test_suite("concurrent calendar")) {
  const Calendar c = calendar();
  const Time from = at("2026-11-25 16:00"), due = at("2026-11-30 11:00");
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  constexpr int rounds = 2000;
  const auto start = std::chrono::steady_clock::now();
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < rounds; ++i) right += c.business_deadline(providence, from, 4h) == due;
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(right == 4 * rounds);
  const auto each = (std::chrono::steady_clock::now() - start) / (4 * rounds);
  MESSAGE("a deadline over a long weekend takes ",
          std::chrono::duration_cast<std::chrono::nanoseconds>(each).count(), " ns");
  // Generous, because sanitizers and a busy machine slow it down; 20 µs is the aim without them.
  CHECK(each < 1ms);
}

TEST_CASE("an open office tells when it closes, for lunch or the day; a closed one tells nothing") {
  const Calendar all = calendar();
  CHECK(all.closes(providence, at("2026-11-23 08:30")) == at("2026-11-23 12:00"));
  CHECK_FALSE(all.closes(providence, at("2026-11-23 12:00")).has_value());
  CHECK_FALSE(all.closes(providence, at("2026-11-22 10:00")).has_value());
  CHECK_FALSE(all.closes(closed_forever, at("2026-11-23 08:30")).has_value());
  CHECK_FALSE(all.closes(LocationId{99}, at("2026-11-23 08:30")).has_value());
}
