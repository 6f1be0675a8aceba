// Random walks over the engine, with the invariants that no conversation may break.

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "core/base/normal.h"
#include "core/conversations/state_codec.h"
#include "tests/fakes/engine.h"
#include "tests/fakes/random_inputs.h"

using namespace latchkey;
using namespace latchkey::tests;

namespace {

struct Counts {
  int tickets = 0, resets = 0;
};

Counts count(const std::vector<flow::Effect>& effects) {
  Counts counts;
  for (const auto& effect : effects) {
    if (std::holds_alternative<flow::OpenTicket>(effect)) ++counts.tickets;
    if (std::holds_alternative<flow::SetPassword>(effect)) ++counts.resets;
  }
  return counts;
}

struct Held {
  std::string claim_key;
  std::optional<PatientId> patient;  // only where the claim was looked up
  std::vector<flow::Challenge> codes;
};

// The codes that a state holds, and for whom.
std::optional<Held> held(const flow::State& state) {
  if (const auto* s = std::get_if<flow::Identifying>(&state.stage))
    return Held{s->before.claim_key, std::nullopt, s->before.challenges};
  if (const auto* s = std::get_if<flow::ChoosingProof>(&state.stage))
    return Held{s->claim.key, s->claim.patient, s->challenges};
  if (const auto* s = std::get_if<flow::Vouching>(&state.stage))
    return Held{s->claim.key, s->claim.patient, s->challenges};
  const auto* proving = std::get_if<flow::Proving>(&state.stage);
  if (const auto* s = std::get_if<flow::NoCode>(&state.stage)) proving = &s->proving;
  if (!proving) return std::nullopt;
  return Held{proving->claim.key, proving->claim.patient, proving->challenges};
}

bool was_sent_to(const Engine& engine, const Secret& code, PatientId patient) {
  return std::any_of(engine.effects.begin(), engine.effects.end(), [&](const auto& effect) {
    const auto* sent = std::get_if<flow::SendCode>(&effect);
    return sent && sent->to == patient && sent->code == code;
  });
}

// A code opens only for whom it was sent to; while it lives and the claim stays the same person's,
// no correction loses it, and no kind has two that can be sent again.
void check_codes(const flow::State& before, const Engine& engine) {
  const auto now_held = held(engine.state);
  if (!now_held) return;
  std::set<flow::ProofKind> kinds;
  for (const flow::Challenge& c : now_held->codes) {
    if (c.sent == flow::Challenge::Sent::to_contact && now_held->patient)
      CHECK(was_sent_to(engine, c.copy, *now_held->patient));
    if (c.round == flow::Challenge::Round::current && now_held->patient)
      CHECK(kinds.insert(c.kind).second);
  }
  const auto was = held(before);
  if (!was || std::holds_alternative<flow::ChoosingTopic>(engine.state.stage)) return;
  const auto* proof = std::get_if<flow::ChoosingProof>(&engine.state.stage);
  if (was->claim_key != now_held->claim_key || (proof && proof->claim.decoy != flow::Decoy::none))
    return;
  for (const flow::Challenge& c : was->codes) {
    if (engine.now >= c.expires || c.sent != flow::Challenge::Sent::to_contact) continue;
    const bool still = std::any_of(
        now_held->codes.begin(), now_held->codes.end(),
        [&](const flow::Challenge& kept) { return kept.seal == c.seal && kept.sent == c.sent; });
    CHECK_MESSAGE(still, "a live code was lost at ", std::string(engine.step().id));
  }
}

// Where a conversation may be that has made a ticket: at the office's door, or declined by somebody
// known, or rung in vain, whose ticket is silent (rulings.md R2).
void check_ticket(const flow::OpenTicket& ticket, const flow::State& before,
                  const flow::State& after) {
  if (const auto* over = std::get_if<flow::HandedOver>(&after.stage)) {
    CHECK(over->help_number == ticket.help_number);
    CHECK(over->office == ticket.office);
    CHECK(over->promise == ticket.promise);
    return;
  }
  const auto* ended = std::get_if<flow::Ended>(&after.stage);
  REQUIRE(ended);
  if (std::holds_alternative<flow::CallingBack>(before.stage))
    CHECK(ended->how == flow::Ended::How::no_answer);
  else
    CHECK((ended->how == flow::Ended::How::declined || ended->how == flow::Ended::How::no_number));
  CHECK(ticket.failed.patient);
  CHECK(ticket.failed.code != flow::Failure::wants_person);
}

// A resend refills nothing, and no kind of code is sent more often than the policy has it.
void check_sends(const flow::State& before, const Engine& engine) {
  const auto was = held(before);
  const auto now_held = held(engine.state);
  if (!now_held) return;
  for (const flow::Challenge& c : now_held->codes) {
    CHECK(c.sends <= engine.policy.sends_max);
    if (!was || was->claim_key != now_held->claim_key) continue;
    for (const flow::Challenge& old : was->codes)
      if (old.kind == c.kind && old.round == c.round) CHECK(c.sends >= old.sends);
  }
}

void check_turn(const flow::State& before, Engine& engine) {
  check_codes(before, engine);
  check_sends(before, engine);
  const flow::State& after = engine.state;
  CHECK(after.tally.wrong_codes >= before.tally.wrong_codes);
  CHECK(after.tally.rounds >= before.tally.rounds);
  CHECK(after.tally.asked_person >= before.tally.asked_person);
  // When all is done, a saved code may still be made and put away, or a message left.
  const bool may_go_on = std::holds_alternative<flow::Recovered>(before.stage) ||
                         std::holds_alternative<flow::ShowingSaved>(before.stage) ||
                         std::holds_alternative<flow::HandedOver>(before.stage);
  if (flow::is_over(before)) CHECK(may_go_on ? flow::is_over(after) : after == before);
  CHECK(after.tally.wrong_codes <= engine.policy.wrong_codes_max);
  for (const auto& effect : engine.last.effects) {
    if (const auto* sent = std::get_if<flow::SendCode>(&effect); sent && sent->to) {
      const auto& to = people.at(static_cast<std::size_t>(sent->to->value - 1));
      CHECK_MESSAGE(to.decoy == flow::Decoy::none, "a code went to ", std::string(to.key));
    }
    if (const auto* set = std::get_if<flow::SetPassword>(&effect)) {
      CHECK(std::holds_alternative<flow::Resetting>(after.stage));
      // A registration code opens what nobody used, and nothing else (rulings.md R19).
      if (set->registration.value != 0) CHECK(set->account == flow::Proven::Account::never_used);
    }
    if (const auto* ticket = std::get_if<flow::OpenTicket>(&effect))
      check_ticket(*ticket, before, after);
  }
  if (std::holds_alternative<flow::Proving>(before.stage) &&
      std::holds_alternative<flow::Checking>(after.stage))
    CHECK(after.tally.wrong_codes == before.tally.wrong_codes);
  CHECK(conversations::decode(conversations::encode(after)).value() == after);
}

// Everything that this person's claim can be counted under.
void spend_budget(Engine& engine, const FixturePerson& who) {
  const auto born = normal_date(who.birth_date, utc_date(engine.now));
  REQUIRE(born);
  engine.records.spent.insert(engine.records.claim_key({}, id_of(who)));
  // On the phone nobody gives a name.
  for (const std::string_view last : {who.last, std::string_view()}) {
    flow::Facts facts;
    facts.last_name = last;
    facts.birth_date = *born;
    engine.records.spent.insert(engine.records.claim_key(facts, std::nullopt));
  }
}

bool is_spent(const Engine& engine, PatientId patient) {
  return engine.records.spent.contains(engine.records.claim_key({}, patient));
}

// Whose tries are spent is found as a decoy, and opens nothing, with any code (rulings.md R4).
void check_spent(const flow::State& before, const Engine& engine) {
  const auto* found = std::get_if<flow::ChoosingProof>(&engine.state.stage);
  if (found && std::holds_alternative<flow::Identifying>(before.stage) && found->claim.patient &&
      is_spent(engine, *found->claim.patient))
    CHECK(found->claim.decoy != flow::Decoy::none);
  // What strangers burnt counts for nothing where an ID was seen (rulings.md R6).
  if (std::holds_alternative<flow::Vouching>(before.stage)) return;
  const auto was = held(before);
  if (was && was->patient && is_spent(engine, *was->patient))
    CHECK_FALSE(std::holds_alternative<flow::Checking>(engine.state.stage));
}

flow::Records::Incident an_incident(const Engine& engine, unsigned seed) {
  const auto later = engine.now + std::chrono::minutes(30);
  return {IncidentId{1}, seed % 16 == 2 ? std::optional(later) : std::nullopt};
}

void walk(unsigned seed, std::set<std::string>& seen) {
  Random random(seed);
  Engine engine(static_cast<flow::Channel>(roll(random, 3)), seed);
  engine.policy.guidance = shipped_guidance();
  give_codes(engine);
  engine.offices.open = roll(random, 2) == 0;
  engine.offices.has_hours = roll(random, 3) > 0;
  if (seed % 8 == 2) engine.records.known = an_incident(engine, seed);
  engine.state = flow::opening(engine.channel, "en",
                               static_cast<flow::ChoosingLanguage::Then>(roll(random, 3)));
  const FixturePerson* who = &someone(random);
  if (seed % 4 == 0) spend_budget(engine, *who);
  for (int turn = 0; turn < 60; ++turn) {
    const flow::State before = engine.state;
    engine.take(any_input(random, engine, *who));
    check_turn(before, engine);
    check_spent(before, engine);
    // Somebody else may spend it meanwhile, on another channel.
    if (seed % 4 == 1 && roll(random, 20) == 0) spend_budget(engine, *who);
    seen.insert(std::string(engine.step().id));
    engine.now += std::chrono::seconds(roll(random, 90));
    if (roll(random, 30) == 0) who = &someone(random);
  }
  const Counts counts = count(engine.effects);
  CHECK(counts.resets <= 1);
  // Who handed a ticket over stays there: check_ticket() holds where it was made.
  const auto* ended = std::get_if<flow::Ended>(&engine.state.stage);
  const bool silent = ended && (ended->how == flow::Ended::How::declined ||
                                ended->how == flow::Ended::How::no_number ||
                                ended->how == flow::Ended::How::no_answer);
  const bool handed_over = std::holds_alternative<flow::HandedOver>(engine.state.stage);
  CHECK(counts.tickets <= (handed_over || silent ? 1 : 0));
  CHECK(counts.tickets >= (handed_over ? 1 : 0));
}

// How many effects a turn has, but for the silent ticket of somebody known who declines help.
std::size_t told_and_written(const std::vector<flow::Effect>& effects) {
  return effects.size() - static_cast<std::size_t>(count(effects).tickets);
}

}  // namespace

