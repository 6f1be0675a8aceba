// What is heard in a call that we placed to say a code.
//
// No digit of the code is spoken before a key is pressed, so that no voicemail and no answering
// machine ever holds it (standards.md T4). At the end of all patience (placed_call.h) whoever
// pressed something gets a person, and whoever was silent a goodbye. Pure but for the texts;
// thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "core/conversations/conversations.h"
#include "ivr/step_twiml.h"

namespace latchkey::ivr {

// What the provider says: `path` is the webhook's own, "/ivr/speak/<conversation>[/…]".
struct CodeCallEvent {
  std::string_view path;
  std::string_view digits;       // pressed, with or without the finish key
  std::string_view dial_status;  // how the call to the office ended, after one
};

// Whether `path` is one that a document of such a call leads to, or its first.
bool is_code_call(std::string_view path);

// Whether this is the end of a talk with the office: there is nothing more to say.
bool has_talked(const CodeCallEvent& event);

std::string code_call_document(const VoiceWorld& world, const conversations::SpokenCode& spoken,
                               const CodeCallEvent& event);

// There is no code to say any more: it was typed meanwhile, or is too old. Whoever was spoken to
// before hears a goodbye; a call that was just picked up ends without a word.
std::string code_call_over(const VoiceWorld& world, const CodeCallEvent& event);

// Something broke: an apology in the call's language, or in `language` if nothing was said yet,
// then the same is asked again; a silence is counted, so that it ends. Needs: is_code_call(path).
std::string code_call_apology(const VoiceWorld& world, const std::string& language,
                              std::string_view path);

}  // namespace latchkey::ivr
