#include "core/operations/list_tickets.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/base/json.h"
#include "core/operations/listing.h"
#include "core/tickets/tickets.h"

namespace latchkey::operations {

namespace {

using tickets::Ticket;

constexpr int page = 500;

std::vector<Ticket> read_all(storage::Store& store, const tickets::Tickets& room,
                             tickets::Filter filter) {
  std::vector<Ticket> out;
  filter.limit = page;
  for (;;) {
    auto some = store.read([&](storage::Transaction& tx) { return room.list(tx, filter); });
    out.insert(out.end(), some.begin(), some.end());
    if (some.size() < static_cast<std::size_t>(page)) return out;
    filter.after = out.back();
  }
}

std::vector<Ticket> asked_for(Workplace& at, const TicketsOptions& options) {
  const tickets::Tickets room(at.sealer());
  tickets::Filter filter;
  if (options.location) filter.locations = {*options.location};
  auto out = read_all(at.store(), room, filter);
  if (options.which == TicketsOptions::Which::open) return out;
  filter.which = tickets::Filter::Which::ended;
  const auto ended = read_all(at.store(), room, filter);
  out.insert(out.end(), ended.begin(), ended.end());
  return out;
}

std::string_view verified(const Ticket& ticket) {
  return ticket.verified == tickets::Verified::yes ? "yes" : "no";
}

bool is_late(const Ticket& ticket, Time now) {
  return tickets::is_open(ticket.state) && ticket.promised_by < now;
}

// ---- For people --------------------------------------------------------------------------------

Row titles() {
  return {"NUMBER",   "CODE", "CATEGORY", "LOCATION", "QUEUE",   "STATE",
          "PROMISED", "AGE",  "CHANNEL",  "LANG",     "VERIFIED"};
}

Row line_of(const Ticket& ticket, Offices& offices, Time now) {
  return {
      ticket.number.digits,
      std::string(tickets::failure_code_names[ticket.code]),
      std::string(tickets::category_names[ticket.category]),
      offices.name(ticket.location),
      std::string(tickets::queue_names[ticket.queue]),
      std::string(tickets::state_names[ticket.state]),
      offices.local(ticket.location, ticket.promised_by) + (is_late(ticket, now) ? " late" : ""),
      age(now - ticket.created_at),
      std::string(tickets::channel_names[ticket.channel]),
      ticket.language,
      std::string(verified(ticket))};
}

void tell(std::ostream& out, const std::vector<Ticket>& found, Offices& offices, Time now) {
  if (found.empty()) {
    out << "No tickets.\n";
    return;
  }
  std::vector<Row> lines{titles()};
  for (const Ticket& ticket : found) lines.push_back(line_of(ticket, offices, now));
  print_table(out, lines);
  const auto late =
      std::count_if(found.begin(), found.end(), [&](const Ticket& t) { return is_late(t, now); });
  out << found.size() << (found.size() == 1 ? " ticket" : " tickets");
  if (late > 0) out << ", " << late << " late";
  out << ". Promised times are on each office's own clock.\n";
}

// ---- For programs ------------------------------------------------------------------------------

void write(JsonWriter& json, const Ticket& ticket, Offices& offices, Time now) {
  json.begin_object().name("number").text(ticket.number.digits);
  json.name("state").text(tickets::state_names[ticket.state]);
  json.name("code").text(tickets::failure_code_names[ticket.code]);
  json.name("category").text(tickets::category_names[ticket.category]);
  json.name("location").number(ticket.location.value);
  json.name("location_name").text(offices.name(ticket.location));
  json.name("queue").text(tickets::queue_names[ticket.queue]);
  json.name("channel").text(tickets::channel_names[ticket.channel]);
  json.name("language").text(ticket.language);
  json.name("verified").truth(ticket.verified == tickets::Verified::yes);
  json.name("contacts").number(ticket.contact_count);
  json.name("created_at").text(iso_utc(ticket.created_at));
  json.name("promised_by").text(iso_utc(ticket.promised_by));
  json.name("promised_local").text(offices.local(ticket.location, ticket.promised_by));
  json.name("late").truth(is_late(ticket, now));
  json.name("outcome");
  if (ticket.outcome)
    json.text(tickets::outcome_names[*ticket.outcome]);
  else
    json.null();
  json.end_object();
}

void tell_json(std::ostream& out, const std::vector<Ticket>& found, Offices& offices, Time now) {
  JsonWriter json;
  json.begin_object().name("tickets").begin_array();
  for (const Ticket& ticket : found) write(json, ticket, offices, now);
  out << json.end_array().end_object().take() << "\n";
}

}  // namespace

int list_tickets(const TicketsOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
                 std::ostream& err) {
  return in_words(err, [&] {
    Workplace at(options.config, Database::must_exist, dice, clock);
    if (options.location && !at.config().location(*options.location))
      return misused(err, "there is no location " + std::to_string(options.location->value) +
                              "; there are: " + location_list(at.config()));
    Offices offices(at.config());
    const auto found = asked_for(at, options);
    if (options.format == Format::json)
      tell_json(out, found, offices, clock.now());
    else
      tell(out, found, offices, clock.now());
    return done;
  });
}

}  // namespace latchkey::operations