TEST_CASE("20,000 random conversations break no invariant and visit every step") {
  std::set<std::string> seen;
  for (unsigned seed = 1; seed <= 20000; ++seed) walk(seed, seen);
  for (const std::string_view id : flow::step_ids())
    if (id != "joined")
      CHECK_MESSAGE(seen.contains(std::string(id)), "never seen: ", std::string(id));
  const auto ids = flow::step_ids();
  std::set<std::string> known(ids.begin(), ids.end());
  for (const GuideNode& node : shipped_guidance().nodes()) known.insert(node.words);
  for (const std::string& id : seen) CHECK_MESSAGE(known.contains(id), "not in step_ids(): ", id);
}

// Whoever the claim is about, the same unproven inputs lead through the same steps and notices,
// and write the same number of effects (product.md rule 2).
TEST_CASE("a stranger and every kind of patient see the same until a proof has passed") {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    const auto channel = static_cast<flow::Channel>(seed % 3);
    std::vector<std::string> transcripts;
    // Each as they are, and with all tries spent.
    for (std::size_t n = 0; n < 2 * people.size(); ++n) {
      const std::size_t i = n / 2;
      // Corrections may lead from a stranger to a patient, from one to another, and back.
      const FixturePerson* named[] = {&people[i], &people[(i + seed) % people.size()]};
      Random random(seed);
      Engine engine(channel, seed);
      if (n % 2 == 1) spend_budget(engine, people[i]);
      std::string transcript;
      for (int turn = 0; turn < 40; ++turn) {
        flow::Input input = any_input(random, engine, *named[roll(random, 3) == 0 ? 1 : 0]);
        // Only wrong codes: a proof is where the ways may part.
        if (engine.step().id == "enter_code" || engine.step().id == "no_code")
          if (std::holds_alternative<flow::Typed>(input)) input = flow::Typed{Secret("9999")};
        if (std::holds_alternative<flow::Vouched>(input)) input = flow::OtherWay{};
        if (auto* typed = std::get_if<flow::CalledBack>(&input)) typed->digits = "9999";
        engine.take(input);
        transcript += std::string(engine.step().id) + "/" +
                      std::string(flow::word(engine.last.notice)) + "/" +
                      std::to_string(told_and_written(engine.last.effects)) + " ";
        engine.now += std::chrono::seconds(31);
      }
      transcripts.push_back(transcript);
    }
    for (const std::string& transcript : transcripts) CHECK(transcript == transcripts.front());
  }
}
