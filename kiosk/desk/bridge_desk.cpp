#include "kiosk/desk/bridge_desk.h"

#include <algorithm>
#include <charconv>

#include "kiosk/desk/desk_scope.h"
#include "kiosk/desk/ticket_pages.h"

namespace latchkey::kiosk {

using conversations::BridgeAsked;
using conversations::BridgeSaid;
using conversations::BridgeState;
using storage::Transaction;

namespace {

constexpr std::string_view on_file = "file-", given = "left-";

std::int64_t id_after(std::string_view text, std::string_view beginning) {
  if (!text.starts_with(beginning)) return 0;
  text.remove_prefix(beginning.size());
  std::int64_t id = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), id);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() ? id : 0;
}

int status_of(BridgeSaid said) {
  switch (said) {
    case BridgeSaid::not_yours:
    case BridgeSaid::under_way:
      return 409;
    case BridgeSaid::throttled:
      return 429;
    default:
      return 422;
  }
}

void option(View& list, std::string_view kind, std::int64_t id, const std::string& text) {
  list.section("NUMBER").set("WORD", std::string(kind) + std::to_string(id)).set("TEXT", text);
}

}  // namespace

std::optional<LocationId> rings_at(const DeskParts& parts, const staff::Member& member,
                                   const tickets::Ticket& ticket) {
  const bool may = staff::allows(member.role, staff::Permission::verify) == staff::Grant::yes;
  if (!may || !parts.acts.bridges().can_call() || member.locations.empty()) return std::nullopt;
  const auto& own = member.locations;
  const bool here = std::ranges::find(own, ticket.location) != own.end();
  const LocationId at = here ? ticket.location : own.front();
  return parts.config.location(at) ? std::optional(at) : std::nullopt;
}

void show_bridge(View& column, const DeskWords& words, const OpenedTicket& opened, Time now) {
  View& card = column.section("CALL_BACK");
  const std::string office = words.office(*opened.rings);
  const auto live = std::ranges::find_if(opened.bridges, [&](const auto& bridge) {
    const auto life = bridge.state == BridgeState::rings_us ? conversations::bridge_rings
                                                            : conversations::bridge_longest;
    return bridge.state < BridgeState::talked && now - bridge.at < life;
  });
  if (live != opened.bridges.end()) {
    card.section("RINGS").set(
        "TEXT", words.fill("filled.bridge_rings", {{"office", std::string_view(office)}}));
    return;
  }
  View& form = card.section("FORM");
  form.set("TICKET", opened.detail.ticket.number.digits);
  form.set("ABOUT", words.fill("filled.bridge_about", {{"office", std::string_view(office)}}));
  for (const accounts::Contact& contact : opened.callable)
    option(form, on_file, contact.id.value,
           shown_phone(contact.value.reveal()) + " – " +
               std::string(words.text("ticket.number_on_file")));
  for (const tickets::Contact& contact : opened.detail.contacts)
    if (!contact.personal.callback.empty())
      option(form, given, contact.id.value,
             shown_phone(contact.personal.callback) + " – " +
                 std::string(words.text("ticket.number_left")));
}

std::optional<http::Response> BridgeDesk::answer(const Visit& visit) const {
  if (visit.request.path != "/call" || visit.request.method != "POST") return std::nullopt;
  const staff::Member& member = visit.session.member;
  const auto number = tickets::read_help_number(visit.field("ticket"));
  const auto ticket = parts_.store.read([&](Transaction& tx) {
    const auto id = number ? parts_.tickets.find(tx, *number) : std::nullopt;
    return id ? parts_.tickets.summary(tx, *id) : std::nullopt;
  });
  const bool theirs = ticket && reach_of(member, *ticket) == Reach::work;
  const auto office = theirs ? rings_at(parts_, member, *ticket) : std::nullopt;
  if (!office) {
    parts_.store.write([&](Transaction& tx) {
      record(tx, parts_, visit.session,
             {"ticket.call", "ticket", ticket ? ticket->id.value : 0, audit::Answer::refused});
    });
    return theirs ? words_.message(403, "not_your_role", &visit.session)
                  : words_.message(404, "no_ticket", &visit.session);
  }
  BridgeAsked asked{ticket->id, member.id, *office, {}, {}, BridgeAsked::Means::no};
  const std::string_view whom = visit.field("number");
  if (whom.starts_with(on_file)) asked.on_file = accounts::ContactId{id_after(whom, on_file)};
  if (whom.starts_with(given)) asked.given = tickets::ContactRowId{id_after(whom, given)};
  if (visit.field("means") == "yes") asked.means = BridgeAsked::Means::yes;
  const BridgeSaid said = parts_.acts.bridges().begin(asked);
  if (said == BridgeSaid::ringing) return redirect("/ticket/" + number->digits, words_.scheme());
  const std::string key = "problems.call_" + std::string(conversations::bridge_said_names[said]);
  return TicketPages(parts_, words_).show(visit, *number, status_of(said), words_.text(key));
}

}  // namespace latchkey::kiosk
