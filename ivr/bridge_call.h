// What is heard in a call that a clerk asked for (core/conversations/bridges.h).
//
// The office's phone rings first, and may be picked up by anybody: it hears that a colleague wants
// to call a patient back, and nothing of whom. Whoever presses 1 is connected; a machine that picks
// up presses nothing and is hung up on. The place is in the signed path; every webhook may come
// twice. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/conversations/bridges.h"
#include "ivr/step_twiml.h"

namespace latchkey::ivr {

// "/ivr/bridge/<id>" asks, "…/took" brings the key, "…/rang" how the patient's end ended.
struct BridgePlace {
  conversations::BridgeId id;
  enum class Moment { asks, took, rang } moment = Moment::asks;
};
// Empty for other paths.
std::optional<BridgePlace> bridge_place_of(std::string_view path);

// What the provider says of such a call.
struct BridgeEvent {
  std::string_view digits;
  std::string_view answered_by;  // "machine_…", where it listens for that
  std::string_view dial_status;  // how the call to the patient ended
  std::string_view dial_seconds;
};

std::string bridge_document(const VoiceWorld& world, const conversations::Bridges& bridges,
                            const BridgePlace& place, const BridgeEvent& event);

}  // namespace latchkey::ivr
