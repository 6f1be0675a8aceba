#include "kiosk/desk/review_sheet.h"

#include <algorithm>
#include <map>

#include "core/audit/actions.h"
#include "kiosk/desk/audit_query.h"

namespace latchkey::kiosk {

using audit::ActionGroup;
using audit::Record;
using storage::Transaction;

namespace {

constexpr int batch_rows = 1000;
constexpr std::chrono::hours ticket_behind{24};  // an act after a ticket was touched belongs to it

// What of a row is counted.
struct Row {
  Time at;
  std::int64_t staff = 0;
  std::optional<ActionGroup> group;
  audit::Answer answer = audit::Answer::allowed;
  std::int64_t patient = 0;  // whom it is about, by way of the ticket too; 0: nobody
  enum class By { itself, ticket } by = By::itself;
};

struct Names {
  std::optional<std::string> first;
  std::vector<std::string> last;  // every form
};

bool share_one(const std::vector<std::string>& some, const std::vector<std::string>& others) {
  return std::ranges::find_first_of(some, others) != some.end();
}

// "Clara B. Jones": the first word and the last.
Names names_of(const staff::Member& member) {
  const auto first_blank = member.display.find(' ');
  const auto last_blank = member.display.rfind(' ');
  if (last_blank == std::string::npos) return {};
  return {member.display.substr(0, first_blank),
          name_forms(std::string_view(member.display).substr(last_blank + 1))};
}

Names names_of(const accounts::Person& person) {
  Names out{person.first_name, name_forms(person.last_name)};
  for (const std::string& former : person.former_last_names)
    for (std::string& form : name_forms(former)) out.last.push_back(std::move(form));
  return out;
}

// The rows of staff since a day before the week, oldest first.
class Reading {
 public:
  explicit Reading(const DeskParts& parts) : parts_(parts) {}

  // Broken ones are counted of the week itself, which begins at `counted_from`.
  std::vector<Row> rows(Time from, Time counted_from, Time until) {
    audit::Filter filter;
    filter.from = from;
    filter.until = until;
    filter.limit = batch_rows;
    std::vector<Row> out;
    for (;;) {
      const auto batch =
          parts_.store.read([&](Transaction& tx) { return parts_.audit.list(tx, filter); });
      learn_tickets(batch);
      for (const Record& record : batch) {
        if (record.seal == Record::Seal::broken && record.at >= counted_from) broken_ += 1;
        if (record.actor == audit::Actor::staff) out.push_back(row_of(record));
      }
      if (batch.size() < batch_rows) break;
      filter.after = place_of(batch.back());
    }
    std::ranges::reverse(out);
    return out;
  }

  int broken() const { return broken_; }

  const Names& names(std::int64_t patient) {
    const auto known = names_.find(patient);
    if (known != names_.end()) return known->second;
    const auto person = parts_.store.read(
        [&](Transaction& tx) { return parts_.roster.person(tx, PatientId{patient}); });
    return names_[patient] = person ? names_of(*person) : Names{};
  }

 private:
  Row row_of(const Record& record) const {
    Row out{record.at, record.actor_id, audit::group_of(record.action), record.answer};
    if (record.subject_kind == "patient") out.patient = record.subject_id;
    if (record.subject_kind == "ticket" && record.subject_id != 0) {
      out.by = Row::By::ticket;
      out.patient = tickets_.at(record.subject_id);
    }
    return out;
  }
  void learn_tickets(const std::vector<Record>& records) {
    const auto found = parts_.store.read([&](Transaction& tx) {
      std::map<std::int64_t, std::int64_t> out;
      for (const Record& record : records) {
        const std::int64_t id = record.subject_id;
        if (record.subject_kind != "ticket" || id == 0 || tickets_.contains(id)) continue;
        const auto ticket = parts_.tickets.summary(tx, TicketId{id});
        out[id] = ticket && ticket->patient ? ticket->patient->value : 0;
      }
      return out;
    });
    tickets_.insert(found.begin(), found.end());
  }

  const DeskParts& parts_;
  std::map<std::int64_t, std::int64_t> tickets_;  // → patient
  std::map<std::int64_t, Names> names_;
  int broken_ = 0;
};

// One colleague's week, row by row.
class Counting {
 public:
  Counting(const DeskParts& parts, const staff::Member& member)
      : parts_(parts), names_(names_of(member)), offices_(offices_of(parts, member)) {
    line_.member = member.id;
    if (offices_.empty()) line_.off_hours.reset();
  }

  // A row of the day before: all that counts is which tickets it touched.
  void touch(const Row& row) {
    if (row.by == Row::By::ticket && row.answer == audit::Answer::allowed)
      touched_[row.patient] = row.at;
  }

