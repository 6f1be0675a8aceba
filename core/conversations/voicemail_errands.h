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

// `recording`: courier::name_of(). `keep_as` empty: nobody listens to it, it is deleted only.
Secret pack_recording(const std::string& recording,
                      const std::optional<tickets::VoicemailId>& keep_as);

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
