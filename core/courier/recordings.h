// Spoken messages at the telephone provider: fetched once, then deleted there.
//
// An address that a webhook names is never asked for: it could be anybody's (standards.md T38).
// Ours is made from the configured base, the account and the recording's name. Where the provider
// keeps the sound elsewhere (Telnyx), its own answer says where, and the transport goes to
// configured hosts only. Immutable but for the transport; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/secret.h"
#include "core/courier/outcome.h"
#include "core/courier/provider.h"
#include "core/courier/transport.h"

namespace latchkey::courier {

struct Recording {
  std::string account;  // the provider's id of the account that the call belongs to
  std::string sid;
};

// Both as one word, "AC…/RE…", as it goes through a conversation; and back. Empty unless each part
// may stand in a path: letters, digits, '-', '_' and ':', 128 at most.
std::string name_of(const Recording& recording);
std::optional<Recording> recording_of(std::string_view name);

struct Sound {
  Secret bytes;
  std::string type;  // "audio/mpeg" or "audio/wav"
};

struct Fetched {
  Outcome outcome;             // done; not_sent too while the provider does not have it yet
  std::optional<Sound> sound;  // with done only
};

class Recordings {
 public:
  // `transport` must outlive it.
  Recordings(Transport& transport, ProviderSettings settings);

  Fetched fetch(const Recording& recording) const;
  // What is gone is deleted.
  Outcome remove(const Recording& recording) const;

 private:
  std::string address(const Recording& recording, std::string_view suffix) const;
  Fetched fetch_from(std::string url, Auth auth) const;
  Transport& transport_;
  ProviderSettings settings_;
};

}  // namespace latchkey::courier
