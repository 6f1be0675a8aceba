// Spoken messages that callers leave with their ticket.
//
// A caller for whom a ticket was just made may say a few words to the office (product.md A47). What
// the provider recorded is fetched, sealed here and deleted there; until then only its name is
// known. It belongs to a conversation, as the ticket's contact does, and is never more than one of
// it. Who may listen is the desk's matter. Call these inside a transaction. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/sealer.h"
#include "core/base/secret.h"
#include "core/base/time.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::tickets {

storage::AreaSchema voicemails_schema();

using VoicemailId = Id<struct VoicemailTag>;

struct Voicemail {
  VoicemailId id;  // drawn before the transaction (rulings.md R14)
  ConversationId conversation;
  std::optional<int> seconds;  // as the provider says
  Time spoken_at;
  // `awaited`: it is still to be fetched, or never could be.
  enum class Sound { awaited, kept } sound = Sound::awaited;
  bool operator==(const Voicemail&) const = default;
};

struct VoicemailSound {
  Secret bytes;
  std::string type;  // "audio/mpeg"
};

// Nothing happens if this conversation has one already.
void expect_voicemail(storage::Transaction& tx, const Voicemail& voicemail);

// The sound has come: sealed and kept. Nothing happens if it had come before, or if nobody expects
// it any more.
void keep_voicemail(storage::Transaction& tx, const Sealer& sealer, VoicemailId id,
                    const VoicemailSound& sound);

std::optional<Voicemail> voicemail_of(storage::Transaction& tx, ConversationId conversation);
std::optional<Voicemail> voicemail(storage::Transaction& tx, VoicemailId id);
// Empty until it is kept. A seal that does not open is a Fault.
std::optional<VoicemailSound> voicemail_sound(storage::Transaction& tx, const Sealer& sealer,
                                              VoicemailId id);

// Those whose conversation has no ticket any more; `most` at a time. For the sweeper.
void forget_voicemails(storage::Transaction& tx, int most);

}  // namespace latchkey::tickets
