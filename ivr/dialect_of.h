// How the configured provider takes a document: its voices, its pauses, its paths.
#pragma once

#include "core/base/config.h"
#include "core/base/texts.h"
#include "core/courier/path_seal.h"
#include "ivr/twiml.h"

namespace latchkey::ivr {

// How TwiML is written for the configured provider.
Dialect dialect_of(const Config& config, const Texts& texts, courier::PathSeal seal);

}  // namespace latchkey::ivr
