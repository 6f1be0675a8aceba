#include "core/conversations/turn.h"

#include <algorithm>

#include "core/base/crash_point.h"
#include "core/conversations/call_records.h"

namespace latchkey::conversations {

namespace {

constexpr std::chrono::minutes call_idle_life{15};  // rulings.md R12
constexpr std::chrono::minutes transfer_life{35};   // the longest talk with an office, and some

template <class Stage>
const Stage* as(const flow::State& state) {
  return std::get_if<Stage>(&state.stage);
}

// The second proof of an account with two steps is asked for: without it the office must help.
bool is_half_proven(const flow::State& state) {
  if (const auto* s = as<flow::ChoosingProof>(state)) return s->claim.first.has_value();
  if (const auto* s = as<flow::Proving>(state)) return s->claim.first.has_value();
  if (const auto* s = as<flow::NoCode>(state)) return s->proving.claim.first.has_value();
  if (const auto* s = as<flow::TypingSaved>(state)) return s->claim.first.has_value();
  return false;
}

// Stages from which this turn may end in a promise, and so may need a help number.
bool may_hand_over(const flow::State& state) {
  return as<flow::ChoosingOffice>(state) || as<flow::OfferingHelp>(state) ||
         as<flow::LeavingNumber>(state) || as<flow::AskingMessage>(state) ||
         as<flow::Checking>(state) || as<flow::Resetting>(state) || as<flow::Unlocking>(state) ||
         as<flow::CheckingRegistration>(state) || as<flow::CallingBack>(state) ||
         is_half_proven(state);
}

Time last_code_dies(const flow::State& state) {
  if (const auto* s = as<flow::HandingOff>(state)) return s->expires;
  if (const auto* s = as<flow::CallingBack>(state)) return s->until;
  Time last{};
  for (const flow::Challenge& c : challenges_of(state)) last = std::max(last, c.expires);
  return last;
}

}  // namespace

std::span<const flow::Challenge> challenges_of(const flow::State& state) {
  if (const auto* s = as<flow::Identifying>(state)) return s->before.challenges;
  if (const auto* s = as<flow::ChoosingProof>(state)) return s->challenges;
  if (const auto* s = as<flow::Proving>(state)) return s->challenges;
  if (const auto* s = as<flow::NoCode>(state)) return s->proving.challenges;
  if (const auto* s = as<flow::CallingBack>(state)) return s->challenges;
  if (const auto* s = as<flow::TypingSaved>(state)) return s->challenges;
  return {};
}

std::chrono::minutes idle_life(flow::Channel channel, const Config& config) {
  return channel == flow::Channel::phone ? call_idle_life
                                         : std::chrono::minutes(config.sessions.web_idle_minutes);
}

bool is_expired(const Conversation& c, Time now) {
  return c.written == Conversation::Written::by_another || now >= c.expires_at;
}

Time Turn::expiry(const Conversation& c) const {
  // While somebody else is at work, their end must find the conversation (rulings.md R12, T5).
  if (as<flow::Checking>(c.state) || as<flow::Resetting>(c.state) || as<flow::Unlocking>(c.state) ||
      as<flow::CheckingRegistration>(c.state))
    return now_ + call_idle_life;
  if (as<flow::Transferring>(c.state)) return now_ + transfer_life;
  // "Wait for an hour", says a guide, and "turn the device off": it stays where it was.
  if (as<flow::Guiding>(c.state) && c.channel == flow::Channel::web)
    return c.created_at + whole_life;
  const Time lives = std::max(now_ + idle_life(c.channel, world_.config), last_code_dies(c.state));
  return std::min(lives, c.created_at + whole_life);
}

flow::Decision Turn::decide(const Conversation& c, const Leg& leg, const flow::Input& input) {
  const Rooms rooms = world_.rooms();
  const TurnRecords records(tx_, rooms, contacts_, leg, c.here, now_);
  const TurnOffices offices(world_.config, world_.calendar, c.here);
  flow::Fresh fresh = draws_.fresh;
  if (may_hand_over(c.state))
    fresh.help_number = world_.tickets.free_number(tx_, draws_.ticket.number_seed).digits;
  return flow::advance(c.state, input,
                       {now_, c.channel, c.here, c.id, c.created_at, world_.policy, records,
                        offices, world_.sealer, fresh});
}

void Turn::commit(Loaded& loaded, flow::Decision decision, const flow::Input& input,
                  Effects& effects) {
  Conversation& c = loaded.conversation;
  const auto asked = flow::view(c.state, world_.policy, c.channel).id;
  const bool looked_up = decision.next.tally.rounds > c.state.tally.rounds;
  if (!loaded.leg.caller.empty() && !flow::has_failed(c.state) && flow::has_failed(decision.next))
    world_.attempts.record_failed_call(
        tx_, {identity::AttemptKey::Kind::caller, {loaded.leg.caller}}, now_);
  const auto about_before = about_of(c.state, now_);
  const auto proven = proven_patient(c.state);
  c.state = std::move(decision.next);
  const auto asks = flow::view(c.state, world_.policy, c.channel).id;
  c.revision += 1;
  if (flow::is_from_person(input) || asks != asked) c.question += 1;
  c.notice = decision.notice;
  c.notice_detail = std::move(decision.notice_detail);
  const Time before = c.touched_at;
  c.touched_at = now_;
  c.expires_at = expiry(c);

  effects.carry_out(decision.effects);
  if (const auto origin = origin_of(loaded.leg); looked_up && origin)
    world_.attempts.record_lookup(tx_, *origin, now_);
  crash_point("turn_before_save");
  save(tx_, world_.sealer, c);
  world_.calls.step(tx_,
                    {c.call, c.revision, Word::from_table(asks),
                     Word::from_table(flow::word(c.notice)), now_ - before},
                    now_);
  // At every look-up, also where it finds the same again: what is written tells nobody apart.
  const auto about = about_of(c.state, now_);
  if (about && (looked_up || !about_before || about->claim != about_before->claim))
    world_.calls.about(tx_, c.call, *about);
  if (flow::is_over(c.state)) finish_call(c, effects.ticket(), proven);
}

void Turn::finish_call(const Conversation& c, std::optional<TicketId> ticket,
                       std::optional<PatientId> proven) {
  // A kiosk stands somewhere; a page and a line that all offices share do not.
  std::optional<LocationId> own_office;
  if (proven && c.channel != flow::Channel::kiosk &&
      std::holds_alternative<flow::Recovered>(c.state.stage))
    own_office = office_of(tx_, world_.rooms(), *proven, now_);
  world_.calls.finish(tx_, c.call, ending_of(c.state, ticket, own_office), now_);
}

// The page that typed the hand-off code goes on in the caller's conversation (rulings.md R17); the
// call that typed the digits of an earlier one takes its place.
courier::Lanes Turn::go_on_there(const LegKey& key, Loaded& loaded, const Effects::Joined& there) {
  auto caller = load(tx_, world_.sealer, there.conversation);
  ensure(caller.has_value(), "whoever is joined is there");
  if (std::holds_alternative<flow::Resumed>(there.input))
    replace_legs(tx_, there.conversation, key, loaded.leg);
  else
    move_leg(tx_, key, there.conversation);
  if (const auto* handing = as<flow::HandingOff>(caller->state))
    use_hand_off(tx_, hand_off_index(world_.sealer, handing->code));
  caller->channel = key.channel;
  caller->state.language = loaded.conversation.state.language;
  Loaded joined{*std::move(caller), loaded.leg};
  flow::Decision decision = decide(joined.conversation, joined.leg, there.input);
  Effects effects(tx_, world_, contacts_, joined.conversation, joined.leg, draws_, now_);
  commit(joined, std::move(decision), there.input, effects);
  loaded = std::move(joined);
  return effects.lanes();
}

Turned Turn::take(const LegKey& key, Loaded loaded, const flow::Input& input) {
  flow::Decision decision = decide(loaded.conversation, loaded.leg, input);
  if (decision.next == loaded.conversation.state) {
    loaded.conversation.notice = decision.notice;
    loaded.conversation.notice_detail = std::move(decision.notice_detail);
    return {Taken::not_understood, std::move(loaded), {}};
  }
  Effects effects(tx_, world_, contacts_, loaded.conversation, loaded.leg, draws_, now_);
  commit(loaded, std::move(decision), input, effects);
  Leg& leg = loaded.leg;
  if (leg.silences + leg.wrong_keys > 0) {
    leg.silences = leg.wrong_keys = 0;
    save_leg(tx_, key, leg);
  }
  courier::Lanes lanes = effects.lanes();
  if (const auto& there = effects.joined()) lanes |= go_on_there(key, loaded, *there);
  return {Taken::accepted, std::move(loaded), lanes};
}

Turned Turn::take(ConversationId id, const flow::Input& input) {
  auto conversation = load(tx_, world_.sealer, id);
  if (!conversation || conversation->written == Conversation::Written::by_another) return {};
  Loaded loaded{*std::move(conversation), leg_of(tx_, id)};
  flow::Decision decision = decide(loaded.conversation, loaded.leg, input);
  if (decision.next == loaded.conversation.state) return {Taken::stale, std::move(loaded), {}};
  Effects effects(tx_, world_, contacts_, loaded.conversation, loaded.leg, draws_, now_);
  commit(loaded, std::move(decision), input, effects);
  return {Taken::accepted, std::move(loaded), effects.lanes()};
}

}  // namespace latchkey::conversations
