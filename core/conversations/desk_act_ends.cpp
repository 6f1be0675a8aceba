// What becomes of an act: its errand, its end, and who is told.
#include "core/conversations/desk_acts.h"
#include "core/conversations/errands.h"
#include "core/conversations/messages.h"
#include "core/tickets/letters.h"

namespace latchkey::conversations {

using identity::Act;
using storage::Transaction;
using tickets::LetterAbout;

namespace {

constexpr std::chrono::minutes act_life{10};
// A notice must arrive, even a day later (standards.md T40).
constexpr std::chrono::hours notice_life{48};
constexpr std::int64_t not_me_ordinal = -1, letter_ordinal_of_act = -2, alias_ordinal = -3;

ActState state_of(courier::Result result) {
  switch (result) {
    case courier::Result::done:
      return ActState::done;
    case courier::Result::unknown:
      return ActState::unknown;
    default:
      return ActState::refused;
  }
}

}  // namespace

std::optional<LetterAbout> told_about(Act act) {
  switch (act) {
    case Act::rename:
      return LetterAbout::user_name_changed;
    case Act::activate:
      return LetterAbout::account_activated;
    case Act::deactivate:
      return LetterAbout::account_deactivated;
    case Act::unlock:
      return LetterAbout::unlocked;
    case Act::reopen:
      return LetterAbout::self_service_opened;
    case Act::reset:
    case Act::registration_code:
      break;
  }
  return std::nullopt;
}

namespace {

// What the message says, by its key in messages.toml.
std::string_view message_of(LetterAbout about) {
  return about == LetterAbout::unlocked ? "unlocked_by_office" : tickets::letter_about_names[about];
}

flow::Topic topic_of(Act act) {
  if (act == Act::rename) return flow::Topic::forgot_user_name;
  return act == Act::activate ? flow::Topic::first_sign_in : flow::Topic::locked;
}

Word ended_word(ActState state) {
  switch (state) {
    case ActState::done:
      return "act.done";
    case ActState::unknown:
      return "act.unknown";
    default:
      return "act.failed";
  }
}

}  // namespace

void DeskActs::send(Transaction& tx, const DeskAct& act, const Draws& draws, Time now,
                    courier::Lanes& lanes) const {
  courier::Errand errand;
  errand.id = ErrandId{draws.row_id(world_.sealer, 0)};
  errand.origin = {courier::OriginKind::act, act.id.value, 0, 0};
  errand.kind = courier::Kind::account_act;
  errand.body = pack_desk_act(act.act, act.patient, act.act == Act::rename ? act.details : "");
  errand.created_at = errand.due_at = now;
  errand.expires_at = now + act_life;
  world_.outbox.put(tx, errand);
  lanes.set(static_cast<std::size_t>(courier::lane_of(errand.kind)));
}

void finish_act(Transaction& tx, const World& world, const DeskAct& act, ActState state,
                std::string_view why, Time now) {
  end_act(tx, act.id, state, why, now);
  world.tickets.tell(tx, act.ticket, tickets::Happening::act_ended, std::nullopt,
                     act_state_names[state], now);
  world.audit.append(
      tx,
      {audit::Actor::latchkey, 0, ended_word(state), "patient", act.patient.value,
       state == ActState::refused ? audit::Answer::refused : audit::Answer::allowed,
       std::string(identity::act_names[act.act]) + "; act " + std::to_string(act.id.value), now});
}

void reset_failed(Transaction& tx, const World& world, ConversationId conversation,
                  const courier::Outcome& outcome, Time now) {
  const ActState state = state_of(outcome.result);
  const auto act = reset_of(tx, world.sealer, conversation);
  if (!act || act->ended_at || state == ActState::done) return;
  finish_act(tx, world, *act, state,
             state == ActState::unknown ? "password_unknown" : "password_not_set", now);
}

// The roster says what the account system did, so that both tell the same from now on.
void DeskActs::apply(Transaction& tx, const DeskAct& act, std::int64_t alias, Time now) const {
  if (act.act == Act::rename) world_.roster.rename(tx, act.patient, act.details, alias, now);
  if (act.act == Act::deactivate)
    world_.roster.set_state(tx, act.patient, accounts::PatientState::deactivated);
  if (act.act == Act::activate)
    world_.roster.set_state(tx, act.patient, accounts::PatientState::active);
  if (act.act == Act::deactivate) world_.registrations.void_all(tx, act.patient, now);
}

// Everybody on file hears of it, the old contacts too: nothing was taken off (product.md rule 8).
void DeskActs::tell(Transaction& tx, const DeskAct& act, const Draws& draws, Time now,
                    courier::Lanes& lanes) const {
  const auto about = told_about(act.act);
  const auto person = world_.roster.person(tx, act.patient);
  if (!about || !person) return;
  const Messages messages(world_.texts, world_.config);
  const ConversationId not_me{draws.row_id(world_.sealer, not_me_ordinal)};
  std::int64_t told = 0;
  for (const accounts::Contact& contact : told_of(tx, world_.roster, act.patient)) {
    courier::Errand errand;
    errand.id = ErrandId{draws.row_id(world_.sealer, ++told)};
    errand.origin = {courier::OriginKind::act, act.id.value, 1, told};
    errand.kind = courier::Kind::notice;
    errand.created_at = errand.due_at = now;
    errand.expires_at = now + notice_life;
    courier::load(errand, messages.recovered(person->language, contact, message_of(*about),
                                             draws.not_me, errand.expires_at));
    world_.outbox.put(tx, errand);
    lanes.set(static_cast<std::size_t>(errand.lane.value_or(courier::lane_of(errand.kind))));
  }
  const ConversationId about_act{act.id.value};
  if (told > 0)
    keep_not_me(
        tx, world_.sealer,
        {not_me, act.patient, topic_of(act.act), about_act, now, now + not_me_life, std::nullopt},
        draws.not_me);
  else
    tickets::ask_letter(
        tx, {tickets::LetterId{draws.row_id(world_.sealer, letter_ordinal_of_act)}, about_act,
             act.patient, person->location, *about, tickets::LetterWhy::nobody_else, now});
}

DeskActs::Whose DeskActs::errand_ended(const courier::Claimed& claimed,
                                       const courier::Outcome& outcome) const {
  if (claimed.origin.kind != courier::OriginKind::act || claimed.kind != courier::Kind::account_act)
    return Whose::other;
  const DeskActId id{claimed.origin.id};
  const auto act =
      world_.store.read([&](Transaction& tx) { return find_act(tx, world_.sealer, id); });
  if (!act) return Whose::other;
  const Draws draws = draw(world_.dice, world_.policy);
  const Time now = world_.clock.now();
  courier::Lanes lanes;
  world_.store.write([&](Transaction& tx) {
    lanes = {};
    const auto finished = world_.outbox.finish(tx, claimed, outcome, now);
    if (finished == courier::Outbox::Finish::already) return;
    const ActState state = state_of(outcome.result);
    finish(tx, *act, state, outcome.answer.reveal(), now);
    if (state == ActState::done) apply(tx, *act, draws.row_id(world_.sealer, alias_ordinal), now);
    // What may have happened is told as if it had: better one notice too many.
    if (state != ActState::refused) tell(tx, *act, draws, now, lanes);
  });
  wake(lanes);
  return Whose::ours;
}

}  // namespace latchkey::conversations
