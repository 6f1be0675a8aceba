// What people and machines might do next at any step of a conversation, by a die: mostly sensible,
// sometimes nonsense. For tests that walk the engine without a plan.
#pragma once

#include <doctest/doctest.h>

#include <array>
#include <random>

#include "core/base/normal.h"
#include "tests/fakes/engine.h"

namespace latchkey::tests {

using Random = std::mt19937;

inline int roll(Random& random, int sides) {
  return std::uniform_int_distribution<int>(0, sides - 1)(random);
}

inline const FixturePerson& someone(Random& random) {
  return people[static_cast<std::size_t>(roll(random, static_cast<int>(people.size())))];
}

// Any code that was ever sent to a contact, live or dead, or one that never was.
inline std::string some_code(Random& random, const Engine& engine) {
  std::vector<std::string> sent{"111111"};
  for (const auto& effect : engine.effects)
    if (const auto* code = std::get_if<flow::SendCode>(&effect); code && code->to)
      sent.emplace_back(code->code.reveal());
  return sent[random() % sent.size()];  // one throw, however many there are
}

// A node of any guide, or none.
inline std::string some_node(Random& random, const Engine& engine) {
  const auto& nodes = engine.policy.guidance.nodes();
  const auto at = random() % (nodes.size() + 1);
  return at == nodes.size() ? "no.such_node" : nodes[at].name;
}

inline constexpr const char* cut_off_digits = "4321";
inline constexpr const char *office_code = "12345678", *saved_code = "7K4M9QX2T5VW3J8N";

// Everybody has a registration code and a saved one, and somebody was cut off.
inline void give_codes(Engine& engine) {
  engine.records.cut[cut_off_digits] = ConversationId{77};
  for (const FixturePerson& each : people) {
    const auto born = normal_date(each.birth_date, utc_date(engine.now));
    REQUIRE(born);
    engine.records.registrations[office_code + iso_date(*born)] = {
        RegistrationId{id_of(each).value}, id_of(each)};
    engine.records.saved[id_of(each)] = saved_code;
  }
}

// What is typed at the steps of codes on paper, right two times of three, and what comes of it.
inline std::optional<flow::Input> with_codes(Random& random, std::string_view step,
                                             const FixturePerson& who) {
  const bool right = roll(random, 3) > 0;
  const Secret office(right ? office_code : "87654321");
  if (step == "enter_registration") return flow::CodeAndDate{office, std::string(who.birth_date)};
  if (step == "enter_live_code") return flow::Typed{office};
  if (step == "registration_birth_date") return flow::Dated{std::string(who.birth_date)};
  if (step == "enter_saved_code" || step == "second_saved_code")
    return flow::Typed{Secret(right ? saved_code : "ZZZZZZZZZZZZZZZZ")};
  if (step == "choose_first_password") return flow::NewPassword{Secret("a sentence of mine"), ""};
  if (step != "checking_registration") return std::nullopt;
  const auto seen =
      right ? flow::AccountState::invited : static_cast<flow::AccountState>(roll(random, 6));
  return flow::AccountSeen{seen, "someone", std::nullopt};
}

inline flow::Input nonsense(Random& random, const Engine& engine) {
  switch (roll(random, 16)) {
    case 0:
      return flow::Picked{"nonsense"};
    case 1:
      return flow::Typed{Secret("123456")};
    case 2:
      return flow::Typed{Secret("")};
    case 3:
      return flow::Named{"", "\xff\xfe"};
    case 4:
      return flow::Dated{"13131313"};
    case 5:
      return flow::CodeAndDate{Secret("12345678"), "02031950"};
    case 6:
      return flow::NewPassword{Secret("x"), "too_short"};
    case 7:
      return flow::OtherWay{};
    case 8:
      return flow::AskPerson{};
    case 9:
      return flow::StartOver{};
    case 10:
      return flow::GaveUp{};
    case 11:
      return flow::Speak{roll(random, 2) == 0 ? "es" : "xx"};
    case 12:
      return flow::AccountSeen{};
    case 13:
      return flow::PasswordSet{};
    case 14:
      return flow::GuideAt{some_node(random, engine)};
    default:
      return flow::HandOffRedeemed{};
  }
}

// What whoever answers a ring, or the provider of the calls, might say of it.
inline flow::Input of_ring(Random& random, const flow::CallingBack& calling) {
  const int ring = calling.ring - (roll(random, 4) == 0 ? 1 : 0);
  switch (roll(random, 6)) {
    case 0:
      return flow::CalledBack{ring, calling.digits, calling.wrong};
    case 1:
      return flow::CalledBack{ring, "0000", calling.wrong - roll(random, 2)};
    case 2:
      return flow::RingsOver{};
    case 3:
      return flow::TransferEnded{flow::TransferEnded::Result::answered};
    default:
      return flow::CallUnanswered{ring};
  }
}

// What a person or machine might do next; mostly sensible, sometimes nonsense.
inline flow::Input any_input(Random& random, Engine& engine, const FixturePerson& who) {
  const flow::Step step = engine.step();
  if (const auto* calling = std::get_if<flow::CallingBack>(&engine.state.stage);
      calling && roll(random, 4) > 0)
    return of_ring(random, *calling);
  if (roll(random, 4) > 0) {
    // Of ten topics few would come so far.
    if (step.id == "choose_topic" && roll(random, 2) == 0)
      return flow::Picked{std::array{"locked", "first_sign_in", "resume"}.at(random() % 3)};
    if (auto input = with_codes(random, step.id, who)) return *std::move(input);
    if (const auto* choice = std::get_if<flow::Choice>(&step.field))
      return flow::Picked{std::string(choice->options[static_cast<std::size_t>(
          roll(random, static_cast<int>(choice->options.size())))])};
    if (step.id == "enter_name") return flow::Named{std::string(who.first), std::string(who.last)};
    if (step.id == "enter_birth_date") return flow::Dated{std::string(who.birth_date)};
    if (step.id == "enter_zip") return flow::Typed{Secret(std::string(who.zip))};
    if (step.id == "enter_phone") return flow::Typed{Secret(std::string(who.phone))};
    if (step.id.starts_with("guidance.") && roll(random, 8) == 0)
      return flow::TextSteps{roll(random, 4) > 0 ? "+14015550190" : "anonymous"};
    if (step.id == "resume_call")
      return flow::Typed{Secret(roll(random, 2) == 0 ? cut_off_digits : "0000")};
    if (step.id == "enter_code" && roll(random, 2) == 0)
      return flow::Typed{Secret(some_code(random, engine))};
    if (step.id.starts_with("guidance.")) return flow::Typed{Secret("it says error 404")};
    if (step.id == "help_number") return flow::Typed{Secret("4015550142")};
    if (step.id == "help_office" || step.id == "hours_office") return flow::Picked{"here"};
    if (step.id == "choose_password") return flow::NewPassword{Secret("a sentence of mine"), ""};
    if (step.id == "checking")
      return flow::AccountSeen{
          roll(random, 2) == 0 ? flow::AccountState::locked
                               : static_cast<flow::AccountState>(roll(random, 6)),
          "someone",
          roll(random, 2) == 0 ? std::optional(engine.now + std::chrono::minutes(5))
                               : std::nullopt};
    if (step.id == "ask_desk" && roll(random, 2) == 0) return flow::Vouched{id_of(who)};
    if (step.id == "unlocking" && roll(random, 6) == 0) return flow::GaveUp{};
    if (step.id == "unlocking")
      return flow::Unlocked{roll(random, 4) > 0 ? flow::ErrandResult::done
                                                : flow::ErrandResult::unknown};
    if (step.id == "resetting")
      return flow::PasswordSet{static_cast<flow::ErrandResult>(roll(random, 3))};
    if (step.id == "voicemail") return flow::MessageSpoken{"AC1/RE1", roll(random, 3)};
    if (step.id == "transferring" && roll(random, 2) == 0) return flow::TransferTaken{};
    if (step.id == "transferring")
      return flow::TransferEnded{static_cast<flow::TransferEnded::Result>(roll(random, 3))};
  }
  return nonsense(random, engine);
}

}  // namespace latchkey::tests
