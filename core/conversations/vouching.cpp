#include "core/conversations/vouching.h"

#include "core/base/normal.h"
#include "core/conversations/turn.h"
#include "core/conversations/vouching_rows.h"

namespace latchkey::conversations {

namespace {

using storage::Transaction;

// Ten thousand codes, one or two of them shown in a lobby: guessing is noticed before it hits.
constexpr std::int64_t misses_max = 5;
constexpr std::chrono::minutes misses_within{10};

std::string_view word(VouchSaid said) {
  switch (said) {
    case VouchSaid::done:
      return "done";
    case VouchSaid::no_match:
      return "no match";
    case VouchSaid::throttled:
      return "throttled";
    case VouchSaid::other_name:
      return "another is named there";
    case VouchSaid::barred:
      break;
  }
  return "barred";
}

}  // namespace

// The patient is looked at whatever the code is: a clerk who guesses learns nothing by it.
VouchSaid Vouchers::judged(Transaction& tx, const VouchAsked& asked, ConversationId& there,
                           Time now) const {
  const auto standing = world_.roster.standing(tx, asked.patient, now);
  const bool barred = !standing || standing->state == accounts::PatientState::deceased ||
                      standing->merged_into ||
                      world_.attempts.is_suspended(tx, world_.keys.account(asked.patient));
  if (vouch_misses(tx, asked.by, misses_within, now) >= misses_max) return VouchSaid::throttled;
  const auto code = normal_code(asked.match_code);
  std::vector<ConversationId> waiting;
  for (const LocationId location : asked.locations)
    for (const ConversationId id :
         find_vouching(tx, vouch_match(world_.sealer, location, code.value_or("")), now))
      waiting.push_back(id);
  // Two who were shown the same code at one time get new ones when they ask again.
  if (waiting.size() != 1) return VouchSaid::no_match;
  there = waiting.front();
  if (barred) return VouchSaid::barred;
  const bool sure =
      asked.code == VouchAsked::Code::read || is_named_there(tx, there, asked.patient);
  return sure ? VouchSaid::done : VouchSaid::other_name;
}

bool Vouchers::is_named_there(Transaction& tx, ConversationId there, PatientId patient) const {
  const auto kept = load(tx, world_.sealer, there);
  const auto* vouching = kept ? std::get_if<flow::Vouching>(&kept->state.stage) : nullptr;
  return vouching != nullptr && vouching->claim.patient == patient;
}

VouchSaid Vouchers::vouch(const VouchAsked& asked) const {
  const Time now = world_.clock.now();
  const Draws draws = draw(world_.dice, world_.policy);
  const std::int64_t miss = world_.dice.row_id();
  return world_.store.write([&](Transaction& tx) {
    ConversationId there;
    VouchSaid said = judged(tx, asked, there, now);
    if (said == VouchSaid::no_match) count_vouch_miss(tx, miss, asked.by, now);
    if (said == VouchSaid::done) {
      end_vouching(tx, there);
      const auto turned = Turn(tx, world_, draws, now).take(there, flow::Vouched{asked.patient});
      if (turned.taken != Taken::accepted) said = VouchSaid::no_match;
    }
    world_.audit.append(
        tx, {audit::Actor::staff, asked.by.value, "kiosk.vouch", "patient", asked.patient.value,
             said == VouchSaid::done ? audit::Answer::allowed : audit::Answer::refused,
             std::string(vouch_method_names[asked.method]) + "; " + std::string(word(said)) +
                 (there.value == 0 ? "" : "; conversation " + std::to_string(there.value)),
             now});
    return said;
  });
}

}  // namespace latchkey::conversations
