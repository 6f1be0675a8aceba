// What an office hears when a caller is put through, before it hears the caller.
//
// An answering machine picks up too. Whoever answers hears what the call is about and presses 1;
// only then are the two connected, and only then has the transfer reached a person (product.md
// rule 14). Nobody's name is said: whoever picks up may not be at work. The place is in the path
// and the whole is signed; a key that is delivered twice is taken once. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/ids.h"
#include "core/flow/words.h"
#include "ivr/step_twiml.h"

namespace latchkey::ivr {

// "/ivr/whisper/<conversation>/<question>" asks, "/ivr/took/…" brings the key.
struct WhisperPlace {
  ConversationId conversation;
  std::int64_t question = 0;
  enum class Moment { asks, answers } moment = Moment::asks;
};
// Empty for other paths.
std::optional<WhisperPlace> whisper_place_of(std::string_view path);
std::string path_of(const WhisperPlace& place);

std::string whisper_document(const VoiceWorld& world, WhisperPlace place,
                             const conversations::Conversations::RingsAbout& about);
// They are connected by a document that ends without anything in it.
std::string connecting_document(const VoiceWorld& world);

}  // namespace latchkey::ivr
