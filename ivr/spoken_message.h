// What the provider says of a message that a caller has spoken.
//
// It says so twice: on the call itself, which goes on from there, and in a report that nobody
// hears, which may come first, late or alone. Either names the recording; the address that it gives
// is not used (core/courier/recordings.h). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/ids.h"
#include "core/flow/input.h"
#include "core/http/message.h"

namespace latchkey::ivr {

// Where the report of a message goes: "/ivr/message/<conversation>/<question>".
struct MessagePlace {
  ConversationId conversation;
  std::int64_t question = 0;
};
std::string path_of(const MessagePlace& place);
std::optional<MessagePlace> message_place_of(std::string_view path);

// The recording that these fields name; without one if there is none, or none that can be fetched.
flow::MessageSpoken message_in(const http::Fields& fields);

// Whether a report says that a recording is there to be fetched.
bool is_recorded(const http::Fields& fields);

}  // namespace latchkey::ivr
