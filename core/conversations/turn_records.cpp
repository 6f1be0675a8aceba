#include "core/conversations/turn_records.h"

#include <algorithm>
#include <charconv>

#include "core/base/codes.h"
#include "core/base/fault.h"
#include "core/base/normal.h"
#include "core/incidents/incidents.h"

namespace latchkey::conversations {

namespace {

using accounts::PatientState;
using identity::AttemptKey;

accounts::Facts roster_facts(const flow::Facts& facts) {
  return {facts.first_name, facts.last_name, facts.birth_date,    facts.zip,
          facts.phone,      facts.email,     facts.record_number, std::nullopt};
}

identity::Channel send_channel(flow::ProofKind kind) {
  switch (kind) {
    case flow::ProofKind::text:
      return identity::Channel::text;
    case flow::ProofKind::call:
      return identity::Channel::voice;
    case flow::ProofKind::mail:
      break;
  }
  return identity::Channel::mail;
}

const accounts::Way& way(const accounts::Reach& reach, flow::ProofKind kind) {
  switch (kind) {
    case flow::ProofKind::text:
      return reach.text;
    case flow::ProofKind::call:
      return reach.call;
    case flow::ProofKind::mail:
      break;
  }
  return reach.mail;
}

// Patients share a few prefixes, whose counters are there already: so do strangers.
AttemptKey prefix_of_nobody(const Rooms& rooms, const std::string& claim_key) {
  constexpr unsigned prefixes = 64;
  const unsigned which = claim_key.empty() ? 0U : static_cast<unsigned char>(claim_key[0]);
  return rooms.keys.destination("nobody|prefix|" + std::to_string(which % prefixes));
}

}  // namespace

std::string claim_key_of(const Sealer& sealer, PatientId patient) {
  return sealer.blind("claim.patient", std::to_string(patient.value));
}

std::optional<AttemptKey> origin_of(const Leg& leg) {
  if (!leg.shared.empty()) return AttemptKey{AttemptKey::Kind::shared, {leg.shared}};
  if (!leg.caller.empty()) return AttemptKey{AttemptKey::Kind::caller, {leg.caller}};
  if (leg.origin.empty()) return std::nullopt;
  return AttemptKey{AttemptKey::Kind::address, {leg.origin}};
}

std::array<AttemptKey, 2> budget_keys(const Rooms& rooms, const std::string& claim_key,
                                      std::optional<PatientId> patient) {
  return {patient ? rooms.keys.account(*patient) : rooms.keys.claim("stranger|" + claim_key),
          rooms.keys.claim(claim_key)};
}

AttemptKey saved_key(const Rooms& rooms, const std::string& claim_key,
                     std::optional<PatientId> patient) {
  return patient ? rooms.keys.saved_code(*patient) : rooms.keys.saved_code_of_nobody(claim_key);
}

std::array<AttemptKey, 2> budget_keys(const Sealer& sealer, const identity::AttemptKeys& keys,
                                      PatientId patient) {
  return {keys.account(patient), keys.claim(claim_key_of(sealer, patient))};
}

const accounts::Reach& TurnContacts::reach(PatientId patient, accounts::StandIn stand_in) {
  const auto known = known_.find(patient.value);
  if (known != known_.end()) return known->second;
  return known_.emplace(patient.value, roster_.reach(tx_, patient, now_, stand_in)).first->second;
}

std::optional<accounts::Contact> TurnContacts::contact(PatientId patient, flow::ProofKind by,
                                                       accounts::StandIn stand_in) {
  const auto id = way(reach(patient, stand_in), by).contact;
  return roster_.contact(tx_, id.value_or(accounts::ContactId{}));
}

identity::Send send_of(TurnContacts& contacts, const Rooms& rooms, const Leg& leg,
                       const std::string& claim_key, std::optional<PatientId> patient,
                       flow::ProofKind by) {
  const auto contact =
      contacts.contact(patient.value_or(PatientId{}), by, rooms.roster.stand_in(claim_key));
  std::string stranger = "nobody|";
  stranger.append(flow::word(by)).append("|").append(claim_key);
  const std::string_view destination = contact ? contact->value.reveal() : stranger;
  identity::Send send{send_channel(by), rooms.keys.destination(destination),
                      budget_keys(rooms, claim_key, patient)[0], std::nullopt, origin_of(leg)};
  send.reaches = contact ? identity::Send::Reaches::somebody : identity::Send::Reaches::nobody;
  if (by != flow::ProofKind::mail)
    send.prefix = contact ? rooms.keys.prefix(destination) : prefix_of_nobody(rooms, claim_key);
  return send;
}

identity::Send steps_send(const Rooms& rooms, std::string_view e164) {
  const std::string own = "steps|" + std::string(e164);
  identity::Send send{identity::Channel::text, rooms.keys.destination(own), rooms.keys.claim(own),
                      std::nullopt, std::nullopt};
  send.carries = identity::Send::Carries::words;
  return send;
}

void reach_nobody(identity::Send& send, const Rooms& rooms, const std::string& claim_key) {
  send.reaches = identity::Send::Reaches::nobody;
  if (send.prefix) send.prefix = prefix_of_nobody(rooms, claim_key);
}

identity::Origin code_origin(const identity::AttemptKeys& keys, const std::string& address) {
  return {keys.address(address), keys.network(address)};
}

identity::Origin hand_off_origin(const Rooms& rooms, const Leg& leg) {
  identity::Origin origin{origin_of(leg).value_or(rooms.keys.address("unknown"))};
  if (!leg.network.empty()) origin.network = {AttemptKey::Kind::address, {leg.network}};
  return origin;
}

identity::Origin promise_origin(const Rooms& rooms, const Leg& leg) {
  identity::Origin origin{origin_of(leg).value_or(rooms.keys.caller({}))};
  // A lobby's device stands for its visitors, wherever it is connected.
  if (!leg.network.empty() && leg.shared.empty())
    origin.network = {AttemptKey::Kind::address, {leg.network}};
  return origin;
}

tickets::RoutingFacts offices_of(storage::Transaction& tx, const Rooms& rooms, PatientId patient,
                                 Time now) {
  tickets::RoutingFacts facts;
  const auto standing = rooms.roster.standing(tx, patient, now);
  if (!standing) return facts;
  if (rooms.config.location(standing->location)) facts.patient_office = standing->location;
  if (standing->last_location && rooms.config.location(*standing->last_location))
    facts.last_visit = standing->last_location;
  return facts;
}

LocationId office_of(storage::Transaction& tx, const Rooms& rooms, PatientId patient, Time now) {
  tickets::RoutingFacts facts = offices_of(tx, rooms, patient, now);
  facts.default_queue = rooms.config.clinic.default_location;
  return tickets::route(facts).location;
}

audit::Event ticket_opened(ConversationId conversation, TicketId ticket, Time now) {
  return {audit::Actor::conversation,
          conversation.value,
          "ticket.open",
          "ticket",
          ticket.value,
          audit::Answer::allowed,
          {},
          now};
}

std::string hand_off_index(const Sealer& sealer, const Secret& code) {
  return code_index(sealer, CodePurpose::hand_off, code);
}

flow::Found TurnRecords::find(const flow::Facts& facts) const {
  const accounts::StandIn stand_in = rooms_.roster.stand_in(claim_key(facts, std::nullopt));
  const accounts::Match match = rooms_.roster.find(tx_, roster_facts(facts), stand_in);
  const bool one = match.found == accounts::Found::one;
  PatientId patient = one ? match.patient : PatientId{};
  auto standing = rooms_.roster.standing(tx_, patient, now_, stand_in);
  if (standing && standing->merged_into) {
    patient = *standing->merged_into;
    standing = rooms_.roster.standing(tx_, patient, now_);
  }
  const accounts::Reach& reach = contacts_.reach(patient, stand_in);
  const auto origin = origin_of(leg_);
  const bool throttled = origin && !rooms_.attempts.lookup_allowed(tx_, *origin, now_);

  flow::Found found;
  found.decoy =
      match.found == accounts::Found::several ? flow::Decoy::several : flow::Decoy::nobody;
  if (!one || !standing) return found;
  found.patient = patient;
  found.reach = {reach.text.contact.has_value(), reach.call.contact.has_value(),
                 reach.mail.contact.has_value()};
  found.decoy = flow::Decoy::none;
  if (!reach.anything()) found.decoy = flow::Decoy::no_contact;
  if (standing->state == PatientState::deceased) found.decoy = flow::Decoy::deceased;
  if (throttled) found.decoy = flow::Decoy::throttled;
  return found;
}

std::string TurnRecords::claim_key(const flow::Facts& facts,
                                   std::optional<PatientId> patient) const {
  if (patient) return claim_key_of(rooms_.sealer, *patient);
  std::string text = normal_name(facts.first_name).value_or("");
  text += '|' + normal_name(facts.last_name).value_or("") + '|';
  if (facts.birth_date) text += iso_date(*facts.birth_date);
  // Callers give no name: the detail takes its place.
  if (facts.last_name.empty())
    for (const auto* detail : {&facts.zip, &facts.phone, &facts.record_number})
      text += '|' + detail->value_or("");
  return rooms_.sealer.blind("claim.facts", text);
}

bool TurnRecords::may_try(const std::string& claim_key, std::optional<PatientId> patient) const {
  const auto keys = budget_keys(rooms_, claim_key, patient);
  return rooms_.attempts.may_try(tx_, keys, now_) == identity::MayTry::allowed;
}

bool TurnRecords::may_send(const std::string& claim_key, std::optional<PatientId> patient,
                           flow::ProofKind by) const {
  const auto send = send_of(contacts_, rooms_, leg_, claim_key, patient, by);
  return rooms_.attempts.send_allowed(tx_, send, now_) == identity::MaySend::allowed;
}

bool TurnRecords::may_ring(std::string_view e164) const {
  return rooms_.destinations.judge(e164) == courier::Destination::allowed;
}

bool TurnRecords::may_text(std::string_view e164) const {
  return rooms_.roster.texts_of(tx_, e164) == accounts::Contact::Texts::allowed &&
         rooms_.attempts.send_allowed(tx_, steps_send(rooms_, e164), now_) ==
             identity::MaySend::allowed;
}

bool TurnRecords::may_promise() const {
  return rooms_.attempts.promise_allowed(tx_, promise_origin(rooms_, leg_), now_);
}

flow::Standing TurnRecords::standing(PatientId patient) const {
  const auto standing = rooms_.roster.standing(tx_, patient, now_);
  ensure(standing.has_value(), "a proven patient is on the roster");
  return {standing->age < rooms_.roster.policy().own_account_age,
          standing->state == PatientState::deactivated,
          standing->two_step == accounts::Person::TwoStep::on};
}

LocationId TurnRecords::office_of(PatientId patient) const {
  tickets::RoutingFacts facts = offices_of(tx_, rooms_, patient, now_);
  facts.default_queue = here_;
  return tickets::route(facts).location;
}

bool TurnRecords::hand_offs_open() const {
  return rooms_.attempts.hand_offs_open(tx_, hand_off_origin(rooms_, leg_), now_);
}

std::optional<ConversationId> TurnRecords::hand_off(std::string_view code, Date birth_date) const {
  const std::int64_t wrong_max = rooms_.attempts.limits().wrong_per_code;
  const auto kept = find_hand_off(tx_, hand_off_index(rooms_.sealer, Secret(std::string(code))));
  const auto person = rooms_.roster.person(tx_, kept ? kept->patient : PatientId{});
  if (!kept || !person || kept->wrong >= wrong_max || kept->expires_at <= now_) return std::nullopt;
  if (person->birth_date != birth_date) return std::nullopt;
  // The caller may have gone on to a person meanwhile: then there is nothing to join.
  const auto caller = load(tx_, rooms_.sealer, kept->conversation);
  const bool open = caller && now_ < caller->expires_at &&
                    std::holds_alternative<flow::HandingOff>(caller->state.stage);
  return open ? std::optional(kept->conversation) : std::nullopt;
}

std::optional<ConversationId> TurnRecords::cut_off(std::string_view digits) const {
  for (const Conversation& each : cut_off_calls(tx_, rooms_.sealer, leg_.caller, now_))
    if (Secret(std::string(digits)) == Secret(each.state.resume)) return each.id;
  return std::nullopt;
}

bool TurnRecords::finds_again() const { return !leg_.caller.empty(); }

bool TurnRecords::registrations_open() const {
  return rooms_.attempts.registrations_open(tx_, hand_off_origin(rooms_, leg_), now_);
}

flow::Records::Registration TurnRecords::registration(const Secret& code, Date birth_date) const {
  const auto found = rooms_.registrations.find(tx_, code, now_);
  const PatientId patient = found ? found->patient : PatientId{};
  const auto person = rooms_.roster.person(tx_, patient);
  const bool suspended = rooms_.attempts.is_suspended(tx_, rooms_.keys.account(patient));
  Registration out;
  if (!found || !person) return out;
  out.code = found->id;
  const bool barred =
      suspended || person->state == PatientState::deceased || person->state == PatientState::merged;
  if (person->birth_date == birth_date && !barred) out.patient = patient;
  return out;
}

bool TurnRecords::registration_stands(RegistrationId code) const {
  return rooms_.registrations.stands(tx_, code);
}

bool TurnRecords::saved_code(const Secret& typed, const std::string& claim_key,
                             std::optional<PatientId> patient) const {
  const std::array<AttemptKey, 1> key{saved_key(rooms_, claim_key, patient)};
  const bool may_try = rooms_.attempts.may_try(tx_, key, now_) == identity::MayTry::allowed;
  const PatientId whose = patient.value_or(PatientId{});
  const bool suspended = rooms_.attempts.is_suspended(tx_, rooms_.keys.account(whose));
  const bool fits = rooms_.saved_codes.fits(tx_, whose, typed);
  return fits && may_try && !suspended;
}

bool TurnRecords::has_saved_code(PatientId patient) const {
  return rooms_.saved_codes.has(tx_, patient);
}

std::optional<flow::Records::Incident> TurnRecords::incident() const {
  const auto found = incidents::open(tx_);
  if (!found) return std::nullopt;
  return Incident{found->id, found->expected_at};
}

std::optional<LocationId> TurnOffices::pick(std::string_view id_or_zip) const {
  std::int64_t number = 0;
  const auto* end = id_or_zip.data() + id_or_zip.size();
  const auto [stop, error] = std::from_chars(id_or_zip.data(), end, number);
  if (error == std::errc() && stop == end && config_.location(LocationId{number}))
    return LocationId{number};
  const auto zip = normal_zip(id_or_zip);
  if (!zip) return std::nullopt;
  for (const std::size_t digits : {std::size_t{5}, std::size_t{3}})
    for (const Location& location : config_.locations)
      for (const std::string& known : location.zips)
        if (known.size() == digits && zip->starts_with(known)) return location.id;
  return here_;
}

bool TurnOffices::is_open(LocationId office, Time at) const {
  return calendar_.is_open(office, at);
}

std::optional<Time> TurnOffices::changes(LocationId office, Time at) const {
  const auto closing = calendar_.closes(office, at);
  return closing ? closing : calendar_.next_open(office, at);
}

Time TurnOffices::promise(LocationId office, Time at, std::chrono::minutes work) const {
  // An office that never opens still answers within a day; `doctor` warns about it.
  return calendar_.business_deadline(office, at, work).value_or(at + std::chrono::hours(24));
}

}  // namespace latchkey::conversations
