// Locations as administrators publish them on the desk: the same sections, read and checked alike.
#include <fmt/format.h>

#include "core/base/config.h"
#include "core/base/config_sections.h"
#include "core/base/toml_text.h"

namespace latchkey {

namespace {

constexpr std::array<std::string_view, 4> kinds = {"office", "network", "lab", "desk"};
constexpr std::array<std::string_view, 7> weekdays = {"sunday",   "monday", "tuesday", "wednesday",
                                                      "thursday", "friday", "saturday"};

TomlValue number(std::int64_t value) { return {0, value}; }

TomlValue hours_of(const DayHours& day) {
  std::vector<std::string> texts;
  for (const Interval& interval : day) texts.push_back(text_of(interval));
  return toml_of(texts);
}

TomlTable week_of(const WeekHours& week) {
  TomlTable out;
  for (std::size_t i = 1; i <= weekdays.size(); ++i) {
    const std::size_t day = i % weekdays.size();  // from Monday
    out.push_back({std::string(weekdays[day]), hours_of(week[day])});
  }
  return out;
}

TomlTable table_of(const Location& from) {
  TomlTable out;
  const auto add = [&](const char* key, TomlValue value) {
    out.push_back({key, std::move(value)});
  };
  add("id", number(from.id.value));
  add("name", toml_of(from.name));
  if (from.kind != LocationKind::office)
    add("kind", toml_of(std::string(kinds.at(static_cast<std::size_t>(from.kind)))));
  add("phone", toml_of(from.phone));
  if (from.transfer_to != from.phone) add("transfer_to", toml_of(from.transfer_to));
  if (!from.lines.empty()) add("lines", toml_of(from.lines));
  if (!from.zips.empty()) add("zips", toml_of(from.zips));
  if (!from.ticket_email.empty()) add("ticket_email", toml_of(from.ticket_email));
  if (from.parent.value != 0) add("parent", number(from.parent.value));
  if (from.go_live) add("go_live", toml_of(text_of(*from.go_live)));
  add("time_zone", toml_of(from.hours.zone));
  if (!from.holiday_lists.empty()) add("holiday_lists", toml_of(from.holiday_lists));
  if (!from.hours.holidays.empty()) {
    std::vector<std::string> own;
    for (const Holiday& holiday : from.hours.holidays) own.push_back(text_of(holiday));
    add("holidays", toml_of(own));
  }
  add("hours", {0, week_of(from.hours.week)});
  TomlTable special;
  for (const auto& [day, hours] : from.hours.special)
    special.push_back({text_of(day), hours_of(hours)});
  if (!special.empty()) add("special_hours", {0, std::move(special)});
  return out;
}

}  // namespace

Config with_locations(Config config, std::string_view text) {
  Complaints complaints("locations");
  const TomlValue parsed = parse_toml(text, complaints.file());
  TableReader root(&parsed, "", complaints);
  config.locations = settings::read_locations(root);
  const LocationId last_resort = config.clinic.default_location;
  if (!config.location(last_resort))
    root.complain("location", fmt::format("{} must be among them: tickets that belong nowhere else "
                                          "go there (clinic.default_location)",
                                          last_resort.value));
  settings::check_transfers(config, root);
  settings::check_told(config, root);
  root.finish();
  complaints.throw_if_any();
  return config;
}

std::string locations_text(const std::vector<Location>& locations) {
  TomlArray all;
  for (const Location& location : locations) all.push_back({0, table_of(location)});
  return toml_text({0, TomlTable{{"location", {0, std::move(all)}}}});
}

}  // namespace latchkey
