#include "core/operations/incident_command.h"

#include "core/base/json.h"
#include "core/incidents/incidents.h"

namespace latchkey::operations {

namespace {

using storage::Transaction;

constexpr std::int64_t minutes_max = 60 * 24 * 7;

std::string until(const std::optional<Time>& expected) {
  return expected ? "It should be over by " + iso_utc(*expected) + ".\n"
                  : "Nobody is told when it will be over; --minutes says so.\n";
}

int begin(Workplace& at, const IncidentOptions& options, Dice& dice, Time now, std::ostream& out) {
  const IncidentId fresh{dice.row_id()};
  std::optional<Time> expected;
  if (options.minutes > 0) expected = now + std::chrono::minutes(options.minutes);
  const bool opened = at.store().write([&](Transaction& tx) {
    const bool is_new = incidents::begin(tx, fresh, expected, now);
    const auto open = incidents::open(tx);
    record(tx, at.audit(),
           {is_new ? Word("incident.begin") : Word("incident.expect"), "incident", open->id.value,
            expected ? "expected " + iso_utc(*expected) : "no end known"},
           now);
    return is_new;
  });
  if (options.format == Format::json) {
    out << JsonWriter().begin_object().name("opened").truth(opened).end_object().take() << "\n";
    return done;
  }
  out << (opened ? "Whoever comes for the portal is told from now on that it is down.\n"
                 : "The incident was open already.\n")
      << until(expected) << "When it works again: latchkey incident end\n";
  return done;
}

int end(Workplace& at, Time now, std::ostream& out) {
  at.store().write([&](Transaction& tx) {
    const auto open = incidents::open(tx);
    if (!open) throw Fault("no incident is open");
    incidents::end(tx, now);
    record(tx, at.audit(), {"incident.end", "incident", open->id.value}, now);
  });
  out << "The incident is over; nobody is told of it any more.\n";
  return done;
}

void write_json(const std::vector<incidents::Incident>& all, std::ostream& out) {
  JsonWriter json;
  json.begin_array();
  for (const auto& each : all) {
    json.begin_object().name("began_at").text(iso_utc(each.began_at));
    if (each.expected_at) json.name("expected_at").text(iso_utc(*each.expected_at));
    if (each.ended_at) json.name("ended_at").text(iso_utc(*each.ended_at));
    json.name("told").number(each.told).end_object();
  }
  out << json.end_array().take() << "\n";
}

int list(Workplace& at, Format format, std::ostream& out) {
  const auto all = at.store().read([](Transaction& tx) { return incidents::list(tx); });
  if (format == Format::json) {
    write_json(all, out);
    return done;
  }
  if (all.empty()) out << "There was no incident yet.\n";
  for (const auto& each : all)
    out << iso_utc(each.began_at) << " to " << (each.ended_at ? iso_utc(*each.ended_at) : "now")
        << ", " << each.told << " told\n";
  return done;
}

}  // namespace

int incident(const IncidentOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
             std::ostream& err) {
  if (options.minutes < 0 || options.minutes > minutes_max)
    return misused(err, "--minutes is 1 to " + std::to_string(minutes_max) + ", a week at most");
  return in_words(err, [&] {
    Workplace at(options.config, Database::must_exist, dice, clock);
    switch (options.act) {
      case IncidentOptions::Act::begin:
        return begin(at, options, dice, clock.now(), out);
      case IncidentOptions::Act::end:
        return end(at, clock.now(), out);
      case IncidentOptions::Act::list:
        break;
    }
    return list(at, options.format, out);
  });
}

}  // namespace latchkey::operations
