// The stage of a conversation as bytes. Private to this room; core/conversations/state_codec.h has
// the whole state and the version of the format.
#pragma once

#include "core/base/codec.h"
#include "core/flow/state.h"

namespace latchkey::conversations {

void write_stage(Writer& writer, const flow::Stage& stage);
// Fault if the bytes are no stage of this format.
flow::Stage read_stage(Reader& reader);

}  // namespace latchkey::conversations
