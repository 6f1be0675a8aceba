// What a caller said for the office comes into the house, and leaves the provider's.
//
// The body of take_recording errands and what performs them, on the courier's threads and outside
// every transaction. The sound is sealed here before it is deleted there, so that a crash between
// the two deletes later what is kept already. Thread-safe.
#pragma once

#include <optional>
#include <string>

#include "core/base/sealer.h"
#include "core/courier/outbox.h"
#include "core/courier/recordings.h"
#include "core/storage/store.h"
#include "core/tickets/voicemails.h"

namespace latchkey::conversations {

// An errand is tried for so long: a provider that can't be reached over a long weekend.
inline constexpr std::chrono::hours recording_life{96};

// `recording`, below: courier::name_of(). `keep_as` empty: nobody listens to it, it is deleted
// only.

// What fetches and deletes a recording, or deletes it only. It is named by the recording itself, so
// that whoever asks again asks once.
courier::Errand recording_errand(const Sealer& sealer, ErrandId id, const std::string& recording,
                                 const std::optional<tickets::VoicemailId>& keep_as, Time now);
// After a message could not be had in all its time: it is deleted at least. Empty for every other
// end.
std::optional<courier::Errand> deletion_after(const courier::Claimed& claimed,
                                              const courier::Outcome& outcome, ErrandId id,
                                              Time now);

class VoicemailErrands {
 public:
  // All outlive it.
  VoicemailErrands(storage::Store& store, const Sealer& sealer,
                   const courier::Recordings& recordings)
      : store_(store), sealer_(sealer), recordings_(recordings) {}

  courier::Outcome take(const courier::Claimed& errand) const;

 private:
  bool is_awaited(tickets::VoicemailId id) const;
  storage::Store& store_;
  const Sealer& sealer_;
  const courier::Recordings& recordings_;
};

}  // namespace latchkey::conversations
