#include "core/reports/month_report.h"

#include <doctest/doctest.h>

#include <array>
#include <random>

#include "tests/fakes/report_clinic.h"

using namespace latchkey;
using namespace latchkey::reports;
using namespace std::chrono_literals;
using calls::Outcome;
using fakes::at;
using fakes::harbor;
using fakes::Told;
using fakes::york;
using storage::Transaction;
using Clinic = fakes::ReportClinic;

namespace {

struct Raw {
  Time began, ended;
  std::int64_t office;
  std::string outcome, topic, failure, channel, language;
  std::int64_t number, person;
};

// Every row, as it lies in the table.
std::vector<Raw> raw_rows(Clinic& clinic) {
  return clinic.store->read([](Transaction& tx) {
    std::vector<Raw> out;
    for (const auto& row :
         tx.run("SELECT started_at, ended_at, location, outcome, topic, failure, channel, language,"
                " number_key, person_key, way FROM call")
             .rows)
      out.push_back({row.time(0), row.time(1), row.maybe_integer(2).value_or(0), row.text(3),
                     row.maybe_text(4).value_or(""), row.maybe_text(5).value_or(""),
                     row.maybe_text(10) ? "entry" : row.text(6), row.text(7), row.integer(8),
                     row.integer(9)});
    return out;
  });
}

bool is_contact(const Raw& raw) {
  return raw.outcome != "handed_off" && raw.outcome != "wrong_number";
}

bool same_person(const Raw& a, const Raw& b) {
  return a.number == b.number || a.person == b.person;
}

// Everything again, each contact held against every other: slow, and by another road.
Count by_hand(const std::vector<Raw>& rows, const Raw& one) {
  Count out;
  out.contacts = 1;
  const bool told = one.outcome == "facts" || one.outcome == "outage" || one.outcome == "throttled";
  if (one.topic.empty() || one.topic == "hours" || told || one.failure == "repudiated") return out;
  if (one.channel == "entry") return out;
  out.in_scope = 1;
  const bool well = one.outcome == "recovered" || one.outcome == "guided";
  bool back = false, near = false;
  for (const Raw& other : rows) {
    if (&other == &one || !is_contact(other) || !same_person(one, other)) continue;
    const Millis after = other.began - one.ended, before = one.began - other.began;
    back = back || (after > 0ms && after <= 24h);
    near = near || (after > 0ms && after <= 168h) || (before > 0ms && before <= 168h);
  }
  out.solved = well;
  out.came_back = well && back;
  out.solved_once = well && !near;
  out.left = one.outcome == "abandoned";
  const bool apart =
      one.failure == "no_contact" || one.failure == "policy" || one.failure == "wants_person";
  out.apart = one.outcome == "ticket" && apart;
  out.failed = one.outcome == "ticket" && !apart;
  return out;
}

std::vector<Told> random_contacts(std::size_t count) {
  std::mt19937 dice(20261101);
  const auto draw = [&](int sides) {
    return static_cast<int>(dice() % static_cast<unsigned>(sides));
  };
  constexpr std::array topics{"forgot_password", "forgot_user_name", "page_broken", "hours", ""};
  constexpr std::array failures{"no_match", "no_contact", "code_failed", "policy", "wants_person"};
  std::vector<Told> out;
  for (std::size_t i = 0; i < count; ++i) {
    Told one;
    one.began = at(10, 20, 0) + Millis(draw(50 * 24 * 60)) * 60'000 + Millis(draw(60'000));
    one.ended = one.began + Millis(draw(60 * 60'000));
    one.outcome = static_cast<Outcome>(draw(static_cast<int>(calls::outcome_names.words.size())));
    if (draw(2) == 0) one.outcome = Outcome::recovered;
    one.topic = topics.at(static_cast<std::size_t>(draw(5)));
    if (one.outcome == Outcome::ticket)
      one.failure = failures.at(static_cast<std::size_t>(draw(5)));
    if (draw(3) > 0) one.claim = "claim " + std::to_string(draw(900));
    one.channel = static_cast<calls::Channel>(draw(3));
    if (one.channel == calls::Channel::phone) one.caller = "number " + std::to_string(draw(500));
    if (draw(4) > 0) one.office = LocationId{1 + draw(3)};
    one.language = draw(4) > 0 ? "en" : "es";
    // What staff wrote down, some of it of people whom the channels saw too.
    if (draw(6) == 0) {
      one.channel = calls::Channel::entry;
      one.office = LocationId{1 + draw(3)};
      one.failure.clear();
    }
    out.push_back(one);
  }
  return out;
}

}  // namespace

TEST_CASE("the report's numbers are those of the raw rows") {
  Clinic clinic;
  clinic.write(random_contacts(4000));
  const auto rows = raw_rows(clinic);
  const auto month = std::chrono::year(2026) / 11;
  MonthReport expected;
  std::vector<Millis> handled;
  for (const Raw& raw : rows) {
    const LocationId clock{raw.office == 0 ? york.value : raw.office};
    const LocalTime local = clinic.calendar.local(clock, raw.began);
    if (!is_contact(raw) || local.date.year() / local.date.month() != month) continue;
    const Count one = by_hand(rows, raw);
    expected.all += one;
    expected.by_reason[raw.topic] += one;
    expected.by_channel[raw.channel] += one;
    expected.by_language[raw.language] += one;
    expected.by_office[LocationId{raw.office}] += one;
    expected.by_hour.at(static_cast<std::size_t>(local.hour)) += one;
    expected.by_day.at(static_cast<unsigned>(local.date.day()) - 1) += one;
    if (raw.outcome != "abandoned") handled.push_back(raw.ended - raw.began);
  }
  const MonthReport report = clinic.report(11);
  CHECK(expected.all.contacts > 1000);
  CHECK(expected.all.came_back > 20);
  CHECK(expected.all.solved_once > 20);
  CHECK(report.all == expected.all);
  CHECK(report.by_reason == expected.by_reason);
  CHECK(report.by_channel == expected.by_channel);
  CHECK(report.by_language == expected.by_language);
  CHECK(report.by_office == expected.by_office);
  CHECK(report.by_hour == expected.by_hour);
  CHECK(report.by_day == expected.by_day);
  CHECK(report.by_channel.at("entry").contacts > 100);
  CHECK(report.by_channel.at("entry").in_scope == 0);
  CHECK(report.handle == spread_of(handled));
  std::int64_t heat = 0;
  for (const auto& day : report.heat)
    for (const std::int64_t hour : day) heat += hour;
  CHECK(heat == expected.all.contacts);

  const MonthReport own = clinic.report(clinic.asked(11, std::vector{harbor}));
  CHECK(own.all == expected.by_office.at(harbor));
  CHECK(clinic.report(clinic.asked(11, std::vector<LocationId>{})).all == Count{});
}
