// Conversations and their legs as rows.
//
// A conversation is one person's attempt; a leg is one channel of it (a browser's cookie, a call).
// A leg's key is stored only as a keyed hash, so the rows open nobody's session. The state is one
// sealed blob; beside it stand only words and moments that may be seen. Call inside a transaction
// of the caller; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/ids.h"
#include "core/base/sealer.h"
#include "core/base/time.h"
#include "core/calls/calls.h"
#include "core/flow/flow.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::conversations {

storage::AreaSchema schema();

// Names one leg. `hash` is keyed: made by leg_key() from the cookie or the provider's call id.
struct LegKey {
  flow::Channel channel = flow::Channel::web;
  std::string hash;
};
LegKey leg_key(const Sealer& sealer, flow::Channel channel, std::string_view secret);

// What belongs to the leg, not to the conversation (rulings.md R9).
struct Leg {
  std::int64_t silences = 0;    // in a row, at this question
  std::int64_t wrong_keys = 0;  // in a row
  std::int64_t slower = 0;      // 1: the caller asked for it
  std::string origin;           // keyed name of the address that budgets count; empty by phone
  std::string network;          // keyed name of the wider network it lies in, if that counts too
  // Keyed name of the number that calls, counted like an address; empty on pages and for callers
  // who hide it: what strangers do must not use up what they may.
  std::string caller;
  // Keyed name of what many people share: the registered kiosk that this leg stands at, or an
  // address that the clinic says is shared. It is counted, not the address.
  std::string shared{};
};

struct Conversation {
  ConversationId id;
  flow::Channel channel = flow::Channel::web;  // of the leg that it is on now
  LocationId here;            // office dialled, kiosk's office, or the clinic's default
  calls::CallId call;         // the leg's row in the contact log
  std::int64_t question = 1;  // rises when a person's answer is accepted or what is asked changes
  std::int64_t revision = 1;  // rises with every change of state
  flow::State state;
  flow::Notice notice = flow::Notice::none;
  std::string notice_detail;
  Time created_at, touched_at, expires_at;
  // Another release's state is not read: it is a new one here, and the time is over.
  enum class Written { by_this_release, by_another } written = Written::by_this_release;
};

struct Loaded {
  Conversation conversation;
  Leg leg;
};

// Empty if this leg is unknown. Expired conversations are returned: the caller judges time.
std::optional<Loaded> load(storage::Transaction& tx, const Sealer& sealer, const LegKey& key);
std::optional<Conversation> load(storage::Transaction& tx, const Sealer& sealer, ConversationId id);

// A new conversation and the leg it begins on; a leg that was there moves to it.
void insert(storage::Transaction& tx, const Sealer& sealer, const Conversation& conversation,
            const LegKey& key, const Leg& leg);
// The leg it began on, or the oldest that is left; an empty one if nobody is.
Leg leg_of(storage::Transaction& tx, ConversationId conversation);
// The live conversations of calls from this number that can be resumed (flow::can_resume), the
// newest first, a few at most. `caller`: as in a leg; nobody's are found for an empty one.
std::vector<Conversation> cut_off_calls(storage::Transaction& tx, const Sealer& sealer,
                                        const std::string& caller, Time now);
// All that wait for a ring to be answered.
std::vector<ConversationId> called_back(storage::Transaction& tx);
// This leg takes the place of all that the conversation had: nobody goes on there any more.
void replace_legs(storage::Transaction& tx, ConversationId conversation, const LegKey& key,
                  const Leg& leg);
void save(storage::Transaction& tx, const Sealer& sealer, const Conversation& conversation);
void save_leg(storage::Transaction& tx, const LegKey& key, const Leg& leg);
// The leg is nobody's any more; its conversation stays.
void forget_leg(storage::Transaction& tx, const LegKey& key);
// The leg goes on in another conversation (a redeemed hand-off).
void move_leg(storage::Transaction& tx, const LegKey& key, ConversationId to);

// Hand-off codes, found by the keyed MAC of their digits (rulings.md R17).
struct HandOff {
  ConversationId conversation;
  PatientId patient;
  std::int64_t wrong = 0;
  Time expires_at;
};
void keep_hand_off(storage::Transaction& tx, const std::string& code_mac, const HandOff& hand_off);
std::optional<HandOff> find_hand_off(storage::Transaction& tx, const std::string& code_mac);
void count_hand_off_miss(storage::Transaction& tx, const std::string& code_mac);
void use_hand_off(storage::Transaction& tx, const std::string& code_mac);

// Ways by which a code surely did not arrive, each once: for the clerk who may read a ticket of it
// later, never for the person (rulings.md R1). Nothing is kept for a conversation that is gone.
struct Undelivered {
  flow::ProofKind by = flow::ProofKind::text;
  Time at;
};
void keep_undelivered(storage::Transaction& tx, ConversationId id, const Undelivered& what);
std::vector<Undelivered> undelivered(storage::Transaction& tx, ConversationId id);

// Conversations whose time ended before `now`, oldest first, at most `limit`.
struct Expired {
  ConversationId id;
  calls::CallId call;
  std::string caller;  // of its call; empty on a page and for callers who hide their number
};
// Nothing sealed is opened: a row that can't be read any more is among them like every other.
std::vector<Expired> expired(storage::Transaction& tx, Time now, int limit);
// All conversations that may hold a proof, or codes that could become one: all but those at stages
// that surely don't. Also those whose time is over, for they may wait for an errand's end.
std::vector<ConversationId> with_codes_or_proofs(storage::Transaction& tx);

// Erases what a conversation knew; its rows in the call log and on tickets stay.
void erase(storage::Transaction& tx, ConversationId id);

}  // namespace latchkey::conversations
