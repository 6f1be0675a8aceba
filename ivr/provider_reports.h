// What the provider tells of itself, heard by nobody: the fate of messages and calls, and texts
// that people send to us.
//
// Reports come unordered and more than once; they settle an errand and never move one back
// (core/courier/outbox.h), and no step that anybody hears depends on them (rulings.md R1). Of a
// text nothing is read but STOP and START, least of all a code. Thread-safe.
#pragma once

#include <string_view>

#include "core/accounts/roster.h"
#include "core/conversations/conversations.h"
#include "core/http/message.h"
#include "core/storage/store.h"

namespace latchkey::ivr {

class ProviderReports {
 public:
  // All outlive it.
  ProviderReports(conversations::Conversations& conversations, storage::Store& store,
                  const accounts::Roster& roster)
      : conversations_(conversations), store_(store), roster_(roster) {}

  // "/ivr/status/text/<errand>", "/ivr/status/call/<errand>", "/ivr/text", and where a spoken
  // message is reported (ivr/spoken_message.h).
  bool takes(std::string_view path) const;
  // Needs: takes(path). What it can't use it takes too: the provider would send it again and again.
  void take(std::string_view path, const http::Fields& fields);

 private:
  void status(std::string_view rest, const http::Fields& fields);
  void message(std::string_view path, const http::Fields& fields);
  void inbound_text(const http::Fields& fields);

  conversations::Conversations& conversations_;
  storage::Store& store_;
  const accounts::Roster& roster_;
};

}  // namespace latchkey::ivr
