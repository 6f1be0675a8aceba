// What a manager is told of a month, and of all time since an office began: every definition.
//
// A room that owns no table. It reads columns of `call`, `call_step`, `ticket`, `ticket_event`,
// `audit_row` and `outbox` by SQL of its own, because rooms do not enter each other; a test fails
// when a column that it reads is gone, or a word that it knows is no word of its room any more.
// Nothing is counted ahead or kept: each figure is folded from the rows themselves, in one read, so
// that numbers can't drift away from them. Nobody is named but staff, by id.
//
// The words, each meaning the same in every figure (domain.md 5.5):
//   contact     a call, page visit or kiosk visit that has ended. What went on as another one
//               (`handed_off`) and wrong numbers are none. It belongs to the month in which it
//               began, on the wall clock of its office; without an office, of the clinic's default.
//   office      where it was dialled or stood, until the person proves whose patient they are or is
//               promised a call: then that one. A page visit that never gets so far has none.
//   entry       a contact that staff wrote down themselves: a walk-in, a call, a message in the
//               portal or a mail that came past our channels. It is a contact with a length, and
//               somebody who came back; never in scope, because staff helped, not self-service.
//   in scope    a contact that said what it is about, and did not only want facts, meet a known
//               outage, call too often, or repudiate a recovery (T9, a case of its own).
//   solved      in scope, and recovered or guided to an end. Leaving is never solved.
//   came back   solved, and the same claim or the same calling number made contact again within 24
//               hours of its end. A page visit that names nobody, and a caller who hides the
//               number, can't be seen coming back.
//   contained   solved and did not come back. Containment: contained ÷ in scope.
//   solved once solved, with no other contact of that claim or number in the 7 days before it
//               began and after it ended. First-contact resolution: solved once ÷ solved.
//   left        in scope, and abandoned. left early: abandoned before saying what it is about.
//   failed      in scope, ended in a ticket for which self-service failed: T1, T3, T5, T6, T8.
//   apart       in scope, ended in a ticket that self-service may not prevent: T2, T4, T7.
//               Staff's own tickets are in no such figure (rulings.md R23).
//   handle time from a contact's beginning to its end; not of those that left, whose end nobody saw
//   saved       contained × cost of a call − what the telephone provider billed that month
// Percentiles are the nearest rank: the smallest value that so many of all do not exceed. Buckets
// begin where they say and end before the next.
//
// Pure but for the transaction, which belongs to its thread.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/calendar.h"
#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/storage/store.h"

namespace latchkey::reports {

// How many contacts; each of the later ones is a part of `in_scope`.
struct Count {
  std::int64_t contacts = 0;
  std::int64_t in_scope = 0;
  std::int64_t solved = 0;
  std::int64_t came_back = 0;
  std::int64_t solved_once = 0;
  std::int64_t left = 0;
  std::int64_t failed = 0;
  std::int64_t apart = 0;
  std::int64_t contained() const { return solved - came_back; }
  Count& operator+=(const Count& other);
  bool operator==(const Count&) const = default;
};

// A share in whole percent, to the nearest; empty of nothing.
std::optional<std::int64_t> percent(std::int64_t part, std::int64_t whole);

// How long something took. Buckets begin at 0, 2, 5, 10, 20 and 45 minutes (domain.md R-A43).
inline constexpr std::array<int, 6> bucket_minutes{0, 2, 5, 10, 20, 45};
struct Spread {
  std::int64_t count = 0;
  Millis p50{0}, p90{0}, most{0};
  std::array<std::int64_t, bucket_minutes.size()> buckets{};
  bool operator==(const Spread&) const = default;
};
Spread spread_of(std::vector<Millis> times);

// Tickets opened in the month, on the wall clock of the ticket's office. Each was opened once,
// however many contacts were added to it.
struct TicketFigures {
  std::int64_t failed = 0;      // T1, T3, T5, T6, T8
  std::int64_t apart = 0;       // T2, T4, T7
  std::int64_t repudiated = 0;  // T9
  std::int64_t of_staff = 0;    // opened by staff themselves: in no other figure
  std::map<std::string, std::int64_t> by_code, by_category, by_channel, by_language;
  std::map<LocationId, std::int64_t> by_office;
  Spread first_attempt;       // from its opening to the first call back
  Spread ended;               // from its opening to its end
  std::int64_t promised = 0;  // those whose promised moment has passed
  std::int64_t kept = 0;      // of these, first called or ended before it
  std::int64_t total() const { return failed + apart + repudiated; }
};

// What one member of staff did in the month, on the clinic's default office's wall clock.
struct DeskUse {
  StaffId staff;
  std::int64_t actions = 0;  // rows of the audit log: looks and acts
  std::int64_t refused = 0;  // of these
  std::int64_t notes = 0, calls_back = 0, ended = 0;
  std::int64_t minutes = 0;  // noted by whoever ended a ticket
};

// Codes that were sent to somebody, by the courier's lane: 0 texts and calls, 1 e-mails. Of the
// errands that are still kept, which is the past day (retention.code_hours), not a month.
struct Delivery {
  std::int64_t lane = 0;
  std::int64_t asked = 0;      // codes to send
  std::int64_t sent = 0;       // taken by the provider or the mail server
  std::int64_t delivered = 0;  // of these, reported as delivered; mail servers never report
  std::int64_t failed = 0;     // surely not delivered
};

struct Asked {
  const Calendar& calendar;
  LocationId default_office;
  std::chrono::year_month month;
  Time now;
  // Empty: all of them, and what has no office. Else only these.
  std::optional<std::vector<LocationId>> offices{};
};

struct MonthReport {
  std::chrono::year_month month;
  Count all;
  std::map<std::string, Count> by_reason;  // "" of those that never said
  std::map<std::string, Count> by_channel, by_language;
  std::map<LocationId, Count> by_office;               // {0}: no office yet
  std::array<Count, 31> by_day{};                      // of the month, from 0
  std::array<Count, 24> by_hour{};                     // of the hour in which it began
  std::array<std::array<std::int64_t, 24>, 7> heat{};  // contacts by weekday (0 Monday) and hour
  Count closed_hours;                                  // began while the office was closed
  std::int64_t sign_in = 0;  // in scope, and about signing in (domain.md A42)
  Spread handle;
  std::map<std::string, std::int64_t>
      left_at;  // the last question that was open; in scope or early
  std::int64_t left_early = 0;
  // By language, then by band of age ("" where nobody told): groups of any size. Show them only
  // through small_cells.h.
  std::map<std::string, std::map<std::string, Count>> by_language_and_age;
  TicketFigures tickets;
};

MonthReport month_report(storage::Transaction& tx, const Asked& asked);

// By the number of actions, the busiest first.
std::vector<DeskUse> desk_use(storage::Transaction& tx, const Asked& asked);

// By lane.
std::vector<Delivery> deliveries(storage::Transaction& tx);

// Each office's contacts since it began (its own wall clock's midnight), up to `asked.now`. Offices
// of `asked.offices` that have no such day are left out; `asked.month` is not looked at.
using GoLive = std::map<LocationId, std::chrono::local_days>;
std::map<LocationId, Count> since_go_live(storage::Transaction& tx, const Asked& asked,
                                          const GoLive& go_live);

// The month of `at` on that office's wall clock.
std::chrono::year_month month_of(const Calendar& calendar, LocationId office, Time at);

}  // namespace latchkey::reports
