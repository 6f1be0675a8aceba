// How the desk starts a new password without seeing one: a conversation that waits at the hand-off.
#include "core/conversations/desk_act_ready.h"
#include "core/conversations/messages.h"
#include "core/conversations/turn.h"

namespace latchkey::conversations {

using storage::Transaction;

namespace {

// Ordinals of errands count up from 0; these are none of theirs.
constexpr std::int64_t conversation_ordinal = -1, call_ordinal = -2;
constexpr int resets_looked_at = 20;

}  // namespace

// The code that went out before opens nothing any more, and what was not sent yet stays here.
void DeskActs::replace_reset(Transaction& tx, PatientId patient, Time now) const {
  for (const DeskAct& act : acts_of_patient(tx, world_.sealer, patient, resets_looked_at)) {
    if (act.act != identity::Act::reset || act.ended_at || !act.conversation) continue;
    const auto there = load(tx, world_.sealer, *act.conversation);
    if (!there || !std::holds_alternative<flow::HandingOff>(there->state.stage)) continue;
    world_.outbox.cancel_waiting(tx, courier::OriginKind::conversation, act.conversation->value,
                                 courier::Kind::send_code, now);
    erase(tx, *act.conversation);
    end_act(tx, act.id, ActState::refused, "replaced", now);
  }
}

// Who has shown an ID is not shut out by what a stranger has used up from afar, and takes nothing
// from what the patient may still be sent (rulings.md R6).
bool DeskActs::spend_reset(Transaction& tx, const Ready& ready, const identity::Send& counted,
                           Time now) const {
  if (identity::presence_of(ready.method) == identity::Presence::in_person) {
    const identity::AttemptKey account = world_.keys.account(ready.person.id);
    if (!world_.attempts.desk_reset_allowed(tx, account, now)) return false;
    world_.attempts.record_desk_reset(tx, account, now);
    return true;
  }
  if (world_.attempts.send_allowed(tx, counted, now) != identity::MaySend::allowed) return false;
  world_.attempts.record_send(tx, counted, now);
  return true;
}

// Whoever redeems the code is believed as somebody whom the desk has seen, and chooses the password
// on a page of their own.
std::variant<ActSaid, DeskActs::Sent> DeskActs::send_reset(Transaction& tx, const ActAsked& asked,
                                                           const Ready& ready, const Draws& draws,
                                                           Time now, courier::Lanes& lanes) const {
  const accounts::Person& person = ready.person;
  TurnContacts contacts(tx, world_.roster, now);
  const auto contact = contacts.contact(person.id, asked.way);
  if (!contact || asked.way == flow::ProofKind::call) return ActSaid::no_way;
  const std::string claim = claim_key_of(world_.sealer, person.id);
  const identity::Send counted =
      send_of(contacts, world_.rooms(), Leg{}, claim, person.id, asked.way);
  if (!spend_reset(tx, ready, counted, now)) return ActSaid::throttled;
  replace_reset(tx, person.id, now);
  const Time expires = now + world_.policy.hand_off_life;
  Conversation c;
  c.id = ConversationId{draws.row_id(world_.sealer, conversation_ordinal)};
  c.call = calls::CallId{draws.row_id(world_.sealer, call_ordinal)};
  c.here = person.location;
  c.state = flow::opening(flow::Channel::web, person.language);
  flow::Proven proven{
      flow::Topic::forgot_password, person.id, asked.way, claim, expires, flow::Held::desk};
  c.state.stage = flow::HandingOff{proven, person.user_name, draws.fresh.hand_off, expires,
                                   flow::HandingOff::Copy::sent};
  c.created_at = c.touched_at = now;
  c.expires_at = expires;
  // A leg needs a key; this one's secret is known to nobody.
  const LegKey nobody = leg_key(world_.sealer, flow::Channel::web, draws.not_me.link.reveal());
  insert(tx, world_.sealer, c, nobody, Leg{});
  world_.calls.begin(tx, {c.call, c.id, calls::Channel::desk, c.here, person.language}, now);
  keep_hand_off(tx, hand_off_index(world_.sealer, draws.fresh.hand_off),
                {c.id, person.id, 0, expires});
  courier::Errand errand;
  errand.id = ErrandId{draws.row_id(world_.sealer, 0)};
  errand.origin = {courier::OriginKind::conversation, c.id.value, c.revision, 0};
  errand.kind = courier::Kind::send_code;
  errand.created_at = errand.due_at = now;
  errand.expires_at = expires;
  const Messages messages(world_.texts, world_.config);
  courier::load(errand,
                messages.hand_off(person.language, asked.way, std::string(contact->value.reveal()),
                                  draws.fresh.hand_off, expires,
                                  std::chrono::floor<std::chrono::minutes>(expires - now)));
  world_.outbox.put(tx, errand);
  lanes.set(static_cast<std::size_t>(errand.lane.value_or(courier::lane_of(errand.kind))));
  return Sent{c.id, expires};
}

}  // namespace latchkey::conversations
