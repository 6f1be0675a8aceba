#include <fmt/format.h>

#include <algorithm>

#include "core/base/calendar.h"
#include "core/base/config_sections.h"

namespace latchkey::settings {

namespace {

constexpr std::array<std::string_view, 7> weekdays = {"sunday",   "monday", "tuesday", "wednesday",
                                                      "thursday", "friday", "saturday"};

constexpr std::string_view hours_form =
    "must be times in order and apart: [\"08:00-12:00\", \"13:00-17:00\"], or [] for closed";

// A zone that does not exist is found here, with its line, and not when the calendar is made.
std::string read_zone(TableReader& reader) {
  std::string zone = reader.required_text("time_zone", "such as \"America/New_York\"");
  if (!zone.empty() && !Zone::exists(zone))
    reader.complain("time_zone", "is no time zone; one is \"America/New_York\"");
  return zone;
}

WeekHours read_week(TableReader reader) {
  WeekHours week;
  for (std::size_t day = 0; day < weekdays.size(); ++day) {
    auto hours = parse_day_hours(reader.texts(weekdays[day]));
    if (!hours) reader.complain(weekdays[day], hours_form);
    if (hours) week[day] = std::move(*hours);
  }
  reader.finish();
  return week;
}

void read_special(OfficeHours& into, TableReader reader) {
  for (const std::string& key : reader.keys()) {
    const auto day = parse_day(key);
    auto hours = parse_day_hours(reader.texts(key));
    if (!day) reader.complain(key, "a day is written \"2026-12-24\"");
    if (!hours) reader.complain(key, hours_form);
    if (day && hours) into.special.emplace(*day, std::move(*hours));
  }
}

void read_holidays(Location& into, TableReader& reader) {
  into.holiday_lists = reader.texts("holiday_lists");
  for (const std::string& text : reader.texts("holidays")) {
    if (const auto holiday = parse_holiday(text))
      into.hours.holidays.push_back(*holiday);
    else
      reader.complain("holidays",
                      fmt::format("\"{}\" is not understood; write \"December 25\", \"4th "
                                  "Thursday of November\" or \"2026-12-24\"",
                                  text));
  }
}

bool is_zip(const std::string& zip) {
  return (zip.size() == 5 || zip.size() == 3) &&
         zip.find_first_not_of("0123456789") == std::string::npos;
}

LocationKind read_kind(TableReader& reader) {
  const std::string kind = reader.one_of("kind", {"office", "network", "lab", "desk"});
  if (kind == "network") return LocationKind::network;
  if (kind == "lab") return LocationKind::lab;
  return kind == "desk" ? LocationKind::desk : LocationKind::office;
}

Location read_location(TableReader& reader) {
  Location out;
  out.id.value = reader.number("id", 0, 1, 9999);
  if (out.id.value == 0) reader.complain("id", "must be a number of its own from 1 to 9999");
  out.name = reader.required_text("name", "the office's name as patients know it");
  out.kind = read_kind(reader);
  out.phone = phone(reader, "phone");
  if (out.phone.empty()) reader.complain("phone", "is missing: where patients reach a person");
  out.transfer_to = phone(reader, "transfer_to", out.phone);
  out.lines = phones(reader, "lines");
  out.zips = reader.texts("zips");
  if (!std::all_of(out.zips.begin(), out.zips.end(), is_zip))
    reader.complain("zips", "must be ZIP codes, or their first three digits: [\"02903\", \"028\"]");
  out.ticket_email = mail_address(reader, "ticket_email");
  out.parent.value = reader.number("parent", 0, 0, 9999);
  if (const std::string day = reader.text("go_live"); !day.empty()) {
    out.go_live = parse_day(day);
    if (!out.go_live) reader.complain("go_live", "a day is written \"2026-12-24\"");
  }
  out.hours.zone = read_zone(reader);
  if (!reader.has("hours"))
    reader.complain("hours", "is missing: hours.monday = [\"08:00-17:00\"]");
  out.hours.week = read_week(reader.table("hours"));
  read_special(out.hours, reader.table("special_hours"));
  read_holidays(out, reader);
  reader.finish();
  return out;
}

const Location* find(const std::vector<Location>& locations, LocationId id) {
  for (const Location& location : locations)
    if (location.id == id) return &location;
  return nullptr;
}

// A chain of parents that comes back to itself would route a ticket forever.
bool ends(const std::vector<Location>& locations, const Location& from) {
  const Location* at = &from;
  for (std::size_t steps = 0; at && at->parent.value != 0; ++steps) {
    if (steps > locations.size()) return false;
    at = find(locations, at->parent);
  }
  return true;
}

// A caller put through to a line that we answer hears our menu again, and so on for ever.
void check_transfer(const std::vector<Location>& locations, const Location& from,
                    TableReader& table) {
  for (const Location& location : locations)
    if (std::find(location.lines.begin(), location.lines.end(), from.transfer_to) !=
        location.lines.end())
      table.complain(table.has("transfer_to") ? "transfer_to" : "phone",
                     fmt::format("is among the lines of {}, which Latchkey answers itself; callers "
                                 "are put through to it, so it must be where a person answers",
                                 location.name));
}

}  // namespace

std::vector<Location> read_locations(TableReader& root) {
  std::vector<TableReader> tables = root.tables("location");
  std::vector<Location> out;
  for (TableReader& table : tables) {
    Location location = read_location(table);
    if (location.id.value != 0 && find(out, location.id))
      table.complain("id", "is used by another location");
    for (const Location& other : out)
      for (const std::string& line : location.lines)
        if (std::find(other.lines.begin(), other.lines.end(), line) != other.lines.end())
          table.complain("lines", fmt::format("{} already means {}", line, other.name));
    out.push_back(std::move(location));
  }
  if (out.empty()) root.complain("location", "is missing: write one [[location]] for each office");
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i].parent.value != 0 && !find(out, out[i].parent))
      tables[i].complain("parent", "there is no location of that id");
    else if (!ends(out, out[i]))
      tables[i].complain("parent", "the parents go round in a circle");
    check_transfer(out, out[i], tables[i]);
  }
  return out;
}

void check_transfers(const Config& config, TableReader& root) {
  // Whoever calls that number back reaches us, and so would everybody who is put through to it.
  for (const Location& location : config.locations)
    if (location.transfer_to == config.provider.voice_from)
      root.complain("provider", fmt::format("voice_from {} is also where callers of {} are put "
                                            "through to: its transfer_to must be another number, "
                                            "where a person answers",
                                            config.provider.voice_from, location.name));
}

// An address that nothing is ever sent to would look like an office that is told.
void check_told(const Config& config, TableReader& root) {
  bool told = !config.notify.it_email.empty() || !config.notify.desk_email.empty();
  for (const Location& location : config.locations) told = told || !location.ticket_email.empty();
  if (told && config.mail.host.empty())
    root.complain("notify", "tickets are to be told of by e-mail, and mail.server is missing");
}

}  // namespace latchkey::settings
