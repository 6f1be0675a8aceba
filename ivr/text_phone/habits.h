// How TwiML-like providers differ in what the text phone imitates (telephony.md §3).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "ivr/twiml.h"

namespace latchkey::ivr {

enum class Provider : std::uint8_t { twilio, signalwire, telnyx, somleng };
enum class IdForm : std::uint8_t { prefixed_hex, uuid, versioned };
enum class UnknownVerb : std::uint8_t { skipped, ends_document };
enum class CallbackAnswer : std::uint8_t { any_2xx, only_200 };
// What a Gather without keys sends to an action that wants to know.
enum class EmptyDigits : std::uint8_t { sent_empty, left_out };

// Over address and form, or over moment and body.
enum class Signs : std::uint8_t { address, moment };

struct Habits {
  Provider provider;
  std::string_view name;
  Signs signs;
  std::string_view signature_header;
  IdForm ids;
  Pauses pauses;
  UnknownVerb unknown_verb;
  CallbackAnswer callback_answer;
  EmptyDigits empty_digits;
};

const Habits& habits_of(Provider provider);
std::optional<Provider> provider_named(std::string_view name);

}  // namespace latchkey::ivr
