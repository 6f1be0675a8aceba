// A clinic of three offices on two coasts, with contacts and tickets written through the rooms' own
// functions, and the reports of them.
#pragma once

#include <string>
#include <vector>

#include "core/audit/audit.h"
#include "core/calls/calls.h"
#include "core/courier/outbox.h"
#include "core/reports/month_report.h"
#include "core/tickets/tickets.h"
#include "tests/fakes/test_store.h"

namespace latchkey::fakes {

using namespace std::chrono_literals;
using calls::Outcome;

inline constexpr LocationId york{1}, harbor{2}, angeles{3};

inline OfficeHours hours_in(const char* zone) {
  OfficeHours out;
  out.zone = zone;
  for (std::size_t day = 1; day <= 5; ++day) out.week[day] = {{480, 1020}};
  return out;
}

// A day's moment in New York, standard time: 2026-11-10 is a Tuesday.
inline Time at(int month, int day, int hour, int minute = 0) {
  return std::chrono::sys_days(std::chrono::year(2026) / month / day) +
         std::chrono::hours(hour + 5) + std::chrono::minutes(minute);
}

// One contact as a test thinks of it.
struct Told {
  Time began, ended;
  Outcome outcome = Outcome::recovered;
  std::string topic = "forgot_password", claim{}, caller{}, failure{}, language = "en";
  calls::Channel channel = calls::Channel::web;
  std::optional<LocationId> office{};
  std::optional<calls::AgeBand> age{};
  std::string left_at{};
};

struct ReportClinic {
  SystemDice dice;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  calls::Calls calls{sealer};
  tickets::Tickets tickets{sealer};
  audit::Audit audit{sealer, 1};
  fakes::TestStore store{calls::schema(), tickets::schema(), audit::schema(), courier::schema()};
  Calendar calendar{{{york, hours_in("America/New_York")},
                     {harbor, hours_in("America/New_York")},
                     {angeles, hours_in("America/Los_Angeles")}}};

  void write(storage::Transaction& tx, const Told& told) {
    const calls::CallId id{dice.row_id()};
    if (told.channel == calls::Channel::entry) {
      enter(tx, id, told);
      return;
    }
    calls.begin(
        tx,
        {id, ConversationId{dice.row_id()}, told.channel, told.office, told.language, told.caller},
        told.began);
    if (!told.claim.empty()) calls.about(tx, id, {told.claim, told.age});
    if (!told.left_at.empty()) {
      calls.step(tx, {id, 2, "ask_name", "none", Millis(5)}, told.began);
      tx.run(
          "INSERT INTO call_step (call, ordinal, at, step, notice, duration_ms)"
          " VALUES ($1, 3, $2, $3, 'none', 5)",
          id, told.began, told.left_at);
    }
    calls.finish(tx, id, {told.outcome, told.topic, std::nullopt, std::nullopt, told.failure},
                 told.ended);
  }
  // Whole minutes, as staff say it.
  void enter(storage::Transaction& tx, calls::CallId id, const Told& told) {
    calls::NewEntry entry;
    entry.id = id;
    entry.by = StaffId{4};
    entry.location = told.office.value_or(york);
    entry.language = told.language;
    entry.topic = told.topic;
    entry.outcome = told.outcome;
    entry.length = std::chrono::floor<std::chrono::minutes>(told.ended - told.began);
    entry.claim = told.claim;
    calls.enter(tx, entry, told.ended);
  }
  void write(const Told& told) {
    store->write([&](storage::Transaction& tx) { write(tx, told); });
  }
  void write(const std::vector<Told>& all) {
    store->write([&](storage::Transaction& tx) {
      for (const Told& each : all) write(tx, each);
    });
  }
  reports::Asked asked(int month,
                       std::optional<std::vector<LocationId>> offices = std::nullopt) const {
    return {calendar, york, std::chrono::year(2026) / month, at(12, 24, 0), std::move(offices)};
  }
  reports::MonthReport report(const reports::Asked& asked) {
    return store->read([&](storage::Transaction& tx) { return reports::month_report(tx, asked); });
  }
  reports::MonthReport report(int month) { return report(asked(month)); }

  TicketId open(tickets::FailureCode code, LocationId office, Time when, Time promise) {
    tickets::NewTicket asked;
    asked.minted = tickets::mint(dice);
    asked.conversation = ConversationId{dice.row_id()};
    asked.code = code;
    asked.category = tickets::Category::password_reset;
    asked.location = office;
    asked.promised_by = promise;
    // Everybody leaves a number of their own: the same one would be the same ticket.
    asked.personal.callback = "+1401555" + std::to_string(1000 + opened_++);
    return store->write([&](storage::Transaction& tx) {
      asked.number = tickets.free_number(tx, asked.minted.number_seed);
      return tickets.open_or_append(tx, asked, when).id;
    });
  }

 private:
  int opened_ = 0;
};

inline Told solved(Time began, const std::string& claim) {
  Told out{began, began + 3min};
  out.claim = claim;
  return out;
}

}  // namespace latchkey::fakes
