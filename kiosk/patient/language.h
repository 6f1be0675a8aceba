// Which language a visitor without a conversation is shown.
//
// Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "core/base/config.h"
#include "core/http/message.h"

namespace latchkey::kiosk {

// A name=value of a query without anything to decode: letters and digits only. Empty if absent.
std::string_view query_value(std::string_view query, std::string_view name);

// The language asked for by link (?lang=); else the browser's first that we speak; else the
// clinic's.
std::string language_of(const http::Request& request, const Config& config);

}  // namespace latchkey::kiosk
