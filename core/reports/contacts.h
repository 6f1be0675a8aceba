// The rows of the contact log as reports read them, and who came back. Private to this room.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/reports/month_report.h"

namespace latchkey::reports {

struct Contact {
  Time started;
  std::optional<Time> ended;
  LocationId office;  // {0}: none
  std::string channel, language;
  std::string topic, outcome, failure;  // empty: none
  std::string age_band;                 // empty: unknown
  std::string left_at;                  // the last question of an abandoned one; empty: the first
  std::optional<std::int64_t> number_key, person_key;
};

// Those that began in [from, until), in order, some thousand at a time.
std::vector<Contact> read_contacts(storage::Transaction& tx, Time from, Time until);

// A contact that has ended and was not the beginning of another.
bool counts(const Contact& contact);

// Sorted once, asked for each solved contact.
class Returns {
 public:
  explicit Returns(const std::vector<Contact>& contacts);
  enum class Came { no, yes };
  Came back(const Contact& contact, Millis within) const;    // after it ended
  Came before(const Contact& contact, Millis within) const;  // before it began

 private:
  struct Seen {
    std::int64_t key;
    Time at;
    auto operator<=>(const Seen&) const = default;
  };
  // Any of `key` later than `after` and not later than `until`.
  static bool any(const std::vector<Seen>& seen, std::optional<std::int64_t> key, Time after,
                  Time until);

  std::vector<Seen> numbers_, persons_;
};

// What one contact is, by the definitions of month_report.h. Needs: counts(contact).
Count count_of(const Contact& contact, const Returns& returns);

// The office whose wall clock times a row: its own, or the clinic's default without one.
LocationId clock_of(LocationId office, const Asked& asked);

// Whether a row of that office is asked for.
enum class Wanted { no, yes };
Wanted wanted(LocationId office, const Asked& asked);

// UTC moments between which every wall clock's month lies, with `margin` on both sides.
struct Span {
  Time from, until;
};
Span span_of(std::chrono::year_month month, std::chrono::days margin);

void add_tickets(storage::Transaction& tx, const Asked& asked, TicketFigures& into);

}  // namespace latchkey::reports
