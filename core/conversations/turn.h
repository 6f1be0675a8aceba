// The inside of one turn: decide and store, within the transaction that loaded it. Private to this
// room.
#pragma once

#include <optional>
#include <span>

#include "core/conversations/conversations.h"
#include "core/conversations/effects.h"

namespace latchkey::conversations {

// What a turn left behind.
struct Turned {
  Taken taken = Taken::gone;
  std::optional<Loaded> loaded;  // as it stands after the turn; empty if it is gone
  courier::Lanes lanes;          // whose errands it left
};

class Turn {
 public:
  // Lives within one transaction; `draws` were thrown before it.
  Turn(storage::Transaction& tx, const World& world, const Draws& draws, Time now)
      : tx_(tx), world_(world), draws_(draws), contacts_(tx, world.roster, now), now_(now) {}

  // `loaded` is the conversation on that leg, read in this transaction and not over.
  Turned take(const LegKey& key, Loaded loaded, const flow::Input& input);
  // A machine's input to a conversation wherever it is shown, in the name of whoever began it. Gone
  // conversations take nothing.
  Turned take(ConversationId id, const flow::Input& input);

 private:
  flow::Decision decide(const Conversation& c, const Leg& leg, const flow::Input& input);
  void commit(Loaded& loaded, flow::Decision decision, const flow::Input& input, Effects& effects);
  courier::Lanes go_on_there(const LegKey& key, Loaded& loaded, const Effects::Joined& there);
  void finish_call(const Conversation& c, std::optional<TicketId> ticket,
                   std::optional<PatientId> proven);
  Time expiry(const Conversation& c) const;

  storage::Transaction& tx_;
  const World& world_;
  const Draws& draws_;
  TurnContacts contacts_;
  Time now_;
};

// The codes that were sent and may still be typed, oldest first, also while details are corrected.
std::span<const flow::Challenge> challenges_of(const flow::State& state);
// How long a conversation of this channel rests without a sign of life (rulings.md R12).
std::chrono::minutes idle_life(flow::Channel channel, const Config& config);

// How long it lasts at most, whatever signs of life there are.
inline constexpr std::chrono::hours whole_life{2};

// Whether the conversation's time is over at `now` (rulings.md R12); that of another release's is.
bool is_expired(const Conversation& c, Time now);

}  // namespace latchkey::conversations
