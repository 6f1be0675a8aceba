// Says a call's words through the machine's loudspeaker, so that a person hears the line.
//
// It uses espeak-ng if that is installed (`apt-get install espeak-ng`); Latchkey itself never needs
// it. Words go to it as an argument, through no shell. One call, one thread.
#pragma once

#include <functional>
#include <string>

namespace latchkey::ivr {

// Says `text` in `language` ("es-US", "en") to its end before it returns.
using Aloud = std::function<void(const std::string& language, const std::string& text)>;

// A ConfigFault if espeak-ng is not installed: it says how to install it.
Aloud espeak();

}  // namespace latchkey::ivr
