// How long a clerk waits for a look-up and for the list of tickets, of a network of 50 offices.
#include <algorithm>
#include <chrono>
#include <filesystem>

#include "core/accounts/roster.h"
#include "core/tickets/tickets.h"
#include "tests/bench/benches.h"
#include "tests/fakes/test_store.h"

namespace latchkey::bench {

namespace {

using storage::Transaction;
using Clock = std::chrono::steady_clock;

constexpr int patients = 100'000, offices = 50, tickets_made = 20'000, open_tickets = 4'000;
constexpr int batch = 2'000, looks = 500;
const Time now = std::chrono::sys_days(std::chrono::year(2026) / 6 / 1) + std::chrono::hours(15);

// Surnames in the shares of a real list: a few hundred that many have, born on any of 30,000 days.
std::string surname(int number) {
  constexpr std::string_view first[] = {"Ash", "Birch", "Cedar", "Dune", "Elm", "Fern", "Glen"};
  constexpr std::string_view last[] = {"bridge", "court", "field", "ford", "gate", "hill", "wick"};
  return std::string(first[number % 7]).append(last[number / 7 % 7]);
}
Date born(int number) {
  return std::chrono::sys_days(std::chrono::year(1930) / 1 / 1) +
         std::chrono::days(number * 7919 % 30'000);
}

struct Network {
  SystemDice dice;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  accounts::Roster roster{sealer};
  tickets::Tickets tickets{sealer};
  fakes::TestStore store{accounts::schema(), tickets::schema()};

  void patient(Transaction& tx, int number) {
    accounts::PatientRecord record;
    record.record_number = "B" + std::to_string(1'000'000 + number);
    record.first_name = number % 2 == 0 ? "Wilhelmina" : "Anselm";
    record.last_name = surname(number);
    record.birth_date = born(number);
    record.zip = std::to_string(10'000 + number % 900);
    record.user_name = "bench." + std::to_string(number);
    record.location = LocationId{1 + number % offices};
    roster.upsert(tx, record, accounts::fresh_ids(dice, record), now);
  }

  void ticket(Transaction& tx, int number) {
    tickets::NewTicket asked;
    const Time at = now - std::chrono::minutes(number * 7);
    asked.minted = tickets::mint(dice);
    asked.number = tickets.free_number(tx, asked.minted.number_seed);
    asked.conversation = ConversationId{dice.row_id()};
    asked.code = tickets::FailureCode::code_failed;
    asked.category = static_cast<tickets::Category>(number % 5);
    asked.location = LocationId{1 + number % offices};
    asked.promised_by = at + std::chrono::hours(4);
    asked.patient = PatientId{1 + number};
    const TicketId id = tickets.open_or_append(tx, asked, at).id;
    if (number >= open_tickets)
      tickets.end(tx, id, {tickets::Outcome::resolved_reset, 9, ""}, StaffId{7}, at);
  }

  template <class Write>
  void fill(int count, Write write) {
    for (int done = 0; done < count; done += batch)
      store->write([&](Transaction& tx) {
        for (int i = done; i < std::min(count, done + batch); ++i) write(tx, i);
      });
  }
};

// One look after the other, each on a snapshot of its own, as a page reads.
Load looked(Network& network, const auto& look) {
  Load out;
  const auto all = Clock::now();
  for (int i = 0; i < looks; ++i) {
    const auto begun = Clock::now();
    network.store->read([&](Transaction& tx) { look(tx, i); });
    out.latencies.emplace_back(Clock::now() - begun);
  }
  out.answers = out.latencies.size();
  out.seconds = std::chrono::duration<double>(Clock::now() - all).count();
  std::ranges::sort(out.latencies);
  return out;
}

}  // namespace

void bench_desk(Report& report) {
  report.title("desk: 100,000 patients, 50 offices, 20,000 tickets, of which 4,000 are open");
  Network network;
  network.fill(patients, [&](Transaction& tx, int i) { network.patient(tx, i); });
  network.fill(tickets_made, [&](Transaction& tx, int i) { network.ticket(tx, i); });
  const auto bytes = std::filesystem::file_size(network.store.path());
  report.line("database", fmt::format("{:.0f} MiB", static_cast<double>(bytes) / 1048576));
  std::size_t found = 0, listed = 0;
  const Load by_name = looked(network, [&](Transaction& tx, int i) {
    for (const PatientId id : network.roster.by_name(tx, surname(i * 197), born(i * 197)))
      found += network.roster.person(tx, id).has_value();
  });
  const Load one = looked(network, [&](Transaction& tx, int i) {
    network.roster.by_record_number(tx, "B" + std::to_string(1'000'000 + i * 197));
  });
  tickets::Filter own;
  own.locations = {LocationId{3}, LocationId{17}, LocationId{41}};
  const Load of_office = looked(
      network, [&](Transaction& tx, int) { listed += network.tickets.list(tx, own).size(); });
  tickets::Filter ended = own;
  ended.which = tickets::Filter::Which::ended;
  const Load gone = looked(
      network, [&](Transaction& tx, int) { listed += network.tickets.list(tx, ended).size(); });
  ensure(found >= looks && listed >= 100 * looks, "what was measured found and listed");
  report.load("look-up by name and birth date", by_name);
  report.load("baseline: look-up by record number", one);
  report.line("p50 as a ratio to the baseline",
              fmt::format("{:.1f}", by_name.milliseconds_at(0.5) / one.milliseconds_at(0.5)));
  report.load("list of an office's tickets", of_office);
  report.load("list of those that have ended", gone);
  report.line(
      "p99 under 50 ms",
      by_name.milliseconds_at(0.99) < 50 && of_office.milliseconds_at(0.99) < 50 ? "yes" : "NO");
}

}  // namespace latchkey::bench
