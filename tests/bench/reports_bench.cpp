// How long a manager waits for a month, of a network of 50 offices.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <random>
#include <vector>

#include "core/audit/audit.h"
#include "core/calls/calls.h"
#include "core/reports/month_report.h"
#include "core/tickets/tickets.h"
#include "tests/bench/benches.h"
#include "tests/fakes/test_store.h"

namespace latchkey::bench {

namespace {

using storage::Transaction;
using Clock = std::chrono::steady_clock;

constexpr int patients = 100'000, offices = 50, contacts = 200'000, tickets_made = 20'000;
constexpr int days = 150, batch = 5'000;
const Time begins = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1);

struct Network {
  SystemDice dice;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  calls::Calls calls{sealer};
  tickets::Tickets tickets{sealer};
  fakes::TestStore store{calls::schema(), tickets::schema(), audit::schema()};
  std::mt19937 chance{20260301};

  int draw(int sides) { return static_cast<int>(chance() % static_cast<unsigned>(sides)); }

  void contact(Transaction& tx, Time at) {
    constexpr std::array topics{"forgot_password", "forgot_user_name", "locked", "page_broken"};
    const calls::CallId id{dice.row_id(at)};
    const std::string patient = "patient " + std::to_string(draw(patients));
    const auto channel = static_cast<calls::Channel>(draw(3));
    calls.begin(tx,
                {id, ConversationId{dice.row_id(at)}, channel, LocationId{1 + draw(offices)},
                 draw(5) == 0 ? "es" : "en",
                 channel == calls::Channel::phone ? "number of " + patient : ""},
                at);
    calls.about(tx, id, {patient, static_cast<calls::AgeBand>(draw(5))});
    for (std::int64_t step = 2; step < 7; ++step)
      calls.step(tx, {id, step, "enter_code", "none", Millis(9'000)}, at);
    calls::Ending ending;
    ending.outcome =
        draw(3) == 0 ? static_cast<calls::Outcome>(draw(11)) : calls::Outcome::recovered;
    ending.topic = topics.at(static_cast<std::size_t>(draw(4)));
    if (ending.outcome == calls::Outcome::ticket) ending.failure = "code_failed";
    calls.finish(tx, id, ending, at + Millis(draw(1'800'000)));
  }

  void ticket(Transaction& tx, int number, Time at) {
    tickets::NewTicket asked;
    asked.minted = tickets::mint(dice);
    asked.number = tickets.free_number(tx, asked.minted.number_seed);
    asked.conversation = ConversationId{dice.row_id()};
    asked.code = tickets::FailureCode::code_failed;
    asked.category = static_cast<tickets::Category>(draw(5));
    asked.location = LocationId{1 + draw(offices)};
    asked.promised_by = at + std::chrono::hours(4);
    asked.patient = PatientId{1 + number};
    const TicketId id = tickets.open_or_append(tx, asked, at).id;
    tickets.attempt(tx, id, StaffId{7}, tickets::Reached::reached, 1, at + std::chrono::hours(2));
    tickets.end(tx, id, {tickets::Outcome::resolved_reset, 9, ""}, StaffId{7},
                at + std::chrono::hours(3));
  }

  // Row after row in the order of time, as they come.
  template <class Write>
  void fill(int count, Write write) {
    for (int done = 0; done < count; done += batch)
      store->write([&](Transaction& tx) {
        for (int i = done; i < std::min(count, done + batch); ++i)
          write(tx, i, begins + std::chrono::milliseconds(std::chrono::days(days)) * i / count);
      });
  }
};

struct Took {
  std::vector<double> milliseconds;  // sorted
  double at(double part) const {
    const auto last = static_cast<double>(milliseconds.size() - 1);
    return milliseconds.at(static_cast<std::size_t>(part * last + 0.5));
  }
  std::string figures() const {
    return fmt::format("p50 {:7.1f} ms  p99 {:7.1f} ms  max {:7.1f} ms", at(0.5), at(0.99), at(1));
  }
};

Took repeated(int times, auto work) {
  Took out;
  for (int i = 0; i < times; ++i) {
    const auto begun = Clock::now();
    work();
    out.milliseconds.push_back(
        std::chrono::duration<double, std::milli>(Clock::now() - begun).count());
  }
  std::ranges::sort(out.milliseconds);
  return out;
}

Calendar calendar_of_all() {
  std::map<LocationId, OfficeHours> hours;
  for (int i = 1; i <= offices; ++i) {
    OfficeHours& office = hours[LocationId{i}];
    office.zone = i % 4 == 0 ? "America/Los_Angeles" : "America/New_York";
    for (std::size_t day = 1; day <= 5; ++day) office.week[day] = {{480, 720}, {780, 1020}};
  }
  return Calendar(hours);
}

}  // namespace

void bench_reports(Report& report) {
  report.title("reports: 100,000 patients, 50 offices, 200,000 contacts, 20,000 tickets");
  Network network;
  network.fill(contacts, [&](Transaction& tx, int, Time at) { network.contact(tx, at); });
  network.fill(tickets_made, [&](Transaction& tx, int i, Time at) { network.ticket(tx, i, at); });
  const auto bytes = std::filesystem::file_size(network.store.path());
  report.line("database", fmt::format("{:.0f} MiB", static_cast<double>(bytes) / 1048576));
  const Calendar calendar = calendar_of_all();
  const reports::Asked asked{calendar, LocationId{1}, std::chrono::year(2026) / 5,
                             begins + std::chrono::days(days)};
  std::int64_t counted = 0, in_all = 0;
  const Took month = repeated(200, [&] {
    counted = network.store->read([&](Transaction& tx) {
      reports::desk_use(tx, asked);
      return reports::month_report(tx, asked).all.contacts;
    });
  });
  const Took scan = repeated(20, [&] {
    in_all = network.store->read([](Transaction& tx) {
      return static_cast<std::int64_t>(
          tx.run("SELECT channel, outcome, COUNT(*) FROM call GROUP BY channel, outcome")
              .rows.size());
    });
  });
  ensure(counted > 30'000 && in_all > 0, "the month that was measured has contacts");
  report.line("one month", month.figures() + fmt::format("  {} contacts", counted));
  report.line("baseline: one scan of all contacts", scan.figures());
  report.line("p50 as a ratio to the baseline",
              fmt::format("{:.1f}", month.at(0.5) / scan.at(0.5)));
  report.line("p99 under one second", month.at(0.99) < 1000 ? "yes" : "NO");
}

}  // namespace latchkey::bench
