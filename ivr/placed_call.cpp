#include "ivr/placed_call.h"

#include <algorithm>

#include "core/base/fault.h"
#include "ivr/path_parts.h"

namespace latchkey::ivr {

std::optional<PlacedMoment> placed_moment_of(std::string_view path,
                                             std::span<const std::string_view> names) {
  constexpr std::int64_t slips_max = 10'000;
  const auto name = std::ranges::find(names, next_part(path));
  const auto slips = number_of(next_part(path), 0, slips_max);
  const auto counted = number_of(next_part(path), 0, INT64_MAX);
  if (name == names.end() || !slips || !counted) return std::nullopt;
  return PlacedMoment{static_cast<std::size_t>(name - names.begin()), static_cast<int>(*slips),
                      *counted, std::string(path)};
}

std::string path_of(std::string call, const PlacedMoment& place,
                    std::span<const std::string_view> names) {
  call.append("/").append(names[place.moment]);
  for (const std::int64_t part : {std::int64_t{place.slips}, place.counted})
    call.append("/").append(std::to_string(part));
  if (!place.language.empty()) call.append("/").append(place.language);
  return call;
}

std::string goodbye(const VoiceWorld& world, std::string_view language, std::string_view words) {
  Response out(world.dialect);
  if (!words.empty()) out.say(language, words);
  return std::move(out.hangup()).take();
}

std::string placed_apology(const VoiceWorld& world, std::string_view language,
                           std::string_view again) {
  Response out(world.dialect);
  out.say(language, world.texts.text(language, {"words", "phone", "trouble"}));
  out.wait(2, again);
  return std::move(out).take();
}

std::string put_through(const VoiceWorld& world, std::string_view language, LocationId here,
                        std::string_view rang) {
  Response out(world.dialect);
  out.say(language, world.texts.text(language, "steps.transferring.voice"));
  out.dial(dial_office(world, here, rang));
  return std::move(out).take();
}

std::string nobody_free(const VoiceWorld& world, std::string_view language, LocationId here,
                        Pace pace) {
  const Location& office = office_or_default(world.config, here);
  const std::string number = spoken_phone(office.phone, spelling_of(world, language), pace);
  return world.texts.fill(
      language, "words.phone.call_office",
      {{"office", std::string_view(office.name)}, {"office_phone", std::string_view(number)}});
}

}  // namespace latchkey::ivr