  void count(const Row& row, Reading& reading) {
    touch(row);
    if (row.answer == audit::Answer::refused) line_.refused += 1;
    if (line_.off_hours && !is_open(row.at)) *line_.off_hours += 1;
    count_group(row);
    const bool saw = row.group == ActionGroup::look_up || row.group == ActionGroup::open ||
                     row.group == ActionGroup::act || row.group == ActionGroup::vouch;
    if (saw && row.patient != 0) compare(reading.names(row.patient));
    rows_ += 1;
  }

  int rows() const { return rows_; }
  const ReviewLine& line() const { return line_; }

 private:
  // Those that ever open; where a colleague has none of their own, all of the clinic's.
  static std::vector<LocationId> offices_of(const DeskParts& parts, const staff::Member& member) {
    std::vector<LocationId> out = member.locations;
    if (out.empty())
      for (const Location& location : parts.config.locations) out.push_back(location.id);
    std::erase_if(out, [&](LocationId id) {
      return !parts.calendar.next_open(id, parts.clock.now()).has_value();
    });
    return out;
  }
  bool is_open(Time at) const {
    return std::ranges::any_of(offices_,
                               [&](LocationId id) { return parts_.calendar.is_open(id, at); });
  }

  void count_group(const Row& row) {
    if (!row.group) line_.exceptions += 1;
    if (!row.group) return;
    const bool done = row.answer == audit::Answer::allowed;
    switch (*row.group) {
      case ActionGroup::sign_in:
        line_.sign_ins += done;
        break;
      case ActionGroup::look_up:
        line_.look_ups += 1;
        break;
      case ActionGroup::open:
        line_.opens += done;
        if (done) count_hour(row.at, hour_of_opens_, opens_an_hour_max);
        break;
      case ActionGroup::work:
        line_.work += done;
        break;
      case ActionGroup::act:
        if (done && !has_ticket(row)) line_.acts_without_ticket += 1;
        [[fallthrough]];
      case ActionGroup::vouch:
        line_.acts += done;
        if (done) count_hour(row.at, hour_of_acts_, acts_an_hour_max);
        break;
      case ActionGroup::exception:
        line_.exceptions += 1;
        break;
      case ActionGroup::control:
        line_.control += done;
        break;
      case ActionGroup::recovery:
        break;
    }
  }

  bool has_ticket(const Row& row) const {
    if (row.by == Row::By::ticket) return true;
    const auto touched = touched_.find(row.patient);
    return row.patient != 0 && touched != touched_.end() &&
           row.at - touched->second <= ticket_behind;
  }

  struct Hour {
    std::chrono::sys_time<std::chrono::hours> begins{};
    int count = 0;
  };
  // An hour is an exception once.
  void count_hour(Time at, Hour& hour, int most) {
    const auto begins = std::chrono::floor<std::chrono::hours>(at);
    if (begins != hour.begins) hour = {begins, 0};
    hour.count += 1;
    if (hour.count == most + 1) line_.exceptions += 1;
  }

  void compare(const Names& person) {
    if (!share_one(names_.last, person.last)) return;
    const bool is_own =
        names_.first && person.first && same_given_name(*names_.first, *person.first);
    (is_own ? line_.same_name : line_.same_surname) += 1;
  }

  const DeskParts& parts_;
  Names names_;
  std::vector<LocationId> offices_;
  ReviewLine line_;
  std::map<std::int64_t, Time> touched_;  // patient → when a ticket of theirs was touched
  Hour hour_of_opens_, hour_of_acts_;
  int rows_ = 0;
};

}  // namespace

audit::Week week_of(std::chrono::local_days day) {
  return day - (std::chrono::weekday(day) - std::chrono::Monday);
}

WeekSheet review_of(const DeskParts& parts, audit::Week week) {
  const Zone& zone = clinic_zone(parts);
  const Time from = start_of(zone, week), until = start_of(zone, week + std::chrono::days(7));
  Reading reading(parts);
  const std::vector<Row> rows = reading.rows(from - ticket_behind, from, until);
  WeekSheet out;
  out.broken = reading.broken();
  for (const staff::Member& member : parts.staff.list()) {
    Counting counting(parts, member);
    for (const Row& row : rows) {
      if (row.staff != member.id.value) continue;
      if (row.at < from)
        counting.touch(row);
      else
        counting.count(row, reading);
    }
    if (counting.rows() > 0) out.lines.push_back(counting.line());
  }
  return out;
}

}  // namespace latchkey::kiosk
