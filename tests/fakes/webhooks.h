// Webhooks as the configured provider would send them, and how a clinic is joined to each provider.
#pragma once

#include <optional>
#include <string>

#include "core/base/config.h"
#include "core/base/secret.h"
#include "core/http/message.h"
#include "ivr/text_phone/habits.h"

namespace latchkey::fakes {

class Clinic;

// 32 bytes in base64: good as a key for either way of signing.
inline constexpr const char* provider_seed = "b3BlbiBzZXNhbWUsIG9wZW4gc2VzYW1lLCBvcGVuISE=";

// The clinic's provider becomes this one, with what its profile stands for.
void join_provider(Config& config, ProviderProfile profile);

// The habits of the configured provider.
const ivr::Habits& habits_of(const Config& config);

// A signed POST with `event` and the account's id. `key`: somebody else's; none: the right one.
http::Request webhook(const Clinic& clinic, const std::string& path, http::Fields event,
                      const std::optional<Secret>& key = std::nullopt);

}  // namespace latchkey::fakes
