// What is heard in a call that a caller asked for: "call me" (rulings.md R18).
//
// Whoever answers presses 1, so that no machine takes it, and types the four digits that were said
// in the first call; then this call is the conversation's own, and goes on as any other. Until then
// it is as any call that we placed (placed_call.h); nothing that is said names anybody
// (standards.md T4). Reading a place is pure; CallsBack moves the conversation. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/ids.h"
#include "core/conversations/conversations.h"
#include "ivr/placed_call.h"
#include "ivr/step_twiml.h"

namespace latchkey::ivr {

// "/ivr/back/<conversation>/<ring>" at first; then with a PlacedMoment that counts the digits that
// were wrong before, or once the office was rung, names that office.
struct BackPlace {
  ConversationId conversation;
  int ring = 1;
  enum Moment : std::size_t { asks_key, asks_digits, rang };
  std::optional<PlacedMoment> at;  // empty before anything was said
};
std::optional<BackPlace> back_place_of(std::string_view path);
std::string path_of(const BackPlace& place);

// Something broke: an apology, then the same is asked again; each counts as a slip, so that it
// ends.
std::string back_apology(const VoiceWorld& world, const BackPlace& place);

// A goodbye for whoever was spoken to; else nothing but the end.
std::string back_over(const VoiceWorld& world, const BackPlace& place);

// What the provider says of such a call.
struct BackAnswer {
  std::string_view digits;       // pressed, without the finish key
  std::string_view answered_by;  // "machine_…", where it listens for that
  std::string_view dial_status;  // how the call to the office ended, after one
};

class CallsBack {
 public:
  // Both outlive it.
  CallsBack(conversations::Conversations& conversations, const VoiceWorld& world)
      : conversations_(conversations), world_(world) {}

  // A document, or what the conversation that the call has become a leg of asks now.
  using Told = std::variant<std::string, conversations::Prompt>;
  Told answer(const conversations::LegKey& key, BackPlace place, const BackAnswer& said);

 private:
  using Waits = conversations::Conversations::RungBack;
  std::string put_through_again(BackPlace place, const Waits& waits, std::string_view keys);
  Told pressed(const conversations::LegKey& key, BackPlace place, const Waits& waits,
               std::string_view keys);
  Told digits(const conversations::LegKey& key, BackPlace place, std::string_view typed);
  std::string slipped(BackPlace place, const Waits& waits, std::string_view why);
  std::string to_person(BackPlace place, const Waits& waits);
  std::string after_office(const PlacedMoment& at, std::string_view dial_status) const;
  std::string ask(const BackPlace& place, std::string_view first) const;
  std::string phone(const BackPlace& place, std::string_view key) const;
  std::string missed(const BackPlace& place);

  conversations::Conversations& conversations_;
  const VoiceWorld& world_;
};

}  // namespace latchkey::ivr
