#include "core/conversations/effects.h"

#include <algorithm>

#include "core/conversations/desk_act_rows.h"
#include "core/conversations/errands.h"
#include "core/conversations/messages.h"
#include "core/conversations/voicemail_errands.h"
#include "core/conversations/vouching_rows.h"
#include "core/incidents/incidents.h"
#include "core/kiosks/kiosks.h"

namespace latchkey::conversations {

namespace {

using courier::Kind;

// A new password waits in the outbox no longer than this (rulings.md R16).
constexpr std::chrono::minutes password_life{10};
constexpr std::chrono::minutes check_life{5}, act_life{10};
// Of a few that are shown in one lobby at one time (rulings.md R20).
constexpr std::size_t match_code_digits = 4;
// Ordinals of errands count up from 0; these are none of theirs.
constexpr std::int64_t saved_code_ordinal = -2;
constexpr std::int64_t voicemail_ordinal = -3;

// What a message to nobody is rendered for: the same length as a real number and address, and as
// good in the eyes of the courier, which rehearses it (core/courier/rehearsal.h).
std::string nobody(flow::ProofKind by) {
  return by == flow::ProofKind::mail ? "nobody.at.all@example.org" : "+12015550100";
}

}  // namespace

std::int64_t Draws::row_id(const Sealer& sealer, std::int64_t ordinal) const {
  const std::string of = std::to_string(seed) + '|' + std::to_string(ordinal);
  return static_cast<std::int64_t>((first_bits(sealer.mac("row_id", of)) >> 2U) | 1U);
}

Draws draw(Dice& source, const flow::Policy& policy) {
  DiceCup dice(source);
  const auto code = [&](int digits) {
    return Secret(dice.digits(static_cast<std::size_t>(digits)));
  };
  Draws draws;
  draws.fresh.codes = {code(policy.short_code_digits), code(policy.short_code_digits),
                       code(policy.mail_code_digits)};
  draws.fresh.hand_off = code(policy.hand_off_digits);
  draws.fresh.saved = identity::draw_saved_code(dice);
  draws.fresh.match_code = dice.digits(match_code_digits);
  draws.seed = dice.row_id();
  draws.ticket = tickets::mint(dice);
  draws.not_me = draw_not_me(dice);
  return draws;
}

void Effects::carry_out(const std::vector<flow::Effect>& effects) {
  for (const flow::Effect& effect : effects)
    std::visit([this](const auto& each) { on(each); }, effect);
}

courier::Errand Effects::errand(Kind kind, Time expires) {
  courier::Errand out;
  out.id = ErrandId{draws_.row_id(world_.sealer, errands_)};
  out.origin = {courier::OriginKind::conversation, conversation_.id.value, conversation_.revision,
                errands_};
  out.kind = kind;
  out.created_at = out.due_at = now_;
  out.expires_at = expires;
  errands_ += 1;
  return out;
}

// Of a code sent again, less than at first: whole minutes, never too many.
std::chrono::minutes Effects::life_left(Time expires) const {
  return std::max(std::chrono::minutes(1),
                  std::chrono::floor<std::chrono::minutes>(expires - now_));
}

void Effects::put(const courier::Errand& errand) {
  lanes_.set(static_cast<std::size_t>(errand.lane.value_or(courier::lane_of(errand.kind))));
  world_.outbox.put(tx_, errand);
}

void Effects::record(Word action, PatientId patient) {
  world_.audit.append(tx_, {audit::Actor::conversation,
                            conversation_.id.value,
                            action,
                            "patient",
                            patient.value,
                            audit::Answer::allowed,
                            {},
                            now_});
}

void Effects::on(const flow::SendCode& effect) {
  auto contact = contacts_.contact(effect.claimed.value_or(PatientId{}), effect.by,
                                   world_.roster.stand_in(effect.claim_key));
  if (!effect.to) contact.reset();
  const std::string to = contact ? std::string(contact->value.reveal()) : nobody(effect.by);
  courier::Errand out = errand(contact ? Kind::send_code : Kind::nothing, effect.expires);
  const Messages messages(world_.texts, world_.config);
  courier::load(out, messages.code(conversation_.state.language, effect.by, to, effect.code,
                                   conversation_.id, effect.expires, life_left(effect.expires)));
  put(out);
}

void Effects::on(const flow::RingBack& effect) {
  auto contact = contacts_.contact(effect.claimed.value_or(PatientId{}), flow::ProofKind::call,
                                   world_.roster.stand_in(effect.claim_key));
  if (!effect.to) contact.reset();
  const std::string to =
      contact ? std::string(contact->value.reveal()) : nobody(flow::ProofKind::call);
  courier::Errand out = errand(contact ? Kind::call_back : Kind::nothing, effect.expires);
  out.origin.ordinal = ring_ordinal(effect.ring);
  out.due_at = effect.at;
  const Messages messages(world_.texts, world_.config);
  courier::load(out, messages.call_back(to, conversation_.id, effect.ring, effect.expires));
  put(out);
}

void Effects::on(const flow::CheckAccount& effect) {
  courier::Errand out = errand(Kind::check_account, now_ + check_life);
  out.body = pack_check(effect.patient);
  put(out);
  record("recovery.proven", effect.patient);
}

void Effects::on(const flow::SetPassword& effect) {
  courier::Errand out = errand(Kind::set_password, now_ + password_life);
  out.body = pack_password(effect);
  put(out);
  record("recovery.password_chosen", effect.patient);
}

void Effects::on(const flow::Unlock& effect) {
  courier::Errand out = errand(Kind::account_act, now_ + act_life);
  out.body = pack_unlock(effect.patient);
  put(out);
  record("recovery.unlock", effect.patient);
}

// Who was proven by a call gets a copy by text if texts may go there, else by e-mail.
std::pair<flow::ProofKind, std::optional<accounts::Contact>> Effects::copy_to(PatientId patient,
                                                                              flow::ProofKind by) {
  if (by == flow::ProofKind::mail) return {by, contacts_.contact(patient, by)};
  auto texted = contacts_.contact(patient, flow::ProofKind::text);
  if (texted) return {flow::ProofKind::text, std::move(texted)};
  return {flow::ProofKind::mail, contacts_.contact(patient, flow::ProofKind::mail)};
}

void Effects::on(const flow::SendUserName& effect) {
  const auto [by, contact] = copy_to(effect.patient, effect.by);
  if (!contact) return;
  courier::Errand out = errand(Kind::message, now_ + std::chrono::hours(1));
  const Messages messages(world_.texts, world_.config);
  courier::load(out, messages.user_name(conversation_.state.language, by,
                                        std::string(contact->value.reveal()), effect.user_name,
                                        out.expires_at));
  put(out);
}

void Effects::on(const flow::SendHandOff& effect) {
  const auto [by, contact] = copy_to(effect.patient, effect.by);
  if (!contact) return;
  courier::Errand out = errand(Kind::send_code, effect.expires);
  const Messages messages(world_.texts, world_.config);
  courier::load(
      out, messages.hand_off(conversation_.state.language, by, std::string(contact->value.reveal()),
                             effect.code, effect.expires, life_left(effect.expires)));
  put(out);
}

void Effects::on(const flow::SendSteps& effect) {
  const bool goes = effect.reaches == flow::SendSteps::Reaches::them;
  courier::Errand out = errand(goes ? Kind::message : Kind::nothing, now_ + std::chrono::hours(1));
  const Messages messages(world_.texts, world_.config);
  courier::load(
      out, messages.steps(conversation_.state.language, effect.to, effect.node, out.expires_at));
  put(out);
}

void Effects::on(const flow::CountSteps& effect) {
  world_.attempts.record_send(tx_, steps_send(world_.rooms(), effect.to), now_);
}

void Effects::on(const flow::CountSend& effect) {
  identity::Send send =
      send_of(contacts_, world_.rooms(), leg_, effect.claim_key, effect.patient, effect.by);
  if (effect.reaches == flow::CountSend::Reaches::nobody)
    reach_nobody(send, world_.rooms(), effect.claim_key);
  world_.attempts.record_send(tx_, send, now_);
}

void Effects::on(const flow::CountWrongCode& effect) {
  const auto keys = budget_keys(world_.rooms(), effect.claim_key, effect.patient);
  world_.attempts.record_wrong_code(tx_, keys, now_);
}

void Effects::on(const flow::CountProven& effect) {
  const auto keys = budget_keys(world_.rooms(), effect.claim_key, effect.patient);
  world_.attempts.record_success(tx_, keys);
  const auto sent =
      send_of(contacts_, world_.rooms(), leg_, effect.claim_key, effect.patient, effect.by);
  if (sent.prefix) world_.attempts.record_typed(tx_, *sent.prefix, now_);
}

void Effects::on(const flow::KeepHandOff& effect) {
  keep_hand_off(tx_, hand_off_index(world_.sealer, effect.code),
                {conversation_.id, effect.patient, 0, effect.expires});
}

void Effects::on(const flow::CountHandOffMiss& effect) {
  count_hand_off_miss(tx_, hand_off_index(world_.sealer, effect.code));
  world_.attempts.record_wrong_hand_off(tx_, hand_off_origin(world_.rooms(), leg_), now_);
}

// A right code is written like a wrong one, and asks the account system; for nobody nothing is
// asked, by the same errand.
void Effects::on(const flow::TryRegistration& effect) {
  const auto origin = hand_off_origin(world_.rooms(), leg_);
  const PatientId patient = effect.patient.value_or(PatientId{});
  if (effect.patient) {
    world_.attempts.record_right_registration(tx_, origin, now_);
  } else {
    world_.attempts.record_wrong_registration(tx_, origin, now_);
    world_.registrations.count_wrong(tx_, effect.code, now_);
  }
  courier::Errand out = errand(Kind::check_account, now_ + check_life);
  out.body = pack_check(patient);
  put(out);
  record(effect.patient ? Word("registration.proven") : Word("registration.wrong"), patient);
}

void Effects::on(const flow::VoidRegistrations& effect) {
  world_.registrations.void_all(tx_, effect.patient, now_);
}

void Effects::on(const flow::CountWrongSaved& effect) {
  const std::array key{saved_key(world_.rooms(), effect.claim_key, effect.patient)};
  world_.attempts.record_wrong_code(tx_, key, now_);
}

void Effects::on(const flow::UseSaved& effect) {
  const std::array key{world_.keys.saved_code(effect.patient)};
  world_.attempts.record_success(tx_, key);
  world_.saved_codes.end(tx_, effect.patient);
  record("saved_code.used", effect.patient);
}

void Effects::on(const flow::KeepSaved& effect) {
  world_.saved_codes.keep(tx_, draws_.row_id(world_.sealer, saved_code_ordinal), effect.patient,
                          effect.code, now_);
  record("saved_code.made", effect.patient);
}

void Effects::on(const flow::CountPromise&) {
  world_.attempts.record_promise(tx_, promise_origin(world_.rooms(), leg_), now_);
}

void Effects::on(const flow::CountIncident& effect) {
  incidents::count(tx_, effect.incident, conversation_.id);
}

void Effects::on(const flow::JoinHandOff& effect) {
  joined_ = {effect.conversation, flow::HandOffRedeemed{}};
}

void Effects::on(const flow::ResumeCall& effect) {
  joined_ = {effect.conversation, flow::Resumed{}};
}

void Effects::on(const flow::AskDesk& effect) {
  keep_vouching(tx_, {conversation_.id, conversation_.here,
                      vouch_match(world_.sealer, conversation_.here, effect.match_code),
                      now_ + kiosks::visit_life});
}

void Effects::on(const flow::TakeRecording& effect) {
  std::optional<tickets::VoicemailId> keep_as;
  if (effect.kind == flow::TakeRecording::Kind::message) {
    keep_as = tickets::VoicemailId{draws_.row_id(world_.sealer, voicemail_ordinal)};
    tickets::expect_voicemail(tx_, {*keep_as, conversation_.id, effect.seconds, now_, {}});
  }
  put(recording_errand(world_.sealer, ErrandId{draws_.row_id(world_.sealer, errands_++)},
                       effect.recording, keep_as, now_));
}

// The desk had begun this one: its ticket ends as solved by whoever did, not by the patient alone.
void Effects::desk_reset_done() {
  const auto act = reset_of(tx_, world_.sealer, conversation_.id);
  if (!act || act->ended_at) return;
  end_act(tx_, act->id, ActState::done, "", now_);
  world_.tickets.tell(tx_, act->ticket, tickets::Happening::act_ended, std::nullopt, "done", now_);
  // One that is about something else is not solved by it.
  const auto ticket = world_.tickets.summary(tx_, act->ticket);
  if (ticket && tickets::is_sign_in(ticket->category))
    world_.tickets.end(tx_, act->ticket, {tickets::Outcome::resolved_reset, 0, {}}, act->by, now_);
}

void Effects::on(const flow::CloseTickets& effect) {
  desk_reset_done();
  world_.tickets.self_resolve(tx_, effect.patient, tickets::Category::password_reset, now_);
}

}  // namespace latchkey::conversations
