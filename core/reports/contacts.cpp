#include "core/reports/contacts.h"

#include <algorithm>
#include <tuple>

namespace latchkey::reports {

namespace {

constexpr std::chrono::hours containment_window{24};
constexpr std::chrono::days once_window{7};

Contact contact_from(const storage::Row& row) {
  Contact out;
  out.started = row.time(1);
  if (const auto ended = row.maybe_integer(2)) out.ended = from_millis(*ended);
  out.channel = row.text(3);
  out.office.value = row.maybe_integer(4).value_or(0);
  out.language = row.text(5);
  out.topic = row.maybe_text(6).value_or("");
  out.outcome = row.maybe_text(7).value_or("");
  out.failure = row.maybe_text(8).value_or("");
  out.number_key = row.maybe_integer(9);
  out.person_key = row.maybe_integer(10);
  out.age_band = row.maybe_text(11).value_or("");
  out.left_at = row.maybe_text(12).value_or("");
  return out;
}

bool is_a_contact_of_its_own(const Contact& contact) {
  return contact.outcome != "handed_off" && contact.outcome != "wrong_number";
}

// What staff did and wrote down says nothing about self-service.
bool is_in_scope(const Contact& contact) {
  return contact.channel != "entry" && !contact.topic.empty() && contact.topic != "hours" &&
         contact.outcome != "facts" && contact.outcome != "outage" &&
         contact.outcome != "throttled" && contact.failure != "repudiated";
}

bool is_apart(std::string_view failure) {
  return failure == "no_contact" || failure == "policy" || failure == "wants_person";
}

}  // namespace

std::vector<Contact> read_contacts(storage::Transaction& tx, Time from, Time until) {
  constexpr int chunk = 5'000;
  std::vector<Contact> out;
  Time after = from;
  std::int64_t after_id = -1;
  for (std::size_t got = chunk; got == chunk;) {
    const auto found = tx.run(
        "SELECT id, started_at, ended_at, CASE WHEN way IS NULL THEN channel ELSE 'entry' END,"
        " location, language, topic, outcome, failure,"
        " number_key, person_key, age_band, CASE WHEN outcome = 'abandoned' THEN"
        "  (SELECT step FROM call_step WHERE call = c.id ORDER BY ordinal DESC LIMIT 1) END"
        " FROM call AS c WHERE started_at >= $1 AND (started_at, id) > ($1, $2)"
        " AND started_at < $3 ORDER BY started_at, id LIMIT $4",
        after, after_id, until, chunk);
    got = found.rows.size();
    for (const storage::Row& row : found.rows) out.push_back(contact_from(row));
    if (got > 0)
      std::tie(after, after_id) = std::pair(out.back().started, found.rows.back().integer(0));
  }
  return out;
}

bool counts(const Contact& contact) {
  return contact.ended && !contact.outcome.empty() && is_a_contact_of_its_own(contact);
}

Returns::Returns(const std::vector<Contact>& contacts) {
  for (const Contact& each : contacts) {
    if (!is_a_contact_of_its_own(each)) continue;
    if (each.number_key) numbers_.push_back({*each.number_key, each.started});
    if (each.person_key) persons_.push_back({*each.person_key, each.started});
  }
  std::ranges::sort(numbers_);
  std::ranges::sort(persons_);
}

bool Returns::any(const std::vector<Seen>& seen, std::optional<std::int64_t> key, Time after,
                  Time until) {
  if (!key) return false;
  const auto found = std::ranges::upper_bound(seen, Seen{*key, after});
  return found != seen.end() && found->key == *key && found->at <= until;
}

Returns::Came Returns::back(const Contact& contact, Millis within) const {
  const Time ended = contact.ended.value_or(contact.started);
  const bool came = any(numbers_, contact.number_key, ended, ended + within) ||
                    any(persons_, contact.person_key, ended, ended + within);
  return came ? Came::yes : Came::no;
}

Returns::Came Returns::before(const Contact& contact, Millis within) const {
  const Time from = contact.started - within - Millis(1), until = contact.started - Millis(1);
  const bool came = any(numbers_, contact.number_key, from, until) ||
                    any(persons_, contact.person_key, from, until);
  return came ? Came::yes : Came::no;
}

Count count_of(const Contact& contact, const Returns& returns) {
  Count out;
  out.contacts = 1;
  if (!is_in_scope(contact)) return out;
  out.in_scope = 1;
  if (contact.outcome == "recovered" || contact.outcome == "guided") {
    out.solved = 1;
    out.came_back = returns.back(contact, containment_window) == Returns::Came::yes ? 1 : 0;
    const bool once = returns.back(contact, once_window) == Returns::Came::no &&
                      returns.before(contact, once_window) == Returns::Came::no;
    out.solved_once = once ? 1 : 0;
  } else if (contact.outcome == "abandoned") {
    out.left = 1;
  } else if (contact.outcome == "ticket") {
    (is_apart(contact.failure) ? out.apart : out.failed) = 1;
  }
  return out;
}

LocationId clock_of(LocationId office, const Asked& asked) {
  return office.value == 0 ? asked.default_office : office;
}

Wanted wanted(LocationId office, const Asked& asked) {
  const bool is =
      !asked.offices || std::ranges::find(*asked.offices, office) != asked.offices->end();
  return is ? Wanted::yes : Wanted::no;
}

Span span_of(std::chrono::year_month month, std::chrono::days margin) {
  constexpr std::chrono::days any_zone{1};
  const auto next = month + std::chrono::months(1);
  return {std::chrono::sys_days(month / 1) - any_zone - margin,
          std::chrono::sys_days(next / 1) + any_zone + margin};
}

}  // namespace latchkey::reports
