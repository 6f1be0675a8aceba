// A world for the pure engine: a roster in memory, offices that are open or not, fixed codes.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "core/base/dice.h"
#include "core/base/sealer.h"
#include "core/flow/flow.h"
#include "tests/fakes/people.h"

namespace latchkey::tests {

// Repeatable bytes; the same seed gives the same sequence.
class SeededDice final : public Dice {
 public:
  explicit SeededDice(std::uint64_t seed) : state_(seed * 2654435761U + 88172645463325252U) {}
  void fill(std::span<unsigned char> out) override;

 private:
  std::uint64_t state_;
};

class FakeRecords final : public flow::Records {
 public:
  flow::Found find(const flow::Facts& facts) const override;
  std::string claim_key(const flow::Facts& facts, std::optional<PatientId> patient) const override;
  bool may_try(const std::string& key, std::optional<PatientId>) const override;
  bool may_send(const std::string& key, std::optional<PatientId>, flow::ProofKind) const override;
  flow::Standing standing(PatientId patient) const override;
  LocationId office_of(PatientId) const override { return LocationId{3}; }
  bool may_ring(std::string_view e164) const override { return !e164.starts_with("+1900"); }
  std::optional<ConversationId> cut_off(std::string_view digits) const override;
  bool may_text(std::string_view e164) const override { return may_ring(e164); }
  bool may_promise() const override { return promises == Door::open; }
  bool hand_offs_open() const override { return door == Door::open; }
  std::optional<ConversationId> hand_off(std::string_view code, Date date) const override;

  bool finds_again() const override { return true; }
  bool registrations_open() const override { return door == Door::open; }
  Registration registration(const Secret& code, Date date) const override;
  bool registration_stands(RegistrationId code) const override { return !voided.contains(code); }
  bool saved_code(const Secret& typed, const std::string& key,
                  std::optional<PatientId> patient) const override;
  bool has_saved_code(PatientId patient) const override { return saved.contains(patient); }
  std::optional<Incident> incident() const override { return known; }

  enum class Door { open, closed } door = Door::open;  // for hand-off and registration codes
  Door promises = Door::open;                          // of calls to somebody unproven

  std::set<std::string> spent;                                   // claim keys whose budget is gone
  std::set<std::string> sent_enough;                             // claim keys that get nothing more
  std::map<std::string, ConversationId, std::less<>> hand_offs;  // code + iso date
  std::map<std::string, Registration, std::less<>> registrations;  // code + iso date
  std::set<RegistrationId> voided;
  std::map<PatientId, std::string> saved;
  std::map<std::string, ConversationId, std::less<>> cut;  // by the digits that were told
  std::set<std::string> saved_spent;                       // claim keys
  std::optional<Incident> known;                           // an outage
};

class FakeOffices final : public flow::Offices {
 public:
  std::optional<LocationId> pick(std::string_view id_or_zip) const override;
  bool is_open(LocationId, Time) const override { return open; }
  std::optional<Time> changes(LocationId, Time at) const override {
    return has_hours ? std::optional(at + std::chrono::hours(3)) : std::nullopt;
  }
  Time promise(LocationId, Time at, std::chrono::minutes work) const override { return at + work; }
  bool open = false, has_hours = true;
};

// One conversation on the bare engine. Effects are collected and counted, not carried out.
class Engine {
 public:
  explicit Engine(flow::Channel channel, std::uint64_t seed = 1);

  // Takes one turn; a changed state is kept. The same input is given twice to hold determinism.
  const flow::Decision& take(const flow::Input& input);
  flow::Context context();
  flow::Step step() const { return flow::view(state, policy, channel); }
  // The live code that was last sent to a contact, or "" if none was.
  std::string code() const;

  flow::Channel channel;
  flow::Policy policy;
  FakeRecords records;
  FakeOffices offices;
  flow::State state;
  flow::Decision last;
  flow::Fresh fresh;
  Time now = from_millis(1'790'000'000'000);
  Time began = now;
  std::vector<flow::Effect> effects;  // of the whole conversation

 private:
  void draw();
  SeededDice dice_;
  Sealer sealer_;
};

PatientId id_of(const FixturePerson& someone);

// The trees of content/policy/guidance, read once.
const Guidance& shipped_guidance();

}  // namespace latchkey::tests
