// How staff come by a stamp, and what IT gets of it.
#include "core/conversations/bridges.h"
#include "core/conversations/desk_acts.h"
#include "core/conversations/messages.h"

#include <algorithm>

namespace latchkey::conversations {

using identity::StampMethod;
using storage::Transaction;

namespace {

constexpr std::int64_t code_ordinal = -1, stamp_ordinal = -2;
// IT's work on a relayed case takes until the end of the next business day (rulings.md R21).
constexpr int baton_days = 1;

std::string_view name_of(StampSaid said) {
  constexpr std::string_view words[] = {"done",    "not yours",  "no patient", "wrong code",
                                        "no code", "no contact", "barred",     "paused"};
  return words[static_cast<std::size_t>(said)];
}

}  // namespace

std::string DeskActs::contacts_mark(Transaction& tx, PatientId patient) const {
  std::string all = std::to_string(patient.value);
  for (const accounts::Contact& contact : world_.roster.contacts(tx, patient)) {
    all += '|' + std::to_string(contact.id.value) + '|';
    all += contact.value.reveal();
    all += contact.safety == accounts::Contact::Safety::unsafe ? "|unsafe" : "|safe";
    all += '|' + std::to_string(contact.changed_at ? to_millis(*contact.changed_at) : 0);
  }
  return world_.sealer.mac("baton.contacts", all);
}

// What may prove by a call or text may also be called by a clerk: nothing new, unsafe, or shared
// with another adult (rulings.md R31).
Bridges DeskActs::bridges() const { return Bridges(world_); }

std::vector<accounts::Contact> callable_contacts(Transaction& tx, const accounts::Roster& roster,
                                                 PatientId patient, Time now) {
  const accounts::Reach reach = roster.reach(tx, patient, now);
  std::vector<accounts::Contact> out = roster.contacts(tx, patient);
  std::erase_if(out, [&](const accounts::Contact& contact) {
    return contact.id != reach.call.contact && contact.id != reach.text.contact;
  });
  return out;
}

std::vector<accounts::Contact> DeskActs::callable(Transaction& tx, PatientId patient,
                                                  Time now) const {
  return callable_contacts(tx, world_.roster, patient, now);
}

ReadBackSaid DeskActs::send_read_back(TicketId id, StaffId by) const {
  const Draws draws = draw(world_.dice, world_.policy);
  const Secret code = draws.fresh.codes[static_cast<std::size_t>(flow::ProofKind::text)];
  const Time now = world_.clock.now();
  courier::Lanes lanes;
  const ReadBackSaid said = world_.store.write([&](Transaction& tx) {
    lanes = {};
    const auto judged = [&] {
      const auto ticket = world_.tickets.summary(tx, id);
      if (!ticket || !tickets::is_open(ticket->state) || ticket->owner != by)
        return ReadBackSaid::not_yours;
      if (!ticket->patient) return ReadBackSaid::no_patient;
      const auto person = world_.roster.person(tx, *ticket->patient);
      TurnContacts contacts(tx, world_.roster, now);
      const auto contact = contacts.contact(*ticket->patient, flow::ProofKind::text);
      if (person && (person->state == accounts::PatientState::deceased || person->merged_into))
        return ReadBackSaid::barred;
      if (!person || !contact) return ReadBackSaid::no_way;
      const std::string claim = claim_key_of(world_.sealer, person->id);
      const identity::Send counted =
          send_of(contacts, world_.rooms(), Leg{}, claim, person->id, flow::ProofKind::text);
      if (world_.attempts.send_allowed(tx, counted, now) != identity::MaySend::allowed)
        return ReadBackSaid::throttled;
      world_.attempts.record_send(tx, counted, now);
      const identity::ReadBack sent{identity::ReadBackId{draws.row_id(world_.sealer, code_ordinal)},
                                    id,
                                    person->id,
                                    by,
                                    now,
                                    now + identity::read_back_life};
      stamps_.keep_read_back(tx, sent, code);
      courier::Errand errand;
      errand.id = ErrandId{draws.row_id(world_.sealer, 0)};
      errand.origin = {courier::OriginKind::act, sent.id.value, 0, 0};
      errand.kind = courier::Kind::send_code;
      errand.created_at = errand.due_at = now;
      errand.expires_at = sent.expires_at;
      courier::load(errand, Messages(world_.texts, world_.config)
                                .read_back(person->language, std::string(contact->value.reveal()),
                                           code, errand.expires_at, identity::read_back_life));
      world_.outbox.put(tx, errand);
      lanes.set(static_cast<std::size_t>(errand.lane.value_or(courier::lane_of(errand.kind))));
      return ReadBackSaid::sent;
    }();
    const auto ticket = world_.tickets.summary(tx, id);
    record(tx, by, "stamp.send_code", ticket ? ticket->patient.value_or(PatientId{}) : PatientId{},
           judged == ReadBackSaid::sent ? audit::Answer::allowed : audit::Answer::refused,
           "ticket " + std::to_string(id.value), now);
    return judged;
  });
  wake(lanes);
  return said;
}

StampSaid DeskActs::judge_stamp(Transaction& tx, const StampAsked& asked,
                                const std::optional<tickets::Ticket>& ticket, Time now) const {
  if (!ticket || !tickets::is_open(ticket->state) || ticket->owner != asked.by)
    return StampSaid::not_yours;
  if (!ticket->patient) return StampSaid::no_patient;
  const auto person = world_.roster.person(tx, *ticket->patient);
  if (!person || person->state == accounts::PatientState::deceased || person->merged_into)
    return StampSaid::barred;
  if (asked.method == StampMethod::callback) {
    const auto numbers = callable(tx, person->id, now);
    const bool on_file = std::ranges::any_of(
        numbers, [&](const accounts::Contact& each) { return each.id == asked.called; });
    return on_file ? StampSaid::done : StampSaid::no_contact;
  }
  if (asked.method != StampMethod::code_read_back) return StampSaid::done;
  const auto sent = stamps_.read_back(tx, ticket->id, person->id, asked.by, now);
  if (!sent) return StampSaid::no_code;
  const auto keys = budget_keys(world_.sealer, world_.keys, person->id);
  // A clerk is no stranger: they hear that it is not judged, and the code is not spent.
  if (world_.attempts.may_try(tx, keys, now) != identity::MayTry::allowed) return StampSaid::paused;
  if (stamps_.judge(tx, sent->id, asked.code, now) == identity::Stamps::Judged::right) {
    world_.attempts.record_success(tx, keys);
    return StampSaid::done;
  }
  world_.attempts.record_wrong_code(tx, keys, now);
  return StampSaid::wrong_code;
}

StampSaid DeskActs::stamp(const StampAsked& asked) const {
  const Draws draws = draw(world_.dice, world_.policy);
  const Time now = world_.clock.now();
  return world_.store.write([&](Transaction& tx) {
    const auto ticket = world_.tickets.summary(tx, asked.ticket);
    const StampSaid said = judge_stamp(tx, asked, ticket, now);
    const bool done = said == StampSaid::done;
    const PatientId patient = ticket ? ticket->patient.value_or(PatientId{}) : PatientId{};
    if (done) {
      stamps_.make(tx,
                   {identity::StampId{draws.row_id(world_.sealer, stamp_ordinal)}, asked.ticket,
                    patient, asked.by, asked.method, now, now},
                   now);
      world_.tickets.tell(tx, asked.ticket, tickets::Happening::stamped, asked.by,
                          identity::stamp_method_names[asked.method], now);
    }
    record(tx, asked.by, "stamp.make", patient,
           done ? audit::Answer::allowed : audit::Answer::refused,
           std::string(identity::stamp_method_names[asked.method]) + "; " +
               std::string(name_of(said)) + "; ticket " + std::to_string(asked.ticket.value),
           now);
    return said;
  });
}

bool DeskActs::pass_on(Transaction& tx, const tickets::Ticket& ticket, StaffId by,
                       identity::Act act, identity::BatonId id, Time now) const {
  const auto stamp =
      ticket.patient ? stamps_.valid(tx, ticket.id, *ticket.patient, by, now) : std::nullopt;
  if (!stamp) return false;
  // An office that the calendar does not know any more has no working days.
  const Time until = world_.calendar.business_day_end(ticket.location, now, baton_days)
                         .value_or(now + std::chrono::hours(24));
  stamps_.pass_on(tx, {id, ticket.id, *ticket.patient, by, stamp->method, act,
                       contacts_mark(tx, *ticket.patient), now, until, std::nullopt});
  record(tx, by, "stamp.pass_on", *ticket.patient, audit::Answer::allowed,
         std::string(identity::act_names[act]) + "; ticket " + std::to_string(ticket.id.value),
         now);
  return true;
}

std::optional<identity::Baton> DeskActs::baton(Transaction& tx, const tickets::Ticket& ticket,
                                               identity::Act act, Time now) const {
  if (!ticket.patient) return std::nullopt;
  return stamps_.baton(tx, ticket.id, *ticket.patient, act, contacts_mark(tx, *ticket.patient),
                       now);
}

}  // namespace latchkey::conversations
