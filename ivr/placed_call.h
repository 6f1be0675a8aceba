// What the calls that we place have in common: one that says a code, one that was asked for.
//
// Such a call is no leg of a conversation: all there is to know travels in the signed path, so that
// the same webhook is answered alike however often it comes. The keys mean what they mean
// everywhere (product.md rule 14): '*' says it again, 0 is a person, silence and wrong keys are
// asked again three times. Pure but for the texts; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/conversations/conversations.h"
#include "ivr/step_twiml.h"

namespace latchkey::ivr {

// Where in such a call we are: "<moment>/<slips>/<counted>/<language>", after the call's own path.
struct PlacedMoment {
  std::size_t moment = 0;    // its place in the names of the call's moments
  int slips = 0;             // silences and wrong keys
  std::int64_t counted = 0;  // what else a call of this kind carries: a count, or an office
  std::string language;      // that was spoken; empty before anything was
};
// Empty for what is no such path.
std::optional<PlacedMoment> placed_moment_of(std::string_view path,
                                             std::span<const std::string_view> names);
std::string path_of(std::string call, const PlacedMoment& place,
                    std::span<const std::string_view> names);

inline constexpr int asked_again_max = 3;    // product.md rule 14
inline constexpr int seconds_for_keys = 10;  // standards.md 3: first digit 10 s

// The end: with these words for whoever was spoken to before, or none.
std::string goodbye(const VoiceWorld& world, std::string_view language, std::string_view words);

// Something broke: an apology in `language`, then `again` is asked. Needs: it counts as a slip
// there, so that this ends.
std::string placed_apology(const VoiceWorld& world, std::string_view language,
                           std::string_view again);

// Rings the office, for whoever wants a person; `rang` is told how that ended.
std::string put_through(const VoiceWorld& world, std::string_view language, LocationId here,
                        std::string_view rang);
// Nobody picks up there: who could be called, and where.
std::string nobody_free(const VoiceWorld& world, std::string_view language, LocationId here,
                        Pace pace);

}  // namespace latchkey::ivr
