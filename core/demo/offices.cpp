// The demo clinic's 18 offices and its staff.
#include "core/demo/offices.h"

#include <fmt/format.h>

#include <array>

namespace latchkey::demo {

namespace {

// A main clinic stands for its region: overdue tickets of the others go there.
struct Office {
  std::string_view name;
  int parent;  // 0: none
  std::string_view zone;
  enum class Hours { weekdays, with_saturday, with_late_thursday } hours = Hours::weekdays;
};

constexpr std::string_view east = "America/New_York", middle = "America/Chicago";

constexpr std::array<Office, office_count> offices{
    {{"Harborfield Main Clinic", 0, east, Office::Hours::with_saturday},
     {"Harborfield Women's Health", 1, east},
     {"Millbrook Family Practice", 1, east, Office::Hours::with_late_thursday},
     {"Saltmarsh Primary Care", 1, east},
     {"Quarry Point Pediatrics", 1, east},
     {"Lanternhill Internal Medicine", 1, east},
     {"Oakmere Main Clinic", 0, east, Office::Hours::with_saturday},
     {"Oakmere Heart Center", 7, east},
     {"Fernhollow Family Practice", 7, east},
     {"Brackenridge Primary Care", 7, east, Office::Hours::with_late_thursday},
     {"Windlass Bay Clinic", 7, east},
     {"Copperfield Orthopedics", 7, east},
     {"Tidewater Row Clinic", 7, east},
     {"Stonecrop Main Clinic", 0, middle, Office::Hours::with_saturday},
     {"Stonecrop Eye Care", 14, middle},
     {"Prairie Gate Family Practice", 14, middle},
     {"Cottonwood Bend Clinic", 14, middle, Office::Hours::with_late_thursday},
     {"Juniper Flats Primary Care", 14, middle}}};

WeekHours week_of(Office::Hours kind) {
  const Interval morning{8 * 60, 12 * 60}, afternoon{13 * 60, 17 * 60};
  WeekHours week;
  for (std::size_t day = 1; day <= 5; ++day) week[day] = {morning, afternoon};
  if (kind == Office::Hours::with_saturday) week[6] = {{9 * 60, 12 * 60}};
  if (kind == Office::Hours::with_late_thursday) week[4] = {morning, {13 * 60, 19 * 60}};
  return week;
}

Location location_of(int id, const Office& office) {
  Location location;
  location.id = LocationId{id};
  location.name = office.name;
  location.phone = fmt::format("+1401555{:04}", 100 + id);
  location.transfer_to = location.phone;
  location.lines = {fmt::format("+1401555{:04}", 120 + id)};
  location.zips = {zip_of(id, 0), zip_of(id, 1), zip_of(id, 2)};
  location.parent = LocationId{office.parent};
  location.hours.zone = office.zone;
  location.hours.week = week_of(office.hours);
  location.holiday_lists = {"us_federal"};
  return location;
}

}  // namespace

std::string zip_of(int office, int part) {
  return fmt::format("987{:02}", (office - 1) * 3 + part);
}

std::vector<Location> demo_locations() {
  std::vector<Location> all;
  for (std::size_t i = 0; i < offices.size(); ++i)
    all.push_back(location_of(static_cast<int>(i) + 1, offices[i]));
  return all;
}

std::vector<DemoStaff> demo_staff() {
  const std::vector<LocationId> harbor = {LocationId{1}, LocationId{2}, LocationId{3}};
  const std::vector<LocationId> oakmere = {LocationId{7}, LocationId{8}, LocationId{9}};
  return {{"front.harbor", "Tess Harborfield", "office", harbor, "demo harbor lantern"},
          {"second.harbor", "Ines Harborfield", "office", harbor, "demo second lantern"},
          {"front.oakmere", "Milo Oakmere", "office", oakmere, "demo oakmere lantern"},
          {"it.helpdesk", "Ravi Helpdesk", "it", {}, "demo helpdesk lantern"},
          {"night.desk", "Kit Nightdesk", "outsourced_desk", {}, "demo night lantern"},
          {"manager", "Paz Manager", "manager", {}, "demo manager lantern"},
          {"admin", "Uma Admin", "admin", {}, "demo admin lantern one"}};
}

}  // namespace latchkey::demo
