// What calls and recordings in a conversation's name come to, beside its own leg: a code that is
// said, a word to the office, a message that was left.
#include <algorithm>

#include "core/conversations/conversation_rows.h"
#include "core/conversations/conversations.h"
#include "core/conversations/turn.h"
#include "core/conversations/voicemail_errands.h"
#include "core/conversations/world.h"

namespace latchkey::conversations {

namespace {

OfficeHours hours(const World& world, const Conversation& c, Time now) {
  return world.calendar.is_open(c.here, now) ? OfficeHours::open : OfficeHours::closed;
}

}  // namespace

std::optional<SpokenCode> Conversations::spoken_code(ConversationId id) const {
  const Time now = world_.clock.now();
  const auto c =
      world_.store.read([&](storage::Transaction& tx) { return load(tx, world_.sealer, id); });
  if (!c || is_expired(*c, now)) return std::nullopt;
  // The newest comes last: one that was sent before the details were corrected waits for it.
  const auto all = challenges_of(c->state);
  const auto spoken = std::find_if(all.rbegin(), all.rend(), [&](const flow::Challenge& each) {
    return each.kind == flow::ProofKind::call && now < each.expires &&
           each.sent == flow::Challenge::Sent::to_contact;
  });
  if (spoken == all.rend()) return std::nullopt;
  return SpokenCode{c->state.language, spoken->copy, c->here, hours(world_, *c, now)};
}

namespace {

const flow::Transferring* ringing(const std::optional<Conversation>& c, std::int64_t question) {
  return c && c->question == question ? std::get_if<flow::Transferring>(&c->state.stage) : nullptr;
}

}  // namespace

std::optional<Conversations::RingsAbout> Conversations::rings_about(ConversationId id,
                                                                    std::int64_t question) const {
  return world_.store.read([&](storage::Transaction& tx) -> std::optional<RingsAbout> {
    const auto c = load(tx, world_.sealer, id);
    const auto* rings = ringing(c, question);
    if (!rings) return std::nullopt;
    return RingsAbout{rings->failed.topic, c->state.interpreter};
  });
}

bool Conversations::transfer_taken(ConversationId id, std::int64_t question) {
  const Draws draws = draw(world_.dice, world_.policy);
  const Time now = world_.clock.now();
  return world_.store.write([&](storage::Transaction& tx) {
    const auto c = load(tx, world_.sealer, id);
    const auto* rings = ringing(c, question);
    if (rings == nullptr) return false;
    if (rings->taken == flow::Transferring::Taken::not_yet)
      Turn(tx, world_, draws, now).take(id, flow::TransferTaken{});
    return true;
  });
}

std::optional<Conversations::RungBack> Conversations::rung_back(ConversationId id, int ring) const {
  const Time now = world_.clock.now();
  return world_.store.read([&](storage::Transaction& tx) -> std::optional<RungBack> {
    const auto c = load(tx, world_.sealer, id);
    if (!c || is_expired(*c, now)) return std::nullopt;
    if (flow::asked_for_person_when_rung(c->state))
      return RungBack{RungBack::Is::put_through, c->state.language, 0, c->here,
                      hours(world_, *c, now)};
    const auto* calling = std::get_if<flow::CallingBack>(&c->state.stage);
    if (!calling || now >= calling->until || calling->ring != ring) return std::nullopt;
    return RungBack{RungBack::Is::rung, c->state.language, calling->wrong, c->here,
                    hours(world_, *c, now)};
  });
}

Reply Conversations::answer_back(const LegKey& key, ConversationId id,
                                 const flow::CalledBack& typed) {
  const Draws draws = draw(world_.dice, world_.policy);
  const Time now = world_.clock.now();
  return told(world_.store.write([&](storage::Transaction& tx) -> Turned {
    // Delivered again: this call is the conversation's already.
    if (auto known = load(tx, world_.sealer, key); known && known->conversation.id == id)
      return {Taken::stale, std::move(known), {}};
    const auto c = load(tx, world_.sealer, id);
    if (!c || is_expired(*c, now) || !std::holds_alternative<flow::CallingBack>(c->state.stage))
      return {};
    Turned turned = Turn(tx, world_, draws, now).take(id, typed);
    const auto& stage = turned.loaded->conversation.state.stage;
    const bool wrong = std::holds_alternative<flow::CallingBack>(stage) ||
                       std::holds_alternative<flow::Ended>(stage);
    if (wrong) return {Taken::not_understood, std::nullopt, turned.lanes};
    // The first call is over; what it was charged to, this one is.
    Leg& leg = turned.loaded->leg;
    leg.silences = leg.wrong_keys = 0;
    replace_legs(tx, id, key, leg);
    return turned;
  }));
}

// A word on whoever waits to be called back; of no concern to any other conversation.
void Conversations::tell_called_back(ConversationId id, const flow::Input& word) {
  const Draws draws = draw(world_.dice, world_.policy);
  const Time now = world_.clock.now();
  wake(world_.store.write([&](storage::Transaction& tx) {
    const auto c = load(tx, world_.sealer, id);
    const bool waits = c && std::holds_alternative<flow::CallingBack>(c->state.stage);
    return waits ? Turn(tx, world_, draws, now).take(id, word).lanes : courier::Lanes();
  }));
}

void Conversations::missed_back(ConversationId id, int ring) {
  tell_called_back(id, flow::CallUnanswered{ring});
}

void Conversations::person_back(ConversationId id, int ring) {
  tell_called_back(id, flow::CallUnanswered{ring, flow::CallUnanswered::Wants::person});
}

// What can't be read any more is the sweep's matter: it hinders nobody else's end.
bool Conversations::is_rung_out(storage::Transaction& tx, ConversationId id, Time now) const {
  try {
    const auto c = load(tx, world_.sealer, id);
    const auto* calling = c ? std::get_if<flow::CallingBack>(&c->state.stage) : nullptr;
    return calling && now >= calling->until;
  } catch (const storage::StoreFault&) {
    throw;
  } catch (const Fault&) {
    return false;
  }
}

void Conversations::end_callbacks() {
  const Time now = world_.clock.now();
  const auto over = world_.store.read([&](storage::Transaction& tx) {
    std::vector<ConversationId> ids = called_back(tx);
    std::erase_if(ids, [&](ConversationId id) { return !is_rung_out(tx, id, now); });
    return ids;
  });
  for (const ConversationId id : over) tell_called_back(id, flow::RingsOver{});
}

void Conversations::message_reported(ConversationId id, std::int64_t question,
                                     const flow::MessageSpoken& message) {
  const Draws draws = draw(world_.dice, world_.policy);
  const Time now = world_.clock.now();
  const ErrandId deletion{world_.dice.row_id()};
  wake(world_.store.write([&](storage::Transaction& tx) {
    const auto c = load(tx, world_.sealer, id);
    // The call's own word may have named none, and gone on: it is taken all the same.
    const bool waits =
        c && !is_expired(*c, now) && (c->question == question || flow::misses_message(c->state));
    if (waits) return Turn(tx, world_, draws, now).take(id, message).lanes;
    // Nobody waits for it any more. If it was taken before, that errand stands.
    world_.outbox.put(tx, recording_errand(world_.sealer, deletion, message.recording, {}, now));
    return courier::Lanes().set(static_cast<std::size_t>(lane_of(courier::Kind::take_recording)));
  }));
}

}  // namespace latchkey::conversations
