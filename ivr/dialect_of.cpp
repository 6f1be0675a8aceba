#include "ivr/dialect_of.h"

#include "core/base/clinic_policy.h"

namespace latchkey::ivr {

Dialect dialect_of(const Config& config, const Texts& texts, courier::PathSeal seal) {
  std::vector<Voice> voices;
  for (const std::string& code : config.clinic.languages) {
    const Language& language = texts.language(code);
    const auto named = config.provider.voices.find(code);
    voices.push_back({code, language.speech_locale,
                      named != config.provider.voices.end() ? named->second : language.voice});
  }
  for (const std::string& code : interpreters_by_phone(config, texts.language_help()))
    voices.push_back(
        {code, texts.spoken_help(code)->speech_locale, config.provider.voices.at(code)});
  const bool ssml = config.provider.ssml == latchkey::Ssml::on;
  const bool telnyx = config.provider.profile == ProviderProfile::telnyx;
  const bool somleng = config.provider.profile == ProviderProfile::somleng;
  return {voices, ssml ? Ssml::on : Ssml::off,
          somleng  ? Pauses::nowhere
          : telnyx ? Pauses::outside_gather
                   : Pauses::everywhere,
          seal};
}

}  // namespace latchkey::ivr
