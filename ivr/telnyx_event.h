// What Telnyx tells of texts: JSON, read into the fields that the others send in a form.
//
// Its calls speak TwiML's dialect; its texts have an interface of their own (telephony.md §3). The
// phone line reads one kind of field only. Pure; thread-safe.
#pragma once

#include <optional>

#include "core/http/message.h"

namespace latchkey::ivr {

// Whether the body is such an event and no form.
bool is_telnyx_event(const http::Request& request);

// MessageSid, MessageStatus and ErrorCode of a report; MessageSid, From, To and Body of a text that
// came. Empty if it is no event that we know: nothing is to be done, and nothing is wrong.
http::Fields fields_of_telnyx_event(std::string_view body);

}  // namespace latchkey::ivr
