#include "core/base/calendar.h"

#include <fmt/format.h>
#include <unicode/basictz.h>
#include <unicode/tztrans.h>

#include <algorithm>

#include "core/base/fault.h"

namespace latchkey {

namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::local_days;
using std::chrono::local_time;
using std::chrono::seconds;

constexpr int days_searched = 400;  // longer than any holiday, shorter than any patience
constexpr double last_change = 4102444800000.0;  // 2100-01-01T00:00Z

std::chrono::seconds offset_in(const icu::TimeZone& zone, double at) {
  std::int32_t raw = 0, dst = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone.getOffset(at, false, raw, dst, status);
  if (U_FAILURE(status)) throw Fault("ICU can't tell a time zone's offset");
  return seconds((raw + dst) / 1000);
}

// Null if ICU does not know the name.
std::unique_ptr<icu::TimeZone> icu_zone(const std::string& name) {
  std::unique_ptr<icu::TimeZone> zone(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
  if (zone && *zone == icu::TimeZone::getUnknown()) zone.reset();
  return zone;
}

}  // namespace

// ---- Zone ---------------------------------------------------------------------------------------

Zone::Zone(const std::string& name) : name_(name) {
  const auto zone = icu_zone(name);
  if (!zone)
    throw ConfigFault(fmt::format("\"{}\" is no time zone; one is \"America/New_York\"", name));
  changes_.emplace_back(from_millis(0), offset_in(*zone, 0));
  const auto* rules = dynamic_cast<const icu::BasicTimeZone*>(zone.get());
  icu::TimeZoneTransition change;
  double at = 0;
  while (rules && rules->getNextTransition(at, false, change) && change.getTime() < last_change) {
    at = change.getTime();
    const seconds offset = offset_in(*zone, at);
    if (offset != changes_.back().second)
      changes_.emplace_back(from_millis(static_cast<std::int64_t>(at)), offset);
  }
}

bool Zone::exists(const std::string& name) { return icu_zone(name) != nullptr; }

std::chrono::seconds Zone::offset(Time at) const {
  const auto after = std::upper_bound(changes_.begin(), changes_.end(), at,
                                      [](Time t, const auto& change) { return t < change.first; });
  return after == changes_.begin() ? after->second : std::prev(after)->second;
}

local_time<Millis> Zone::local(Time at) const {
  return local_time<Millis>(at.time_since_epoch() + offset(at));
}

Time Zone::moment(local_time<Millis> local) const {
  const Time as_utc(local.time_since_epoch());
  const seconds before = offset(as_utc - days(1)), after = offset(as_utc + days(1));
  if (offset(as_utc - before) == before) return as_utc - before;
  if (offset(as_utc - after) == after) return as_utc - after;
  return as_utc - before;
}

// ---- Calendar -----------------------------------------------------------------------------------

Calendar::Calendar(const std::map<LocationId, OfficeHours>& offices)
    : utc_(std::make_shared<Zone>("Etc/UTC")) {
  std::map<std::string, std::shared_ptr<const Zone>> zones;
  for (const auto& [id, hours] : offices) {
    auto& zone = zones[hours.zone];
    if (!zone) zone = std::make_shared<Zone>(hours.zone);
    const auto has_hours = [](const DayHours& day) { return !day.empty(); };
    Office office{hours, zone, false};
    office.ever_open = std::any_of(office.hours.week.begin(), office.hours.week.end(), has_hours) ||
                       std::any_of(office.hours.special.begin(), office.hours.special.end(),
                                   [](const auto& own) { return !own.second.empty(); });
    offices_.emplace(id, std::move(office));
  }
}

const Calendar::Office* Calendar::find(LocationId office) const {
  const auto found = offices_.find(office);
  return found == offices_.end() ? nullptr : &found->second;
}

Calendar::Span Calendar::span(const Office& office, local_days day, Interval interval) {
  const auto at = [&](int minutes) {
    return office.zone->moment(local_time<Millis>(day) + std::chrono::minutes(minutes));
  };
  return {at(interval.opens), at(interval.closes)};
}

template <class Each>
void Calendar::walk(const Office& office, Time from, Each each) {
  if (!office.ever_open) return;
  const local_days first = floor<days>(office.zone->local(from));
  for (int i = 0; i < days_searched; ++i) {
    const local_days day = first + days(i);
    for (const Interval interval : hours_on(office.hours, day))
      if (each(day, span(office, day, interval)) == Stop::yes) return;
  }
}

bool Calendar::is_open(LocationId id, Time at) const {
  const Office* office = find(id);
  if (!office) return false;
  const local_days day = floor<days>(office->zone->local(at));
  for (const Interval interval : hours_on(office->hours, day)) {
    const Span open = span(*office, day, interval);
    if (open.opens <= at && at < open.closes) return true;
  }
  return false;
}

std::optional<Time> Calendar::next_open(LocationId id, Time from) const {
  const Office* office = find(id);
  std::optional<Time> found;
  if (office)
    walk(*office, from, [&](local_days, Span open) {
      if (open.closes <= from) return Stop::no;
      found = std::max(open.opens, from);
      return Stop::yes;
    });
  return found;
}

std::optional<Time> Calendar::closes(LocationId id, Time at) const {
  const Office* office = find(id);
  std::optional<Time> found;
  if (office)
    walk(*office, at, [&](local_days, Span open) {
      if (open.closes <= at) return Stop::no;
      if (open.opens <= at) found = open.closes;
      return Stop::yes;
    });
  return found;
}

std::optional<Time> Calendar::business_deadline(LocationId id, Time from,
                                                std::chrono::minutes work) const {
  const Office* office = find(id);
  std::optional<Time> found;
  Millis left = work;
  if (office)
    walk(*office, from, [&](local_days, Span open) {
      const Time start = std::max(open.opens, from);
      if (start >= open.closes) return Stop::no;
      if (left <= open.closes - start) {
        found = start + left;
        return Stop::yes;
      }
      left -= open.closes - start;
      return Stop::no;
    });
  return found;
}

std::optional<Time> Calendar::business_day_end(LocationId id, Time from, int count) const {
  ensure(count > 0, "a business day is counted from the next one on");
  const Office* office = find(id);
  if (!office) return std::nullopt;
  local_days counted = floor<days>(office->zone->local(from));
  std::optional<Time> found;
  walk(*office, from, [&](local_days day, Span open) {
    if (day > counted && count == 0) return Stop::yes;
    if (day > counted) {
      counted = day;
      --count;
    }
    // The last interval of the last day counts: its closing, not lunch.
    if (count == 0) found = open.closes;
    return Stop::no;
  });
  return found;
}

DayHours Calendar::today(LocationId id, Time at) const {
  const Office* office = find(id);
  if (!office) return {};
  return hours_on(office->hours, floor<days>(office->zone->local(at)));
}

const Zone& Calendar::zone(LocationId id) const {
  const Office* office = find(id);
  return office ? *office->zone : *utc_;
}

LocalTime Calendar::local(LocationId id, Time at) const {
  const auto wall = zone(id).local(at);
  const local_days day = floor<days>(wall);
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(wall - day).count();
  return {std::chrono::year_month_day(day), std::chrono::weekday(day),
          static_cast<int>(minutes / 60), static_cast<int>(minutes % 60)};
}

}  // namespace latchkey
