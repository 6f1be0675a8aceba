#include "ivr/text_phone/habits.h"

#include <algorithm>
#include <array>

#include "ivr/webhook_proof.h"

namespace latchkey::ivr {

namespace {

constexpr std::array<Habits, 4> all_habits{{
    {Provider::twilio, "twilio", Signs::address, twilio_signature, IdForm::prefixed_hex,
     Pauses::everywhere, UnknownVerb::skipped, CallbackAnswer::any_2xx, EmptyDigits::sent_empty},
    {Provider::signalwire, "signalwire", Signs::address, signalwire_signature, IdForm::uuid,
     Pauses::everywhere, UnknownVerb::skipped, CallbackAnswer::any_2xx, EmptyDigits::left_out},
    {Provider::telnyx, "telnyx", Signs::moment, telnyx_signature, IdForm::versioned,
     Pauses::outside_gather, UnknownVerb::skipped, CallbackAnswer::only_200,
     EmptyDigits::sent_empty},
    {Provider::somleng, "somleng", Signs::address, twilio_signature, IdForm::uuid, Pauses::nowhere,
     UnknownVerb::ends_document, CallbackAnswer::any_2xx, EmptyDigits::left_out},
}};

}  // namespace

const Habits& habits_of(Provider provider) {
  return all_habits[static_cast<std::size_t>(provider)];
}

std::optional<Provider> provider_named(std::string_view name) {
  const auto* found = std::find_if(all_habits.begin(), all_habits.end(),
                                   [&](const Habits& one) { return one.name == name; });
  if (found == all_habits.end()) return std::nullopt;
  return found->provider;
}

}  // namespace latchkey::ivr
