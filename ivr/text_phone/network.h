// The text phone's way onto the network: the house's one HTTP transport.
#pragma once

#include "core/base/clock.h"
#include "core/courier/transport.h"
#include "ivr/text_phone/carrier.h"

namespace latchkey::ivr {

// Both must outlive the result. The transport must be allowed to reach the line's base URL; any
// other host is answered as unreachable, so that no document can send the phone elsewhere.
PhoneHttp phone_http(courier::Transport& transport, const Clock& clock);

}  // namespace latchkey::ivr
