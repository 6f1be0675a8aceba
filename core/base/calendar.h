// When offices are open, and when a promise falls due (rulings.md R11; domain.md 5.3).
//
// Every promise made to a patient ("your office will call you by …") counts an office's own
// business hours in its own time zone: weekly hours, lunch, holidays, and days with 23 or 25
// hours. Time zones are read from ICU once; a question is then arithmetic on immutable tables,
// a few microseconds, without locks. Thread-safe.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/hours.h"
#include "core/base/ids.h"
#include "core/base/time.h"

namespace latchkey {

// One time zone's changes, from 1970 to 2100.
class Zone {
 public:
  // ConfigFault if there is no such IANA zone.
  explicit Zone(const std::string& name);
  // Cheaper than making one.
  static bool exists(const std::string& name);

  std::chrono::seconds offset(Time at) const;
  // The wall clock's reading, to the millisecond.
  std::chrono::local_time<Millis> local(Time at) const;
  // The moment when the wall clock reads `local`: the first of two when clocks go back; when they
  // go forward over it, the moment as if they had not yet (2:30 becomes 3:30).
  Time moment(std::chrono::local_time<Millis> local) const;
  const std::string& name() const { return name_; }

 private:
  std::string name_;
  std::vector<std::pair<Time, std::chrono::seconds>> changes_;  // from when, which offset
};

// A moment as a wall calendar and clock show it.
struct LocalTime {
  std::chrono::year_month_day date;
  std::chrono::weekday weekday;
  int hour = 0, minute = 0;
};

class Calendar {
 public:
  // ConfigFault names an office whose zone does not exist.
  explicit Calendar(const std::map<LocationId, OfficeHours>& offices);

  // False for an office that is not in the calendar (the clinic may have closed it).
  bool is_open(LocationId office, Time at) const;

  // `from` itself if open, else the next opening. Empty if there is none within 400 days.
  std::optional<Time> next_open(LocationId office, Time from) const;

  // When the office closes that is open at `at`, for lunch or the day; empty if it is closed.
  std::optional<Time> closes(LocationId office, Time at) const;

  // When `work` business time has passed since `from`. Exactly at a closing it is the closing.
  // Empty if the office has not that much business time within 400 days.
  std::optional<Time> business_deadline(LocationId office, Time from,
                                        std::chrono::minutes work) const;

  // The closing of the `count`th business day after the day of `from`. Needs: count > 0. Empty as
  // above.
  std::optional<Time> business_day_end(LocationId office, Time from, int count) const;

  // The office's hours on the day of `at`, for "we are open today from …".
  DayHours today(LocationId office, Time at) const;

  // UTC for an office that is not in the calendar.
  LocalTime local(LocationId office, Time at) const;
  const Zone& zone(LocationId office) const;

 private:
  struct Office {
    OfficeHours hours;
    std::shared_ptr<const Zone> zone;
    bool ever_open = false;
  };
  struct Span {
    Time opens, closes;
  };
  const Office* find(LocationId office) const;
  // Calls `each` with the open spans of the day of `from` and those after it, in order, until it
  // returns Stop::yes or 400 days have passed.
  enum class Stop { no, yes };
  template <class Each>
  static void walk(const Office& office, Time from, Each each);
  static Span span(const Office& office, std::chrono::local_days day, Interval interval);

  std::map<LocationId, Office> offices_;
  std::shared_ptr<const Zone> utc_;
};

}  // namespace latchkey
