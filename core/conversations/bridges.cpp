#include "core/conversations/bridges.h"

#include <algorithm>

#include "core/conversations/desk_acts.h"
#include "core/courier/delivery.h"

namespace latchkey::conversations {

using storage::Blob;
using storage::Row;
using storage::Transaction;

namespace {

constexpr const char* version_1[] = {
    "CREATE TABLE bridge ("
    " id INTEGER PRIMARY KEY,"
    " ticket INTEGER NOT NULL,"
    " staff INTEGER NOT NULL,"
    " office INTEGER NOT NULL,"
    " number BLOB NOT NULL,"
    " whose TEXT NOT NULL CHECK (whose IN ('on_file', 'given')),"
    " state TEXT NOT NULL CHECK (state IN"
    "  ('rings_us', 'rings_them', 'talked', 'busy', 'no_answer', 'failed', 'not_taken')),"
    " at INTEGER NOT NULL,"
    " seconds INTEGER NOT NULL) STRICT",
    "CREATE INDEX bridge_ticket ON bridge (ticket, at)",
    "CREATE INDEX bridge_staff ON bridge (staff, at)", "CREATE INDEX bridge_at ON bridge (at)"};

constexpr storage::SchemaVersion versions[] = {{version_1}};

constexpr std::string_view number_purpose = "bridge.number";
// Until the office's phone rings. A later call would surprise whoever picks up.
constexpr std::chrono::minutes ring_within{1};
// More is no desk but a machine, or a clerk who tries numbers.
constexpr std::int64_t calls_an_hour = 30;

bool is_over(BridgeState state) { return state >= BridgeState::talked; }

identity::Send send_to(const World& world, const std::string& to) {
  const std::string own = "bridge|" + to;
  identity::Send send{identity::Channel::voice, world.keys.destination(own), world.keys.claim(own),
                      world.keys.prefix(to), std::nullopt};
  send.carries = identity::Send::Carries::words;
  return send;
}

courier::Errand errand_for(const Bridge& bridge, std::string phone, ErrandId id, Time now) {
  courier::Errand errand;
  errand.id = id;
  errand.origin = {courier::OriginKind::ticket, bridge.ticket.value, bridge.id.value, 0};
  errand.kind = courier::Kind::call_back;
  errand.created_at = errand.due_at = now;
  errand.expires_at = now + ring_within;
  courier::Delivery delivery;
  delivery.channel = courier::Channel::call;
  delivery.to = std::move(phone);
  delivery.voice_path = std::string(bridge_path) + std::to_string(bridge.id.value);
  delivery.expires_at = errand.expires_at;
  courier::load(errand, delivery);
  return errand;
}

// What the ticket's three attempts count; of a talk the clerk says themselves what came of it.
std::optional<tickets::Reached> attempt_of(BridgeState how) {
  if (how == BridgeState::busy) return tickets::Reached::busy;
  if (how == BridgeState::no_answer) return tickets::Reached::no_answer;
  return std::nullopt;
}

}  // namespace

storage::AreaSchema bridges_schema() { return {"bridges", versions}; }

std::optional<BridgeId> bridge_of(const courier::Origin& origin, courier::Kind kind) {
  const bool is = origin.kind == courier::OriginKind::ticket && kind == courier::Kind::call_back;
  return is ? std::optional(BridgeId{origin.revision}) : std::nullopt;
}

bool Bridges::can_call() const { return world_.config.provider.profile != ProviderProfile::none; }

std::optional<Bridge> Bridges::get(Transaction& tx, BridgeId id) const {
  const auto found = tx.run(
      "SELECT id, ticket, staff, office, number, whose, state, at, seconds FROM bridge"
      " WHERE id = $1",
      id);
  const Row* row = found.one();
  if (!row) return std::nullopt;
  Bridge out;
  out.id = row->id<BridgeId>(0);
  out.ticket = row->id<TicketId>(1);
  out.by = row->id<StaffId>(2);
  out.office = row->id<LocationId>(3);
  out.to = world_.sealer.open_or_fault(row->blob(4), out.id.value, number_purpose);
  out.whose = row->text(5) == "on_file" ? Bridge::Whose::on_file : Bridge::Whose::given;
  out.state = bridge_state_names.read(row->text(6));
  out.at = row->time(7);
  out.seconds = row->integer(8);
  return out;
}

std::vector<Bridge> Bridges::of_ticket(Transaction& tx, TicketId ticket) const {
  std::vector<Bridge> out;
  const auto found =
      tx.run("SELECT id FROM bridge WHERE ticket = $1 ORDER BY at DESC, id DESC LIMIT 50", ticket);
  for (const Row& row : found.rows) out.push_back(*get(tx, row.id<BridgeId>(0)));
  return out;
}

std::string Bridges::number_on_file(Transaction& tx, const tickets::Ticket& ticket,
                                    accounts::ContactId contact, Time now) const {
  if (!ticket.patient) return "";
  const auto numbers = callable_contacts(tx, world_.roster, *ticket.patient, now);
  const auto found = std::ranges::find(numbers, contact, &accounts::Contact::id);
  return found == numbers.end() ? "" : std::string(found->value.reveal());
}

std::string Bridges::number_given(Transaction& tx, TicketId ticket,
                                  tickets::ContactRowId row) const {
  const auto detail = world_.tickets.get(tx, ticket);
  if (!detail) return "";
  const auto found = std::ranges::find(detail->contacts, row, &tickets::Contact::id);
  return found == detail->contacts.end() ? "" : found->personal.callback;
}

BridgeSaid Bridges::judge(Transaction& tx, const BridgeAsked& asked, Time now,
                          Bridge& bridge) const {
  const auto ticket = world_.tickets.summary(tx, asked.ticket);
  if (!ticket || !tickets::is_open(ticket->state) || ticket->owner != asked.by)
    return BridgeSaid::not_yours;
  if (!can_call() || !world_.config.location(asked.office)) return BridgeSaid::no_phone;
  const auto live = tx.run(
      "SELECT 1 FROM bridge WHERE (ticket = $1 OR staff = $2)"
      " AND ((state = 'rings_them' AND at > $3) OR (state = 'rings_us' AND at > $4)) LIMIT 1",
      asked.ticket, asked.by, now - bridge_longest, now - bridge_rings);
  if (!live.rows.empty()) return BridgeSaid::under_way;
  bridge.whose = asked.on_file ? Bridge::Whose::on_file : Bridge::Whose::given;
  if (asked.on_file)
    bridge.to = number_on_file(tx, *ticket, *asked.on_file, now);
  else if (asked.given)
    bridge.to = number_given(tx, asked.ticket, *asked.given);
  if (bridge.to.empty()) return BridgeSaid::no_number;
  if (bridge.whose == Bridge::Whose::given && asked.means == BridgeAsked::Means::no)
    return BridgeSaid::unconfirmed;
  if (world_.destinations.judge(bridge.to) != courier::Destination::allowed)
    return BridgeSaid::refused;
  const auto lately = tx.run("SELECT COUNT(*) FROM bridge WHERE staff = $1 AND at > $2", asked.by,
                             now - std::chrono::hours(1));
  const identity::Send send = send_to(world_, bridge.to);
  if (lately.rows.front().integer(0) >= calls_an_hour ||
      world_.attempts.send_allowed(tx, send, now) != identity::MaySend::allowed)
    return BridgeSaid::throttled;
  world_.attempts.record_send(tx, send, now);
  return BridgeSaid::ringing;
}

BridgeSaid Bridges::begin(const BridgeAsked& asked) const {
  const Time now = world_.clock.now();
  Bridge bridge;
  bridge.id = BridgeId{world_.dice.row_id()};
  const ErrandId errand{world_.dice.row_id()};
  bridge.ticket = asked.ticket;
  const BridgeSaid said = world_.store.write([&](Transaction& tx) {
    const BridgeSaid judged = judge(tx, asked, now, bridge);
    const bool rings = judged == BridgeSaid::ringing;
    world_.audit.append(
        tx, {audit::Actor::staff, asked.by.value, "ticket.call", "ticket", asked.ticket.value,
             rings ? audit::Answer::allowed : audit::Answer::refused,
             std::string(bridge_said_names[judged]), now});
    if (!rings) return judged;
    const Location* office = world_.config.location(asked.office);
    tx.run(
        "INSERT INTO bridge (id, ticket, staff, office, number, whose, state, at, seconds)"
        " VALUES ($1, $2, $3, $4, $5, $6, 'rings_us', $7, 0)",
        bridge.id, asked.ticket, asked.by, asked.office,
        Blob{world_.sealer.seal(bridge.to, bridge.id.value, number_purpose)},
        bridge.whose == Bridge::Whose::on_file ? "on_file" : "given", now);
    world_.tickets.tell(tx, asked.ticket, tickets::Happening::called, asked.by,
                        bridge_state_names[BridgeState::rings_us], now);
    world_.outbox.put(tx, errand_for(bridge, office->transfer_to, errand, now));
    return judged;
  });
  if (said == BridgeSaid::ringing)
    world_.wake_courier(courier::Lanes().set(static_cast<std::size_t>(courier::Lane::phone)));
  return said;
}

bool Bridges::waits(BridgeId id) const {
  return world_.store.read([&](Transaction& tx) {
    const auto bridge = get(tx, id);
    return bridge && bridge->state == BridgeState::rings_us;
  });
}

// A key that is delivered twice rings the same patient: it is the same document.
std::optional<std::string> Bridges::take(BridgeId id) const {
  return world_.store.write([&](Transaction& tx) -> std::optional<std::string> {
    const auto bridge = get(tx, id);
    if (!bridge || is_over(bridge->state)) return std::nullopt;
    tx.run("UPDATE bridge SET state = 'rings_them' WHERE id = $1", id);
    return bridge->to;
  });
}

void Bridges::end(BridgeId id, BridgeState how, std::int64_t seconds) const {
  const Time now = world_.clock.now();
  ensure(is_over(how), "an end is one");
  world_.store.write([&](Transaction& tx) {
    const auto bridge = get(tx, id);
    if (bridge && (!is_over(bridge->state) || bridge->state == BridgeState::failed))
      end(tx, *bridge, how, seconds, now);
  });
}

void Bridges::hung_up(Transaction& tx, BridgeId id, Time now) const {
  const auto bridge = get(tx, id);
  if (!bridge || is_over(bridge->state)) return;
  const bool taken = bridge->state == BridgeState::rings_them;
  end(tx, *bridge, taken ? BridgeState::failed : BridgeState::not_taken, 0, now);
}

void Bridges::failed(Transaction& tx, BridgeId id, Time now) const {
  const auto bridge = get(tx, id);
  if (bridge && !is_over(bridge->state)) end(tx, *bridge, BridgeState::failed, 0, now);
}

void Bridges::end(Transaction& tx, const Bridge& bridge, BridgeState how, std::int64_t seconds,
                  Time now) const {
  tx.run("UPDATE bridge SET state = $2, seconds = $3 WHERE id = $1", bridge.id,
         bridge_state_names[how], std::max<std::int64_t>(0, seconds));
  world_.tickets.tell(tx, bridge.ticket, tickets::Happening::called, bridge.by,
                      bridge_state_names[how], now);
  const auto ticket = world_.tickets.summary(tx, bridge.ticket);
  const auto attempt = attempt_of(how);
  if (!ticket || !attempt) return;
  const std::chrono::sys_days day(world_.calendar.local(ticket->location, now).date);
  world_.tickets.attempt(tx, ticket->id, bridge.by, *attempt, day.time_since_epoch().count(), now);
}

void Bridges::forget(Transaction& tx, Time before) {
  tx.run("DELETE FROM bridge WHERE at < $1", before);
}

}  // namespace latchkey::conversations
